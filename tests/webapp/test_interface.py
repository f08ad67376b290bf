"""The interface speaks three languages, all of it."""

from __future__ import annotations

import hashlib
import io
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask, render_template_string

import webapp
from webapp.interface import CATALOGUES, LANGUAGES, clock, language_name_in, setup_interface

PACKAGE = Path(webapp.__file__).parent
METHODS = [("templates/**.html", "jinja2.ext.babel_extract"), ("**.py", "python")]


@cache
def messages() -> frozenset[str | tuple[str, ...]]:
    found = extract_from_dir(PACKAGE, METHODS, keywords={"_": None, "gettext": None, "ngettext": (1, 2)})
    return frozenset(message for _, _, message, _, _ in found)


@pytest.fixture
def app() -> Flask:
    app = Flask("webapp")
    setup_interface(app)

    @app.get("/")
    def page() -> str:
        return render_template_string(
            "{{ interface_language() }} {{ _('Radio archive') }} {{ '2026-11-24'|day }} {{ 'kk'|language_name }}"
        )

    return app


@pytest.mark.parametrize(
    ("tag", "names"),
    [
        ("kk", ("Kazakh", "қазақ тілі", "казахский")),
        ("kk-Latn", ("Kazakh (Latin)", "қазақ тілі (латын жазуы)", "казахский (латиница)")),
        ("und", ("Unknown language", "белгісіз тіл", "неизвестный язык")),
        ("fa-AF", ("Dari", "дари тілі", "дари")),
        ("en-KZ", ("English (Kazakhstan)", "ағылшын тілі (Қазақстан)", "английский (Казахстан)")),
        ("qaa", ("qaa", "qaa", "qaa")),
        ("x-secret", ("x-secret", "x-secret", "x-secret")),
    ],
)
def test_a_languages_name_says_what_its_tag_says_and_no_more(tag: str, names: tuple[str, ...]) -> None:
    assert tuple(language_name_in(interface, tag) for interface in ("en", "kk", "ru")) == names


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if tag != "en"])
def test_catalogues_are_complete(tag: str) -> None:
    translated: dict[str | tuple[str, ...], object] = {}
    for path in sorted((CATALOGUES / tag).glob("*.po")):
        catalogue = read_po(io.BytesIO(path.read_bytes()), locale=tag, abort_invalid=True)
        for message in catalogue:
            if not message.id:
                continue
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            assert all(forms), f"{path.name}: “{message.id}” is not translated"
            assert not message.fuzzy, f"{path.name}: “{message.id}” is marked fuzzy"
            singular = message.id[0] if isinstance(message.id, tuple) else message.id
            names = set(re.findall(r"%\((\w+)\)", str(singular)))
            for form in forms:
                assert set(re.findall(r"%\((\w+)\)", form)) <= names | {"num"}, f"“{form}” names what is not given"
            translated[message.id] = message.string
    assert messages() - set(translated) == set(), "not translated"
    assert set(translated) - messages() == set(), "translated, but nowhere said"


@pytest.mark.parametrize(
    ("accept", "language"),
    [("kk-KZ,kk;q=0.9,en;q=0.5", "kk"), ("ru", "ru"), ("de", "en"), ("", "en"), ("*", "en"), ("fr,ru;q=0.1", "ru")],
)
def test_browser_chooses(app: Flask, accept: str, language: str) -> None:
    response = app.test_client().get("/", headers={"Accept-Language": accept})
    assert response.text.split()[0] == language
    assert {"Accept-Language", "Cookie"} <= set(response.vary.as_set(preserve_casing=True))


def test_space_in_a_date_is_a_whole_one(app: Flask) -> None:
    client = app.test_client()
    assert "24 ноября 2026\u00a0г." in client.get("/?ui=ru").text
    assert "2026\u00a0ж. 24 қараша" in client.get("/?ui=kk").text


def test_reader_chooses_and_is_remembered(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/?ui=kk", headers={"Accept-Language": "ru"}).text.startswith("kk Радио мұрағаты")
    assert client.get("/", headers={"Accept-Language": "ru"}).text.startswith("kk ")
    assert client.get("/?ui=xx", headers={"Accept-Language": "ru"}).text.startswith("kk ")
    assert client.get("/?ui=en").text == "en Radio archive 24 November 2026 Kazakh"


@pytest.mark.parametrize(
    ("time_ms", "shown"), [(0, "0:00"), (61_999, "1:01"), (3_600_000, "1:00:00"), (36_061_000, "10:01:01")]
)
def test_clock(time_ms: int, shown: str) -> None:
    assert clock(time_ms) == shown


def test_vendored_files_are_what_their_list_says() -> None:
    vendor = PACKAGE / "static" / "vendor"
    rows = re.findall(
        r"^\| (\S+) \|.*\| (?:\S+), (\S+\.LICENSE) \| ([0-9a-f]{64}) \|$",
        (vendor / "README.md").read_text(),
        re.MULTILINE,
    )
    listed = {name for name, _, _ in rows} | {licence for _, licence, _ in rows} | {"README.md"}
    assert listed == {path.name for path in vendor.iterdir()}
    for name, _, sha256 in rows:
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == sha256, name
