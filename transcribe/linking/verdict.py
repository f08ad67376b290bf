"""What the sound says to a claim, said with caution: silence is no contradiction, and likeness alone no proof."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transcribe.linking.evidence import Heard
from transcribe.linking.parts import Found, Words, parts_of
from transcribe.linking.weights import LOW_CONFIDENCE, SUPPORTED_BARE, SUPPORTED_FROM, TOPIC_FROM
from transcribe.records import Part, PartKind, Verdict


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    parts: tuple[Part, ...]


def judge(
    found: Found, heard: Heard, *, by_meaning: bool, words_are_known: bool, quotes: Sequence[Part] = ()
) -> Judgement:
    """Return the verdict of a claim with those of the quotes, names and numbers in it.

    :param by_meaning: the embeddings ran; anchors alone never prove a claim.
    :param words_are_known: the words are a script's or a person's, so the machine's probabilities do not count.
    :param quotes: judged already.
    """
    parts = tuple(sorted((*parts_of(found, heard), *quotes), key=lambda part: (part.start_char, part.end_char)))
    verdict = _verdict(found, heard, parts, by_meaning=by_meaning, words_are_known=words_are_known)
    return Judgement(verdict, parts)


def _verdict(found: Found, heard: Heard, parts: Sequence[Part], *, by_meaning: bool, words_are_known: bool) -> Verdict:
    if not found.places:
        return Verdict.NOT_FOUND
    if not words_are_known and _confidence(found.places, heard) < LOW_CONFIDENCE:
        return Verdict.CANNOT_TELL
    if found.probability >= TOPIC_FROM and any(part.verdict is Verdict.CONFLICTING for part in parts):
        return Verdict.CONFLICTING if by_meaning else Verdict.CANNOT_TELL
    named = {part.verdict for part in parts if part.kind is not PartKind.QUOTE}
    is_sure = found.probability >= _supported_from(found)
    if named - {Verdict.SUPPORTED}:
        return Verdict.PARTLY if by_meaning and (is_sure or Verdict.SUPPORTED in named) else Verdict.CANNOT_TELL
    if not is_sure:
        return Verdict.CANNOT_TELL
    quotes_are_heard = all(part.verdict is Verdict.LIKELY for part in parts if part.kind is PartKind.QUOTE)
    return Verdict.SUPPORTED if by_meaning and quotes_are_heard else Verdict.LIKELY


def _supported_from(found: Found) -> float:
    proofs = [anchor for anchor in found.anchors if anchor.required]
    return SUPPORTED_BARE if all(anchor.is_place for anchor in proofs) else SUPPORTED_FROM


def _confidence(places: Sequence[Words], heard: Heard) -> float:
    probabilities = [heard.probability(word) for first, end in places for word in range(first, end)]
    return sum(probabilities) / len(probabilities)
