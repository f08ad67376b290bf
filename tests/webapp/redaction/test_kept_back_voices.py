"""Of the voice of somebody who is kept back nothing is known: a print would find them in any recording."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from http import HTTPStatus

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from media.catalogue import add_programme, set_facts
from tests.transcribe.speakers.test_known_voices import left_of, made_print
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import NAME, REASON
from transcribe.pipeline import do_job
from transcribe.speakers.known_voices import Suggestion, allow, know, known_people, store_prints, suggest
from transcribe.speakers.voices_file import open_voices, voices_path
from transcribe.transcripts import NewRun, get_transcript, store_transcript
from webapp.cli.main import cli
from webapp.kinds import ALL_KINDS
from webapp.people.assignments import assign
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE

SERIES = "Ауыл"
OTHER_NAME = "Дана Серікова"


@pytest.fixture
def voices(desk: Desk, db: Database) -> Iterator[Database]:
    """Voices of two people, of whom one is to be kept back: known from a programme, and suggested in another."""
    set_facts(db, desk.programme_id, {"series": SERIES})
    voices = open_voices(desk.archive, make=True)
    assert voices
    with closing(voices):
        allow(voices, SERIES, "admin")
        know(voices, SERIES, [NAME, OTHER_NAME], "journalist")
        store_prints(voices, SERIES, desk.programme_id, {NAME: made_print(1), OTHER_NAME: made_print(2)}, "net")
        suggest(voices, SERIES, "another run", [Suggestion("S1", NAME, 0.9)])
        yield voices


def left(desk: Desk) -> tuple[int, int]:
    """Return how many parts of each print the file of voices and its log hold."""
    kept = b"".join(path.read_bytes() for path in desk.archive.root.glob(f"{voices_path(desk.archive).name}*"))
    return len(left_of(made_print(1), kept)), len(left_of(made_print(2), kept))


def people(voices: Database) -> list[str]:
    return [person.name for person in known_people(voices, SERIES)]


def by_page(desk: Desk) -> None:
    form = {"names": NAME, "reason": REASON}
    answer = desk.visitor("journalist").post(f"{desk.address}/redactions/person", form)
    assert answer.status_code == HTTPStatus.SEE_OTHER


def by_command(desk: Desk) -> None:
    place = ["--archive", str(desk.archive.root), "--edition", str(desk.edition)]
    done = CliRunner().invoke(
        cli, [*place, "redact", desk.programme_id, "--person", NAME, "--reason", REASON, "--as", "journalist"]
    )
    assert done.exit_code == 0, done.output


def by_a_job(desk: Desk) -> None:
    """As after a restored backup: the person is kept back, and the print is there."""
    with closing(desk.open()) as db:
        add_person(db, desk.programme_id, [NAME], "journalist", reason=REASON)
        do_job(desk.archive, db, "voices", desk.programme_id, {}, kinds=ALL_KINDS)


@pytest.mark.parametrize("keep_back", [by_page, by_command, by_a_job])
def test_their_print_is_erased(desk: Desk, voices: Database, keep_back) -> None:  # type: ignore[no-untyped-def]
    assert min(left(desk)) > 0
    keep_back(desk)
    assert people(voices) == [OTHER_NAME]
    assert left(desk)[0] == 0
    assert voices.execute("SELECT count(*) FROM voice_suggestion").fetchone() == (0,)


def named(desk: Desk, db: Database) -> None:
    """Let the person speak by name."""
    run = get_transcript(db, desk.programme_id)
    segments = tuple(replace(each, speaker="S1") for each in run.segments)
    store_transcript(db, desk.programme_id, NewRun(run.recording_id, run.method, run.provenance, segments))


def test_nobody_can_ask_for_it_here(desk: Desk, db: Database, voices: Database) -> None:
    add_person(db, desk.programme_id, ["Айгүл"], "journalist", reason=REASON)
    place = ["--archive", str(desk.archive.root), "--edition", str(desk.edition)]
    asked = ["voices", "remember", desk.programme_id, "Айгүл", "--as", "journalist"]
    refused = CliRunner().invoke(cli, [*place, *asked])
    assert refused.exit_code == 1
    form = {"name:Айгүл": "Айгүл", "remember": "Айгүл"}
    page = desk.visitor("journalist").post(f"{desk.address}/speakers", form)
    assert page.status_code == HTTPStatus.CONFLICT
    assert "This person is kept back here, so no print of their voice is stored." in page.text
    assert "Айгүл" not in people(voices)


def test_who_is_kept_back_elsewhere_is_left_out_without_a_word(
    desk: Desk, db: Database, voices: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = add_programme(db, {"title": "Another", "language": "kk", "series": "Қала"}).programme_id
    assign(db, other, "journalist", "admin")
    add_person(db, other, ["Ержан"], "journalist", reason=REASON)
    form = {"name:Айгүл": "Ержан", "remember": "Айгүл"}
    assert desk.visitor("journalist").post(f"{desk.address}/speakers", form).status_code == HTTPStatus.SEE_OTHER
    assert "Ержан" not in people(voices)
    monkeypatch.delenv(KEY_VARIABLE)
    form = {"name:Ержан": "Берік", "remember": "Ержан"}
    assert desk.visitor("journalist").post(f"{desk.address}/speakers", form).status_code == HTTPStatus.SEE_OTHER
    assert "Берік" not in people(voices), "nobody can tell who is kept back"
