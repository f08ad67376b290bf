"""In the newsroom: who turns known voices on, what a suggestion looks like, and that a person decides."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import numpy as np
import pytest

from media.catalogue import set_facts
from tests.transcribe.speakers.test_known_voices import left_of, made_print
from tests.webapp.desk import Desk, make_desk
from transcribe.jobs import list_jobs
from transcribe.revise import current_text
from transcribe.speakers.known_voices import Suggestion, known_people, store_prints, suggest, suggestions_for
from transcribe.speakers.labels import speakers_of
from transcribe.speakers.network import WIDTH
from transcribe.speakers.voices_file import open_voices, voices_path
from transcribe.transcripts import NewRun, get_transcript, store_transcript
from webapp.audit import entries, verify

SERIES = "Ауыл"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A newsroom whose programme of a series has two voices."""
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        set_facts(db, desk.programme_id, {"series": SERIES})
        run = get_transcript(db, desk.programme_id)
        labelled = tuple(replace(each, speaker=f"S{1 + number % 2}") for number, each in enumerate(run.segments))
        store_transcript(db, desk.programme_id, NewRun(run.recording_id, run.method, run.provenance, labelled))
    return desk


def turn_on(desk: Desk) -> None:
    assert desk.visitor("admin").post("/voices/allow", {"series": SERIES}).status_code == HTTPStatus.SEE_OTHER


def known(desk: Desk) -> list[str]:
    db = open_voices(desk.archive)
    if db is None:
        return []
    with closing(db):
        return [person.name for person in known_people(db, SERIES)]


def with_a_suggestion(desk: Desk) -> Desk:
    """Let the machine think that the first voice is Дана's, who is known from another programme."""
    turn_on(desk)
    form = {"name:S2": "Дана", "remember": "S2"}
    desk.visitor("journalist").post(f"{desk.address}/speakers", form)
    voices = open_voices(desk.archive)
    assert voices
    with closing(voices), closing(desk.open()) as db:
        store_prints(voices, SERIES, "another", {"Дана": made_print(7)}, "net")
        transcript_id = get_transcript(db, desk.programme_id).transcript_id
        suggest(voices, SERIES, transcript_id, [Suggestion("S1", "Дана", 0.87)])
    return desk


def speakers(desk: Desk) -> tuple[str, ...]:
    with closing(desk.open()) as db:
        return speakers_of(current_text(db, desk.programme_id).segments)


