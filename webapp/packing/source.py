"""Where a packed programme is read from: the same files, whatever carries them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from media.bagit.read import DATA, Bag, open_bag
from media.ocfl.read import StoredObject, open_object
from webapp.packing.contents import AUDIT


class Source(Protocol):
    """A packed programme. Nothing of it is to be trusted before it was read to its end."""

    @property
    def place(self) -> Path:
        """Where it lies, for sentences."""

    @property
    def names(self) -> frozenset[str]:
        """Its files, as `webapp.packing.contents` names them."""

    @property
    def packed(self) -> tuple[str, str]:
        """By which program and on which day it says that it was packed."""

    def read(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of one of them.

        :raises MediaError: at the end, where they are not what was packed.
        """

    def is_same(self, name: str, digests: Mapping[str, str]) -> bool:
        """Return whether one of them has these hashes.

        :param digests: sha256 and sha512 in hexadecimal.
        """


@dataclass(frozen=True, slots=True)
class BagSource:
    """A bag of `webapp.packing.pack`: its payload, and the audits, which are tags."""

    bag: Bag

    @property
    def place(self) -> Path:
        return self.bag.root

    @property
    def names(self) -> frozenset[str]:
        payload = {name.removeprefix(DATA) for name in self.bag.digests if name.startswith(DATA)}
        return frozenset(payload | {name for name in self.bag.digests if name.startswith(AUDIT)})

    @property
    def packed(self) -> tuple[str, str]:
        return self.bag.info.get("Bag-Software-Agent", ""), self.bag.info.get("Bagging-Date", "")

    def read(self, name: str) -> Iterator[bytes]:
        return self.bag.read(_path(name))

    def is_same(self, name: str, digests: Mapping[str, str]) -> bool:
        return self.bag.digests[_path(name)] == digests


@dataclass(frozen=True, slots=True)
class ObjectSource:
    """The newest version of an object of `webapp.packing.pack_ocfl`."""

    stored: StoredObject

    @property
    def place(self) -> Path:
        return self.stored.place

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.stored.files)

    @property
    def packed(self) -> tuple[str, str]:
        return self.stored.made_by, self.stored.created[:10]

    def read(self, name: str) -> Iterator[bytes]:
        return self.stored.read(name)

    def is_same(self, name: str, digests: Mapping[str, str]) -> bool:
        return self.stored.files[name].digest == digests[self.stored.algorithm]


def object_source(place: Path) -> ObjectSource:
    """:raises ObjectDamaged: there is no valid object."""
    return ObjectSource(open_object(place))


def bag_source(root: Path) -> BagSource:
    """:raises BagDamaged: there is no whole bag."""
    return BagSource(open_bag(root))


def _path(name: str) -> str:
    return name if name.startswith(AUDIT) else f"{DATA}{name}"
