"""An inventory by itself: section 3.5 of the specification, without looking at any other file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from media.ocfl.records import Problem

TYPES = {"https://ocfl.io/1.0/spec/#inventory": 0, "https://ocfl.io/1.1/spec/#inventory": 1}
"""The type of an inventory → the minor version of the specification."""
DIGESTS = {"sha512": 128, "sha256": 64}
"""Algorithms for addressing content → hexadecimal digits."""
VERSION = re.compile(r"v(0*)([1-9]\d*)")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.IGNORECASE)

Tell = Callable[[str, str], None]


class Twice(ValueError):
    """A name stands twice in one JSON object: which of both counts, nobody can say."""


def read_inventory(data: bytes) -> dict[str, Any]:
    """Return the JSON object.

    :raises ValueError: it is none, or has a name twice.
    """
    found = json.loads(data.decode(), object_pairs_hook=_once)
    if not isinstance(found, dict):
        raise ValueError("it is no JSON object")
    return found


def check_inventory(inventory: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong with an inventory in itself."""
    problems: list[Problem] = []

    def tell(code: str, what: str) -> None:
        problems.append(Problem(code, what))

    _check_head(inventory, tell)
    manifest = inventory.get("manifest")
    if not isinstance(manifest, dict):
        tell("E041", "the inventory has no manifest")
        manifest = {}
    _check_paths(manifest, tell, "manifest")
    if len({digest.lower() for digest in manifest}) != len(manifest):
        tell("E096", "the manifest has a digest twice")
    versions = inventory.get("versions")
    if not isinstance(versions, dict):
        tell("E043", "the inventory has no versions")
        versions = {}
    _check_versions(inventory, versions, tell)
    used: set[str] = set()
    for name, version in versions.items():
        used |= _check_version(name, version, manifest, tell)
    if unused := set(manifest) - used:
        tell("E107", f"no version uses {min(unused)[:12]}… of the manifest")
    _check_fixity(inventory.get("fixity", {}), manifest, tell)
    return problems


def number_of(name: str) -> int | None:
    """Return the number of a version's name, ``None`` where it is no such name."""
    found = VERSION.fullmatch(name)
    return int(found[2]) if found else None


