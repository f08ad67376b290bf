"""The names and numbers of a claim, each looked for where the claim was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.anchors import Anchor, AnchorKind
from transcribe.linking.evidence import Heard
from transcribe.linking.hits import Hit
from transcribe.linking.names.fold import fold
from transcribe.linking.names.similarity import SHORT, closeness
from transcribe.linking.weights import HEARD, OTHER_NAME, QUOTE_FROM, TRUSTED_WORD
from transcribe.linking.windows import Window
from transcribe.records import Claim, Doubt, Part, PartKind, Verdict

Words = tuple[int, int]
"""[first, end) of `Heard.words`."""


@dataclass(frozen=True, slots=True)
class Found:
    """A claim and the words that were found for it."""

    claim: Claim
    anchors: Sequence[Anchor]
    hits: Sequence[Sequence[Hit]]
    """Of each anchor, in the whole programme."""
    places: Sequence[Words]
    probability: float
    """That the places bear it out."""


def parts_of(found: Found, heard: Heard) -> tuple[Part, ...]:
    """Return the parts of a claim in order of its text; a word whose capital says nothing counts only where heard."""
    return tuple(sorted(_parts(found, heard), key=lambda part: part.start_char))


def quote_part(
    claim: Claim,
    start: int,
    end: int,
    chances: NDArray[np.float64],
    within: NDArray[np.bool_],
    windows: Sequence[Window],
    heard: Heard,
) -> Part:
    """Return the verdict of a quoted phrase, [start, end) of the claim's text.

    It was heard where the whole programme is likest to it in a place of the claim. What was spoken in another language
    is quoted in translation, so that it can be likely at best.

    :param chances: that each window has it. :param within: which windows are places of the claim; shape (windows,).
    """
    best = int(np.argmax(chances))
    is_found = bool(within[best]) and chances[best] >= QUOTE_FROM
    window = windows[best]
    nowhere = Verdict.CANNOT_TELL if within.any() else Verdict.NOT_FOUND
    return Part(
        kind=PartKind.QUOTE,
        text=claim.text[start:end],
        start_char=claim.start_char + start,
        end_char=claim.start_char + end,
        verdict=Verdict.LIKELY if is_found else nowhere,
        heard=heard.text(window.first_word, window.end_word) if is_found else "",
        span=window.span if is_found else None,
    )


def unheard_quote(claim: Claim, start: int, end: int) -> Part:
    """Return the verdict of a quoted phrase where nothing was heard."""
    return Part(
        PartKind.QUOTE, claim.text[start:end], claim.start_char + start, claim.start_char + end, Verdict.NOT_FOUND
    )


def _parts(found: Found, heard: Heard) -> Iterator[Part]:
    for indexes in _groups(found.anchors):
        hits = {index: _hits_within(found.hits[index], found.places, heard) for index in indexes}
        told = [index for index in indexes if hits[index]]
        missed = [index for index in indexes if not hits[index] and found.anchors[index].required]
        if told:
            words = [word for index in told for word in _words(hits[index][0], heard)]
            yield _part(found, heard, told, Verdict.SUPPORTED, words)
        if missed:
            said = [word for index in missed for word in _said_instead(found, index, heard)]
            yield _part(found, heard, missed, Verdict.CONFLICTING if said else Verdict.NOT_FOUND, said[:1])


def _groups(anchors: Sequence[Anchor]) -> list[list[int]]:
    """Return the names and numbers as a reader knows them: the parts of one name together."""
    groups: dict[tuple[AnchorKind, int], list[int]] = {}
    for index, anchor in enumerate(anchors):
        if anchor.kind is not AnchorKind.WORD:
            groups.setdefault((anchor.kind, anchor.group), []).append(index)
    return list(groups.values())


def _part(found: Found, heard: Heard, indexes: Sequence[int], verdict: Verdict, words: Sequence[int]) -> Part:
    text = " ".join(found.anchors[index].text for index in indexes)
    start, end = _place(found.claim.text, text)
    kind = PartKind.NUMBER if found.anchors[indexes[0]].kind is AnchorKind.NUMBER else PartKind.NAME
    said = sorted(set(words))
    return Part(
        kind=kind,
        text=text,
        start_char=found.claim.start_char + start,
        end_char=found.claim.start_char + end,
        verdict=verdict,
        heard=" ".join(heard.words[word].text for word in said),
        span=_span(heard, said),
    )


def _span(heard: Heard, words: Sequence[int]) -> Span | None:
    """Return the time of the words, or of the first of them where they do not stand together."""
    if not words:
        return None
    together = 1
    while together < len(words) and words[together] == words[together - 1] + 1:
        together += 1
    return heard.span(words[0], words[together - 1] + 1)


def _place(claim: str, text: str) -> tuple[int, int]:
    """Return where a part stands in the claim: its words in order, whatever stands between them."""
    place = re.search(r"\W+".join(map(re.escape, text.split())), claim)
    return place.span() if place else (0, len(claim))


def _words(hit: Hit, heard: Heard) -> range:
    return range(heard.tokens[hit.first].word, heard.tokens[hit.last].word + 1)


def _hits_within(hits: Sequence[Hit], places: Sequence[Words], heard: Heard) -> list[Hit]:
    return [
        hit
        for hit in hits
        if hit.strength >= HEARD and any(first <= heard.tokens[hit.first].word < end for first, end in places)
    ]


def _said_instead(found: Found, index: int, heard: Heard) -> list[int]:
    """Return the words that the sound has in the place of a name or number, none where it has none to trust."""
    others = _other_numbers if found.anchors[index].number else _other_names
    said = others(found, index, heard)
    return [word for word in said if heard.words[word].doubt is not Doubt.LOW_PROBABILITY]


def _other_numbers(found: Found, index: int, heard: Heard) -> Iterator[int]:
    """Yield words of numbers in the places that count the same as a claim's number, and that it says nowhere."""
    wanted = found.anchors[index].number
    claimed = [anchor.number for anchor in found.anchors if anchor.number]
    for number in heard.numbers:
        word = heard.tokens[number.first].word
        within = any(first <= word < end for first, end in found.places)
        explained = any(number.same_as(claim) for claim in claimed)
        if wanted and within and wanted.rivals(number) and not explained and heard.probability(word) >= TRUSTED_WORD:
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
    if not is_name or later.opens or heard.probability(token.word) < TRUSTED_WORD:
        return False
    said = fold(token.text)
    return all(_is_unlike(form[0], said) for form in missed.forms)


def _is_unlike(key: str, said: str) -> bool:
    """Return whether no transliteration can make one of the other: Daley is Дейли, Jose is Хосе, Rouge is Руж."""
    are_long = min(len(key), len(said)) > SHORT
    return are_long and key[0] != said[0] and bool(closeness([key], [said]).max() < OTHER_NAME)
