"""The bytes of an original, held against the hash that it is called by while they are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from media.archive import Archive
from media.away.bring import blocks_of
from media.away.files import original_of
from webapp.packing.errors import NotPacked


def original_blocks(archive: Archive, sha256: str) -> Iterator[bytes]:
    """Yield the bytes of an original.

    :raises NotPacked: it is missing, or, at the end, has changed.
    :raises NoStore, StoreFailed: the archive's store cannot be asked.
    """
    kept, digest = original_of(archive, sha256), hashlib.sha256()
    try:
        for block in blocks_of(archive, kept):
            digest.update(block)
            yield block
    except FileNotFoundError as error:
        raise NotPacked(f"The original {kept.path} is missing; “muragat fixity --repair DIR” puts it back.") from error
    if digest.hexdigest() != sha256:
        raise NotPacked(f"The original {kept.path} has changed; “muragat fixity --repair DIR” puts it right.")
