"""The process that an engine lives in: requests on standard input, answers on standard output, until the parent ends.

Run as ``python -m transcribe.engines.child ENGINE PATH THREADS PARENT [gpu]``.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NoReturn, Protocol, TypeVar

import numpy as np

from media.decoder.confine import die_with_parent
from media.wordless import place_of
from transcribe.engines.messages import (
    Align,
    Aligned,
    Answer,
    Detect,
    Detected,
    Failed,
    NotInstalled,
    OfSound,
    Ready,
    Recognise,
    Recognised,
    Request,
    Translate,
    Translated,
    Unable,
    frame,
    read_request,
)
from transcribe.engines.protocol import Aligner, Engine, Samples, Translator
from transcribe.engines.registry import load_engine


class Versioned(Protocol):
    version: str


Loaded = TypeVar("Loaded", bound=Versioned)


Heard = TypeVar("Heard")


def main() -> None:
    """Load the engine and answer requests."""
    name, path, threads, parent, *where = sys.argv[1:]
    serve(int(parent), lambda: load_engine(name, Path(path), int(threads), gpu=bool(where)), _ask)


def serve(parent: int, load: Callable[[], Loaded], ask: Callable[[Loaded, Request], Answer]) -> NoReturn:
    """Load what answers, say that it is ready, and answer requests until the parent is gone.

    :param parent: the process id.
    :param load: returns what answers; it has a ``version``.
    """
    die_with_parent(parent)
    answers = _claim_standard_output()
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests,), daemon=True).start()
    try:
        loaded = load()
    except ImportError as error:
        answers.write(frame(NotInstalled(str(error))))
        sys.exit()
    except Exception as error:  # whatever a library raises on weights it cannot use; the parent says it
        answers.write(frame(Failed(repr(error))))
        sys.exit()
    try:
        answers.write(frame(Ready(loaded.version)))
        while True:
            answers.write(frame(_answer(loaded, requests.get(), ask)))
    finally:  # The parent is gone. A Python that ends in the usual way waits for CTranslate2's threads, for ever.
        os._exit(0)


def _claim_standard_output() -> BinaryIO:
    """Return the pipe to the parent; what libraries print goes where warnings go, and never into it."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return pipe


def _read(requests: queue.SimpleQueue[Request]) -> None:
    """Hand requests on; when the parent is gone, even killed, end this process whatever it is busy with."""
    try:
        while request := read_request(sys.stdin.buffer):
            requests.put(request)
    finally:  # Also when the parent died in the middle of a request, which then cannot be read.
        os._exit(0)


def _answer(loaded: Loaded, request: Request, ask: Callable[[Loaded, Request], Answer]) -> Answer:
    try:
        return ask(loaded, request)
    except Exception as error:  # whatever a library raises on one chunk; the parent decides
        # Not its text: that may quote a term, a word of the script or what was heard, and goes into jobs and logs.
        return Failed(place_of(error))


def _ask(engine: Engine, request: Request) -> Answer:
    match request:
        case Recognise():
            heard = engine.recognise(_sounds(request), request.languages, request.glossary)
            return Recognised(_one_each(heard, request.sounds))
        case Detect():
            return Detected(tuple(map(dict, _one_each(engine.detect_languages(_sounds(request)), request.sounds))))
        case Align() if isinstance(engine, Aligner):
            placed = engine.align(_sounds(request), request.language, request.words)
            return Aligned(_one_each(placed, request.sounds))
        case Translate() if isinstance(engine, Translator):
            return Translated(engine.translate(_sounds(request), request.languages))
        case Align():
            return Unable("align known words")
        case Translate():
            return Unable("translate")
        case _:
            return Failed(f"{engine.name} cannot do this: {type(request).__name__}")


def _one_each(answers: tuple[Heard, ...], sounds: tuple[bytes, ...]) -> tuple[Heard, ...]:
    """Refuse what would be stored and then never fit: an engine of somebody else's may forget a sound."""
    if len(answers) != len(sounds):
        raise ValueError(f"{len(answers)} answers to {len(sounds)} sounds")
    return answers


def _sounds(request: OfSound) -> tuple[Samples, ...]:
    return tuple(map(_samples, request.sounds))


def _samples(sound: bytes) -> Samples:
    return np.frombuffer(sound, "<f4")


if __name__ == "__main__":
    main()
