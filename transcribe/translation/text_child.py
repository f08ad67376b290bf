"""The process that a text translator lives in; requests and answers as of `transcribe.engines.child`.

Run as ``python -m transcribe.translation.text_child KIND PATH THREADS PARENT``.
"""

from __future__ import annotations

import sys
from pathlib import Path

from transcribe.engines.child import serve
from transcribe.engines.messages import Answer, Failed, Request, TranslatedTexts, TranslateTexts
from transcribe.translation.protocol import TextTranslator, UnknownSource


def main() -> None:
    _, path, threads, parent = sys.argv[1:]
    serve(int(parent), lambda: _load(Path(path), int(threads)), _ask)


def _load(path: Path, threads: int) -> TextTranslator:
    from transcribe.translation.ctranslate2_text import CTranslate2TextTranslator  # noqa: PLC0415 (may be missing)

    return CTranslate2TextTranslator(path, threads)


def _ask(translator: TextTranslator, request: Request) -> Answer:
    if isinstance(request, TranslateTexts):
        try:
            return TranslatedTexts(translator.translate(request.language, request.texts))
        except UnknownSource as error:
            return Failed(str(error))
    return Failed(f"{translator.name} cannot do this: {type(request).__name__}")


if __name__ == "__main__":
    main()
