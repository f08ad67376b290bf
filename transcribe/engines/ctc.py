"""Words out of a CTC model's posteriors: what is heard, with times and probabilities.

A CTC model gives, for each frame of some 40 or 80 ms, the probability of every token of its vocabulary and of a blank;
a text is the tokens of a path through the frames, repeats joined and blanks left out (Graves et al. 2006, Connectionist
Temporal Classification).
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from transcribe.records import HeardSegment, Word

Posteriors = npt.NDArray[np.float32]
"""Natural logarithms of probabilities, shape (frames, tokens)."""


@dataclass(frozen=True, slots=True)
class HeardToken:
    """A token and the frames that it takes."""

    text: str
    """A space before it begins a word; a space alone stands between two."""
    first: int
    end: int
    """The frame after its last."""
    log_probability: float
    """In the frame where it is surest."""


def best_path(posteriors: Posteriors, tokens: Sequence[str], blank: int) -> tuple[HeardToken, ...]:
    """Return the tokens of the most probable path (greedy decoding).

    :param tokens: the text of each; ``<…>`` stands for none.
    """
    ids = posteriors.argmax(axis=1)
    firsts = np.flatnonzero(np.diff(ids, prepend=-1))
    if not len(firsts):
        return ()
    surest = np.maximum.reduceat(posteriors[np.arange(len(ids)), ids], firsts)
    ends = np.append(firsts[1:], len(ids))
    return tuple(
        HeardToken(tokens[ids[first]], int(first), int(end), float(log_probability))
        for first, end, log_probability in zip(firsts, ends, surest, strict=True)
        if ids[first] != blank and not is_mark(tokens[ids[first]])
    )


def is_mark(token: str) -> bool:
    """Tell whether a token is the vocabulary's own, such as ``<unk>``, and no text."""
    return token.startswith("<") and token.endswith(">")


def words_of(tokens: Iterable[HeardToken], frame_ms: float) -> tuple[Word, ...]:
    """Return the words that tokens spell.

    A word begins with the first frame of its first token and ends with the last frame of its last. Its probability is
    the geometric mean of its tokens', each in the frame where it is surest: at the edges of a token, where it gives way
    to its neighbour, a frame's doubt is about time and not about the word.
    """
    words: list[list[HeardToken]] = []
    begins = True
    for token in tokens:
        begins = begins or token.text.startswith(" ")
        if not token.text.strip():
            continue
        if begins:
            words.append([])
        words[-1].append(token)
        begins = token.text.endswith(" ")
    return tuple(_word(parts, frame_ms) for parts in words)


def heard_segments(
    words: Sequence[Word], tokens: Sequence[HeardToken], no_speech_probability: float
) -> tuple[HeardSegment, ...]:
    """Return the words of one sound as one stretch, none where there are none."""
    if not words:
        return ()
    text = " ".join(word.text for word in words).encode()
    return (
        HeardSegment(
            start_ms=words[0].start_ms,
            end_ms=words[-1].end_ms,
            words=tuple(words),
            mean_log_probability=sum(token.log_probability for token in tokens) / len(tokens),
            no_speech_probability=no_speech_probability,
            compression_ratio=len(text) / len(zlib.compress(text)),
        ),
    )


def probability_of_nothing(posteriors: Posteriors, blank: int) -> float:
    """Return how probable it is that nothing is said, 0…1: only a path of blanks alone has no text."""
    return math.exp(float(posteriors[:, blank].sum(dtype=np.float64)))


def geometric_mean(log_probabilities: Sequence[float]) -> float:
    """Return a probability, 0…1. :param log_probabilities: at least one."""
    return min(1.0, math.exp(sum(log_probabilities) / len(log_probabilities)))


def _word(tokens: Sequence[HeardToken], frame_ms: float) -> Word:
    return Word(
        text="".join(token.text for token in tokens).strip(),
        start_ms=round(tokens[0].first * frame_ms),
        end_ms=round(tokens[-1].end * frame_ms),
        probability=geometric_mean([token.log_probability for token in tokens]),
    )
