"""Private records → what the public may see. Pure: values in, one document out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from media.language import plain_language
from media.records import FACTS, LISTS, Document, Programme, Span, listed
from transcribe.linking.decided.placed import PlacedLink, placed_links, placed_omitted
from transcribe.linking.evidence import gather
from transcribe.linking.reporting.coverage import still_omitted
from transcribe.records import Link, Linking, MaskedWord, ProgrammeText, Provenance, Segment, Verdict
from transcribe.translation.records import ENGLISH, Translation, stale_segments
from webapp.edition.meaning import Meaning
from webapp.edition.records import (
    FORMAT,
    EditionCandidate,
    EditionConflict,
    EditionDocument,
    EditionFacts,
    EditionSegment,
    EditionSentence,
    EditionSound,
    EditionSummary,
    EditionTranscript,
    EditionTranslated,
    EditionTranslation,
    EditionWord,
    Maker,
)

PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
"""A blank line; a single line break is only where somebody's editor wrapped the text."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The private records of a programme as they were approved."""

    programme: Programme
    summary: Document | None
    text: ProgrammeText | None
    linking: Linking | None
    sound: EditionSound | None
    approved_at: str
    translation: Translation | None = None
    english: Mapping[str, str] = field(default_factory=dict)
    """A journalist's, by segment."""
    meaning: Meaning | None = None
    """Of its words; it goes beside the document, not into it."""
    placed: Placed | None = None
    """Where something is kept back (`webapp.redaction.apply`), instead of ``linking``: found in the words before."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What links say of the words as they stand."""

    links: Sequence[PlacedLink] = ()
    omitted: Sequence[Span] = ()
    """Sorted."""


def render_document(approved: Approved, version: int, published_at: str) -> EditionDocument:
    """Return what is published of a programme."""
    programme, text = approved.programme, approved.text
    return EditionDocument(
        format=FORMAT,
        facts=EditionFacts(
            programme_id=programme.programme_id,
            synthetic=programme.synthetic,
            **{name: _fact(programme, name) for name in FACTS},
        ),
        version=version,
        approved_at=approved.approved_at,
        published_at=published_at,
        summary=_summary(approved.summary, approved.placed or _placed(approved)) if approved.summary else None,
        transcript=_transcript(text) if text else None,
        sound=approved.sound,
        translations=(*_by_machine(approved.translation, text), *_by_journalist(approved.english, text)),
    )


def _fact(programme: Programme, name: str) -> Any:
    value = getattr(programme, name)
    if name == "language":
        return plain_language(value)
    return listed(value) if name in LISTS else value


def _by_machine(translation: Translation | None, text: ProgrammeText | None) -> Iterator[EditionTranslation]:
    if translation is None or text is None:
        return
    stale = stale_segments(translation, text.segments)
    made = translation.made_by
    segments = tuple(
        EditionTranslated(each.start_ms, each.end_ms, each.text)
        for place, each in enumerate(translation.segments)
        if place not in stale and each.text and not each.is_original
    )
    if segments:
        machine = f"{made.engine} {made.engine_version}, {PurePath(made.model).name}"
        yield EditionTranslation(language=ENGLISH, maker=Maker.MACHINE, machine=machine, segments=segments)


def _by_journalist(english: Mapping[str, str], text: ProgrammeText | None) -> Iterator[EditionTranslation]:
    said = [each for each in text.segments if each.segment_id in english] if text else []
    if said:
        segments = tuple(EditionTranslated(each.start_ms, each.end_ms, english[each.segment_id]) for each in said)
        yield EditionTranslation(language=ENGLISH, maker=Maker.JOURNALIST, machine=None, segments=segments)


def _transcript(text: ProgrammeText) -> EditionTranscript:
    made = text.revision or text.transcript
    return EditionTranscript(
        method=text.transcript.method,
        provenance=_provenance(text.transcript.provenance),
        made_at=made.created_at,
        segments=tuple(_segments(text.segments, sorted(text.other_runs))),
        others=tuple(_provenance(text.other_runs[number]) for number in sorted(text.other_runs)),
    )


