"""Words are bridged only where there is the time to say them."""

from __future__ import annotations

import numpy as np
import pytest

from media.records import Span
from transcribe.alignment.bridge import bridge
from transcribe.alignment.evidence import Evidence
from transcribe.alignment.script import read_script
from transcribe.records import Chunk

WORDS = read_script("Бірақ Гүлнәр апай жұмысын тоқтатпақ емес.", "kk")


def around(gap: Span) -> Evidence:
    """The first two words end where the gap begins, the last two begin where it ends."""
    starts = np.array([gap.start_ms - 800, gap.start_ms - 400, gap.end_ms, gap.end_ms + 400])
    letters = np.array([WORDS[place].letters for place in (0, 1, 4, 5)])
    return Evidence(np.array([0, 1, 4, 5]), np.full(4, 8.0), np.ones(4), starts, starts + 400, letters, np.full(4, 400))


@pytest.mark.parametrize(
    ("speech", "bridged"),
    [(Span(0, 9_000), True), (Span(2_000, 2_100), False), (Span(2_000, 3_000), True)],
    ids=["speech throughout", "no time", "speech and silence"],
)
def test_two_words_are_bridged_where_there_is_speech_for_them(speech: Span, bridged: bool) -> None:
    heard = bridge(around(Span(2_000, 3_200)), WORDS, [Chunk(0, 0, 9_000, (speech,))])
    assert heard.places.tolist() == ([0, 1, 2, 3, 4, 5] if bridged else [0, 1, 4, 5])
    times = np.stack([heard.start_ms, heard.end_ms]).T.reshape(-1)
    assert times.tolist() == sorted(times.tolist())


def test_a_long_stretch_is_other_speech_not_two_words() -> None:
    heard = bridge(around(Span(2_000, 8_000)), WORDS, [Chunk(0, 0, 9_000, (Span(0, 9_000),))])
    assert heard.places.tolist() == [0, 1, 4, 5]
