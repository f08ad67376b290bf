"""Names and terms that are likely to be said, preferred where a CTC model wavers.

A prefix beam search over the posteriors (Hannun et al. 2014, First-Pass Large Vocabulary Continuous Speech Recognition
using Bi-Directional Recurrent DNNs) in which each token that goes on in a term counts for a little more; what a term
was given is taken back where it breaks off. Endings may follow a term: Kazakh hangs them on names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from transcribe.engines.ctc import HeardToken, Posteriors, is_mark
from transcribe.engines.ctc_align import best_frames, spell

BEAM_WIDTH = 8
BONUS_NATS = 1.0
"""For each token of a term: it outweighs a letter that is heard 2.7 times as surely, not one that is heard well."""
LEAST_NATS = -5.0
"""A token less probable in a frame is not tried there."""
NEVER = float("-inf")


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree of all terms."""

    after: Mapping[int, Node]
    ends_term: bool


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the terms a prefix stands."""

    node: Node | None
    bonus: float
    """Nats given so far."""
    pending: float
    """Of these, what is taken back if the term breaks off."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A prefix of tokens, and how probable it is (nats) with the last frame blank and not."""

    in_blank: float
    in_token: float
    place: _Place

    @property
    def nats(self) -> float:
        return float(np.logaddexp(self.in_blank, self.in_token)) + self.place.bonus


def tree_of(terms: Sequence[str], tokens: Sequence[str]) -> Node:
    """Return the tree of the terms as the vocabulary spells them; a term that it cannot spell is left out."""
    spelt = []
    for term in terms:
        spellings = spell(term.split(), tokens)
        if spellings and all(each.tokens for each in spellings):
            spelt.append(tuple(token for each in spellings for token in (*each.before, *each.tokens)))
    return _node(spelt)


def preferring(posteriors: Posteriors, tree: Node, tokens: Sequence[str], blank: int) -> tuple[HeardToken, ...]:
    """Return the tokens of the best text, terms preferred, with their frames on its most probable path."""
    beam: dict[tuple[int, ...], _Reading] = {(): _Reading(0.0, NEVER, _Place(tree, 0.0, 0.0))}
    for frame in posteriors:
        tried = [int(token) for token in np.flatnonzero(frame > LEAST_NATS) if token != blank]
        beam = _step(beam, frame, tried, tree, tokens, blank)
    labels = np.array(max(beam, key=lambda prefix: _final(beam[prefix])), np.int64)
    firsts, ends = best_frames(posteriors, labels, blank)
    return tuple(
        HeardToken(tokens[label], int(first), int(end), float(posteriors[first:end, label].max()))
        for label, first, end in zip(labels, firsts, ends, strict=True)
        if not is_mark(tokens[label])
    )


def _step(
    beam: Mapping[tuple[int, ...], _Reading],
    frame: Posteriors,
    tried: Sequence[int],
    tree: Node,
    tokens: Sequence[str],
    blank: int,
) -> dict[tuple[int, ...], _Reading]:
    grown: dict[tuple[int, ...], _Reading] = {}

    def add(prefix: tuple[int, ...], in_blank: float, in_token: float, place: _Place) -> None:
        before = grown.get(prefix, _Reading(NEVER, NEVER, place))
        grown[prefix] = _Reading(
            float(np.logaddexp(before.in_blank, in_blank)), float(np.logaddexp(before.in_token, in_token)), place
        )

    for prefix, reading in beam.items():
        either = float(np.logaddexp(reading.in_blank, reading.in_token))
        add(prefix, either + float(frame[blank]), NEVER, reading.place)
        for token in tried:
            nats = float(frame[token])
            if prefix and token == prefix[-1]:
                add(prefix, NEVER, reading.in_token + nats, reading.place)
                add((*prefix, token), NEVER, reading.in_blank + nats, _go_on(reading.place, token, tree, tokens))
            else:
                add((*prefix, token), NEVER, either + nats, _go_on(reading.place, token, tree, tokens))
    best = sorted(grown, key=lambda prefix: grown[prefix].nats, reverse=True)[:BEAM_WIDTH]
    return {prefix: grown[prefix] for prefix in best}


def _go_on(place: _Place, token: int, tree: Node, tokens: Sequence[str]) -> _Place:
    """A term goes on, or begins where a word does; else what was given for one that is not whole is taken back."""
    node = place.node.after.get(token) if place.node else None
    bonus, pending = place.bonus, place.pending
    if node is None:
        bonus, pending = bonus - pending, 0.0
        begins = tokens[token].startswith(" ")
        if tokens[token] == " ":
            return _Place(tree, bonus, 0.0)
        node = tree.after.get(token) if begins else None
        if node is None:
            return _Place(None, bonus, 0.0)
    return _Place(node, bonus + BONUS_NATS, 0.0 if node.ends_term else pending + BONUS_NATS)


def _final(reading: _Reading) -> float:
    return reading.nats - reading.place.pending


def _node(spelt: Sequence[tuple[int, ...]]) -> Node:
    heads = dict.fromkeys(term[0] for term in spelt if term)
    return Node(
        {head: _node([term[1:] for term in spelt if term and term[0] == head]) for head in heads},
        any(not term for term in spelt),
    )
