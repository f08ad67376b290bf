"""What must still be done of an erasure, in a file of the archive until it is done: a kill loses none of it.

The rows of the programme are gone by then, so that nothing else says which files were its own and by what its words
are told.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from media.archive import Archive
from media.durable import remove_durably, replace_durably
from webapp.erasing.needles import Hashes, Needles
from webapp.erasing.records import Pending

PRIVATE = 0o600
DIRECTORY = "erasing"


@dataclass(frozen=True, slots=True)
class Manifest:
    """:param sounds: sha256 of its originals, which their files are named by."""

    programme_id: str
    sounds: tuple[str, ...]
    transcripts: tuple[str, ...]
    vectors: tuple[str, ...]
    """Keys of ``text_vector``."""
    short: str
    long: str
    """Hashes of `Needles`, as base64 of little-endian 64-bit numbers."""

    @property
    def needles(self) -> Needles:
        return Needles(_read(self.short), _read(self.long))


def manifest_path(archive: Archive, programme_id: str) -> Path:
    return archive.root / DIRECTORY / programme_id


def written(hashes: Hashes) -> str:
    """Return hashes as a `Manifest` has them."""
    return base64.b64encode(hashes.astype("<u8").tobytes()).decode()


def write_manifest(archive: Archive, manifest: Manifest) -> None:
    path = manifest_path(archive, manifest.programme_id)
    with replace_durably(path) as making:
        making.touch(mode=PRIVATE)
        making.write_bytes(msgspec.json.encode(manifest))


def read_manifest(archive: Archive, programme_id: str) -> Manifest:
    return msgspec.json.decode(manifest_path(archive, programme_id).read_bytes(), type=Manifest)


def write_pending(archive: Archive, programme_id: str, pending: tuple[Pending, ...]) -> None:
    """Note what was in the way the last time, for whoever looks."""
    with replace_durably(_pending_path(archive, programme_id)) as making:
        making.write_bytes(msgspec.json.encode(pending))


def read_pending(archive: Archive, programme_id: str) -> tuple[Pending, ...] | None:
    """Return ``None`` where nobody has got that far."""
    try:
        return msgspec.json.decode(_pending_path(archive, programme_id).read_bytes(), type=tuple[Pending, ...])
    except FileNotFoundError:
        return None


def _pending_path(archive: Archive, programme_id: str) -> Path:
    return archive.root / DIRECTORY / f"{programme_id}.pending"


def remove_manifest(archive: Archive, programme_id: str) -> None:
    """Remove it: somebody who guesses a word could test that with it."""
    remove_durably(_pending_path(archive, programme_id))
    path = manifest_path(archive, programme_id)
    if path.exists():
        path.write_bytes(bytes(path.stat().st_size))
        remove_durably(path)


def _read(text: str) -> Hashes:
    return np.frombuffer(base64.b64decode(text), "<u8").astype(np.uint64)
