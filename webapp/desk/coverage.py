"""What of a programme was checked and what was not: to be read before somebody approves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlite_utils import Database

from media.database import utc_now
from media.records import Span
from transcribe.glossary import glossary_of
from transcribe.linking.decided.placed import placed_omitted
from transcribe.linking.evidence import gather
from transcribe.linking.reporting.coverage import Coverage, cover
from transcribe.records import Segment, canonical_json
from webapp.accounts import User
from webapp.desk.comments import open_threads
from webapp.desk.reading import reading_of
from webapp.links import links_now
from webapp.review import Content, standing_against

FORMAT: Literal["muragat-coverage/1"] = "muragat-coverage/1"


@dataclass(frozen=True, slots=True)
class Sentences:
    """The summary's, by what the sound says to them."""

    verdicts: Mapping[str, int]
    """Sentences by verdict (`transcribe.records.Verdict`); each verdict is there."""
    decided: int
    """About which a person's decision stands."""
    stale: int
    """Whose words have changed since."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A stretch of speech that the summary does not mention."""

    span: Span
    first_words: str


@dataclass(frozen=True, slots=True)
class CoverageReport:
    format: Literal["muragat-coverage/1"]
    programme_id: str
    title: str
    made_at: str
    text_sha256: str | None
    """Of the words that it is about."""
    sentences: Sentences | None
    """``None`` where the machine has not looked for this summary."""
    left_out: tuple[LeftOut, ...]
    """The one that would most have deserved a mention first."""
    passages: int
    read_passages: int
    """Whose words a person has written or corrected, or vouches for after hearing them."""
    words: int
    doubtful_words: int
    """That a machine doubts and nobody has read."""
    gaps: tuple[Span, ...]
    """In which somebody speaks and there are no words."""
    languages_ms: Mapping[str, int]
    """How long each is spoken; passages of unknown language count as the programme's."""
    open_comments: int
    obstacles: tuple[str, ...]
    """What stands against an approval by whoever asks, in English."""

    @property
    def left_out_ms(self) -> int:
        return sum(each.span.duration_ms for each in self.left_out)


def coverage_report(db: Database, now: Content, person: User) -> CoverageReport:
    """Return the report on a programme as it stands."""
    text = now.text
    segments = text.segments if text else ()
    reading = reading_of(db, now)
    links = link_coverage(db, now)
    return CoverageReport(
        format=FORMAT,
        programme_id=now.programme.programme_id,
        title=now.programme.title,
        made_at=utc_now(),
        text_sha256=text.sha256 if text else None,
        sentences=_sentences(now, links) if links else None,
        left_out=tuple(LeftOut(each.span, each.first_words) for each in links.omitted) if links else (),
        passages=reading.passages,
        read_passages=reading.read,
        words=reading.words,
        doubtful_words=reading.doubtful,
        gaps=tuple(segment.span for segment in reading.gaps),
        languages_ms=languages_ms(segments, now.programme.language),
        open_comments=len(open_threads(db, now.programme.programme_id)),
        obstacles=tuple(each.sentence for each in standing_against(db, now, person)),
    )


def link_coverage(db: Database, now: Content) -> Coverage | None:
    """Return how far the summary and its programme cover each other, ``None`` where it was never linked."""
    shown = links_now(now)
    if not shown or not now.linking or not now.text or not now.summary:
        return None
    heard = gather(now.text.segments, now.programme.language)
    terms = glossary_of(db, now.programme.series)
    omitted = placed_omitted(now.linking, now.text, now.programme.language)
    language = now.summary.language.split("-", maxsplit=1)[0]
    return cover([each.placed for each in shown], omitted, heard, language, terms)


def as_json(report: CoverageReport) -> bytes:
    """Return the report as a file."""
    return canonical_json(report)


def _sentences(now: Content, links: Coverage) -> Sentences:
    stale = sum(each.placed.is_stale for each in links_now(now))
    return Sentences({str(verdict): count for verdict, count in links.verdicts.items()}, links.decided, stale)


def languages_ms(segments: tuple[Segment, ...], language: str) -> Mapping[str, int]:
    """Return how long each language is spoken, the longest first. :param language: where a passage has none."""
    spoken: Counter[str] = Counter()
    for segment in segments:
        spoken[segment.language or language] += segment.span.duration_ms
    return dict(spoken.most_common())
