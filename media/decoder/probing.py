"""What is in a file: found by decoding all of it, since headers may claim anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from media.decoder.messages import ProbeMade, Reason
from media.decoder.placing import place
from media.decoder.source import NoUsableSound, open_source
from media.records import Probe

MAX_TAGS = 64
MAX_TAG_LETTERS = 1000


def probe(file: BinaryIO, report: Callable[[int], None]) -> ProbeMade:
    """Decode the whole sound and keep nothing of it.

    :param report: called with the milliseconds done.
    """
    with open_source(file) as source:
        placed = place(source)
        samples = 0
        for block in placed.blocks:
            samples += block.shape[1]
            report(samples * 1000 // placed.rate_hz)
        duration_ms = samples * 1000 // placed.rate_hz
        if duration_ms == 0:
            raise NoUsableSound(Reason.NOTHING_DECODED)
        return ProbeMade(
            Probe(
                container=source.container.format.name,
                codec=source.stream.codec_context.codec.canonical_name,
                channels=placed.channels,
                sample_rate_hz=placed.rate_hz,
                duration_ms=duration_ms,
                has_video=source.has_video,
                tags=_tags(source),
            )
        )


def _tags(source: Any) -> dict[str, str]:
    tags: Mapping[str, str] = {**source.stream.metadata, **source.container.metadata}
    return {_plain(name): _plain(value) for name, value in list(tags.items())[:MAX_TAGS]}


def _plain(text: str) -> str:
    """Return a line without control and direction characters, which can make a tag look like something else."""
    letters = (" " if letter.isspace() else letter for letter in text[:MAX_TAG_LETTERS])
    return "".join(letter for letter in letters if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co")).strip()
