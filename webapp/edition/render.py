"""Private records → what the public may see. Pure: values in, one document out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from media.records import FACTS, Document, Programme
from transcribe.records import Link, Linking, ProgrammeText, Provenance, Segment
from webapp.edition.records import (
    FORMAT,
    EditionDocument,
    EditionFacts,
    EditionSegment,
    EditionSentence,
    EditionSound,
    EditionSummary,
    EditionTranscript,
    EditionWord,
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


def render_document(approved: Approved, version: int, published_at: str) -> EditionDocument:
    """Return what is published of a programme."""
    programme, text = approved.programme, approved.text
    return EditionDocument(
        format=FORMAT,
        facts=EditionFacts(
            programme_id=programme.programme_id,
            synthetic=programme.synthetic,
            **{name: getattr(programme, name) for name in FACTS},
        ),
        version=version,
        approved_at=approved.approved_at,
        published_at=published_at,
        summary=_summary(approved.summary, approved.linking, text) if approved.summary else None,
        transcript=_transcript(text) if text else None,
        sound=approved.sound,
    )


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
        language=made.language,
        # A text among the options may be a prompt with names in it.
        options={name: value for name, value in made.options.items() if not isinstance(value, str)},
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
                EditionWord(word.text, word.start_ms, word.end_ms, word.probability, word.doubt, word.confidence)
                for word in segment.words
            ),
            speaker=segment.speaker,
            language=segment.language,
            doubts=segment.doubts,
            human=segment.edited_by is not None,
            made_by=0 if segment.run is None else other_runs.index(segment.run) + 1,
        )


def _summary(summary: Document, linking: Linking | None, text: ProgrammeText | None) -> EditionSummary:
    links = linking.links if linking and text and linking.document_id == summary.document_id else ()
    is_old = bool(linking and text and linking.text_sha256 != text.sha256)
    return EditionSummary(
        language=summary.language,
        author=summary.author,
        sentences=tuple(_sentences(summary.text, links, is_old, text)),
    )


def _sentences(
    summary: str, links: tuple[Link, ...], is_old: bool, text: ProgrammeText | None
) -> Iterator[EditionSentence]:
    """Yield the whole summary in order: linked sentences, and whatever stands between them."""
    paragraph = position = 0
    for link in sorted(links, key=lambda link: link.claim.start_char):
        between, said = summary[position : link.claim.start_char], summary[link.claim.start_char : link.claim.end_char]
        yield from _unlinked(between, paragraph)
        paragraph += len(PARAGRAPH.findall(between))
        yield EditionSentence(
            paragraph=paragraph,
            text=" ".join(said.split()),
            verdict=link.verdict,
            spans=link.spans,
            alternatives=link.alternatives,
            anchors=link.anchors,
            missing=link.missing,
            stale=is_old and text is not None and not _still_says(link, text.segments),
        )
        paragraph += len(PARAGRAPH.findall(said))
        position = link.claim.end_char
    yield from _unlinked(summary[position:], paragraph)


def _unlinked(between: str, paragraph: int) -> Iterator[EditionSentence]:
    for number, piece in enumerate(PARAGRAPH.split(between)):
        if piece.strip():
            yield EditionSentence(paragraph=paragraph + number, text=" ".join(piece.split()), verdict=None)


def _still_says(link: Link, segments: tuple[Segment, ...]) -> bool:
    """Return whether the words of a link's spans are those it was made on."""
    quoted = [
        word.text
        for segment in segments
        for word in segment.words
        if any(span.start_ms <= word.start_ms < span.end_ms for span in link.spans)
    ]
    return " ".join(quoted).split() == link.quote.split()
