"""What machines are told of a version beside its words, which are passed over: ten hours have a hundred thousand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from werkzeug.exceptions import Gone

from transcribe.speakers.labels import machine_number
from webapp.edition.records import ChangedPart, EditionFacts, EditionSound, EditionSummary, Maker
from webapp.public.shelf import Shelf, Version

KEPT_OUTLINES = 256


@dataclass(frozen=True, slots=True)
class OutlineTranslation:
    language: str
    maker: Maker


@dataclass(frozen=True, slots=True)
class Outline:
    """One published version, less its words."""

    facts: EditionFacts
    version: int
    published_at: str
    summary: EditionSummary | None
    sound: EditionSound | None
    has_transcript: bool
    named_speakers: tuple[str, ...]
    """Who speaks by a name that people gave, who speaks most first; labels of a machine are no names."""
    translations: tuple[OutlineTranslation, ...]
    changes: tuple[ChangedPart, ...]
    note: str | None
    """Why, in the newsroom's words."""

    @property
    def summary_text(self) -> str:
        """The summary in one line; empty where there is none."""
        return " ".join(sentence.text for sentence in self.summary.sentences) if self.summary else ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A version that says something otherwise than the one before it."""

    number: int
    published_at: str
    changes: tuple[ChangedPart, ...]
    note: str | None
    """Why, in the newsroom's words."""


@dataclass(frozen=True, slots=True)
class CatalogueRecord:
    """A public version and what became of the programme before and since."""

    outline: Outline
    versions: tuple[Version, ...]
    """Newest first."""
    corrections: tuple[Correction, ...]
    """Newest first."""

    @property
    def first_published_at(self) -> str:
        return self.versions[-1].published_at


@dataclass(frozen=True, slots=True)
class _Speech:
    start_ms: int
    end_ms: int
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Speeches:
    segments: tuple[_Speech, ...]


@dataclass(frozen=True, slots=True)
class _Stored:
    """The parts of an edition file that an outline is made of; msgspec passes over the rest."""

    facts: EditionFacts
    version: int
    published_at: str
    summary: EditionSummary | None
    sound: EditionSound | None
    transcript: _Speeches | None
    translations: tuple[OutlineTranslation, ...] = ()
    changes: tuple[ChangedPart, ...] = ()
    note: str | None = None


_stored = msgspec.json.Decoder(_Stored)


def outline(shelf: Shelf, version: Version) -> Outline:
    """Return what a version says, less its words.

    :raises Gone: it was withdrawn between the look at the index and this.
    """
    try:
        return _outline(shelf.layout.document_path(version.programme_id, version.sha256))
    except FileNotFoundError as error:
        raise Gone from error


def catalogue_record(shelf: Shelf, programme_id: str, number: int | None = None) -> CatalogueRecord:
    """Return a version of a programme for catalogues, the newest without a number.

    :raises NotFound: no such programme or version was ever public.
    :raises Gone: the programme was withdrawn.
    """
    versions = shelf.versions(programme_id)
    told = outline(shelf, shelf.version(programme_id, number))
    earlier = [told if each.number == told.version else outline(shelf, each) for each in versions]
    corrections = tuple(
        Correction(each.version, each.published_at, each.changes, each.note) for each in earlier if each.changes
    )
    return CatalogueRecord(told, tuple(versions), corrections)


@lru_cache(maxsize=KEPT_OUTLINES)
def _outline(path: Path) -> Outline:
    stored = _stored.decode(path.read_bytes())
    return Outline(
        facts=stored.facts,
        version=stored.version,
        published_at=stored.published_at,
        summary=stored.summary,
        sound=stored.sound,
        has_transcript=stored.transcript is not None,
        named_speakers=_named_speakers(stored.transcript),
        translations=stored.translations,
        changes=stored.changes,
        note=stored.note,
    )


def _named_speakers(transcript: _Speeches | None) -> tuple[str, ...]:
    spoken_ms: Counter[str] = Counter()
    for segment in transcript.segments if transcript else ():
        if segment.speaker and machine_number(segment.speaker) is None:
            spoken_ms[segment.speaker] += segment.end_ms - segment.start_ms
    return tuple(name for name, _ in spoken_ms.most_common())
