"""Claims and what was heard in, links out: the method without the database."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from transcribe.linking.anchors import Anchor, anchors_of
from transcribe.linking.channels import Scores, anchor_scores, window_strengths
from transcribe.linking.decode import decode
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import Heard
from transcribe.linking.fuse import as_score, fuse
from transcribe.linking.hits import Hit, find_hits
from transcribe.linking.meaning import compare
from transcribe.linking.parts import Found
from transcribe.linking.place import alternatives, more_windows, trim
from transcribe.linking.verdict import judge
from transcribe.linking.windows import Window, make_window, windows_of
from transcribe.records import Candidate, Claim, Link, Verdict

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """All that is known of one claim."""

    claim: Claim
    anchors: Sequence[Anchor]
    hits: Sequence[Sequence[Hit]]
    strengths: Scores
    """Shape (anchors, windows)."""
    log_odds: Scores
    """Shape (windows,)."""
    near: Scores
    """Cosines with the sentences, shape (sentences,), or (0,) without embeddings."""


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

    def link(self, claims: Sequence[Claim], progress: Progress) -> tuple[Link, ...]:
        """Return one link a claim, in their order.

        :param progress: texts compared, of how many.
        :raises EngineFailed: the embedder stopped.
        """
        windows = windows_of(self.heard)
        if not windows or not claims:
            return tuple(self._not_found(claim) for claim in claims)
        evidence = self._weigh(claims, windows, progress)
        chosen = decode(np.array([item.log_odds for item in evidence]), windows)
        return tuple(self._make(item, window, windows) for item, window in zip(evidence, chosen, strict=True))

    def _weigh(self, claims: Sequence[Claim], windows: Sequence[Window], progress: Progress) -> list[_Evidence]:
        anchors = [anchors_of(claim.text, self.summary_language) for claim in claims]
        flat = [anchor for found in anchors for anchor in found]
        hits = find_hits(flat, self.heard)
        strengths = window_strengths(hits, windows, self.heard)
        parts = [slice(start, end) for start, end in pairwise(accumulate(map(len, anchors), initial=0))]
        shares = np.array([anchor_scores(flat[part], strengths[part]) for part in parts])
        meaning = compare(claims, self.heard, windows, self.embedder, progress) if self.embedder else None
        log_odds = fuse(shares, meaning.windows if meaning else None)
        near = meaning.sentences if meaning else np.ones((len(claims), 0))
        return [
            _Evidence(*item)
            for item in zip(
                claims,
                [flat[part] for part in parts],
                [hits[part] for part in parts],
                [strengths[part] for part in parts],
                log_odds,
                near,
                strict=True,
            )
        ]

    def _make(self, evidence: _Evidence, chosen: int | None, windows: Sequence[Window]) -> Link:
        places: list[Window] = []
        if chosen is not None:
            more = more_windows(chosen, evidence.anchors, evidence.strengths, evidence.log_odds, windows)
            trimmed = [trim(windows[index], self.heard, evidence.hits, evidence.near) for index in (chosen, *more)]
            places = _joined(self.heard, trimmed)
        best = float(evidence.log_odds.max() if chosen is None else evidence.log_odds[chosen])
        words = [(place.first_word, place.end_word) for place in places]
        judgement = judge(
            Found(evidence.claim, evidence.anchors, evidence.hits, words, best),
            self.heard,
            by_meaning=self.embedder is not None,
            words_are_known=self.words_are_known,
        )
        spans = tuple(place.span for place in places)
        return Link(
            link_id=self.link_id(evidence.claim.claim_id),
            claim=evidence.claim,
            verdict=judgement.verdict,
            score=as_score(best),
            spans=spans,
            alternatives=tuple(
                Candidate(windows[index].span, as_score(float(evidence.log_odds[index])))
                for index in alternatives(spans, evidence.log_odds, windows)
            ),
            quote=" ".join(self.heard.text(*place) for place in words),
            parts=judgement.parts,
        )

    def _not_found(self, claim: Claim) -> Link:
        anchors = anchors_of(claim.text, self.summary_language)
        nothing = Found(claim, anchors, [()] * len(anchors), (), -np.inf)
        judgement = judge(nothing, self.heard, by_meaning=self.embedder is not None, words_are_known=True)
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


def _joined(heard: Heard, places: Sequence[Window]) -> list[Window]:
    """Return places in order of time, those that touch as one."""
    joined: list[Window] = []
    for place in sorted(places, key=lambda place: (place.first, place.end)):
        if joined and place.first <= joined[-1].end:
            last = joined.pop()
            place = _cover(heard, last, place)  # noqa: PLW2901 (it is what is kept)
        joined.append(place)
    return joined


def _cover(heard: Heard, one: Window, other: Window) -> Window:
    return make_window(heard, one.first, max(one.end, other.end), one.length_ms)
