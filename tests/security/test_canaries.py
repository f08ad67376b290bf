"""Two hundred names stand in every private corner of an archive, and are kept back in every text that is published:
none of them is in anything that is public."""

from __future__ import annotations

import gzip
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlite_utils import Database
from werkzeug.test import TestResponse

import webapp
from media.catalogue import add_document, add_programme, set_facts
from media.records import Covers
from tests.security.access_public import READ, ROUTES
from tests.security.planted import LEAST_PLANTED, PLANTING
from tests.security.test_public_access import address
from tests.transcribe.texts import type_words
from tests.webapp.desk import SUMMARY, Desk, fill, make_desk, with_a_translation
from tests.webapp.editions import PROVENANCE, segments
from tests.webapp.published import public_client
from transcribe.glossary import add_terms
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from transcribe.translation.records import sources_sha256
from webapp.accounts import add_user, get_user
from webapp.desk.asked import ask_for_approval
from webapp.desk.comments import About, answer, edit_comment, write_comment
from webapp.downloads.asked import NAMES
from webapp.edition.gather import approved_of, find_sound
from webapp.edition.layout import Layout, read_document
from webapp.edition.publish import publish, withdraw
from webapp.edition.store import add_version, edition_writer
from webapp.english import english_of, write_english
from webapp.leaks.look import Kind
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep, sweep
from webapp.public.shelf import Shelf
from webapp.redaction.checked import MOST_NAMES
from webapp.redaction.opened import opened
from webapp.redaction.records import MASK
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE, new_key
from webapp.review import approve, content

CANARIES = 200
CONTROL = "Бұрқылдай"
"""Stands in what is published: what finds the others must find it."""
ACCEPTED = ("text/html", "application/json", "*/*")
CHANGING = frozenset(("Content-Security-Policy", "Date"))
"""Headers that are of one answer alone, and are made of nothing else."""
RANGES = ("bytes=0-99", "bytes=999999999-")
EVERY_ACCEPT = (
    *ACCEPTED,
    "application/xml",
    "text/vtt",
    "image/png",
    "audio/mp4",
    "application/rss+xml",
    "nothing/at-all",
    "",
)
EVERY_RANGE = (*RANGES, "bytes=-50", "bytes=5-2", "bytes=0-0,10-20", "words=1-2")
EVERY_WAY = (
    *(
        "?letters=latin",
        "?text=translation",
        "?text=both",
        "?unit=words",
        "?unit=segments",
        "?clean=yes",
        "?speakers=no",
    ),
    *("?guide=bbc", "?lines=1&characters=20", "?ui=kk", "?ui=ru", "?nothing=at-all", "?lines=x"),
)
"""Of a file, and of any page; some are refused, on a page of their own."""
TRANSCRIPT = "/programmes/<programme_id>/transcript."
LEAST_ANSWERS = 2_000
CATALOGUES = Path(webapp.__file__).parent / "locale"
"""Of the interface: a name that is a word of it in Kazakh or Russian (Қәқ, как) stands on every page."""
PLANTED = 20


def canaries() -> list[str]:
    """Return names that no word of the programmes resembles: long and short, Cyrillic and Latin, with hyphens."""
    chance = random.Random(21)
    kazakh, latin = ("қғңһұүөәжшзбрдмт", "ұөәүыі"), ("bdfgjkmpqrvwxz", "aeiouy")

    def word(letters: tuple[str, str], syllables: int) -> str:
        made = "".join(chance.choice(letters[0]) + chance.choice(letters[1]) for _ in range(syllables))
        return (made + chance.choice(letters[0])).capitalize()

    made: list[str] = []
    while len(made) < CANARIES:
        letters = chance.choice((kazakh, kazakh, latin))
        first, last = word(letters, chance.choice((2, 3, 4))), word(letters, 4)
        made.append(chance.choice((first, f"{first} {last}", f"{first}-{last}", word(kazakh, 1))))
    return made


@dataclass(frozen=True, slots=True)
class Sown:
    desk: Desk
    names: tuple[Name, ...]
    withdrawn: str


@pytest.fixture(scope="module")
def sown(tmp_path_factory: pytest.TempPathFactory) -> Sown:
    """An archive with a published programme, a withdrawn one and one that nobody approved."""
    desk = make_desk(tmp_path_factory.mktemp("sown"))
    names = canaries()
    with pytest.MonkeyPatch.context() as patch, closing(desk.open()) as db:
        patch.setenv(KEY_VARIABLE, new_key())
        withdrawn = _sow(desk, db, names)
    return Sown(desk, tuple(Name((Alias(name),)) for name in names), withdrawn)


