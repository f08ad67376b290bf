"""Is a bag whole? Every file of it is read, and none that leads outside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from media.bagit.manifests import hash_of, look_at


def check_bag(root: Path) -> tuple[str, ...]:
    """Return what is wrong with a bag, a sentence each that names the file; empty where it is whole.

    Asked of it is what `media.bagit.make` writes: both manifests, both manifests of the tags, no file to fetch.
    """
    return tuple(_wrong(root))


def _wrong(root: Path) -> Iterator[str]:
    listed, wrong = look_at(root)
    yield from wrong
    for each in listed:
        for name, digest in each.digests.items():
            if hash_of(root / name, each.algorithm) != digest:
                yield f"{name} is not what it was when the bag was packed ({each.manifest})."
