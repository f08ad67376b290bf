"""Links as people's decisions have them: whatever the machine found, what they decided stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from media.records import Span
from transcribe.linking.anchors import anchors_of
from transcribe.linking.decided.carry import Carried
from transcribe.linking.decided.passage import TextNow
from transcribe.linking.evidence import Heard, gather
from transcribe.linking.hits import find_hits
from transcribe.linking.parts import Found, Words, parts_of
from transcribe.records import Candidate, Link, Part, PartKind, Segment, Standing, Verdict

SURE, REFUTED = 1.0, 0.0
"""Scores of what a person has decided."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Makes the machine's links keep to what people decided."""

    segments: Sequence[Segment]
    """Of the programme as it stands."""
    now: TextNow
    """Their words."""
    summary_language: str
    """Primary subtag."""
    terms: tuple[str, ...]
    """The newsroom's glossary."""
    carried: Mapping[str, Carried]
    """By claim."""

    @property
    def standings(self) -> Mapping[str, Standing]:
        """What stands of the decisions, by claim."""
        return {claim: carried.standing for claim, carried in self.carried.items()}

    def keep(self, link: Link) -> Link:
        """Return a link as people have it. One that keeps to their decisions already stays as it is.

        :param link: in the times of the text as it stands.
        """
        link = replace(link, alternatives=tuple(map(self._quoted, link.alternatives)))
        carried = self.carried.get(link.claim.claim_id)
        if carried is None:
            return replace(link, decided=None, checked=False)
        standing = carried.standing
        spans = spans_kept(standing, link.spans)
        is_sure = bool(spans) and spans == _joined((*standing.fixed, *standing.added))
        kept = replace(
            link,
            decided=standing.decision,
            checked=is_sure or standing.no_support,
            alternatives=_others(link, standing, spans),
            parts=link.parts if spans or standing.no_support else tuple(map(_looked_for_nowhere, link.parts)),
        )
        if spans == link.spans and not is_sure:
            return kept
        parts = self._parts(link, spans) if spans or standing.no_support else kept.parts
        return replace(
            kept,
            spans=spans,
            quote=self._quote(carried, spans),
            parts=parts,
            verdict=_verdict(parts) if is_sure else _verdict_left(link, spans, parts),
            score=SURE if is_sure else link.score if spans else REFUTED,
        )

    def _quoted(self, candidate: Candidate) -> Candidate:
        return replace(candidate, quote=self.now.quote((candidate.span,)))

    def _quote(self, carried: Carried, spans: Sequence[Span]) -> str:
        """Return the words of the spans; where those changed that a person chose, the words that they chose."""
        return " ".join(self._quote_of(carried, span) for span in spans)

    def _quote_of(self, carried: Carried, span: Span) -> str:
        chosen = sorted((*carried.standing.fixed, *carried.standing.added))
        joined = [each for each in chosen if span.overlap_ms(each)]
        if not any(each in carried.quotes for each in joined):
            return self.now.quote((span,))
        return " ".join(carried.quotes.get(each) or self.now.quote((each,)) for each in joined)

    def _parts(self, link: Link, spans: Sequence[Span]) -> tuple[Part, ...]:
        """Return the names and numbers of a claim as they are heard within spans, and its quotes if they are there."""
        near = [segment for segment in self.segments if any(segment.span.overlap_ms(span) for span in spans)]
        heard = gather(near, self.now.language)  # Of a whole programme it would take seconds.
        anchors = anchors_of(link.claim.text, self.summary_language, self.terms)
        places = [words for span in spans for words in _words(heard, span)]
        found = parts_of(Found(link.claim, anchors, find_hits(anchors, heard), places, SURE), heard)
        quotes = (_quote_within(part, spans) for part in link.parts if part.kind is PartKind.QUOTE)
        return tuple(sorted((*found, *quotes), key=lambda part: part.start_char))


def _words(heard: Heard, span: Span) -> list[Words]:
    """Return the words that begin within a span: from the first to the last, none where there is none."""
    within = [n for n, word in enumerate(heard.words) if span.start_ms <= word.start_ms < span.end_ms]
    return [(within[0], within[-1] + 1)] if within else []


def spans_kept(standing: Standing, found: Sequence[Span]) -> tuple[Span, ...]:
    """Return the places of a claim in order of time: those that people fixed and added, else what the machine found.

    :param found: by the machine; what people rejected is left out.
    """
    if standing.no_support:
        return ()
    free = tuple(span for span in found if not any(span.repeats(other) for other in standing.rejected))
    return _joined((*(standing.fixed or free), *standing.added))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_ms < joined[-1].end_ms:
            last = joined.pop()
            span = Span(last.start_ms, max(last.end_ms, span.end_ms))  # noqa: PLW2901 (it is what is kept)
        joined.append(span)
    return tuple(joined)


def _looked_for_nowhere(part: Part) -> Part:
    """Return a name or number of a claim whose places people refused: it may well be said there, or elsewhere."""
    return replace(part, verdict=Verdict.CANNOT_TELL, heard="", span=None)


def _quote_within(part: Part, spans: Sequence[Span]) -> Part:
    """Return a quoted phrase as the machine found it, if that was within spans."""
    if part.span and any(part.span.overlap_ms(span) for span in spans):
        return part
    return replace(part, verdict=Verdict.CANNOT_TELL if spans else Verdict.NOT_FOUND, heard="", span=None)


def _verdict(parts: Sequence[Part]) -> Verdict:
    """Return what the sound says to a claim whose places a person has confirmed: its parts may still fail there."""
    verdicts = {part.verdict for part in parts}
    if Verdict.CONFLICTING in verdicts:
        return Verdict.CONFLICTING
    return Verdict.PARTLY if Verdict.NOT_FOUND in verdicts else Verdict.SUPPORTED


def _verdict_left(link: Link, spans: Sequence[Span], parts: Sequence[Part]) -> Verdict:
    """Return what the machine may still say of a claim when people took places from it or added others.

    It is never more than what it said of all its places together.
    """
    if not spans:
        return Verdict.NOT_FOUND
    if all(any(span.overlap_ms(each) == each.duration_ms for span in spans) for each in link.spans):
        return link.verdict
    verdicts = {part.verdict for part in parts}
    if link.verdict is Verdict.CONFLICTING and Verdict.CONFLICTING in verdicts:
        return link.verdict
    if not verdicts & {Verdict.CONFLICTING, Verdict.NOT_FOUND}:
        return Verdict.CANNOT_TELL if link.verdict is Verdict.CONFLICTING else link.verdict
    return Verdict.PARTLY if link.verdict in (Verdict.SUPPORTED, Verdict.PARTLY) else Verdict.CANNOT_TELL


def _others(link: Link, standing: Standing, taken: Sequence[Span]) -> tuple[Candidate, ...]:
    """Return the alternatives that nobody has rejected or taken."""
    shown = (*standing.rejected, *taken)
    return tuple(each for each in link.alternatives if not any(each.span.repeats(span) for span in shown))
