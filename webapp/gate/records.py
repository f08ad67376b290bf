"""Records of the gate. Times are integer milliseconds of the recording. None of them holds a protected word."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Part(enum.StrEnum):
    """Where in what would be published something was found."""

    TITLE = "title"
    FACTS = "facts"
    SUMMARY = "summary"
    LINKS = "links of the summary"
    TRANSCRIPT = "transcript"
    SPEAKERS = "names of the speakers"
    TRANSLATION = "translation"
    DOCUMENT = "published document"
    """In it, but in no text of it."""
    INDEX = "search index"
    SOUND = "bytes of the sound"
    WAVEFORM = "waveform"
    FILES = "names of the files"
    HEARD = "sound"
    """Heard by a machine in the sound as the public would get it."""
    NEAR_MASK = "sound beside a mask"
    """A covered word, or what resembles a name, is still heard there: the mask may lie a little beside it."""
    MASK = "mask"
    """Something else than the tone is in it."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Where something was found. What it was is not kept: who may see the programme finds it there."""

    part: Part
    at_ms: int | None = None
    """When it is said, where the part has times."""
    is_certain: bool = True
    """False where a person should listen, and publication is not stopped."""


@dataclass(frozen=True, slots=True)
class HeardWord:
    """A word that a machine hears in a public sound."""

    text: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class HeardSound:
    """What a machine hears in a public sound; kept under the sound's hash, so that nobody listens twice."""

    engine: str
    model: str
    words: tuple[HeardWord, ...]
    """Ascending; nothing of them was left out as improbable."""


@dataclass(frozen=True, slots=True)
class Check:
    """What the gate found in a programme as it stood."""

    programme_id: str
    content_sha256: str
    """Of what was checked (`webapp.review.Content`)."""
    sound_sha256: str | None
    """Of the public sound, ``None`` where there is none."""
    findings: tuple[Finding, ...]
    heard_by: str | None
    """The engine and model that listened; ``None`` where none did."""
    created_at: str

    @property
    def has_passed(self) -> bool:
        return not any(finding.is_certain for finding in self.findings)
