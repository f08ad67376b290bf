"""Two microphones on two sides are two voices; music, ordinary stereo and noise on one side are not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.channels import Levels, channel_levels
from media.records import Span
from tests.media.test_ingest import take
from transcribe.speakers.channels import channel_turns

SECOND = 50
"""Levels."""


def sides(*parts: tuple[int, int, int]) -> Levels:
    """:param parts: seconds, and the level of either side."""
    return np.concatenate(
        [np.tile(np.array([[left, right]], np.int16), (seconds * SECOND, 1)) for seconds, left, right in parts]
    )


def test_the_louder_side_has_the_turn() -> None:
    levels = sides((4, 100, 80), (2, 30, 30), (3, 78, 99), (3, 101, 80))
    turns = channel_turns(levels, [Span(0, 4_000), Span(6_000, 12_000)])
    assert [(turn.span, turn.speaker) for turn in turns] == [
        (Span(0, 4_000), "left"),
        (Span(6_000, 9_000), "right"),
        (Span(9_000, 12_000), "left"),
    ]


@pytest.mark.parametrize(
    "levels",
    [
        sides((10, 100, 100)),  # one voice in the middle
        sides((8, 100, 98), (2, 95, 99)),  # ordinary stereo
        sides((10, 100, 60)),  # one side alone
        sides((19, 100, 60), (1, 60, 65)),  # and noise on the other
        sides((8, 100, 100), (1, 100, 60), (1, 60, 100)),  # little that is apart
        np.zeros((0, 2), np.int16),  # one channel
    ],
)
def test_sides_that_do_not_part_voices(levels: Levels) -> None:
    assert channel_turns(levels, [Span(0, 10_000)]) == ()


def test_no_speech_no_turns() -> None:
    assert channel_turns(sides((4, 100, 80)), []) == ()


def test_real_recordings(archive: Archive, db: Database, shared_data: Path) -> None:
    """Two people who read at once for the first two seconds, then one alone; and one person in ordinary stereo."""

    def turns(name: str, *speech: Span) -> list[tuple[Span, str]]:
        levels = channel_levels(archive, take(archive, db, shared_data / "audio" / name))
        return [(turn.span, turn.speaker) for turn in channel_turns(levels, speech)]

    apart = turns("en_fw_stereo_diarization.wav", Span(300, 4_900))
    assert {speaker for _, speaker in apart} == {"left", "right"}
    assert apart[-1][1] == "left"
    assert apart[-1][0].start_ms < 2_800
    assert turns("en_gentle_lucier.mp3", Span(0, 100_000)) == []