def test_it_is_off_until_an_admin_turns_it_on(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    assert "This is off: no voice print is stored." in journalist.get("/voices").text
    assert "/voices/allow" not in journalist.get("/voices").text
    assert 'name="remember"' not in journalist.get(f"{desk.address}/speakers").text
    refused = journalist.post(f"{desk.address}/speakers", {"name:S1": "Дана", "remember": "S1"})
    assert refused.status_code == HTTPStatus.CONFLICT
    assert not voices_path(desk.archive).exists()
    assert speakers(desk) == ("S1", "S2"), "nothing was stored"
    turn_on(desk)
    page = journalist.get("/voices").text
    assert "Turned on by admin" in page
    assert "whoever gets hold of it can look for their voice" in page
    assert 'name="remember" value="S1"' in journalist.get(f"{desk.address}/speakers").text


def test_a_person_is_known_again_only_when_asked_for(desk: Desk) -> None:
    turn_on(desk)
    journalist = desk.visitor("journalist")
    journalist.post(f"{desk.address}/speakers", {"name:S1": "Дана", "name:S2": "Әлия", "remember": "S2"})
    assert known(desk) == ["Әлия"]
    with closing(desk.open()) as db:
        assert "voices" in [job.kind for job in list_jobs(db)]
    assert "asked for by journalist" in journalist.get("/voices").text


def test_a_suggestion_is_accepted_by_a_person(desk: Desk) -> None:
    journalist = with_a_suggestion(desk).visitor("journalist")
    page = journalist.get(f"{desk.address}/speakers").text
    assert "Perhaps the voice of Дана" in page
    assert "up to 2 of 1,000 voices of other people were as alike" in page
    assert speakers(desk) == ("S1", "Дана")
    journalist.post(f"{desk.address}/speakers", {"name:S1": "", "name:Дана": "Дана", "accept": "S1"})
    assert speakers(desk) == ("Дана",)


def test_a_suggestion_is_declined_by_a_person(desk: Desk) -> None:
    journalist = with_a_suggestion(desk).visitor("journalist")
    journalist.post(f"{desk.address}/speakers", {"name:S1": "", "decline": "S1"})
    assert "Perhaps" not in journalist.get(f"{desk.address}/speakers").text
    assert speakers(desk) == ("S1", "Дана")


def test_the_first_button_of_the_form_accepts_nothing(desk: Desk) -> None:
    page = with_a_suggestion(desk).visitor("journalist").get(f"{desk.address}/speakers").text
    first = page[page.index('<form class="wide"') :].partition("<button")[2].partition(">")[0]
    assert "name=" not in first, "it is what the Enter key presses"


def test_a_contributor_is_told_of_nobody_else(desk: Desk) -> None:
    with closing(with_a_suggestion(desk).open()) as db:
        set_facts(db, desk.programme_id, {"title": "Own"})
    contributor = desk.visitor("contributor_owner")
    page = contributor.get(f"{desk.address}/speakers").text
    assert "Perhaps" not in page
    assert 'name="remember"' not in page
    refused = contributor.post(f"{desk.address}/speakers", {"name:S1": "Ержан", "remember": "S1"})
    assert refused.status_code == HTTPStatus.FORBIDDEN
    contributor.post(f"{desk.address}/speakers", {"name:S1": "Ержан", "accept": "S1"})
    assert speakers(desk) == ("Ержан", "Дана")
    assert known(desk) == ["Дана"]


@pytest.mark.parametrize(("address", "name"), [("/voices/forbid", ""), ("/voices/forget", "Дана")])
def test_what_a_journalist_erases_is_gone(desk: Desk, address: str, name: str) -> None:
    with_a_suggestion(desk)
    path = voices_path(desk.archive)
    assert len(left_of(made_print(7), path.read_bytes() + wal(path))) == WIDTH // 16
    answer = desk.visitor("journalist_too").post(address, {"series": SERIES, "name": name})
    assert answer.status_code == HTTPStatus.SEE_OTHER
    assert left_of(made_print(7), path.read_bytes() + wal(path)) == []
    assert known(desk) == []
    act = "forbidden" if address.endswith("forbid") else "forgotten"
    with closing(desk.open()) as db:
        noted = [(each.user_name, each.action) for each in entries(db) if each.action.startswith("voices: ")]
        assert list(verify(db)) == []
    people = ("admin", "journalist", "journalist_too")
    said = [f"voices: {kind}" for kind in ("allowed", "remembered", act)]
    assert noted == [*zip(people, said, strict=True)], "what is erased leaves that it was there"
    desk.visitor("journalist_too").post(address, {"series": SERIES, "name": name})
    with closing(desk.open()) as db:
        assert sum(each.action.startswith("voices: ") for each in entries(db)) == len(noted), "nothing was done"


def test_a_print_reaches_neither_the_edition_nor_a_file_for_readers(desk: Desk) -> None:
    with_a_suggestion(desk)
    approver = desk.visitor("approver")
    page = approver.get(desk.address).text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    assert (
        approver.post(f"{desk.address}/approve", {"seen": seen, "reason": "a test"}).status_code == HTTPStatus.SEE_OTHER
    )
    assert approver.post(f"{desk.address}/publish").status_code == HTTPStatus.SEE_OTHER
    files = [path for path in desk.edition.rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert "Қызылорда".encode() in kept
    numbers = ",".join(f"{number:.6f}"[:6] for number in made_print(7)[:2])
    assert left_of(made_print(7), kept) == []
    assert left_of(made_print(7).astype(np.float64), kept) == []  # type: ignore[arg-type]
    assert numbers.encode() not in kept
    assert not {path.name for path in files} & {voices_path(desk.archive).name}
    for name in ("vtt", "srt", "txt", "json"):
        draft = approver.get(f"{desk.address}/drafts/{name}").data
        assert left_of(made_print(7), draft) == []
        assert b"0.87" not in draft, "nor how alike a voice is"


def test_what_is_suggested_is_of_the_run_on_the_page(desk: Desk) -> None:
    with_a_suggestion(desk)
    with closing(desk.open()) as db:
        run = get_transcript(db, desk.programme_id)
        provenance = replace(run.provenance, model="small")
        store_transcript(db, desk.programme_id, NewRun(run.recording_id, run.method, provenance, run.segments))
        newer = get_transcript(db, desk.programme_id).transcript_id
    voices = open_voices(desk.archive)
    assert voices
    with closing(voices):
        assert suggestions_for(voices, newer) == ()


def wal(path: Path) -> bytes:
    log = path.with_name(f"{path.name}-wal")
    return log.read_bytes() if log.exists() else b""
