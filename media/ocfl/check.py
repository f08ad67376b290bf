"""An object with all its files: sections 3.1 to 3.8 of the specification."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from media.ocfl.inventory import DIGESTS, TYPES, check_inventory, number_of, paths_of, read_inventory
from media.ocfl.records import Problem

DECLARATION = re.compile(r"0=ocfl_object_1\.([01])")
INVENTORY = "inventory.json"
SIDECAR = re.compile(r"([0-9a-fA-F]+)[ \t]+inventory\.json\n?")
FIXITY = {
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "sha512": "sha512",
    "sha512/256": "sha512_256",
    "blake2b-512": "blake2b",
}
SHORT_BLAKE = {"blake2b-160": 20, "blake2b-256": 32, "blake2b-384": 48}
MAX_INVENTORY_BYTES = 256 << 20
REGISTERED = re.compile(r"000\d-[a-z0-9-]+|initial")


def check_object(root: Path) -> tuple[Problem, ...]:
    """Return all that is wrong with an object; it is valid where none of it is an error.

    :param root: a directory that may be anything; a link in it counts as a file that may not be there.
    """
    return tuple(_Check(root).problems())


def is_valid(problems: tuple[Problem, ...]) -> bool:
    return not any(problem.is_error for problem in problems)


class _Check:
    """What is read of an object while it is held against the specification."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._hashes: dict[tuple[Path, str], str] = {}

    def problems(self) -> Iterator[Problem]:
        entries = sorted(self._root.iterdir()) if self._root.is_dir() else []
        yield from self._declaration(entries)
        data, problems = self._inventory_of(self._root)
        yield from problems
        if data is None:
            return
        inventory = read_inventory(data)
        yield from check_inventory(inventory)
        versions = inventory.get("versions")
        if not isinstance(versions, dict) or not isinstance(inventory.get("manifest"), dict):
            return
        yield from self._entries(entries, inventory)
        inventories: list[Mapping[str, Any]] = [inventory]
        for name in sorted(versions, key=lambda each: number_of(each) or 0):
            if number_of(name) is not None:
                older, problems = self._version(name, inventory, data)
                yield from problems
                if older is not None:
                    inventories.append(older)
        minors = [TYPES.get(str(each.get("type")), 0) for each in (*inventories[1:], inventory)]
        if minors != sorted(minors):
            yield Problem("E103", "an older version is of a newer specification than a later one")
        yield from self._content(inventories)

    def _declaration(self, entries: list[Path]) -> Iterator[Problem]:
        found = [path for path in entries if path.name.startswith("0=")]
        if len(found) != 1 or not DECLARATION.fullmatch(found[0].name):
            yield Problem("E003", "nothing declares it an OCFL object")
        elif found[0].read_bytes()[:64] != f"{found[0].name[2:]}\n".encode():
            yield Problem("E007", "its declaration says another thing than its name")

    def _inventory_of(self, directory: Path) -> tuple[bytes | None, list[Problem]]:
        """Return the bytes of an inventory that can be read, and what is wrong with it and its digest."""
        where = "" if directory == self._root else f" of {directory.name}"
        path = directory / INVENTORY
        if not _is_file(path):
            return None, [Problem("E063", f"there is no inventory{where}")]
        if path.stat().st_size > MAX_INVENTORY_BYTES:
            return None, [Problem("E033", f"the inventory{where} is too large to be one")]
        data = path.read_bytes()
        try:
            algorithm = read_inventory(data).get("digestAlgorithm")
        except (ValueError, RecursionError) as error:
            return None, [Problem("E033", f"the inventory{where} cannot be read: {error}")]
        if algorithm not in DIGESTS:
            return data, []  # Told by `check_inventory`.
        sidecar = directory / f"{INVENTORY}.{algorithm}"
        if not _is_file(sidecar):
            return data, [Problem("E058", f"there is no digest of the inventory{where}")]
        found = SIDECAR.fullmatch(sidecar.read_bytes()[:4096].decode(errors="replace"))
        if not found:
            return data, [Problem("E061", f"the digest of the inventory{where} is not written as one")]
        if found[1].lower() != hashlib.new(str(algorithm), data).hexdigest():
            return data, [Problem("E060", f"the inventory{where} is not what its digest says")]
        return data, []

    def _entries(self, entries: list[Path], inventory: Mapping[str, Any]) -> Iterator[Problem]:
        """Hold what lies in the root against what may lie there."""
        sidecar = f"{INVENTORY}.{inventory.get('digestAlgorithm')}"
        versions = set(inventory["versions"])
        for path in entries:
            if path.name in {INVENTORY, sidecar, "logs"} or path.name.startswith("0="):
                continue
            if path.name == "extensions":
                yield from _extensions(path)
            elif path.name not in versions or not number_of(path.name) or not path.is_dir() or path.is_symlink():
                is_version = number_of(path.name) is not None and path.is_dir()
                yield Problem("E046" if is_version else "E001", f"{path.name} does not belong there")
        for name in versions - {path.name for path in entries if path.is_dir()}:
            yield Problem("E010", f"there is no directory of version {name}")

    def _version(
        self, name: str, newest: Mapping[str, Any], newest_data: bytes
    ) -> tuple[dict[str, Any] | None, list[Problem]]:
        """Hold a version's directory; return its own inventory, where it is another than the root's."""
        directory, problems = self._root / name, []
        if not directory.is_dir():
            return None, []
        content = newest.get("contentDirectory", "content")
        for path in sorted(directory.iterdir()):
            if path.name == content or path.name.startswith(INVENTORY):
                continue
            if path.is_dir() and not path.is_symlink():
                problems.append(Problem("W002", f"{name} should have no directory {path.name}"))
            else:
                problems.append(Problem("E015", f"{path.name} of {name} is not in its content directory"))
        if not _is_file(directory / INVENTORY):
            return None, [*problems, Problem("W010", f"{name} should have an inventory of its own")]
        data, found = self._inventory_of(directory)
        problems += found
        if data is None:
            return None, problems
        if name == newest.get("head"):
            if data != newest_data:
                problems.append(Problem("E064", "the inventory of the newest version is another than the root's"))
            return None, problems
        older = read_inventory(data)
        problems += check_inventory(older)
        problems += _compare(name, older, newest)
        return older, problems

    def _content(self, inventories: list[Mapping[str, Any]]) -> Iterator[Problem]:
        """Hold every file of content against every inventory that names it."""
        newest = inventories[0]
        there = {path.relative_to(self._root).as_posix() for path in self._files(newest)}
        for inventory in inventories:
            if inventory.get("digestAlgorithm") in DIGESTS and isinstance(inventory.get("manifest"), dict):
                yield from self._manifest(inventory, there)
        fixity = newest.get("fixity", {})
        for algorithm, digests in fixity.items() if isinstance(fixity, dict) else ():
            if not isinstance(digests, dict) or (algorithm not in FIXITY and algorithm not in SHORT_BLAKE):
                continue
            for digest, path in paths_of(digests):
                if not self._is(path, algorithm, digest):
                    yield Problem("E093", f"{path} is not what the fixity block says")

    def _manifest(self, inventory: Mapping[str, Any], there: set[str]) -> Iterator[Problem]:
        """Hold a manifest against the files that were there when it was written."""
        for digest, path in paths_of(inventory["manifest"]):
            if not self._is(path, inventory["digestAlgorithm"], digest):
                yield Problem("E092", f"{path} is not what the manifest says")
        head = number_of(str(inventory.get("head"))) or 0
        for path in sorted(there - {path for _, path in paths_of(inventory["manifest"])}):
            if (number_of(path.partition("/")[0]) or 0) <= head:
                yield Problem("E023", f"{path} is not in the manifest of {inventory.get('head')}")

    def _files(self, inventory: Mapping[str, Any]) -> Iterator[Path]:
        content = inventory.get("contentDirectory", "content")
        if not isinstance(content, str) or "/" in content or content in {"", ".", ".."}:
            return
        for name in inventory["versions"]:
            if number_of(name) is not None:
                yield from (path for path in (self._root / name / content).rglob("*") if not path.is_dir())

    def _is(self, path: str, algorithm: str, digest: str) -> bool:
        if path.startswith("/") or any(part in {"", ".", ".."} for part in path.split("/")) or "\0" in path:
            return False
        at = self._root / path
        if not _is_file(at) or any(above.is_symlink() for above in at.parents if above.is_relative_to(self._root)):
            return False
        if (at, algorithm) not in self._hashes:
            self._hashes[at, algorithm] = _hash(at, algorithm)
        return self._hashes[at, algorithm] == digest.lower()


