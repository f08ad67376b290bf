"""What the manifests of a bag say, and whether the files that are there are those that they name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from media.bagit.make import ALGORITHMS, DECLARATION, DECLARATION_NAME

LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+\*?(.+)")
TAG_BYTES = 1 << 26
"""Of a manifest, at most: as many lines as no programme has files."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One manifest, and what lies beside it."""

    manifest: str
    algorithm: str
    digests: Mapping[str, str]
    """By name: of the files that are in the manifest and in the bag."""
    wrong: tuple[str, ...]
    """A sentence for each line that is none, and for each file that only one of both has."""


def look_at(root: Path) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """Return the manifests of a bag, and what is wrong with the bag before any file is read.

    Where something is so wrong that no manifest can be looked at, there are none.
    """
    paths = sorted(root.rglob("*")) if root.is_dir() and not root.is_symlink() else []
    odd = [path for path in paths if path.is_symlink() or not (path.is_file() or path.is_dir())]
    if odd:
        return (), tuple(f"{_name(root, path)} is a link, or no file; a bag has files alone." for path in odd)
    if read_tag(root, DECLARATION_NAME) != DECLARATION:
        sentence = "bagit.txt is missing, or does not say BagIt 1.0 in UTF-8: this is no bag that muragat has packed."
        return (), (sentence,)
    there = {_name(root, path) for path in paths if path.is_file()}
    elsewhere = "fetch.txt names files that are elsewhere; bring the bag with all its files."
    wrong = [elsewhere] if "fetch.txt" in there else []
    payload = {name for name in there if name.startswith("data/")}
    tags = {name for name in there - payload if not name.startswith("tagmanifest-")}
    listed = tuple(
        _listed(root, f"{prefix}manifest-{each}.txt", each, files)
        for each in ALGORITHMS
        for prefix, files in (("", payload), ("tag", tags))
    )
    return listed, (*wrong, *(sentence for each in listed for sentence in each.wrong))


def read_tag(root: Path, name: str) -> str | None:
    """Return the text of a small file of a bag, ``None`` where there is none that can be read."""
    path = root / name
    try:
        return path.read_bytes().decode() if path.stat().st_size <= TAG_BYTES else None
    except (OSError, UnicodeDecodeError):
        return None


def hash_of(path: Path, algorithm: str) -> str:
    """Return the hash of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


def _listed(root: Path, manifest: str, algorithm: str, there: set[str]) -> Listed:
    """Hold files against the manifest that must name each of them once, and no other."""
    text = read_tag(root, manifest)
    if text is None:
        sentence = f"{manifest} is missing or cannot be read; without it nobody can tell whether the bag is whole."
        return Listed(manifest, algorithm, {}, (sentence,))
    digests: dict[str, str] = {}
    wrong: list[str] = []
    for line, name, digest in _lines(text):
        if name is None or name in digests:
            wrong.append(f"{manifest} has a line that is none, or one file twice ({line[:80]!r}).")
        else:
            digests[name] = digest
    # Only what was found below the bag is opened: a name that leads outside is in no such list.
    wrong += [f"{name!r} is in {manifest}, and not in the bag." for name in digests if name not in there]
    wrong += [f"{name} is in the bag, and not in {manifest}." for name in sorted(there - digests.keys())]
    known = {name: digest for name, digest in digests.items() if name in there}
    return Listed(manifest, algorithm, known, tuple(wrong))


def _lines(text: str) -> Iterator[tuple[str, str | None, str]]:
    for line in text.rstrip("\n").split("\n") if text else ():
        found = LINE.fullmatch(line)
        yield line, unquote(found[2]) if found else None, found[1].lower() if found else ""


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
