"""Sweep a directory, such as a public edition, for names: every file, whatever it is, and what its database says."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from webapp.errors import NoEdition
from webapp.leaks.look import Found, Kind, Look
from webapp.leaks.names import Name, written_forms
from webapp.leaks.unwrap import ENCODINGS, View, texts, views

SQLITE = b"SQLite format 3\0"
SHORTEST_BYTES = 8
"""Of a name that is looked for among bytes that are no text: a shorter one is there by chance."""
NOISE = 0.9
"""What cannot be packed to less of its length is sound, a picture or packed already, and holds no text to read."""
NOISE_BYTES = range(1 << 10, 1 << 16)
"""From the beginning, by which that is told; less tells nothing."""


@dataclass(frozen=True, slots=True)
class Leak:
    """One name in one file."""

    path: str
    """From the directory that was swept."""
    how: tuple[str, ...]
    """The wrappings in which it lies, outermost first, and the alphabet."""
    found: Found

    @property
    def is_certain(self) -> bool:
        """Whether publishing must stop."""
        return self.found.kind is not Kind.RESEMBLES


def sweep(directory: Path, names: Sequence[Name], *, resembling: bool = True) -> tuple[Leak, ...]:
    """Return every name in every file of a directory, and in the files' own names.

    :param resembling: report what only resembles a name too.
    :raises NoEdition: there is no such directory.
    """
    if not directory.is_dir():
        raise NoEdition(f"There is no directory {directory}; name the edition with --edition.")
    look = Look(names, resembling=resembling)
    forms = _forms(names)
    leaks: dict[tuple[str, str, Kind], Leak] = {}
    for path in sorted(directory.rglob("*")):
        place = path.relative_to(directory).as_posix()
        for how, found in _in_file(path, place, look, forms, names):
            leaks.setdefault((place, found.alias.text, found.kind), Leak(place, how, found))
    return tuple(leaks.values())


def sweep_bytes(data: bytes, names: Sequence[Name]) -> tuple[tuple[tuple[str, ...], Found], ...]:
    """Return what bytes hold, such as an answer of a site, and in which wrappings."""
    return tuple(_in_bytes(data, Look(names, resembling=True), _forms(names), names))


Forms = tuple[tuple[bytes, Found], ...]


def _in_file(
    path: Path, place: str, look: Look, forms: Forms, names: Sequence[Name]
) -> Iterator[tuple[tuple[str, ...], Found]]:
    for found in look.find(place):
        yield ("file name",), found
    if path.is_symlink():
        yield from ((("link",), found) for found in look.find(str(path.readlink())))
        return
    if not path.is_file():
        return
    data = path.read_bytes()
    yield from _in_bytes(data, look, forms, names)
    if data.startswith(SQLITE):
        for text in _database(path):
            yield from ((("sqlite", *how), found) for how, found in _in_bytes(text, look, forms, names))


def _in_bytes(data: bytes, look: Look, forms: Forms, names: Sequence[Name]) -> Iterator[tuple[tuple[str, ...], Found]]:
    for view in views(data):
        if view.is_cut:
            yield view.how, Found(names[0], names[0].aliases[0], Kind.UNREAD, "")
            continue
        yield from _in_view(view, look, forms)


def _in_view(view: View, look: Look, forms: Forms) -> Iterator[tuple[tuple[str, ...], Found]]:
    for written, found in forms:
        if written in view.data:
            yield view.how, found
    if _is_noise(view.data):
        return
    for alphabet, text in texts(view.data):
        for found in look.find(text):
            yield (*view.how, alphabet), found


def _forms(names: Sequence[Name]) -> Forms:
    """Return what is looked for among any bytes."""
    forms: dict[bytes, Found] = {}
    owner = {id(alias): name for name in names for alias in name.aliases}
    for alias, form in written_forms(names):
        for encoding in ENCODINGS:
            written = form.encode(encoding, "ignore")
            if len(written) >= SHORTEST_BYTES and written.decode(encoding) == form:
                forms.setdefault(written, Found(owner[id(alias)], alias, Kind.BYTES, form))
    return tuple(forms.items())


def _is_noise(data: bytes) -> bool:
    beginning = data[: NOISE_BYTES.stop]
    return len(beginning) >= NOISE_BYTES.start and len(zlib.compress(beginning, 1)) > NOISE * len(beginning)


def _database(path: Path) -> Iterator[bytes]:
    """Yield all that a SQLite file says, a column of a table after another: long texts lie in pieces in the file."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        for table in tables:
            rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608 its own name for it
            for column in zip(*rows, strict=True):
                yield "\n".join(value for value in column if isinstance(value, str)).encode()
                yield b"\n".join(value for value in column if isinstance(value, bytes))
    finally:
        connection.close()
