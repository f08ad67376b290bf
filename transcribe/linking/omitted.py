"""What a summary leaves out: stretches of speech that no claim is borne out by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from media.records import Span
from transcribe.linking.evidence import Heard
from transcribe.linking.windows import Window, make_window
from transcribe.records import Link, Omitted

COVERED_FROM = 0.35
"""Probability from which a window counts as told by a claim though no link points there."""
SHORTEST_MS = 20_000
"""A stretch that is shorter is a breath between two things that are told."""
FIRST_WORDS = 12


def omitted_of(
    links: Sequence[Link],
    told: NDArray[np.float64],
    windows: Sequence[Window],
    heard: Heard,
    english: Sequence[tuple[Span, str]],
) -> tuple[Omitted, ...]:
    """Return the stretches that the summary does not mention, that which most deserves it first.

    Music and what was made up over it are no speech, so they are in no window.

    :param links: as people have them. :param told: how likely it is that a claim tells a window, shape (windows,).
    :param english: a machine's English with its times.
    """
    are_told = told_windows(links, told, windows)
    stretches = [_stretch(run, windows, heard, told, english) for run in _runs(~are_told, windows)]
    return tuple(
        sorted(
            (each for each in stretches if each.span.duration_ms >= SHORTEST_MS),
            key=lambda each: (-each.weight, each.span.start_ms),
        )
    )


def told_windows(links: Sequence[Link], told: NDArray[np.float64], windows: Sequence[Window]) -> NDArray[np.bool_]:
    """Return which windows the summary tells: a link points there, or a claim is likely to. Parameters as above."""
    return np.array([_is_linked(window, links) for window in windows], bool) | (told >= COVERED_FROM)


def _is_linked(window: Window, links: Sequence[Link]) -> bool:
    return any(
        2 * window.span.overlap_ms(span) >= min(window.span.duration_ms, span.duration_ms)
        for link in links
        for span in link.spans
    )


def _runs(is_omitted: NDArray[np.bool_], windows: Sequence[Window]) -> list[list[int]]:
    """Return runs of neighbouring windows that are omitted."""
    runs: list[list[int]] = []
    for index in np.flatnonzero(is_omitted).tolist():
        follows = runs and runs[-1][-1] == index - 1 and windows[index].first <= windows[index - 1].end
        if follows:
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _stretch(
    run: Sequence[int],
    windows: Sequence[Window],
    heard: Heard,
    told: NDArray[np.float64],
    english: Sequence[tuple[Span, str]],
) -> Omitted:
    whole = make_window(heard, windows[run[0]].first, windows[run[-1]].end)
    words = [word.text for word in heard.words[whole.first_word : whole.end_word]]
    first = heard.span(whole.first_word, min(whole.first_word + FIRST_WORDS, whole.end_word))
    return Omitted(
        span=whole.span,
        weight=round(_weight(whole, len(words), float(told[list(run)].mean())), 4),
        first_words=" ".join(words[:FIRST_WORDS]),
        english=" ".join(text for span, text in english if span.overlap_ms(first) > 0),
    )


def _weight(whole: Window, words: int, told: float) -> float:
    """Return 0…1: the longer people speak and the less a claim comes near it, the more it deserves a mention."""
    minutes = words / 130  # of speech, at the usual pace; what is mostly pause counts for less
    return (1 - told) * minutes / (1 + minutes)
