"""Who corrects while the machine still listens does it in the editor, in a form or by a script; nothing of it goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import pytest
from sqlite_utils import Database

from media.catalogue import add_programme
from media.database import immediate
from media.records import Recording
from tests.transcribe.texts import run_of, segment
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk, hidden, store_sound
from tests.webapp.editor.conftest import Window, name, window
from transcribe import jobs, lease, unfinished
from transcribe.early.carry import carry
from transcribe.early.text import text_to_edit
from transcribe.editing.seen import tag_of
from transcribe.owner import this_process
from transcribe.records import Job, Segment
from transcribe.revise import current_text
from transcribe.transcripts import list_transcripts, store_transcript
from webapp.obstacles import ObstacleKind, obstacles
from webapp.people.assignments import assign
from webapp.review import content

ONE, TWO = segment("s1", "Бір екі үш"), segment("s2", "Төрт бес алты", start_ms=5_000)
THREE = segment("s3", "Жеті сегіз", start_ms=31_000)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A programme to which the machine listens, open in somebody's window."""

    db: Database
    recording: Recording
    job: Job
    own: Window

    def hear(self, start_ms: int, *segments: Segment) -> None:
        unfinished.note(self.db, self.job, start_ms, start_ms + 30_000, segments)

    def end(self, *segments: Segment) -> None:
        run = run_of(self.recording, *segments)
        with immediate(self.db):
            carry(self.db, store_transcript(self.db, self.job.programme_id, run))
            unfinished.forget(self.db, self.job.job_id)
            lease.succeed(self.db, self.job, None)

    def change(self, each: Segment, text: str) -> int:
        body = {"operation": name(), "text": text}
        return self.own.patch(each.segment_id, body, tag_of(each)).status_code

    def texts(self) -> list[str]:
        return [each.text for each in text_to_edit(self.db, self.job.programme_id).segments]


@pytest.fixture
def hearing(desk: Desk) -> Iterator[Hearing]:
    with closing(desk.open()) as db:
        programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk"}).programme_id
        assign(db, programme_id, "journalist", "admin")
        recording = store_sound(desk.archive, db, programme_id)
        held = lease.claim(db, jobs.enqueue(db, "transcribe", programme_id, {}).job_id, this_process())
        assert held is not None
        unfinished.begin(db, held, recording.recording_id, run_of(recording).provenance)
        made = Hearing(db, recording, held, window(desk, programme_id, "journalist"))
        yield made


def test_the_editor_opens_with_the_first_words_and_gets_the_later_ones(hearing: Hearing) -> None:
    own = hearing.own
    assert "The machine has no words yet." in own.visitor.get(f"{own.address}/edit").text
    assert own.changes().json["transcript_id"] == ""
    hearing.hear(0, ONE, TWO)
    page = own.visitor.get(f"{own.address}/edit").text
    assert 'data-transcript="begun" data-heard="30000"' in page
    assert ONE.text in page
    assert list_transcripts(hearing.db, own.programme_id) == [], "to look stores nothing"
    assert hearing.change(ONE, "Бір екі төрт") == 200
    told = own.changes(heard=30_000).json
    assert (told["transcript_id"], told["heard_ms"], told["number"]) == ("begun", 30_000, 1)
    hearing.hear(30_000, THREE)
    told = own.changes(number=1, heard=30_000).json
    assert [(each["id"], each["number"]) for each in told["segments"]] == [("s3", 0)]
    assert told["heard_ms"] == 60_000
    assert hearing.change(THREE, "Жеті") == 200
    assert own.changes(number=2, heard=30_000).json["segments"] == [], "what people changed comes as their change alone"
    hearing.end(ONE, TWO, THREE)
    told = own.changes(number=2, heard=60_000).json
    assert told["transcript_id"] not in ("begun", "")
    assert own.texts() == ["Бір екі төрт", TWO.text, "Жеті"]


def test_a_check_holds_when_the_machine_has_put_its_label(hearing: Hearing) -> None:
    hearing.hear(0, ONE)
    own = hearing.own
    answer = own._send("POST", "segments/s1/act", {"act": "check"}, tag_of(ONE))
    assert answer.status_code == 200
    hearing.end(replace(ONE, speaker="S1"))
    assert 'data-checked="journalist"' in own.visitor.get(f"{own.address}/edit").text


@pytest.mark.parametrize(
    "at_the_end", [(replace(TWO, segment_id="s9"),), (segment("s9", "Төртеу", start_ms=5_000),), ()]
)
def test_english_that_was_written_while_the_machine_listened_stays_with_its_passage(
    hearing: Hearing, at_the_end: tuple[Segment, ...]
) -> None:
    hearing.hear(0, ONE, TWO)
    own = hearing.own
    page = own.visitor.get(f"{own.address}/segments/s2").text
    sent = {name: hidden(page, name) for name in ("english_base", "english_source")}
    answer = own.visitor.post(f"{own.address}/segments/s2/english", sent | {"english": "Four five six."})
    assert answer.status_code == 303
    hearing.end(ONE, replace(ONE, segment_id="s8", start_ms=20_000, end_ms=21_000), *at_the_end)
    now = content(hearing.db, own.programme_id)
    assert now.text is not None
    assert {each: now.english[each].text for each in now.english} == {"s2": "Four five six."}
    assert [each.text for each in now.text.segments] == [ONE.text, TWO.text, ONE.text]


def test_without_script_a_passage_has_its_form(hearing: Hearing) -> None:
    hearing.hear(0, ONE, TWO)
    own = hearing.own
    address = f"{own.address}/segments/s1"
    seen = hidden(own.visitor.get(address).text, "base")
    typed = {"text": "Бір", "base": seen}
    assert own.visitor.post(address, typed).status_code == 303
    hearing.hear(30_000, THREE)
    address = f"{own.address}/segments/s3"
    seen = hidden(own.visitor.get(address).text, "base")
    assert own.visitor.post(address, typed | {"base": seen}).status_code == 303
    assert hearing.texts() == ["Бір", TWO.text, "Бір"]


def test_a_script_reads_and_changes_what_was_heard(hearing: Hearing) -> None:
    who = script(hearing.own.desk, "journalist")
    place = f"/programmes/{hearing.own.programme_id}/segments"
    assert who.refused("GET", place)["type"] == "urn:muragat:problem:no-text"
    hearing.hear(0, ONE, TWO)
    assert [each["segment"]["id"] for each in who.get(place)["segments"]] == ["s1", "s2"]
    answer = who.change("PATCH", f"{place}/s2", {"text": "Төрт"})
    assert answer.status_code == 200
    assert hearing.texts() == [ONE.text, "Төрт"]


def test_words_of_a_part_stand_against_an_approval(hearing: Hearing) -> None:
    hearing.hear(0, ONE)
    hearing.change(ONE, "Бір")
    jobs.cancel(hearing.db, hearing.job.job_id)
    found = obstacles(hearing.db, content(hearing.db, hearing.own.programme_id))
    assert [each.sentence for each in found if each.kind is ObstacleKind.NO_WORDS] == [
        "The machine has heard this recording only up to 0:30: let it hear the rest."
    ]
    assert "up to 0:30" in hearing.own.visitor.get(hearing.own.address).text
    assert "has not heard all of this recording" in hearing.own.visitor.get(f"{hearing.own.address}/edit").text
    assert current_text(hearing.db, hearing.own.programme_id).segments[0].text == "Бір"
