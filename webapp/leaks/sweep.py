"""Sweep a directory, such as a public edition, for names: every file, whatever it is, and what its database says."""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from webapp.errors import NoEdition
from webapp.leaks.look import Found, Kind, Look
from webapp.leaks.names import Name, written_forms
from webapp.leaks.plain import plain_part
from webapp.leaks.sounds import is_sound, is_waveform, without_samples
from webapp.leaks.unwrap import ENCODINGS, GUESSED, texts, views

SQLITE = b"SQLite format 3\0"
SOUND_TEXTS = ("utf-8", "utf-16-le", "utf-16-be")
"""In which the texts of a sound file are written."""
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


LEAST_GUESSED = {Kind.NAME: 5, Kind.SPLIT: 8, Kind.RESEMBLES: 8}
"""Letters of a name, for each wrapping or alphabet that is only tried: a shorter one is there by chance."""

Forms = tuple[tuple[bytes, Found], ...]
Data = bytes
"""Within `Sweep`, which has a method of that name."""


class Sweep:
    """Looks for the same names in one thing after another."""

    def __init__(self, names: Sequence[Name], *, resembling: bool) -> None:
        """:param resembling: report what only resembles a name too."""
        self._first = names[0]
        self._look = Look(names, resembling=resembling)
        self._forms = _forms(names)
        self._any_form = re.compile(_any_of(sorted({written[:SHORTEST_BYTES] for written, _ in self._forms})))

    def directory(self, directory: Path) -> Iterator[Leak]:
        """Yield every name in every file of a directory, and in the files' own names, once a file and kind."""
        for path in sorted(directory.rglob("*")):
            place = path.relative_to(directory).as_posix()
            seen = set()
            for how, found in self._file(path, place):
                if (found.alias.text, found.kind) not in seen:
                    seen.add((found.alias.text, found.kind))
                    yield Leak(place, how, found)

    def bytes(self, data: bytes) -> Iterator[tuple[tuple[str, ...], Found]]:
        """Yield what bytes hold, such as an answer of a site, and in which wrappings."""
        for view in views(data):
            if view.is_cut:
                yield view.how, Found(self._first, self._first.aliases[0], Kind.UNREAD, "")
                continue
            plain = b"" if _is_noise(view.data) else plain_part(view.data)
            if len(plain) < len(view.data):
                yield from ((view.how, found) for found in self._among(view.data))
            for alphabet, text in texts(plain):
                guesses = len(GUESSED.intersection((*view.how, alphabet)))
                for found in self._look.find(text):
                    if not guesses or len(found.alias.letters) >= LEAST_GUESSED[found.kind] * guesses:
                        yield (*view.how, alphabet), found

    def _file(self, path: Path, place: str) -> Iterator[tuple[tuple[str, ...], Found]]:
        yield from ((("file name",), found) for found in self._look.find(place))
        if path.is_symlink():
            yield from ((("link",), found) for found in self._look.find(str(path.readlink())))
        elif path.is_file():
            data = path.read_bytes()
            yield from self._sound(data) if is_sound(data) else self.bytes(data)
            if data.startswith(SQLITE):
                for column in _database(path):
                    yield from ((("sqlite", *how), found) for how, found in self.bytes(column))

    def _sound(self, data: Data) -> Iterator[tuple[tuple[str, ...], Found]]:
        """Yield what stands in a sound or its waveform: its samples are no text in whatever alphabet one reads them."""
        yield from (((), found) for found in self._among(data))
        if not is_waveform(data):
            for charset in SOUND_TEXTS:
                for found in self._look.find(without_samples(data).decode(charset, "replace")):
                    yield (charset,), found

    def _among(self, data: Data) -> Iterator[Found]:
        """Yield what stands among any bytes."""
        if self._any_form.search(data):
            yield from (found for written, found in self._forms if written in data)


def sweep(directory: Path, names: Sequence[Name], *, resembling: bool = True) -> tuple[Leak, ...]:
    """Return every name in every file of a directory.

    :param resembling: report what only resembles a name too.
    :raises NoEdition: there is no such directory.
    """
    if not directory.is_dir():
        raise NoEdition(f"There is no directory {directory}; name the edition with --edition.")
    return tuple(Sweep(names, resembling=resembling).directory(directory))


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


def _any_of(heads: Sequence[bytes]) -> bytes:
    """Return a pattern of any of some bytes, byte after byte: side by side, each would be tried wherever one looks.

    :param heads: all of one length, ascending, each once.
    """
    branches = [
        re.escape(first) + _any_of([head[1:] for head in group] if first else [])
        for first, group in groupby(heads, key=lambda head: head[:1])
    ]
    return b"(?:" + b"|".join(branches) + b")" if branches else b""


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
                said = [value for value in column if isinstance(value, str)]
                yield "\n".join(said).encode()
                yield from (value.encode() for value in said if value.startswith(("{", "[")))
                yield b"\n".join(value for value in column if isinstance(value, bytes))
    finally:
        connection.close()
