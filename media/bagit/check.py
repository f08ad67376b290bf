"""Is a bag whole? Every file of it is read, and none that leads outside."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from media.bagit.make import ALGORITHMS, DECLARATION

LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+\*?(.+)")
TAG_BYTES = 1 << 26
"""Of a manifest, at most: as many lines as no programme has files."""


def check_bag(root: Path) -> tuple[str, ...]:
    """Return what is wrong with a bag, a sentence each that names the file; empty where it is whole.

    Asked of it is what `media.bagit.make` writes: both manifests, both manifests of the tags, no file to fetch.
    """
    return tuple(_wrong(root))


def _wrong(root: Path) -> Iterator[str]:
    paths = sorted(root.rglob("*")) if root.is_dir() and not root.is_symlink() else []
    odd = [path for path in paths if path.is_symlink() or not (path.is_file() or path.is_dir())]
    if odd:
        yield from (f"{_name(root, path)} is a link, or no file; a bag has files alone." for path in odd)
        return
    there = {_name(root, path) for path in paths if path.is_file()}
    if _text(root, "bagit.txt") != DECLARATION:
        yield "bagit.txt is missing, or does not say BagIt 1.0 in UTF-8: this is no bag that muragat has packed."
        return
    if "fetch.txt" in there:
        yield "fetch.txt names files that are elsewhere; bring the bag with all its files."
    for each in ALGORITHMS:
        payload = {name for name in there if name.startswith("data/")}
        yield from _against(root, f"manifest-{each}.txt", each, payload)
        tags = {name for name in there - payload if not name.startswith("tagmanifest-")}
        yield from _against(root, f"tagmanifest-{each}.txt", each, tags)


def _against(root: Path, manifest: str, algorithm: str, there: set[str]) -> Iterator[str]:
    """Hold files against the manifest that must name each of them once, and no other."""
    text = _text(root, manifest)
    if text is None:
        yield f"{manifest} is missing or cannot be read; without it nobody can tell whether the bag is whole."
        return
    named: set[str] = set()
    for line in text.rstrip("\n").split("\n") if text else ():
        found = LINE.fullmatch(line)
        name = unquote(found[2]) if found else ""
        if not found or name in named:
            yield f"{manifest} has a line that is none, or one file twice ({line[:80]!r})."
            continue
        named.add(name)
        # Only what was found below the bag is opened: a name that leads outside is in no such list.
        if name not in there:
            yield f"{name!r} is in {manifest}, and not in the bag."
        elif _hash(root / name, algorithm) != found[1].lower():
            yield f"{name} is not what it was when the bag was packed ({manifest})."
    yield from (f"{name} is in the bag, and not in {manifest}." for name in sorted(there - named))


def _text(root: Path, name: str) -> str | None:
    path = root / name
    try:
        return path.read_bytes().decode() if path.stat().st_size <= TAG_BYTES else None
    except (OSError, UnicodeDecodeError):
        return None


def _name(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _hash(path: Path, algorithm: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()
