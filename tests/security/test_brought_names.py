"""A transcript that comes in as a file after somebody is kept back: whatever it says of her stays in the archive."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient

from media.catalogue import add_programme
from tests.webapp.desk import Desk, make_desk, store_sound
from tests.webapp.published import public_client
from tests.webapp.redaction.kept import publish_words
from tests.webapp.redaction.kept_back import KEY, NAME, REASON
from transcribe.incoming.store import bring_in, open_transcript
from transcribe.records import WordsBy
from webapp.downloads.asked import ALL, NAMES
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep
from webapp.obstacles import ObstacleKind, obstacles
from webapp.people.assignments import assign
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import content

BROUGHT = """WEBVTT - Айгүл Омарова интервью

NOTE made by Айгүл Омарова

Айгүл-1
00:00:00.000 --> 00:00:01.000
<v Айгүл Омарова>Мен Айгүл Омаровамын

Айгүл-2
00:00:01.000 --> 00:00:02.000
<v Берік>Сәлем, <c.Айгүл>Айгүл</c>! Қалың қалай

00:00:02.000 --> 00:00:03.000
<v Берік>Бұрқылдай Aigul Omarova Айгү

00:00:03.000 --> 00:00:03.500
<v Берік>л келді
"""
CONTROL = "Бұрқылдай"
WAYS = ("", "?letters=latin", "?unit=words", "?clean=yes", "?ui=kk")
OF_ALL = ("",)
"""The ZIP has the same files again."""


@dataclass(frozen=True, slots=True)
class Brought:
    desk: Desk
    programme_id: str
    client: FlaskClient
    open_places: tuple[object, ...]


@pytest.fixture(scope="module")
def brought(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Brought]:
    desk = make_desk(tmp_path_factory.mktemp("brought"))
    with pytest.MonkeyPatch.context() as patch, closing(desk.open()) as db:
        patch.setenv(KEY_VARIABLE, KEY)
        programme_id = add_programme(db, {"title": "Сексеуіл", "language": "kk"}).programme_id
        assign(db, programme_id, "journalist", "admin")
        store_sound(desk.archive, db, programme_id)
        add_person(db, programme_id, [NAME], "journalist", reason=REASON)
        file = open_transcript(BROUGHT.encode(), f"{NAME}.vtt", WordsBy.HUMAN, "journalist")
        bring_in(db, programme_id, file)
        found = obstacles(db, content(db, programme_id))
        waiting = tuple(each.values["count"] for each in found if each.kind is ObstacleKind.KEPT_BACK)
        publish_words(desk, db, programme_id)
        yield Brought(desk, programme_id, public_client(desk.edition), waiting)
    assert KEY_VARIABLE not in os.environ or os.environ[KEY_VARIABLE] != KEY


def sweep() -> Sweep:
    names = (Name((Alias(NAME), Alias("Айгүл"), Alias("Омарова"))), Name((Alias(CONTROL),)))
    return Sweep(names, resembling=False)


def test_what_it_says_stands_against_an_approval_until_somebody_has_looked(brought: Brought) -> None:
    assert brought.open_places[0] == 5


def test_no_format_has_it(brought: Brought) -> None:
    inside, found, with_control = sweep(), [], set()
    for name in NAMES:
        for way in OF_ALL if name == ALL else WAYS:
            answer = brought.client.get(f"/programmes/{brought.programme_id}/transcript.{name}{way}")
            assert answer.status_code < 500, (name, way)
            said = answer.get_data() + "\n".join(f"{name}: {value}" for name, value in answer.headers).encode()
            for how, each in inside.bytes(said):
                if each.alias.text == CONTROL:
                    with_control.add(name)
                else:
                    found.append((name, way, how, each.around))
    assert found == []
    assert set(NAMES) - with_control <= {"rttm", "chapters"}, "these have no words"


def test_no_file_of_the_edition_has_it(brought: Brought) -> None:
    leaks = sweep().directory(brought.desk.edition)
    assert [leak.path for leak in leaks if leak.found.alias.text != CONTROL] == []