def paths_of(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield digest and path of each entry that is of the right kind."""
    for digest, paths in manifest.items():
        if isinstance(paths, list):
            yield from ((digest, path) for path in paths if isinstance(path, str))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Twice("a name stands twice in it")
    return found


def _check_head(inventory: Mapping[str, Any], tell: Tell) -> None:
    for name in ("id", "type", "digestAlgorithm", "head"):
        if not isinstance(inventory.get(name), str) or not inventory[name]:
            tell("E040" if name == "head" and name in inventory else "E036", f"the inventory has no {name}")
    if isinstance(inventory.get("type"), str) and inventory["type"] not in TYPES:
        tell("E038", "the inventory's type is none that is known")
    algorithm = inventory.get("digestAlgorithm")
    if isinstance(algorithm, str) and algorithm not in DIGESTS:
        tell("E025", f"{algorithm} is no algorithm for content")
    elif algorithm == "sha256":
        tell("W004", "sha512 should be used")
    identity = inventory.get("id")
    if isinstance(identity, str) and not urlsplit(identity).scheme:
        tell("W005", "the id should be a URI")
    directory = inventory.get("contentDirectory", "content")
    if not isinstance(directory, str) or "/" in directory:
        tell("E017", "the content directory's name has a slash")
    elif directory in {"", ".", ".."}:
        tell("E018", "the content directory leads elsewhere")


def _check_versions(inventory: Mapping[str, Any], versions: Mapping[str, Any], tell: Tell) -> None:
    if not versions:
        tell("E008", "there is no version")
        return
    numbers = {name: number_of(name) for name in versions}
    for name in (name for name, number in numbers.items() if number is None):
        tell("E046", f"{name} is no version's name")
    known = sorted(number for number in numbers.values() if number is not None)
    if known != list(range(1, len(known) + 1)):
        tell("E010" if known and known[0] == 1 else "E009", "versions are missing between others")
    padded = {name for name in versions if name.startswith("v0")}
    if padded and (len(padded) != len(versions) or len({len(name) for name in versions}) > 1):
        tell("E011", "versions are named in two ways")
        tell("E013", "versions are not as long as each other")
    elif padded:
        tell("W001", "versions should not begin with zeros")
    head = inventory.get("head")
    if isinstance(head, str) and (head not in versions or not known or numbers[head] != known[-1]):
        tell("E040", "the head is not the newest version")


def _check_version(name: str, version: Any, manifest: Mapping[str, Any], tell: Tell) -> set[str]:
    """Hold one version's block; return the digests that it uses."""
    if not isinstance(version, dict):
        tell("E047", f"version {name} is no block")
        return set()
    _check_created(name, version.get("created"), tell)
    _check_maker(name, version.get("message"), version.get("user"), tell)
    state = version.get("state")
    if not isinstance(state, dict):
        tell("E050" if "state" in version else "E048", f"{name} has no state")
        return set()
    paths: list[str] = []
    for digest, those in state.items():
        if digest not in manifest:
            tell("E050", f"{name} uses {digest[:12]}…, which the manifest has not")
        if not isinstance(those, list) or not all(isinstance(path, str) for path in those):
            tell("E051", f"{name} has a path that is no text")
            continue
        paths += those
    _check_each(paths, tell, name, slash="E053", elsewhere="E052", twice="E095")
    return set(state)


def _check_created(name: str, created: Any, tell: Tell) -> None:
    if created is None:
        tell("E048", f"{name} does not say when it was made")
        return
    try:
        if not isinstance(created, str) or not RFC_3339.fullmatch(created):
            raise ValueError
        datetime.fromisoformat(created.upper())
    except ValueError:
        tell("E049", f"the time of {name} is not that of RFC 3339")


def _check_maker(name: str, message: Any, user: Any, tell: Tell) -> None:
    if message is not None and not isinstance(message, str):
        tell("E094", f"the message of {name} is no text")
    if not message or user is None:
        tell("W007", f"{name} should say who made it, and why")
    if user is None:
        return
    if not isinstance(user, dict) or not isinstance(user.get("name"), str) or not user["name"]:
        tell("E054", f"the user of {name} has no name")
    elif not user.get("address"):
        tell("W008", f"the user of {name} should have an address")
    elif not urlsplit(str(user["address"])).scheme:
        tell("W009", f"the address of the user of {name} should be a URI")


def _check_paths(digests: Mapping[str, Any], tell: Tell, where: str) -> None:
    paths = [path for _, path in paths_of(digests)]
    if any(not isinstance(those, list) for those in digests.values()):
        tell("E092" if where == "manifest" else "E057", f"the {where} is not made of lists")
    _check_each(paths, tell, f"the {where}", slash="E100", elsewhere="E099", twice="E101")


def _check_each(paths: list[str], tell: Tell, where: str, *, slash: str, elsewhere: str, twice: str) -> None:
    """Hold the paths of one place; the codes are those of what may be wrong."""
    for path in paths:
        if path.startswith("/") or path.endswith("/"):
            tell(slash, f"{path!r} of {where} begins or ends with a slash")
        if any(part in {"", ".", ".."} for part in path.strip("/").split("/")):
            tell(elsewhere, f"{path!r} of {where} leads elsewhere")
    if _conflict(paths):
        tell(twice, f"{where} has a path twice, or one that is a file and a directory")


def _conflict(paths: list[str]) -> bool:
    """Return whether a path stands twice, or is also the beginning of another."""
    directories = {path[:at] for path in paths for at, letter in enumerate(path) if letter == "/"}
    return len(set(paths)) != len(paths) or bool(directories & set(paths))


def _check_fixity(fixity: Any, manifest: Mapping[str, Any], tell: Tell) -> None:
    if not isinstance(fixity, dict):
        tell("E056", "the fixity block is none")
        return
    known = {path for _, path in paths_of(manifest)}
    for algorithm, digests in fixity.items():
        if not isinstance(digests, dict):
            tell("E057", f"the fixity block of {algorithm} is none")
            continue
        if len({digest.lower() for digest in digests}) != len(digests):
            tell("E097", f"the fixity block of {algorithm} has a digest twice")
        _check_paths(digests, tell, "fixity block")
        for _, path in paths_of(digests):
            if path not in known:
                tell("E093", f"the fixity block has {path!r}, which the manifest has not")
