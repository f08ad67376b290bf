"""A place of backups copied to a store, or back from one: another house, where a fire here does not reach.

What a list names is there before the list, and a list goes before what only it named: whatever is there is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from media.backup.errors import BackupDamaged, NotABackupPlace
from media.backup.place import FILES, LISTS, MARK
from media.store import clear_abandoned
from media.stores.door import Store
from media.stores.fetch import fetched
from media.stores.local import LocalStore
from media.stores.records import Brought

LIST_HASH_CHARACTERS = 16


def holds_backups(store: Store) -> bool:
    """Return whether a store is a place of backups."""
    try:
        store.stamp(MARK)
    except FileNotFoundError:
        return False
    return True


def mirror_backups(source: Store, target: Store) -> Brought:
    """Copy what is new, remove what is gone; stopped at any time, the next goes on. Nobody else writes to the target.

    :raises NotABackupPlace: the target holds something else.
    :raises BackupDamaged: a file of the source is not what its name says; nothing of it is copied.
    :raises StoreFailed: a store does not answer, or has kept something else.
    """
    here, there = source.sizes(), target.sizes()
    if there and MARK not in there:
        raise NotABackupPlace("The second place holds other files, which a copy would remove; name an empty one.")
    copied: dict[str, int] = {}
    # What is not public passes through no other disk than those that have it anyway.
    within = next((each.root for each in (target, source) if isinstance(each, LocalStore) and each.root.is_dir()), None)
    if within:
        clear_abandoned(within)

    def copy(names: Iterator[str]) -> None:
        for name in names:
            with fetched(source, name, within) as found:
                if not _is_what_its_name_says(name, found.sha256):
                    raise BackupDamaged(f"{name} of the backups is not what was kept; nothing of it was copied.")
                target.put(name, found.path, found.sha256)
                copied[name] = found.size_bytes

    def missing(part: str) -> Iterator[str]:
        yield from (name for name in sorted(here) if name.startswith(f"{part}/") and there.get(name) != here[name])

    gone = [
        name for part in (LISTS, FILES) for name in sorted(there) if name.startswith(f"{part}/") and name not in here
    ]
    if MARK not in there:
        copy(iter([MARK]))
    for name in gone:
        target.remove(name)
    copy(name for name in missing(FILES) if _is_named_by_hash(name))
    copy(missing(LISTS))
    return Brought(tuple(copied), sum(copied.values()), tuple(gone))


def _is_named_by_hash(name: str) -> bool:
    """Return whether a file is one of a backup, and not one in the making."""
    return len(PurePosixPath(name).name) == hashlib.sha256().digest_size * 2


def _is_what_its_name_says(name: str, sha256: str) -> bool:
    path = PurePosixPath(name)
    if path.parts[0] == FILES:
        return path.name == sha256
    return path.parts[0] != LISTS or path.stem.endswith(sha256[:LIST_HASH_CHARACTERS])
