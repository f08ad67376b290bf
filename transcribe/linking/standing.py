"""Links as people's decisions have them: whatever the machine found, what they decided stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from media.records import Span
from transcribe.linking.anchors import anchors_of
from transcribe.linking.carry import Carried
from transcribe.linking.decisions import repeats
from transcribe.linking.evidence import Heard, gather
from transcribe.linking.hits import find_hits
from transcribe.linking.parts import Found, Words, parts_of
from transcribe.linking.stale import TextNow
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
        """Return a link as people have it. One that keeps to their decisions already stays as it is."""
        carried = self.carried.get(link.claim.claim_id)
        if carried is None:
            return replace(link, decided=None)
        standing = carried.standing
        spans = spans_kept(standing, link.spans)
        is_sure = bool(standing.fixed or standing.added)
        if spans == link.spans and not is_sure and not standing.no_support:
            return replace(link, decided=standing.decision, alternatives=_others(link, standing, spans))
        parts = self._parts(link, spans)
        return replace(
            link,
            decided=standing.decision,
            spans=spans,
            quote=self._quote(carried, spans),
            parts=parts,
            verdict=_verdict(parts) if is_sure else link.verdict if spans else Verdict.NOT_FOUND,
            score=SURE if is_sure else link.score if spans else REFUTED,
            alternatives=_others(link, standing, spans),
        )

    def _quote(self, carried: Carried, spans: Sequence[Span]) -> str:
        """Return the words of the spans; where those changed that a person chose, the words that they chose."""
        if not carried.quotes:
            return self.now.quote(spans)
        chosen = sorted((*carried.standing.fixed, *carried.standing.added))
        return " ".join(carried.quotes.get(span) or self.now.quote((span,)) for span in chosen)

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
    free = tuple(span for span in found if not any(repeats(span, other) for other in standing.rejected))
    return _joined((*(standing.fixed or free), *standing.added))


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start_ms < joined[-1].end_ms:
            last = joined.pop()
            span = Span(last.start_ms, max(last.end_ms, span.end_ms))  # noqa: PLW2901 (it is what is kept)
        joined.append(span)
    return tuple(joined)


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


def _others(link: Link, standing: Standing, taken: Sequence[Span]) -> tuple[Candidate, ...]:
    """Return the alternatives that nobody has rejected or taken."""
    shown = (*standing.rejected, *taken)
    return tuple(each for each in link.alternatives if not any(repeats(each.span, span) for span in shown))
