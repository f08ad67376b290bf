"""Twenty ways in which a name may come into a public store, each of which a sweep has to find."""

from __future__ import annotations

import base64
import gzip
import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

LEAST_PLANTED = 7
"""Letters: shorter names are not looked for in wrappings that nothing says there are."""


def _document(edition: Path) -> Path:
    return next(path for path in sorted(edition.glob("programmes/*/*.json")) if path.name != "withdrawn.json")


def _add(path: Path, data: bytes) -> None:
    path.write_bytes(path.read_bytes() + data)


def in_a_document(edition: Path, name: str) -> None:
    path = _document(edition)
    path.write_text(path.read_text().replace('"title":"', f'"title":"{name} ', 1))


def in_a_case(edition: Path, name: str) -> None:
    (edition / "words" / "a.txt").write_text(f"кеше {name}дан келді")


def in_a_file_name(edition: Path, name: str) -> None:
    (edition / "sound" / f"{name}.m4a").write_bytes(b"")


def in_a_folder_name(edition: Path, name: str) -> None:
    (edition / "programmes" / name).mkdir()


def in_a_link(edition: Path, name: str) -> None:
    (edition / "link").symlink_to(f"/archive/{name}.wav")


def _sound(edition: Path) -> Path:
    return next(path for path in sorted(edition.glob("sound/*.m4a")) if path.stat().st_size)


def in_a_tag_of_the_sound(edition: Path, name: str) -> None:
    _add(_sound(edition), b"\xa9nam" + name.encode())


def in_wide_letters_of_the_sound(edition: Path, name: str) -> None:
    _add(_sound(edition), b"\0\0" + name.encode("utf-16-le"))


def in_the_waveform(edition: Path, name: str) -> None:
    _add(next(edition.glob("sound/*.dat")), name.encode())


def in_a_row(edition: Path, name: str) -> None:
    with closing(sqlite3.connect(edition / "public.db")) as db, db:
        db.execute("CREATE TABLE more (said TEXT)")
        db.execute("INSERT INTO more VALUES (?)", [name])


def in_a_free_page(edition: Path, name: str) -> None:
    with closing(sqlite3.connect(edition / "public.db")) as db, db:
        db.execute("PRAGMA secure_delete = OFF")
        db.execute("CREATE TABLE gone (said TEXT)")
        db.execute("INSERT INTO gone VALUES (?)", [f"{name} " * 9_000])
        db.execute("DROP TABLE gone")


def in_the_search_index(edition: Path, name: str) -> None:
    _add(next(edition.glob("words/*.words")), b"\n" + name.lower().encode("ptcp154", "ignore") + b"\n")


def gzipped(edition: Path, name: str) -> None:
    (edition / "page.gz").write_bytes(gzip.compress(name.encode()))


def zipped(edition: Path, name: str) -> None:
    with zipfile.ZipFile(edition / "words.docx", "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:t>{name[:3]}</w:t><w:t>{name[3:]}</w:t>")


def in_base64(edition: Path, name: str) -> None:
    (edition / "data.html").write_bytes(b"data:text/plain;base64," + base64.b64encode(f"кеше {name} деді".encode()))


def in_an_address(edition: Path, name: str) -> None:
    (edition / "sitemap.xml").write_text(f"<loc>https://radio.example/{quote(name)}</loc>")


def escaped(edition: Path, name: str) -> None:
    (edition / "page.json").write_text(json.dumps({"by": name}))


def in_references(edition: Path, name: str) -> None:
    (edition / "page.html").write_text("".join(f"&#{ord(letter)};" for letter in name))


def over_two_captions(edition: Path, name: str) -> None:
    (edition / "a.vtt").write_text(
        f"00:01.000 --> 00:02.000\nкеше {name[:4]}\n\n00:02.000 --> 00:03.000\n{name[4:]} деді\n"
    )


def spelt(edition: Path, name: str) -> None:
    (edition / "b.txt").write_text(" ".join(name))


def with_what_nobody_sees(edition: Path, name: str) -> None:
    (edition / "c.txt").write_text("\u200b".join(name))


PLANTING: tuple[Callable[[Path, str], None], ...] = (
    in_a_document,
    in_a_case,
    in_a_file_name,
    in_a_folder_name,
    in_a_link,
    in_a_tag_of_the_sound,
    in_wide_letters_of_the_sound,
    in_the_waveform,
    in_a_row,
    in_a_free_page,
    in_the_search_index,
    gzipped,
    zipped,
    in_base64,
    in_an_address,
    escaped,
    in_references,
    over_two_captions,
    spelt,
    with_what_nobody_sees,
)
