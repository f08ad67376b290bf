"""Is a storage root one, and are all its objects valid and where its layout has them (section 4 of OCFL 1.1)?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from media.ocfl.check import check_object
from media.ocfl.inventory import read_inventory
from media.ocfl.records import Problem
from media.ocfl.root import StorageRoot, is_storage_root

OF_THE_ROOT = re.compile(r"0=ocfl_1\.1|ocfl_layout\.json|ocfl_1\.1\.(txt|html|md)")
"""Files that may lie in it beside the directories."""


def check_root(root: Path) -> Iterator[tuple[Path, tuple[Problem, ...]]]:
    """Yield the root, and then each object of it, with all that is wrong with it.

    Asked of it is what `media.ocfl.root` makes: OCFL 1.1 in that one layout.
    """
    yield root, tuple(_wrong(root))
    if is_storage_root(root):
        storage = StorageRoot(root)
        for place in storage.objects():
            yield place, (*check_object(place), *_misplaced(storage, place))


def _wrong(root: Path) -> Iterator[Problem]:
    if not is_storage_root(root):
        yield Problem("E069", "nothing declares it a storage root of OCFL 1.1")
        return
    for path in sorted(root.iterdir()):
        if path.is_symlink() or (path.is_file() and not OF_THE_ROOT.fullmatch(path.name)):
            yield Problem("E087", f"{path.name} does not belong there")
    for path in sorted((root / "extensions").glob("*")):
        if not path.is_dir():
            yield Problem("E112", f"{path.name} of extensions is no directory")
        elif not re.fullmatch(r"\d{4}-[a-z0-9-]+", path.name):
            yield Problem("W016", f"{path.name} is no registered extension")
    yield from (problem for path in sorted(root.iterdir()) if path.name != "extensions" for problem in _between(path))


def _between(directory: Path) -> Iterator[Problem]:
    """Hold a directory on the way to objects: it has directories alone, and is not empty."""
    if directory.is_symlink() or not directory.is_dir():
        return
    entries = sorted(directory.iterdir())
    if any(each.name.startswith("0=ocfl_object_") for each in entries):
        return
    if not entries:
        yield Problem("E073", f"{directory.name} is empty")
    for each in entries:
        if each.is_symlink() or not each.is_dir():
            yield Problem("E072", f"{each.name} lies where objects alone do")
        else:
            yield from _between(each)


def _misplaced(storage: StorageRoot, place: Path) -> Iterator[Problem]:
    try:
        object_id = read_inventory((place / "inventory.json").read_bytes()).get("id")
    except (OSError, ValueError, RecursionError):
        return  # Told by `check_object`.
    if isinstance(object_id, str) and storage.place_of(object_id) != place:
        yield Problem("E083", "it does not lie where the layout has its id")
