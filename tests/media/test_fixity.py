"""A changed original is noticed, whatever the change."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.errors import FixityError
from media.originals import verify_original
from tests.media.test_ingest import take


def test_a_flipped_bit_a_cut_and_a_loss_are_found(archive: Archive, db: Database, shared_data: Path) -> None:
    recording = take(archive, db, shared_data / "audio" / "kk_commands_example_2.wav")
    original = archive.original_path(recording.sha256)
    data = original.read_bytes()
    verify_original(archive, recording)
    original.chmod(0o644)
    for bit in (0, 8 * len(data) // 2, 8 * len(data) - 1):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        original.write_bytes(changed)
        with pytest.raises(FixityError, match="no longer what was taken in"):
            verify_original(archive, recording)
    original.write_bytes(data[:-1])
    with pytest.raises(FixityError, match="no longer what was taken in"):
        verify_original(archive, recording)
    original.write_bytes(data)
    verify_original(archive, recording)
    original.unlink()
    with pytest.raises(FixityError, match="cannot be read"):
        verify_original(archive, recording)