def _extensions(directory: Path) -> Iterator[Problem]:
    for path in sorted(directory.iterdir()):
        if not path.is_dir():
            yield Problem("E067", f"{path.name} of extensions is no directory")
        elif not REGISTERED.fullmatch(path.name):
            yield Problem("W013", f"{path.name} is no registered extension")


def _compare(name: str, older: Mapping[str, Any], newest: Mapping[str, Any]) -> Iterator[Problem]:
    """Hold the inventory of an older version against the newest."""
    if older.get("id") != newest.get("id"):
        yield Problem("E037", f"the inventory of {name} has another id")
    if older.get("contentDirectory", "content") != newest.get("contentDirectory", "content"):
        yield Problem("E019", f"the inventory of {name} has another content directory")
    if older.get("head") != name:
        yield Problem("E040", f"the inventory of {name} has another head")
    versions = older.get("versions")
    for each, version in (versions if isinstance(versions, dict) else {}).items():
        later = newest["versions"].get(each)
        if not isinstance(version, dict) or not isinstance(later, dict):
            continue
        same = older.get("digestAlgorithm") == newest.get("digestAlgorithm")
        if _logical(older, version) != _logical(newest, later) or (same and _digests(version) != _digests(later)):
            yield Problem("E066", f"version {each} held other files when {name} was made")
        elif any(version.get(key) != later.get(key) for key in ("created", "message", "user")):
            yield Problem("W011", f"version {each} was described in another way when {name} was made")


def _logical(inventory: Mapping[str, Any], version: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return by each path of a state the files that it may be, which tells it whatever the algorithm is."""
    manifest, state = inventory.get("manifest"), version.get("state")
    if not isinstance(manifest, dict) or not isinstance(state, dict):
        return {}
    return {
        path: frozenset(content for _, content in paths_of({digest: manifest.get(digest)}))
        for digest, path in paths_of(state)
    }


def _digests(version: Mapping[str, Any]) -> dict[str, str]:
    state = version.get("state")
    return {path: digest.lower() for digest, path in paths_of(state)} if isinstance(state, dict) else {}


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _hash(path: Path, algorithm: str) -> str:
    make = (
        partial(hashlib.blake2b, digest_size=SHORT_BLAKE[algorithm])
        if algorithm in SHORT_BLAKE
        else partial(hashlib.new, FIXITY.get(algorithm, algorithm), usedforsecurity=False)
    )
    with path.open("rb") as file:
        return hashlib.file_digest(file, make).hexdigest()
