"""What the sound says to a claim, said with caution: silence is no contradiction, and likeness alone no proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from transcribe.linking.anchors import Anchor, AnchorKind
from transcribe.linking.evidence import Heard
from transcribe.linking.fold import fold
from transcribe.linking.hits import Hit
from transcribe.linking.similarity import SHORT, closeness
from transcribe.linking.weights import (
    HEARD,
    LOW_CONFIDENCE,
    OTHER_NAME,
    SURE_OF_TOPIC,
    SURE_WITH_ANCHORS,
    SURE_WITH_PLACES,
    SURE_WITHOUT_ANCHORS,
    TRUSTED_WORD,
)
from transcribe.records import Doubt, Verdict

Words = tuple[int, int]
"""[first, end) of `Heard.words`."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim and the words that were found for it."""

    anchors: Sequence[Anchor]
    hits: Sequence[Sequence[Hit]]
    """Of each anchor, in the whole programme."""
    places: Sequence[Words]
    log_odds: float


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    matched: tuple[str, ...]
    missing: tuple[str, ...]


def judge(found: Found, heard: Heard, *, by_meaning: bool, words_are_known: bool) -> Judgement:
    """Return the verdict with the names and numbers that were and were not heard.

    :param by_meaning: the embeddings ran; anchors alone never prove a claim.
    :param words_are_known: the words are a script's or a person's, so the machine's probabilities do not count.
    """
    is_heard = [bool(_hits_within(hits, found.places, heard)) for hits in found.hits]
    named = [index for index, anchor in enumerate(found.anchors) if anchor.kind is not AnchorKind.WORD]
    missing = [index for index in named if found.anchors[index].required and not is_heard[index]]
    verdict = _verdict(found, heard, missing, by_meaning=by_meaning, words_are_known=words_are_known)
    return Judgement(verdict, _texts(found, [index for index in named if is_heard[index]]), _texts(found, missing))


def _verdict(found: Found, heard: Heard, missing: Sequence[int], *, by_meaning: bool, words_are_known: bool) -> Verdict:
    if not found.places:
        return Verdict.NOT_FOUND
    if not by_meaning or (not words_are_known and _confidence(found.places, heard) < LOW_CONFIDENCE):
        return Verdict.CANNOT_TELL
    if found.log_odds >= SURE_OF_TOPIC and any(_is_contradicted(found, index, heard) for index in missing):
        return Verdict.CONFLICTING
    if missing:
        return Verdict.PARTLY
    return Verdict.SUPPORTED if found.log_odds >= _sure_from(found.anchors) else Verdict.CANNOT_TELL


def _sure_from(anchors: Sequence[Anchor]) -> float:
    """Return the log odds from which a claim counts as borne out whose names and numbers were all heard."""
    proofs = [anchor for anchor in anchors if anchor.required]
    if not proofs:
        return SURE_WITHOUT_ANCHORS
    return SURE_WITH_PLACES if all(anchor.is_place for anchor in proofs) else SURE_WITH_ANCHORS


def _hits_within(hits: Sequence[Hit], places: Sequence[Words], heard: Heard) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.strength >= HEARD and any(first <= heard.tokens[hit.first].word < end for first, end in places)
    ]


def _texts(found: Found, indexes: Sequence[int]) -> tuple[str, ...]:
    """Return the anchors as a reader knows them: the parts of one name together."""
    names: dict[int, list[str]] = {}
    for index in indexes:
        names.setdefault(found.anchors[index].group, []).append(found.anchors[index].text)
    return tuple(" ".join(parts) for parts in names.values())


def _confidence(places: Sequence[Words], heard: Heard) -> float:
    probabilities = [_probability(heard, word) for first, end in places for word in range(first, end)]
    return sum(probabilities) / len(probabilities)


def _probability(heard: Heard, word: int) -> float:
    probability = heard.words[word].probability
    return 1.0 if probability is None else probability


def _is_contradicted(found: Found, index: int, heard: Heard) -> bool:
    anchor = found.anchors[index]
    said = _other_numbers(found, index, heard) if anchor.number else _other_names(found, index, heard)
    return any(heard.words[word].doubt is not Doubt.LOW_PROBABILITY for word in said)


def _other_numbers(found: Found, index: int, heard: Heard) -> Iterator[int]:
    """Yield words of numbers in the places that count the same as a claim's number, and that it says nowhere."""
    wanted = found.anchors[index].number
    claimed = [anchor.number for anchor in found.anchors if anchor.number]
    for number in heard.numbers:
        word = heard.tokens[number.first].word
        within = any(first <= word < end for first, end in found.places)
        explained = any(number.same_as(claim) for claim in claimed)
        if wanted and within and wanted.rivals(number) and not explained and _probability(heard, word) >= TRUSTED_WORD:
            yield word


def _other_names(found: Found, index: int, heard: Heard) -> Iterator[int]:
    """Yield words that stand where a part of a name should: “Serik Akhmetov” for “Serik Omarov”."""
    missed = found.anchors[index]
    for other, anchor in enumerate(found.anchors):
        if anchor.group != missed.group or abs(other - index) != 1 or anchor.kind is not AnchorKind.NAME:
            continue
        for hit in _hits_within(found.hits[other], found.places, heard):
            at = hit.last + 1 if other < index else hit.first - 1
            if 0 <= at < len(heard.tokens) and _is_other_name(missed, heard, at, hit):
                yield heard.tokens[at].word


def _is_other_name(missed: Anchor, heard: Heard, at: int, beside: Hit) -> bool:
    token, neighbour = heard.tokens[at], heard.tokens[beside.first]
    is_name = token.text[0].isupper() and neighbour.text[0].isupper()
    later = token if at > beside.first else neighbour
    if not is_name or later.opens or _probability(heard, token.word) < TRUSTED_WORD:
        return False
    said = fold(token.text)
    return all(_is_unlike(form[0], said) for form in missed.forms)


def _is_unlike(key: str, said: str) -> bool:
    """Return whether no transliteration can make one of the other: Daley is Дейли, Jose is Хосе, Rouge is Руж."""
    are_long = min(len(key), len(said)) > SHORT
    return are_long and key[0] != said[0] and bool(closeness([key], [said]).max() < OTHER_NAME)
