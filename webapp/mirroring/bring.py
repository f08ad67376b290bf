"""Makes one place hold what another does: what was withdrawn goes first, the index comes last."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from media.stores.door import Store
from media.stores.fetch import Fetched, fetched
from media.stores.records import Brought
from webapp.errors import NotAnEdition, PublicBytesChanged
from webapp.mirroring.names import (
    BLOCKED,
    INDEX,
    OURS,
    hash_in,
    is_said,
    is_sign,
    is_sound,
    is_tombstone,
    named_by,
    programme_of,
)

MARK, MARKED = "muragat-mirror", b"muragat-mirror/1\n"
"""Says that a place is a copy: whatever is not in the edition is removed there."""
LOOKS = 5
"""How often an edition is looked at anew that is written meanwhile."""


class Mirror:
    """Two places, and what is known of the second. Nobody else writes there.

    :param with_sound: without it all is brought but what people hear, which another host sends them.
    :raises NotAnEdition: the second holds something else.
    :raises StoreFailed: it does not answer.
    """

    def __init__(self, source: Store, target: Store, *, with_sound: bool = True) -> None:
        self._source, self._target, self._with_sound = source, target, with_sound
        self._there = target.sizes()
        self._index_sha256 = ""
        self._copied: dict[str, int] = {}
        self._removed: list[str] = []
        if self._there and MARK not in self._there:
            raise NotAnEdition("The second place holds other files, which a copy would remove; name an empty one.")

    def stamp(self) -> object:
        """Return what is another as soon as a pass has something to do."""
        try:
            return self._source.stamp(INDEX), sorted(self._source.sizes(BLOCKED))
        except FileNotFoundError:
            return None  # There is no edition: `bring` says so.

    def bring(self) -> Brought:
        """Copy what is new, remove what is gone; stopped at any time, the next pass goes on.

        :raises NotAnEdition: the source has no index, or is written faster than it can be read.
        :raises PublicBytesChanged: a version or a sound is not what its name says.
        :raises StoreFailed: a store does not answer, or has kept something else.
        """
        self._copied, self._removed = {}, []
        for _ in range(LOOKS):
            try:
                self._pass()
            except FileNotFoundError:
                continue  # A newer index has taken the place of the one that was read.
            return Brought(tuple(self._copied), sum(self._copied.values()), tuple(self._removed))
        raise NotAnEdition("There is no whole edition at the first place, or it changes too fast; look, and try again.")

    def _pass(self) -> None:
        with self._read(INDEX) as index:
            self._mark()
            named, here = named_by(index.path), self._source.sizes()
            signs = {name for name in here if is_sign(name)}
            withdrawn = {programme_of(name) for name in signs if is_tombstone(name)}
            wanted = {name for name in named.wanted(withdrawn) if self._with_sound or not is_sound(name)} | signs
            for name in sorted(signs):
                self._copy(name, here)
            self._remove(name for name in self._there if is_said(name) and name not in wanted)
            for name in sorted(wanted - signs):
                if name in here or name not in named.optional:
                    self._copy(name, here)
            if index.sha256 != self._index_sha256:
                self._put(INDEX, index)
                self._index_sha256 = index.sha256
            self._remove(name for name in self._there if name.startswith(OURS) and name not in wanted)

    def _mark(self) -> None:
        """Say at the second place that it is a copy, before anything else is there."""
        if MARK in self._there:
            return
        with tempfile.TemporaryDirectory(prefix="muragat-") as directory:
            path = Path(directory) / MARK
            path.write_bytes(MARKED)
            self._put(MARK, Fetched(path, hashlib.sha256(MARKED).hexdigest(), len(MARKED)))

    def _copy(self, name: str, here: dict[str, int]) -> None:
        if name in self._there and self._there[name] == here.get(name):
            return
        with self._read(name) as found:
            self._put(name, found)

    @contextmanager
    def _read(self, name: str) -> Iterator[Fetched]:
        with fetched(self._source, name) as found:
            if hash_in(name) not in (None, found.sha256):
                raise PublicBytesChanged(f"{name} of the edition is not what was published; nothing of it was copied.")
            yield found

    def _put(self, name: str, found: Fetched) -> None:
        self._target.put(name, found.path, found.sha256)
        self._there[name] = self._copied[name] = found.size_bytes

    def _remove(self, names: Iterable[str]) -> None:
        for name in sorted(names):
            self._target.remove(name)
            del self._there[name]
            self._removed.append(name)
