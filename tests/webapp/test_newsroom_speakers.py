"""At the desk voices get names; pages say whose guess the labels are, and show a label as no name."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.webapp.desk import Desk, hidden, make_desk
from transcribe.revise import current_text
from transcribe.speakers.labels import speakers_of
from transcribe.transcripts import NewRun, get_transcript, store_transcript


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A newsroom whose programme has two voices."""
    desk = make_desk(tmp_path)
    db = desk.open()
    run = get_transcript(db, desk.programme_id)
    labelled = tuple(replace(each, speaker=f"S{1 + number % 2}") for number, each in enumerate(run.segments))
    store_transcript(db, desk.programme_id, NewRun(run.recording_id, run.method, run.provenance, labelled))
    db.close()
    return desk


def speakers(desk: Desk) -> tuple[str, ...]:
    db = desk.open()
    found = speakers_of(current_text(db, desk.programme_id).segments)
    db.close()
    return found


def test_a_voice_is_heard_and_named(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    page = journalist.get(desk.address).text
    assert "Who speaks is the machine’s guess." in page
    assert '<b class="speaker">Speaker 1</b>' in page
    form = journalist.get(f"{desk.address}/speakers").text
    assert form.count("<audio") == 2
    assert 'name="name:S1" value=""' in form
    saved = journalist.post(f"{desk.address}/speakers", {"name:S1": "Дана <b>", "name:S2": ""})
    assert saved.status_code == HTTPStatus.SEE_OTHER
    assert speakers(desk) == ("Дана <b>", "S2")
    page = journalist.get(desk.address).text
    assert '<b class="speaker">Дана &lt;b&gt;</b>' in page
    assert "Who speaks is the machine’s guess." in page, "a name makes the machine no surer"
    assert 'value="Дана &lt;b&gt;"' in journalist.get(f"{desk.address}/speakers").text


def test_a_name_that_cannot_be_kept_comes_back_as_it_was_typed(desk: Desk) -> None:
    refused = desk.visitor("journalist").post(f"{desk.address}/speakers", {"name:S1": "x" * 101, "name:S2": "Bek"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'value="{"x" * 101}"' in refused.text
    assert 'value="Bek"' in refused.text
    assert 'role="alert"' in refused.text
    assert speakers(desk) == ("S1", "S2")


def test_a_name_for_a_voice_that_somebody_named_meanwhile_is_not_lost_in_silence(desk: Desk) -> None:
    address, first = f"{desk.address}/speakers", {"name:S1": "Дана", "name:S2": ""}
    assert desk.visitor("journalist_too").post(address, first).status_code == HTTPStatus.SEE_OTHER
    refused = desk.visitor("journalist").post(address, {"name:S1": "Айна", "name:S2": "Бек"})
    assert refused.status_code == HTTPStatus.PRECONDITION_FAILED
    assert "“Айна” is not stored" in refused.text
    assert 'value="Бек"' in refused.text
    assert speakers(desk) == ("Дана", "S2")
    assert desk.visitor("journalist").post(address, first).status_code == HTTPStatus.SEE_OTHER, "it stands so already"


def test_what_changes_nothing_is_said(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    assert journalist.post(f"{desk.address}/speakers", {"name:S1": ""}).status_code == HTTPStatus.SEE_OTHER
    assert "The speakers have these names already." in journalist.get(desk.address).text


def test_who_speaks_in_one_passage_is_corrected_with_its_words(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    address = f"{desk.address}/segments/{desk.segment_id}"
    form = journalist.get(address).text
    assert 'name="speaker" value="Speaker 1"' in form
    assert '<option value="Speaker 2">' in form
    db = desk.open()
    now = current_text(db, desk.programme_id)
    db.close()
    journalist.post(address, {"base": hidden(form, "base"), "text": now.segments[0].text, "speaker": "2-сөйлеуші"})
    db = desk.open()
    after = current_text(db, desk.programme_id).segments[0]
    db.close()
    assert (after.speaker, after.words, after.edited_by) == ("S2", now.segments[0].words, None)


def test_without_speakers_there_is_nothing_to_name(tmp_path: Path) -> None:
    bare = make_desk(tmp_path)
    journalist = bare.visitor("journalist")
    assert "Who speaks is the machine’s guess." not in journalist.get(bare.address).text
    assert "told no voices apart" in journalist.get(f"{bare.address}/speakers").text
    assert "“x” is not stored" in journalist.post(f"{bare.address}/speakers", {"name:S1": "x"}).text
    assert speakers(bare) == ()


@pytest.mark.parametrize(("language", "said"), [("kk", "1-сөйлеуші"), ("ru", "Говорящий 1"), ("en", "Speaker 1")])
def test_a_label_is_no_name_in_any_language(desk: Desk, language: str, said: str) -> None:
    journalist = desk.visitor("journalist")
    page, editor = (
        journalist.get(f"{desk.address}{path}", headers={"Accept-Language": language}).text for path in ("", "/edit")
    )
    assert said in page
    assert f'<option value="{said}">' in editor
    assert f'<span data-say="speaker">{said.replace("1", "{number}")}</span>' in editor


def test_who_types_what_stands_for_a_label_means_the_label(desk: Desk) -> None:
    """Else “Speaker 2” would be the name of a person, and no guess of a machine."""
    journalist = desk.visitor("journalist")
    journalist.post(f"{desk.address}/speakers", {"name:S1": "speaker 2", "name:S2": ""})
    assert speakers(desk) == ("S2",)