def _sow(desk: Desk, db: Database, names: list[str]) -> str:
    share = [names[start : start + 20] for start in range(0, CANARIES, 20)]
    texts = [" ".join(each) for each in share]
    pid = desk.programme_id
    add_user(db, names[0], "journalist", "correct horse battery")
    add_user(db, names[1], "approver", "correct horse battery")
    add_terms(db, "", share[0])
    add_document(db, pid, "script", texts[1], language="kk")
    add_document(db, pid, "summary", f"An earlier one: {texts[2]}.", language="en")
    add_document(db, pid, "summary", SUMMARY, language="en")
    set_facts(db, pid, {"embargo": "2000-01-01"})
    _edit(db, pid, f"{texts[4]}", names[0])
    write_english(db, pid, desk.segment_id, texts[5], names[0], base_id=None, source_sha256="")
    _name_everywhere(desk, db, names)
    _talk(db, pid, texts, names[0])
    _keep_back(desk, db, names, texts[0])
    _edit(db, pid, f"Кейін {texts[8]}", names[0])
    gone, _, _ = fill(desk.archive, db, "contributor_owner", words=texts[9])
    set_facts(db, gone, {"title": names[0], "people": "; ".join(share[1]), "author": names[2]})
    approve(db, gone, "admin")
    publish(desk.archive, db, desk.edition, gone, "admin")
    withdraw(desk.archive, db, desk.edition, gone, "admin", texts[0])
    unapproved = add_programme(db, {"title": texts[7], "language": "kk", "disclaimer": texts[3]}).programme_id
    recording = content(db, pid).recording
    assert recording
    run = NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments(texts[2]))
    store_transcript(db, unapproved, run)
    return gone


def _talk(db: Database, programme_id: str, texts: list[str], name: str) -> None:
    """Let people write to each other: open comments stand against an approval, whose override is kept, too."""
    author = get_user(db, name)
    thread = write_comment(db, programme_id, author, f"@{name}: {texts[7]}", About(start_ms=0, quote=texts[3]))
    answer(db, programme_id, thread.thread_id, author, texts[2])
    first = thread.comments[0]
    edit_comment(db, programme_id, thread.thread_id, first.comment_id, author, texts[8], first.texts[0].row_id)
    ask_for_approval(db, programme_id, author)


def _name_everywhere(desk: Desk, db: Database, names: list[str]) -> None:
    """Write every name into the words, and each text that is published full of others of them."""
    pid = desk.programme_id
    share = [" ".join(names[start::10]) for start in range(10)]
    set_facts(db, pid, {"title": f"{names[40]} және {names[41]}ның ауылы", "people": "; ".join((*names[:20], "Берік"))})
    set_facts(db, pid, {"citation": share[1], "series": names[42], "publisher": f"{names[43]} қоры"})
    add_document(db, pid, "summary", f"{SUMMARY} {share[2]}.", language="en", author=names[44])
    spelt = " ".join(f"{'-'.join(name)} {name.upper()}да" for name in names[::20] if " " not in name)
    said = f"Ауылда {CONTROL} тұрады {' '.join(names)} {spelt} дейді"
    _edit(db, pid, said, names[0], speaker=names[45])
    with_a_translation(desk, f"They are {share[3]}.")
    first = current_text(db, pid).segments[0]
    source = sources_sha256([first])
    written = english_of(db, pid)[desk.segment_id].english_id
    write_english(db, pid, first.segment_id, f"Here are {share[4]}.", names[0], base_id=written, source_sha256=source)


def _keep_back(desk: Desk, db: Database, names: list[str], why: str) -> None:
    """Keep all of them back, and put what is left into the edition, as publishing does once the gate has passed it."""
    pid = desk.programme_id
    for start in range(0, CANARIES, MOST_NAMES):
        add_person(db, pid, names[start : start + MOST_NAMES], "admin", reason="a test", confirm=True)
    approval = approve(db, pid, names[1], why, with_translation=True)
    now = content(db, pid)
    assert now.recording
    sound = find_sound(desk.archive, now.recording, Covers())
    approved = approved_of(db, now, approval.content_sha256, approval.created_at, sound.sound, opened(now.redactions))
    layout = Layout(desk.edition)
    with edition_writer(layout):
        add_version(layout, approved, sound)


