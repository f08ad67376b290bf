"""The bytes of an original, held against the hash that it is called by while they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from media.archive import Archive
from media.bagit.make import read_blocks
from webapp.packing.errors import NotPacked


def original_blocks(archive: Archive, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of an original.

    :raises NotPacked: it is missing, or, at the end, has changed.
    """
    path, digest = archive.original_path(sha256), hashlib.sha256()
    try:
        for block in read_blocks(path):
            digest.update(block)
            yield block
    except FileNotFoundError as error:
        raise NotPacked(f"The original {path} is missing; “muragat fixity --repair DIR” puts it back.") from error
    if digest.hexdigest() != sha256:
        raise NotPacked(f"The original {path} has changed on the disk; “muragat fixity --repair DIR” puts it right.")
