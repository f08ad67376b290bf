"""Other writers of captions, given the same words: what they are called by their own tools, written into memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from typing import Any

from transcribe.formats.cues import cues
from transcribe.formats.export import Export
from transcribe.formats.guides import NETFLIX
from transcribe.formats.options import DEFAULT

Write = Callable[[], bytes]


def peers(export: Export) -> Mapping[str, Mapping[str, Write]]:
    """Return for each peer that is installed how it writes each format of ours that it knows."""
    found = {"openai-whisper": _whisper(export)}
    if find_spec("pysubs2"):
        found["pysubs2, given our cues"] = _pysubs2(export)
    return found


def _whisper(export: Export) -> Mapping[str, Write]:
    """As ``whisper --word_timestamps True --max_line_width 42 --max_line_count 2``: it cuts cues, too."""
    from whisper import utils  # noqa: PLC0415 torch comes with it

    kinds = {"srt": utils.WriteSRT, "vtt": utils.WriteVTT, "txt": utils.WriteTXT, "json": utils.WriteJSON}
    result = _as_whisper(export)
    return {name: partial(_write, kind, result) for name, kind in kinds.items()}


def _write(kind: Any, result: Mapping[str, object]) -> bytes:
    made = io.StringIO()
    kind("").write_result(result, made, {"max_line_width": NETFLIX.characters, "max_line_count": NETFLIX.lines})
    return made.getvalue().encode()


def _as_whisper(export: Export) -> Mapping[str, object]:
    return {
        "text": " ".join(segment.text for segment in export.segments),
        "language": export.language,
        "segments": [
            {
                "id": number,
                "start": segment.start_ms / 1000,
                "end": segment.end_ms / 1000,
                "text": f" {segment.text}",
                "words": [
                    {"word": f" {w.text}", "start": w.start_ms / 1000, "end": w.end_ms / 1000, "probability": 0.9}
                    for w in segment.words
                ],
            }
            for number, segment in enumerate(export.segments)
        ],
    }


def _pysubs2(export: Export) -> Mapping[str, Write]:
    """It cuts nothing: this is the writing alone."""
    import pysubs2  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 comes with the tests

    made = pysubs2.SSAFile()
    made.events = [
        pysubs2.SSAEvent(start=cue.start_ms, end=cue.end_ms, text="\\N".join(cue.lines))
        for cue in cues(export, DEFAULT)
    ]
    return {name: partial(_to_string, made, name) for name in ("srt", "vtt", "ttml")}


def _to_string(made: Any, name: str) -> bytes:
    return bytes(made.to_string(name), "utf-8")