def _edit(db: Database, programme_id: str, text: str, author: str, speaker: str | None = None) -> None:
    now = current_text(db, programme_id)
    segment_id = now.segments[0].segment_id
    type_words(db, programme_id, segment_id, text, author, speaker=speaker)


def test_there_are_enough() -> None:
    assert len(canaries()) == CANARIES
    assert any(len(name) == 3 for name in canaries())
    assert any("-" in name for name in canaries())
    assert any(name.isascii() for name in canaries())


def test_no_byte_of_the_public_store_has_one(sown: Sown) -> None:
    leaks = sweep(sown.desk.edition, sown.names, resembling=False)
    assert [(leak.path, leak.how, leak.found.alias.text, leak.found.around) for leak in leaks] == []
    control = sweep(sown.desk.edition, [Name((Alias(CONTROL),))])
    assert {leak.path.partition("/")[0] for leak in control if leak.is_certain} == {"programmes", "words"}


def test_something_stands_in_their_place(sown: Sown) -> None:
    layout = Layout(sown.desk.edition)
    (path,) = [each for each in layout.document_paths() if each.parent.name == sown.desk.programme_id]
    document = read_document(path)
    assert document.transcript
    assert [word.text for segment in document.transcript.segments for word in segment.words if word.redacted] == [MASK]
    assert document.facts.people == ("Берік",)
    assert document.summary
    assert any(MASK in sentence.text for sentence in document.summary.sentences)
    assert all(MASK in piece.text for layer in document.translations for piece in layer.segments)
    assert len(document.translations) == len(("machine", "journalist"))


def test_the_archive_has_them_all(sown: Sown) -> None:
    with closing(sown.desk.open()) as db:
        rows = "\n".join(db.conn.iterdump())
    assert [name.text for name in sown.names if not all(word in rows for word in name.text.split())] == []


def test_no_answer_of_the_public_site_has_one(sown: Sown) -> None:
    client = public_client(sown.desk.edition)
    inside = Sweep((*sown.names, Name((Alias(CONTROL),))), resembling=False)
    found: list[tuple[str, str]] = []
    with_control: set[str] = set()
    seen: set[bytes] = set()
    for asked, response in _answers(client, sown):
        head = "\n".join(f"{name}: {value}" for name, value in response.headers if name not in CHANGING)
        for said in (response.get_data(), head.encode()):
            if said in seen:
                continue
            seen.add(said)
            for how, each in inside.bytes(said):
                if each.alias.text == CONTROL:
                    with_control.add(asked)
                elif each.kind is not Kind.RESEMBLES:
                    found.append((asked, f"{each.alias.text}: {each.kind}, {how}, {each.around}"))
    assert found == []
    assert len(with_control) >= 10, "what finds the others must find this one"
    unread = {name for name in NAMES if not any(f"transcript.{name} " in asked for asked in with_control)}
    assert unread <= {"rttm", "chapters"}, "these have no words"


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_twenty_leaks_that_are_planted_are_found(sown: Sown, tmp_path: Path) -> None:
    edition = tmp_path / "edition"
    shutil.copytree(sown.desk.edition, edition)
    long_names = [name for name in sown.names if len(name.text) >= LEAST_PLANTED and name.text.isalpha()]
    longest = sorted(long_names, key=lambda name: -len(name.text))  # Among bytes that are no text only those of eight.
    planted = dict(zip(PLANTING, longest, strict=False))
    for plant, name in planted.items():
        plant(edition, name.text)
    found = {leak.found.name for leak in sweep(edition, sown.names, resembling=False)}
    assert len(planted) == PLANTED
    assert {plant.__name__ for plant, name in planted.items() if name not in found} == set()


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_no_answer_has_one_however_it_is_asked(sown: Sown) -> None:
    client = public_client(sown.desk.edition)
    words = b"\n".join(path.read_bytes() for path in sorted(CATALOGUES.glob("*/*.po")))
    ordinary = {each.name for _, each in Sweep(sown.names, resembling=False).bytes(words)}
    inside = Sweep([name for name in sown.names if name not in ordinary], resembling=False)
    found: list[tuple[str, str]] = []
    seen: set[bytes] = set()
    statuses: Counter[int] = Counter()
    for asked, response in (*_answers(client, sown), *_in_every_way(client, sown)):
        statuses[response.status_code] += 1
        head = "\n".join(f"{name}: {value}" for name, value in response.headers if name not in CHANGING)
        is_packed = (
            response.headers.get("Content-Encoding") == "gzip"
        )  # Whose bytes are words of some alphabet by chance.
        body = gzip.decompress(response.get_data()) if is_packed and response.get_data() else response.get_data()
        for said in (body, head.encode()):
            if said not in seen:
                seen.add(said)
                found += [(asked, each.around) for _, each in inside.bytes(said)]
    print(f"{statuses.total()} answers, {len(seen)} different, by status {dict(statuses)}")  # noqa: T201 the figure of the docs
    assert found == []
    assert statuses.total() > LEAST_ANSWERS
    assert {200, 206, 304, 400, 404, 405, 410, 416} <= statuses.keys()
    assert max(statuses) < 500


