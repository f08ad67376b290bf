"""The key of what the demo keeps back; in an archive that is kept for good it lies elsewhere."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from media.archive import Archive
from webapp.redaction.vault import new_key

OWNER_ONLY = 0o600


def demo_key(archive: Archive) -> str:
    """Return the demo archive's key as it stands in the environment, made now where it has none."""
    path = archive.root / "demo-redaction.key"
    with suppress(FileExistsError):  # The demo was started before: what it kept back then opens with that key.
        _write(path, new_key())
    return path.read_text("ascii").strip()


def _write(path: Path, key: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="ascii") as file:
        file.write(key + "\n")
