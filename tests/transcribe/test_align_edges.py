"""Words begin where sound begins: edges move to the pauses beside them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from media.records import Span
from transcribe.alignment.edges import find_edges, find_pauses
from transcribe.alignment.evidence import Evidence

SPAN = Span(10_000, 13_000)
LEAD_MS = 100


def sound(*loud: tuple[int, int], noise: float = 0.0) -> npt.NDArray[np.float32]:
    """3 s with a tone where ``loud`` (start_ms, end_ms)."""
    time = np.arange(3 * 16_000)
    tone = np.sin(time / 5) * 0.3
    inside = np.zeros(len(time), bool)
    for start, end in loud:
        inside[start * 16 : end * 16] = True
    hiss = np.random.default_rng(0).normal(0, noise, len(time)) if noise else 0.0
    return (np.where(inside, tone, 0) + hiss).astype(np.float32)


def words(*times: tuple[int, int]) -> Evidence:
    count = len(times)
    starts, ends = np.array(times).T
    return Evidence(
        np.arange(count), np.full(count, 9.0), np.ones(count), starts, ends, np.full(count, 5), ends - starts
    )


def edges(heard: Evidence) -> list[tuple[int, int]]:
    return list(zip(heard.start_ms.tolist(), heard.end_ms.tolist(), strict=True))


def test_pauses_are_found_in_silence_and_in_hiss_and_not_in_music() -> None:
    expected = [Span(10_000, 10_500), Span(11_000, 11_400), Span(12_500, 13_000)]
    assert find_pauses(sound((500, 1_000), (1_400, 2_500)), SPAN) == expected
    assert find_pauses(sound((500, 1_000), (1_400, 2_500), noise=0.005), SPAN) == expected
    assert find_pauses(sound((0, 3_000)), SPAN) == []


def test_a_word_gives_a_pause_back_at_both_ends() -> None:
    samples = sound((500, 1_000), (1_400, 2_500))
    found = find_edges(samples, SPAN, words((10_000, 11_150), (11_150, 12_900)), LEAD_MS)
    assert edges(found) == [(10_500, 11_000), (11_400, 12_500)]


def test_the_lead_of_the_attention_is_taken_away_within_speech() -> None:
    samples = sound((500, 2_500))
    found = find_edges(samples, SPAN, words((10_400, 11_200), (11_200, 12_400)), LEAD_MS)
    assert edges(found) == [(10_500, 11_200 + LEAD_MS), (11_200 + LEAD_MS, 12_500)]


def test_one_pause_parts_two_words_only() -> None:
    samples = sound((0, 1_000), (1_400, 3_000))
    found = find_edges(samples, SPAN, words((10_200, 11_000), (11_000, 11_350), (11_350, 12_500)), LEAD_MS)
    assert edges(found)[1][0] == 11_400
    assert edges(found)[1][1] > 11_400


def test_words_on_both_sides_of_other_speech_stay_where_they_are() -> None:
    samples = sound((0, 700), (900, 2_200), (2_500, 3_000))
    found = find_edges(samples, SPAN, words((10_100, 10_750), (12_450, 12_900)), LEAD_MS)
    assert edges(found) == [(10_200, 10_700), (12_500, 13_000)]