def _in_every_way(client: FlaskClient, sown: Sown) -> Iterator[tuple[str, TestResponse]]:
    """Yield all routes' answers to every kind of reader, part, method, option and tag."""
    with closing(Shelf(Layout(sown.desk.edition).root)) as shelf:
        sound_sha256 = shelf.version(sown.desk.programme_id).sound_sha256 or ""
    for rule in ROUTES:
        for name in _names_in(rule):
            values = {"programme_id": sown.desk.programme_id, "number": 1, "name": name, "sha256": sound_sha256}
            place = address(client.application, rule, **values, kind="person", filename="css/base.css")
            is_first = name == _names_in(rule)[0]
            ways: list[tuple[str, str, dict[str, str]]] = []
            if is_first:
                ways += [("GET", place, {"Accept": accept}) for accept in EVERY_ACCEPT]
                ways += [("GET", place, {"Accept-Encoding": each}) for each in ("gzip", "br", "identity")]
                ways += [(method, place, {}) for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "OPTIONS")]
            ways += [("GET", place, {"Range": each}) for each in EVERY_RANGE]
            if rule.startswith(TRANSCRIPT) or is_first:
                more = place.partition("?")
                ways += [("GET", f"{more[0]}{way}{'&' if more[2] else ''}{more[2]}", {}) for way in EVERY_WAY]
            for method, asked, headers in ways:
                yield f"{method} {asked} {headers}", client.open(asked, method=method, headers=headers)
            tag = client.get(place).headers.get("ETag")
            if tag:
                yield f"{place} {tag}", client.get(place, headers={"If-None-Match": tag})
    for place in (
        "/nothing",
        "/programmes/nobody",
        "/static/none.css",
        "/%00",
        "/programmes/..%2f",
        "/search?q=" + "я" * 999,
    ):
        yield place, client.get(place)


def _answers(client: FlaskClient, sown: Sown) -> Iterator[tuple[str, TestResponse]]:
    """Yield every route's answer about what is public, withdrawn, private and not there at all, asked in every way."""
    shelf = Shelf(Layout(sown.desk.edition).root)
    sound_sha256 = shelf.version(sown.desk.programme_id).sound_sha256
    shelf.close()
    for rule in ROUTES:
        programmes = (sown.desk.programme_id, sown.withdrawn, "nobody")
        for programme_id, name in product(programmes, _names_in(rule)):
            values = {
                "programme_id": programme_id,
                "number": 1,
                "name": name,
                "sha256": sound_sha256 or "",
                "kind": "language",
                "filename": "css/base.css",
            }
            place = address(client.application, rule, **values)
            is_public = programme_id == sown.desk.programme_id
            if not is_public and "programme_id" not in rule:
                continue
            ways = [("GET", accept, None) for accept in ACCEPTED]
            if name not in _names_in(rule)[:1]:  # Of one rule, all are answered by one function.
                ways = [("GET", "*/*", None)]
            elif is_public:
                ways += [("GET", "*/*", span) for span in RANGES] + [(each, "*/*", None) for each in READ]
            for method, accept, span in ways:
                headers = {"Accept": accept} | ({"Range": span} if span else {})
                yield f"{method} {place} {accept} {span}", client.open(place, method=method, headers=headers)


def _names_in(rule: str) -> list[str]:
    """Return all names that a rule allows."""
    named = re.search(r"<any\(([^)]*)\)", rule)
    return [name.strip('"') for name in named[1].split(", ")] if named else [""]
