"""Known words → when each is spoken, by the most probable path of a CTC model that spells them (forced alignment).

The trellis has a state for each token and a blank before, between and after; a path stays, goes on by one, or passes
over a blank between two different tokens (Graves et al. 2006, §4.1, with the maximum in place of the sum).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from transcribe.engines.ctc import Posteriors, geometric_mean, is_mark
from transcribe.engines.protocol import AlignedWord

FLOOR = -9.0
"""Nats: what is less probable in a frame counts as this; else one letter that is not said would bend the whole path."""
HEARD_IF_SAID, HEARD_BY_CHANCE = 0.9, 0.4
"""Shares of a word's letters that a good model hears: where it was said, and in speech that holds other words."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Spelling:
    """The tokens of a word."""

    before: tuple[int, ...]
    """Of the space that parts it from the word before."""
    tokens: tuple[int, ...]
    """None where the vocabulary has no letter of it."""


def spell(words: Sequence[str], tokens: Sequence[str]) -> tuple[Spelling, ...]:
    """Return the fewest tokens that spell each word; letters that the vocabulary does not have are left out.

    A word that loses half of its letters is not spelt at all: “YouTube-қа” is not heard because “қа” is.

    :param tokens: of the vocabulary, with a space where a word begins.
    """
    ids = {token: place for place, token in enumerate(tokens) if not is_mark(token)}
    has_capitals = any(token != token.lower() for token in ids)
    spellings: list[Spelling] = []
    for word in words:
        text = unicodedata.normalize("NFC", word)
        found = _fewest(f" {text if has_capitals else text.lower()}", ids)
        if 2 * sum(len(tokens[token].strip()) for token in found) <= sum(map(str.isalnum, text)):
            found = ()
        space = 1 if found and not tokens[found[0]].strip() else 0
        any_before = any(spelling.tokens for spelling in spellings)
        spellings.append(Spelling(found[:space] if any_before else (), found[space:]))
    return tuple(spellings)


def force(
    posteriors: Posteriors, spellings: Sequence[Spelling], words: Sequence[str], blank: int, frame_ms: float
) -> tuple[AlignedWord, ...]:
    """Return when each word is spoken, from the first on as many as there are frames for.

    A word's probability is the geometric mean of its tokens', each in the frame of its own where it is surest. Its
    logarithm of probability is of the ratio between “said here” and “other words were said here”, so it is above 0 for
    a word that is heard and below for one that is not, however loud the rest is. A word that the vocabulary cannot
    spell has probability 0 and no time of its own.
    """
    fitting = _that_fit(spellings, len(posteriors))
    floored = np.maximum(posteriors, FLOOR)
    labels = np.array([token for spelling in fitting for token in (*spelling.before, *spelling.tokens)], np.int64)
    firsts, ends = best_frames(floored, labels, blank)
    aligned: list[AlignedWord] = []
    place, now_ms = 0, 0
    for word, spelling in zip(words, fitting, strict=False):
        place += len(spelling.before)
        last = place + len(spelling.tokens)
        surest = [float(floored[firsts[at] : ends[at], labels[at]].max()) for at in range(place, last)]
        start_ms, end_ms = (
            (round(firsts[place] * frame_ms), round(ends[last - 1] * frame_ms)) if surest else (now_ms, now_ms)
        )
        aligned.append(_aligned(word, start_ms, end_ms, surest))
        place, now_ms = last, end_ms
    return tuple(aligned)


def unheard(words: Sequence[str]) -> tuple[AlignedWord, ...]:
    """Return words against a sound that is silent throughout: it says nothing for or against any."""
    return tuple(AlignedWord(word, 0, 0, 0.0, 0.0) for word in words)


def best_frames(posteriors: Posteriors, labels: Ints, blank: int) -> tuple[Ints, Ints]:
    """Return the first frame of each label and the one after its last, (labels,) each, on the most probable path.

    :param labels: no more, with a blank for each that equals the one before, than there are frames.
    """
    if not len(labels):
        return labels, labels
    states = np.full(2 * len(labels) + 1, blank, np.int64)
    states[1::2] = labels
    steps = _steps(posteriors[:, states], _may_skip(states, blank))
    frames = len(posteriors)
    state_of = np.empty(frames, np.int64)
    state = len(states) - 1 - int(steps.ends_in_label)
    for frame in range(frames - 1, -1, -1):
        state_of[frame] = state
        state -= int(steps.back[frame, state])
    places = np.arange(1, len(states), 2)
    return np.searchsorted(state_of, places), np.searchsorted(state_of, places, side="right")


@dataclass(frozen=True, slots=True)
class _Steps:
    back: npt.NDArray[np.int8]
    """(frames, states): how many states back the path comes from."""
    ends_in_label: bool
    """Else in the blank after it."""


def _steps(scores: Posteriors, may_skip: npt.NDArray[np.bool_]) -> _Steps:
    """:param scores: (frames, states) nats. :param may_skip: (states,) whether it can be reached over a blank."""
    frames, states = scores.shape
    back = np.zeros((frames, states), np.int8)
    best = np.full(states, -np.inf)
    best[:2] = scores[0, :2]
    moves = np.full((3, states), -np.inf)
    skippable = np.where(may_skip, 0.0, -np.inf)
    for frame in range(1, frames):
        moves[0] = best
        moves[1, 1:] = best[:-1]
        moves[2, 2:] = best[:-2] + skippable[2:]
        back[frame] = moves.argmax(axis=0)
        best = moves.max(axis=0) + scores[frame]
    return _Steps(back, bool(best[-2] > best[-1]))


def _may_skip(states: Ints, blank: int) -> npt.NDArray[np.bool_]:
    skip = np.zeros(len(states), bool)
    skip[2:] = (states[2:] != blank) & (states[2:] != states[:-2])
    return skip


def _that_fit(spellings: Sequence[Spelling], frames: int) -> Sequence[Spelling]:
    used, last = 0, -1
    for number, spelling in enumerate(spellings):
        labels = (last, *spelling.before, *spelling.tokens)
        used += len(labels) - 1 + sum(a == b for a, b in pairwise(labels))
        if used > frames:
            return spellings[:number]
        last = labels[-1]
    return spellings


def _aligned(word: str, start_ms: int, end_ms: int, surest: Sequence[float]) -> AlignedWord:
    if not surest:
        return AlignedWord(word, start_ms, end_ms, 0.0, 0.0)
    heard = np.exp(surest)
    said = HEARD_IF_SAID * heard + (1 - HEARD_IF_SAID) * (1 - heard)
    by_chance = HEARD_BY_CHANCE * heard + (1 - HEARD_BY_CHANCE) * (1 - heard)
    return AlignedWord(word, start_ms, end_ms, geometric_mean(surest), float(np.log(said / by_chance).sum()))


def _fewest(text: str, ids: Mapping[str, int]) -> tuple[int, ...]:
    """Return the tokens of the shortest spelling; a letter that no token has costs as much as a hundred."""
    longest = max(map(len, ids), default=0)
    best: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for end in range(1, len(text) + 1):
        cost, so_far = best[end - 1]
        ways = [(cost + 100, so_far)]
        ways += [
            (best[start][0] + 1, (*best[start][1], ids[text[start:end]]))
            for start in range(max(0, end - longest), end)
            if text[start:end] in ids
        ]
        best.append(min(ways, key=lambda way: way[0]))
    tokens = best[-1][1]
    return tokens if any(token != ids.get(" ") for token in tokens) else ()