def _provenance(made: Provenance) -> Provenance:
    return Provenance(
        engine=made.engine,
        engine_version=made.engine_version,
        # A model may be named by its place on the newsroom's disk.
        model=PurePath(made.model).name,
        model_sha256=made.model_sha256,
        sound_sha256=made.sound_sha256,
        language=plain_language(made.language),
        # A text among the options may be a prompt with names in it.
        options={name: value for name, value in made.options.items() if not isinstance(value, str)},
        words_by=made.words_by,
    )


def _segments(segments: tuple[Segment, ...], other_runs: list[int]) -> Iterator[EditionSegment]:
    seen: Counter[int] = Counter()
    for segment in segments:
        seen[segment.start_ms] += 1
        again = f"-{seen[segment.start_ms]}" if seen[segment.start_ms] > 1 else ""
        yield EditionSegment(
            segment_id=f"s{segment.start_ms}{again}",
            start_ms=segment.start_ms,
            end_ms=segment.end_ms,
            words=tuple(
                EditionWord(
                    word.text,
                    word.start_ms,
                    word.end_ms,
                    word.probability,
                    word.doubt,
                    word.confidence,
                    redacted=isinstance(word, MaskedWord),
                )
                for word in segment.words
            ),
            speaker=segment.speaker,
            language=segment.language and plain_language(segment.language),
            doubts=segment.doubts,
            human=segment.edited_by is not None,
            made_by=0 if segment.run is None else other_runs.index(segment.run) + 1,
        )


def place(summary: Document | None, linking: Linking | None, text: ProgrammeText | None, language: str) -> Placed:
    """Return where the links of a summary are in the words as they stand; nothing where they are of another one."""
    if not (summary and linking and text and linking.document_id == summary.document_id):
        return Placed()
    links = placed_links(linking, text, language)
    omitted = placed_omitted(linking, text, language)
    if omitted:
        omitted = still_omitted(omitted, links, gather(text.segments, language))
    return Placed(links, sorted(each.span for each in omitted))


def _placed(approved: Approved) -> Placed:
    return place(approved.summary, approved.linking, approved.text, approved.programme.language)


def _summary(summary: Document, placed: Placed) -> EditionSummary:
    return EditionSummary(
        language=plain_language(summary.language),
        author=summary.author,
        sentences=tuple(_sentences(summary.text, placed.links)),
        omitted=tuple(placed.omitted),
    )


def _sentences(summary: str, links: Sequence[PlacedLink]) -> Iterator[EditionSentence]:
    """Yield the whole summary in order: linked sentences, and whatever stands between them."""
    paragraph = position = 0
    for placed in sorted(links, key=lambda placed: placed.link.claim.start_char):
        link, claim = placed.link, placed.link.claim
        between, said = summary[position : claim.start_char], summary[claim.start_char : claim.end_char]
        yield from _unlinked(between, paragraph)
        paragraph += len(PARAGRAPH.findall(between))
        yield EditionSentence(
            paragraph=paragraph,
            text=" ".join(said.split()),
            verdict=link.verdict,
            spans=placed.spans,
            alternatives=tuple(EditionCandidate(each.span, each.score) for each in link.alternatives),
            # What a link was made from may have been taken out of the words since: no word of that is public.
            anchors=() if placed.is_stale else link.anchors,
            missing=link.missing,
            stale=placed.is_stale,
            conflicts=() if placed.is_stale else tuple(_conflicts(link)),
            confirmed=link.checked and not placed.is_stale,
        )
        paragraph += len(PARAGRAPH.findall(said))
        position = claim.end_char
    yield from _unlinked(summary[position:], paragraph)


def _conflicts(link: Link) -> Iterator[EditionConflict]:
    for part in link.parts:
        if part.verdict is Verdict.CONFLICTING and part.heard:
            yield EditionConflict(part.text, part.heard, part.span)


def _unlinked(between: str, paragraph: int) -> Iterator[EditionSentence]:
    for number, piece in enumerate(PARAGRAPH.split(between)):
        if piece.strip():
            yield EditionSentence(paragraph=paragraph + number, text=" ".join(piece.split()), verdict=None)
