"""Samples can be read while the rest is still being decoded, and are the same as those that were waited for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.errors import FixityError
from media.growing_sound import growing_sound
from media.records import Span
from media.sound import decoded_sound, read_samples, sound_duration_ms, sound_path
from tests.media.test_ingest import take

RADIO = "en_radio_withgoodreason_ferdinand.mp3"


def test_the_beginning_is_there_before_the_end(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / RADIO)
    with growing_sound(archive, recording) as sound:
        assert 1_000 <= sound.until(1_000) < recording.duration_ms
        beginning = read_samples(sound.path, Span(0, 1_000))
        assert not sound_path(archive, recording).exists()
        assert sound.until(10**9) == recording.duration_ms == sound_duration_ms(sound.path)
    kept = decoded_sound(archive, recording)
    assert np.array_equal(read_samples(kept, Span(0, 1_000)), beginning)
    assert list(archive.work.iterdir()) == [kept]
    with growing_sound(archive, recording) as again:
        assert again.path == kept
        assert again.until(0) == recording.duration_ms


def test_who_leaves_early_leaves_nothing_behind(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / RADIO)
    with growing_sound(archive, recording) as sound:
        sound.until(1_000)
    assert not list(archive.work.iterdir())


def test_what_cannot_be_decoded_is_said_to_who_waits(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    archive.original_path(recording.sha256).unlink()
    with growing_sound(archive, recording) as sound, pytest.raises(FixityError, match="restore"):
        sound.until(1_000)
