"""What the sound says to a claim, said with caution: silence is no contradiction, and likeness alone no proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcribe.linking.anchors import Anchor
from transcribe.linking.evidence import Heard
from transcribe.linking.parts import Found, Words, parts_of
from transcribe.linking.weights import (
    LOW_CONFIDENCE,
    SURE_OF_TOPIC,
    SURE_WITH_ANCHORS,
    SURE_WITH_PLACES,
    SURE_WITHOUT_ANCHORS,
)
from transcribe.records import Part, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    parts: tuple[Part, ...]


def judge(found: Found, heard: Heard, *, by_meaning: bool, words_are_known: bool) -> Judgement:
    """Return the verdict of a claim with those of the names and numbers in it.

    :param by_meaning: the embeddings ran; anchors alone never prove a claim.
    :param words_are_known: the words are a script's or a person's, so the machine's probabilities do not count.
    """
    parts = parts_of(found, heard)
    verdict = _verdict(found, heard, parts, by_meaning=by_meaning, words_are_known=words_are_known)
    return Judgement(verdict, parts)


def _verdict(found: Found, heard: Heard, parts: Sequence[Part], *, by_meaning: bool, words_are_known: bool) -> Verdict:
    if not found.places:
        return Verdict.NOT_FOUND
    if not words_are_known and _confidence(found.places, heard) < LOW_CONFIDENCE:
        return Verdict.CANNOT_TELL
    if found.log_odds >= SURE_OF_TOPIC and any(part.verdict is Verdict.CONFLICTING for part in parts):
        return Verdict.CONFLICTING if by_meaning else Verdict.CANNOT_TELL
    if any(part.verdict is not Verdict.SUPPORTED for part in parts):
        return Verdict.PARTLY if by_meaning else Verdict.CANNOT_TELL
    if found.log_odds < _sure_from(found.anchors):
        return Verdict.CANNOT_TELL
    return Verdict.SUPPORTED if by_meaning else Verdict.LIKELY


def _sure_from(anchors: Sequence[Anchor]) -> float:
    """Return the log odds from which a claim counts as borne out whose names and numbers were all heard."""
    proofs = [anchor for anchor in anchors if anchor.required]
    if not proofs:
        return SURE_WITHOUT_ANCHORS
    return SURE_WITH_PLACES if all(anchor.is_place for anchor in proofs) else SURE_WITH_ANCHORS


def _confidence(places: Sequence[Words], heard: Heard) -> float:
    probabilities = [heard.probability(word) for first, end in places for word in range(first, end)]
    return sum(probabilities) / len(probabilities)
