"""Read a bag that may come from anybody: its files one after another, each held against its hashes while it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from media.bagit.errors import BagDamaged
from media.bagit.make import read_blocks
from media.bagit.manifests import hash_of, look_at, read_tag

DATA = "data/"


@dataclass(frozen=True, slots=True)
class Bag:
    """A bag whose lists are sound; its files have yet to be read."""

    root: Path
    digests: Mapping[str, Mapping[str, str]]
    """Of each file of the payload and each tag: algorithm → hexadecimal digits."""
    info: Mapping[str, str]
    """``bag-info.txt``."""

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a file that the bag has.

        :raises BagDamaged: at the end, where they are not those that were packed: use nothing of them then.
        """
        hashes = {each: hashlib.new(each) for each in self.digests[name]}
        for block in read_blocks(self.root / name):
            for found in hashes.values():
                found.update(block)
            yield block
        if any(found.hexdigest() != self.digests[name][each] for each, found in hashes.items()):
            raise BagDamaged(f"{name} of {self.root} is not what it was when the bag was packed; bring the bag again.")


def open_bag(root: Path) -> Bag:
    """Return a bag; its tags were read, its payload was not.

    :raises BagDamaged: it is none, not whole, or has something that is no file.
    """
    listed, wrong = look_at(root)
    if wrong:
        more = f" ({len(wrong) - 1} more)" if len(wrong) > 1 else ""
        raise BagDamaged(f"{root} is no whole bag: {wrong[0]}{more}")
    digests: dict[str, dict[str, str]] = {}
    for each in listed:
        for name, digest in each.digests.items():
            if not name.startswith(DATA) and hash_of(root / name, each.algorithm) != digest:
                raise BagDamaged(f"{name} of {root} is not what it was when the bag was packed; bring the bag again.")
            digests.setdefault(name, {})[each.algorithm] = digest
    return Bag(root, digests, dict(_info(read_tag(root, "bag-info.txt") or "")))


def _info(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        label, mark, value = line.partition(":")
        if mark:
            yield label, value.strip()
