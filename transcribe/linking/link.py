"""Claims and what was heard in, links out: the method without the database."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.anchors import anchors_of
from transcribe.linking.claims import quotes_of
from transcribe.linking.decided.constraints import allowed, bounded
from transcribe.linking.decode import decode
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import Heard
from transcribe.linking.features import Channel, Scores
from transcribe.linking.fuse import Fused, fuse
from transcribe.linking.parts import Found, quote_part, unheard_quote
from transcribe.linking.place import Near, alternatives, more_windows, near_of, trim
from transcribe.linking.verdict import judge
from transcribe.linking.weigh import Progress, Told, Weighed, weigh
from transcribe.linking.weights import (
    FEWEST_CLAIMS,
    FEWEST_WINDOWS,
    FOUND_AT_LEAST,
    LINK_FROM,
    LINK_FROM_ELSEWHERE,
    SUPPORTED_FROM,
)
from transcribe.linking.windows import Window, make_window, windows_of
from transcribe.records import Candidate, Claim, Link, Part, Standing, Verdict


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of one summary and one programme."""

    links: tuple[Link, ...]
    """One a claim, in their order."""
    channels: tuple[Channel, ...]
    """That ran; none where nothing was heard or nothing claimed."""
    windows: tuple[Window, ...] = ()
    told: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    """How likely it is that a claim tells what each window says, shape (windows,)."""


@dataclass(frozen=True, slots=True)
class Linker:
    """How the claims of one summary are looked for in one programme."""

    heard: Heard
    summary_language: str
    """Primary subtag."""
    embedder: Embedder | None
    words_are_known: bool
    """The words are a script's, so the machine's probabilities say nothing of them."""
    link_id: Callable[[str], str]
    """The id of a link from that of its claim."""
    terms: tuple[str, ...] = ()
    """The newsroom's glossary."""
    english: tuple[tuple[Span, str], ...] = ()
    """A machine's English of the programme; empty where there is none."""
    standings: Mapping[str, Standing] = field(default_factory=dict)
    """What people decided, by claim: linking keeps to it."""

    def link(self, claims: Sequence[Claim], progress: Progress) -> Linked:
        """Return one link a claim, in their order, and what the claims leave out.

        :param progress: texts compared, of how many.
        :raises EngineFailed: the embedder stopped.
        """
        return self.link_in(windows_of(self.heard), claims, progress)

    def link_in(self, windows: Sequence[Window], claims: Sequence[Claim], progress: Progress) -> Linked:
        """Do the same with windows of the caller's."""
        if not windows or not claims:
            return Linked(tuple(map(self._not_found, claims)), ())
        quotes = [[claim.text[start:end] for start, end in quotes_of(claim.text)] for claim in claims]
        texts = [claim.text for claim in claims] + [text for found in quotes for text in found]
        told = Told(texts, len(claims), self.summary_language, self.terms)
        weighed = weigh(told, self.heard, windows, self.embedder, self._english(windows), progress)
        fused = fuse(weighed.features, weighed.missing, windows)
        run = _Run(self, claims, windows, weighed, fused)
        return Linked(run.links(), weighed.features.channels, tuple(windows), run.told())

    def _english(self, windows: Sequence[Window]) -> list[str] | None:
        if not self.english or self.summary_language != "en":
            return None
        return [" ".join(text for span, text in self.english if span.overlap_ms(window.span) > 0) for window in windows]

    def _not_found(self, claim: Claim) -> Link:
        anchors = anchors_of(claim.text, self.summary_language, self.terms)
        nothing = Found(claim, anchors, [()] * len(anchors), (), 0.0)
        quotes = [unheard_quote(claim, start, end) for start, end in quotes_of(claim.text)]
        judgement = judge(
            nothing, self.heard, by_meaning=self.embedder is not None, words_are_known=True, quotes=quotes
        )
        return Link(
            link_id=self.link_id(claim.claim_id),
            claim=claim,
            verdict=Verdict.NOT_FOUND,
            score=0.0,
            spans=(),
            alternatives=(),
            quote="",
            parts=judgement.parts,
        )


