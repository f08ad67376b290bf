"""Leaks that were planted on purpose are found, all of them, before anything is trusted that finds none."""

from __future__ import annotations

import base64
import gzip
import html
import io
import json
import quopri
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webapp.command_line import Muragat
from tests.webapp.editions import approved
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.errors import NoEdition, NoNames
from webapp.leaks.look import Found, Kind
from webapp.leaks.names import Name, parse_names
from webapp.leaks.sweep import Sweep, sweep
from webapp.leaks.unwrap import DEEPEST, texts, views

NAME, SHORT = "Құндызай Төлегетаева", "Әйо"
NAMES = parse_names(f"{NAME}; Төлегетаева; Tolegetayeva\n{SHORT}\n")
AROUND = "Бүгін ауылда жаңбыр жауды, деді {} біздің тілшіге."
LONG = AROUND.format(NAME)
LONG_TWICE = LONG.encode().decode("latin-1")


def zipped(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{text}</w:t>")
    return file.getvalue()


def zip_of(name: str, text: str, remark: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        entry = zipfile.ZipInfo(name)
        entry.comment = remark.encode()
        archive.writestr(entry, text)
    return file.getvalue()


def freed(path: Path, text: str) -> None:
    """Leave a text in a free page of a database."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE t (x TEXT)")
    connection.execute("INSERT INTO t VALUES (?)", [text])
    connection.commit()
    connection.execute("DROP TABLE t")
    connection.commit()
    connection.close()


def long_row(path: Path, text: str) -> None:
    """Write a row that is so long that it lies on many pages, with the text across the edge of every one."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x TEXT)")
    connection.execute("INSERT INTO t VALUES (?)", [" ".join([text] * 2_000)])
    connection.commit()
    connection.close()


def found_in(data: bytes, names: tuple[Name, ...]) -> list[Found]:
    return [found for _, found in Sweep(names, resembling=True).bytes(data)]


PLANTED: dict[str, Callable[[Path], object]] = {
    "plain": lambda place: (place / "a.txt").write_text(LONG),
    "case endings": lambda place: (place / "a.txt").write_text("Төлегетаеваның үйінде"),
    "Russian case": lambda place: (place / "a.txt").write_text("поговорили с Толегетаевой"),
    "Latin": lambda place: (place / "a.txt").write_text("said Kundyzai Tolegetayeva, 25"),
    "capitals": lambda place: (place / "a.txt").write_text(LONG.upper()),
    "gzip": lambda place: (place / "a.gz").write_bytes(gzip.compress(LONG.encode())),
    "zlib within other bytes": lambda place: (place / "a.bin").write_bytes(b"\0\1" * 9 + zlib.compress(LONG.encode())),
    "zip": lambda place: (place / "a.docx").write_bytes(zipped(LONG)),
    "base64": lambda place: (place / "a.html").write_bytes(b"<img src='data:," + base64.b64encode(LONG.encode())),
    "base64 of gzip": lambda place: (place / "a").write_bytes(base64.b64encode(gzip.compress(LONG.encode()))),
    "UTF-16": lambda place: (place / "a").write_bytes(b"x" + LONG.encode("utf-16-le")),
    "Windows": lambda place: (place / "a").write_bytes(LONG.encode("ptcp154")),
    "percent": lambda place: (place / "a").write_text(f"https://a/?q={quote(NAME)}"),
    "JSON escapes": lambda place: (place / "a.json").write_text(json.dumps({"a": LONG})),
    "entities": lambda place: (place / "a.html").write_text("".join(f"&#x{ord(c):x};" for c in NAME)),
    "quoted-printable": lambda place: (place / "a.eml").write_bytes(quopri.encodestring(LONG.encode())),
    "hexadecimal": lambda place: (place / "a").write_text(f"X'{LONG.encode().hex()}'"),
    "file name": lambda place: (place / f"{NAME}.txt").write_text("nothing"),
    "link": lambda place: (place / "a").symlink_to(f"/nowhere/{NAME}"),
    "free page of a database": lambda place: freed(place / "a.db", LONG),
    "long row of a database": lambda place: long_row(place / "a.db", NAME),
    "two segments": lambda place: (place / "a.json").write_text('[{"text":"Төлеге","m":1},{"text":"таева","m":2}]'),
    "letter by letter": lambda place: (place / "a.txt").write_text("Т-ө-л-е-г-е-т-а-е-в-а"),
    "markup within": lambda place: (place / "a.html").write_text("<p>Төлеге<b>таева</b></p>"),
    "look-alike letters": lambda place: (place / "a.txt").write_text("Tөлeгeтaeвa"),
    "unseen characters": lambda place: (place / "a.txt").write_text("Төле\u200bге\u00adтаева"),
    "order": lambda place: (place / "a.txt").write_text("Төлегетаева Құндызай келді"),
    "tags of sound": lambda place: (place / "a.m4a").write_bytes(bytes(range(256)) * 40 + NAME.encode() + b"\0" * 9),
    "name within a zip": lambda place: (place / "a.docx").write_bytes(zip_of(NAME, "nothing")),
    "remark within a zip": lambda place: (place / "a.docx").write_bytes(zip_of("a", "nothing", NAME)),
    "UTF-16, the other way": lambda place: (place / "a").write_bytes(LONG.encode("utf-16-be")),
    "UTF-32": lambda place: (place / "a").write_bytes(b"xyz" + LONG.encode("utf-32-le")),
    "KOI8-R": lambda place: (place / "a").write_bytes("поговорили с Толегетаевой".encode("koi8-r")),
    "octal escapes": lambda place: (place / "a").write_text("".join(f"\\{each:03o}" for each in NAME.encode())),
    "hexadecimal escapes": lambda place: (place / "a").write_text("".join(f"\\x{each:02x}" for each in NAME.encode())),
    "escapes in braces": lambda place: (place / "a.js").write_text("".join(f"\\u{{{ord(c):x}}}" for c in NAME)),
    "decimal entities": lambda place: (place / "a").write_text("".join(f"&#{ord(c)};" for c in NAME)),
    "named entities": lambda place: (place / "a").write_text("Tolegeta&zwj;yeva"),
    "punycode": lambda place: (place / "a").write_text(f"https://{NAME.split()[1].encode('idna').decode()}.kz/"),
    "soft line break": lambda place: (place / "a").write_text("Tolege=\r\ntayeva"),
    "values of one key": lambda place: (place / "a").write_text('[{"w":"Төлеге","n":"а"},{"w":"таева","n":"а"}]'),
    "values of a key within": lambda place: (place / "a").write_text('{"a":{"b":["Төлеге","таева"]}}'),
    "base64 within a word": lambda place: (place / "a").write_bytes(b"ab" + base64.b64encode(LONG.encode())),
    "base64 without its end": lambda place: (place / "a").write_bytes(base64.b64encode(LONG.encode()).rstrip(b"=")),
    "UTF-8 as Windows": lambda place: (place / "a").write_text(NAME.encode().decode("cp1252", "ignore") + LONG_TWICE),
    "short, alone": lambda place: (place / "a.txt").write_text("сосын Әйоны көрдік"),
    "mojibake": lambda place: (place / "a.txt").write_text(LONG.encode().decode("latin-1")),
}


def test_at_least_twenty_are_planted() -> None:
    assert len(PLANTED) >= 20


@pytest.mark.parametrize("name", PLANTED)
def test_planted_leak_is_found_and_said_where(name: str, tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "innocent.txt").write_text(AROUND.format("Гүлнәр"))
    PLANTED[name](tmp_path / "deep" / "er")
    leaks = [leak for leak in sweep(tmp_path, NAMES) if leak.is_certain]
    assert leaks, "not found"
    assert {leak.path.rpartition("/")[0] for leak in leaks} == {"deep/er"}


def test_edition_without_the_name_is_clean_and_what_only_resembles_is_listed(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        add_version(layout, approved("p1", text="Қызылорда облысы Арал ауданы"), None)
        add_version(layout, approved("p2", text="Бізге төлеген адам келді"), None)
    assert sweep(layout.root, parse_names("Әйгерім Сағатова; Сағатова")) == ()
    alike = sweep(layout.root, parse_names("Төлегетаева"))
    assert {(leak.found.kind, leak.is_certain) for leak in alike} == {(Kind.RESEMBLES, False)}
    with edition_writer(layout):
        add_version(layout, approved("p3", text="бірде Төлегетаева келді"), None)
    places = {leak.path for leak in sweep(layout.root, NAMES) if leak.is_certain}
    assert {place.partition("/")[0] for place in places} == {"words", "programmes"}, "the index holds words too"


FORMS = {
    "Айгүл": "Айгүлдің Айгүлге Айгүлді Айгүлде Айгүлден Айгүлмен Aigul Aygul Aigül Айгуль АЙГҮЛ",
    "Серік Омаров": "Серік Омаровтың|Сериком Омаровым|Serik Omarov’s|Омаров Серік|Серика Омарова",
    "Динара": "Динараның Динару Динарой Динаре Динары Dinara Dinara's Динараға",
    "Жақсыбаева": "Жақсыбаеваның Жаксыбаевой Жаксыбаеву Zhaksybayeva Zhaqsybaeva Jaqsybaeva Жақсыбаеваға",
    "Нұрлан": "Нұрланның Нурлана Нурлану Нурланом Nurlan Nurlanga Нұрланмен Нұрлан",
    "Қожахмет": "Қожахметтің Кожахмета Кожахметом Kozhakhmet Qojahmet Қожахметке",
    "Әсел": "Әселдің Асель Асели Asel Assel Әселге Асел",
    "Мұхаммеджан": "Мухаммеджана Мухамеджаном Mukhammedzhan Mukhamedzhan Muhammedjan Мұхаммеджанға",
}


@pytest.mark.parametrize("name", FORMS)
def test_names_are_found_in_their_cases_and_spellings(name: str) -> None:
    forms = FORMS[name].split("|") if "|" in FORMS[name] else FORMS[name].split()
    names = parse_names(name)
    missed = [
        form
        for form in forms
        if not any(found.kind is not Kind.RESEMBLES for found in found_in(AROUND.format(form).encode(), names))
    ]
    assert missed == []


ENCODERS: tuple[Callable[[bytes], bytes], ...] = (
    gzip.compress,
    zlib.compress,
    base64.b64encode,
    base64.urlsafe_b64encode,
    lambda data: data.hex().encode(),
    lambda data: quote(data).encode(),
    lambda data: html.escape(data.decode("latin-1")).encode("latin-1"),
    quopri.encodestring,
    lambda data: b"\x01\x02 head " + data + b" tail",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(ENCODERS), max_size=4), st.integers(0, 5))
def test_wrappings_inside_one_another_hide_nothing(encoders: list[Callable[[bytes], bytes]], padding: int) -> None:
    data = b"." * padding + LONG.encode()
    for encode in encoders:
        data = encode(data)
    assert any(found.kind is not Kind.RESEMBLES for found in found_in(data, NAMES))


@settings(deadline=None)
@given(st.binary(max_size=2_000))
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    """What begins like a PDF and is none counts as not looked at."""
    found = found_in(data, parse_names("Құндызай Төлегетаева"))
    assert all(each.kind in (Kind.RESEMBLES, Kind.UNREAD) for each in found)


@pytest.mark.parametrize(("wrappings", "is_unpacked"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_so_many_wrappings_are_followed(wrappings: int, is_unpacked: bool) -> None:
    data = NAME.encode()
    for _ in range(wrappings):
        data = data.hex().encode()
    assert any(view.data == NAME.encode() for view in views(data)) is is_unpacked


@pytest.mark.parametrize(("most", "is_cut"), [(1_000, False), (999, True)])
def test_so_much_is_unpacked_and_then_it_is_said(monkeypatch: pytest.MonkeyPatch, most: int, is_cut: bool) -> None:
    monkeypatch.setattr("webapp.leaks.unwrap.MOST_BYTES", most)
    found = list(views(zlib.compress(b"\0\1" * 500)))
    assert any(view.is_cut for view in found) is is_cut
    assert any(len(view.data) == 1_000 for view in found) is not is_cut


def test_the_same_bytes_are_unpacked_once() -> None:
    packed = zlib.compress(NAME.encode())
    assert sum(view.data == NAME.encode() for view in views(packed + packed)) == 1


def test_texts_that_only_bytes_are_of_no_other_alphabet() -> None:
    assert [how for how, _ in texts(b"only letters")] == ["utf-8"]
    assert {how for how, _ in texts("тек әріптер".encode())} >= {"utf-8", "cp1251", "ptcp154"}
    assert "utf-16-le" not in {how for how, _ in texts("не кирилл".encode("cp1251"))}
    assert [text for how, text in texts(b'{"a": [1, "b", {"c": "d"}], "c": "e"}') if how == "json"] == ["b", "d e"]
    assert [text for how, text in texts(b"<p>a<b>b</b></p>") if how == "markup"] == [" a b  ", "ab"]


def test_bomb_is_a_finding_and_not_a_full_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.leaks.unwrap.MOST_BYTES", 1 << 20)
    kinds = {found.kind for found in found_in(zlib.compress(b" " * (8 << 20)), NAMES)}
    assert Kind.UNREAD in kinds


@pytest.mark.parametrize("text", ["", "# nobody\n\n", "…; —\n"])
def test_file_without_names_is_refused(text: str) -> None:
    with pytest.raises(NoNames):
        parse_names(text)


def test_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoEdition, match="nowhere"):
        sweep(tmp_path / "nowhere", NAMES)


def test_command_says_where_and_ends_with_one(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    with edition_writer(layout):
        add_version(layout, approved("p1", text="бірде Төлегетаева келді"), None)
    names = tmp_path / "names.txt"
    names.write_text("# two of them\nҚұндызай Төлегетаева; Төлегетаева\nСағатова\n")
    done = Muragat(tmp_path / "archive")("leakcheck", "--edition", str(layout.root), "--names", str(names))
    assert done.returncode == 1
    assert "“Төлегетаева” stands in it" in done.stdout
    assert "2 names looked for, 1 found." in done.stdout
    names.write_text("Сағатова\n")
    done = Muragat(tmp_path / "archive")("leakcheck", "--edition", str(layout.root), "--names", str(names), "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"names": 1, "leaks": []})
