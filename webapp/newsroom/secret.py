"""The key that signs the cookie: random, kept in the archive, so that sessions outlive a restart."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from media.archive import Archive

KEY_BYTES = 32
OWNER_ONLY = 0o600


def secret_key(archive: Archive) -> bytes:
    """Return the archive's key, made now where it has none. Two processes that start at once get the same."""
    path = archive.root / "newsroom.key"
    if not path.exists():
        _make(path)
    return path.read_bytes()


def _make(path: Path) -> None:
    making = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        # A link, not a rename: it never takes the place of a key that another process made meanwhile.
        path.hardlink_to(making)
    except FileExistsError:
        return
    finally:
        making.unlink(missing_ok=True)