@dataclass(frozen=True, slots=True)
class _Run:
    """One summary, weighed in one programme."""

    linker: Linker
    claims: Sequence[Claim]
    windows: Sequence[Window]
    weighed: Weighed
    """Its rows are the claims, then the quotes in them."""
    fused: Fused

    def links(self) -> tuple[Link, ...]:
        chosen = decode(self._evidence(), self.windows)
        places = [self._places(row, window) for row, window in enumerate(chosen)]
        near = near_of([claim.text for claim in self.claims], places, self.linker.heard, self.linker.embedder)
        quote_row = len(self.claims)
        made = []
        for row, claim in enumerate(self.claims):
            quotes = quotes_of(claim.text)
            made.append(self._link(row, places[row], near[row], range(quote_row, quote_row + len(quotes))))
            quote_row += len(quotes)
        return tuple(made)

    def _evidence(self) -> Scores:
        """Return log odds for the decoder: a person's decisions are certain, and what is unlikely is no link."""
        evidence = self.fused.trust[: len(self.claims)] - self.fused.log_odds_from(self._link_from())
        for row, claim in zip(evidence, self.claims, strict=True):
            if standing := self.linker.standings.get(claim.claim_id):
                row[:] = bounded(row, standing, self.windows)
        return np.asarray(evidence, np.float64)

    def _link_from(self) -> float:
        """Return from which probability there is a link: a higher one where hardly any claim is found, for then the
        summary is probably another programme's, and what seems to fit it does so by chance."""
        found = self.fused.probability[: len(self.claims)].max(axis=1) >= SUPPORTED_FROM
        is_own = any(standing.fixed or standing.added for standing in self.linker.standings.values())
        is_own |= len(found) < FEWEST_CLAIMS
        return LINK_FROM if is_own or found.mean() >= FOUND_AT_LEAST else LINK_FROM_ELSEWHERE

    def told(self) -> NDArray[np.float64]:
        """Return `Linked.told`, by claims of which nobody has found that nothing bears them out."""
        unsupported = {claim for claim, standing in self.linker.standings.items() if standing.no_support}
        rows = [row for row, claim in enumerate(self.claims) if claim.claim_id not in unsupported]
        likely = [np.zeros(len(self.windows)), *map(self._likely, rows)]
        return np.asarray(np.max(likely, axis=0), np.float64)

    def _likely(self, row: int) -> NDArray[np.float64]:
        """Return the probabilities of a claim as people's decisions leave them, shape (windows,)."""
        standing = self.linker.standings.get(self.claims[row].claim_id)
        likely = self.fused.probability[row]
        return allowed(likely, standing, self.windows) if standing else likely

    def _places(self, row: int, chosen: int | None) -> tuple[Window, ...]:
        if chosen is None:
            return ()
        strengths = self.weighed.strengths[row]
        more = more_windows(chosen, self.weighed.anchors[row], strengths, self._likely(row), self.windows)
        return tuple(self.windows[index] for index in (chosen, *more))

    def _link(self, row: int, windows: Sequence[Window], near: Near, quotes: range) -> Link:
        claim, heard, probability = self.claims[row], self.linker.heard, self._likely(row)
        places = _joined(heard, [trim(window, heard, self.weighed.hits[row], near) for window in windows])
        best = max((probability[self.windows.index(window)] for window in windows), default=0.0)
        words = [(place.first_word, place.end_word) for place in places]
        judgement = judge(
            Found(claim, self.weighed.anchors[row], self.weighed.hits[row], words, float(best)),
            heard,
            by_meaning=self.linker.embedder is not None,
            words_are_known=self.linker.words_are_known,
            quotes=self._quotes(claim, quotes, places),
        )
        spans = tuple(place.span for place in places)
        return Link(
            link_id=self.linker.link_id(claim.claim_id),
            claim=claim,
            verdict=self._with_few_windows(judgement.verdict),
            score=round(float(best), 4),
            spans=spans,
            alternatives=tuple(
                Candidate(self.windows[index].span, round(float(probability[index]), 4))
                for index in alternatives((*spans, *self._rejected(claim)), probability, self.windows)
            ),
            quote=" ".join(heard.text(*place) for place in words),
            parts=judgement.parts,
        )

    def _rejected(self, claim: Claim) -> tuple[Span, ...]:
        standing = self.linker.standings.get(claim.claim_id)
        return standing.rejected if standing else ()

    def _with_few_windows(self, verdict: Verdict) -> Verdict:
        """Return a verdict for a recording so short that nothing in it can stand out: it may be all about the claim."""
        too_few = verdict is Verdict.NOT_FOUND and len(self.windows) < FEWEST_WINDOWS
        return Verdict.CANNOT_TELL if too_few else verdict

    def _quotes(self, claim: Claim, rows: range, places: Sequence[Window]) -> list[Part]:
        """Return the verdicts of what the claim quotes, each looked for where the claim was found."""
        within = np.array([any(window.span.overlap_ms(place.span) > 0 for place in places) for window in self.windows])
        found = []
        for (start, end), row in zip(quotes_of(claim.text), rows, strict=True):
            chances = self.fused.probability[row]
            found.append(quote_part(claim, start, end, chances, within, self.windows, self.linker.heard))
        return found


def _joined(heard: Heard, places: Sequence[Window]) -> list[Window]:
    """Return places in order of time, those that touch as one."""
    joined: list[Window] = []
    for place in sorted(places, key=lambda place: (place.first, place.end)):
        if joined and place.first <= joined[-1].end:
            last = joined.pop()
            place = make_window(heard, last.first, max(last.end, place.end))  # noqa: PLW2901 (it is what is kept)
        joined.append(place)
    return joined
