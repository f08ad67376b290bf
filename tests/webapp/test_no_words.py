"""A recording in which the machine found no speech: no page offers words, or calls none wrong in places."""

from __future__ import annotations

from contextlib import closing
from http import HTTPStatus
from pathlib import Path

from tests.webapp.desk import make_desk
from tests.webapp.published import public_client
from transcribe.transcripts import NewRun, get_transcript, store_transcript
from webapp.edition.publish import publish
from webapp.review import approve

NOBODY = "No speech was found in this sound"


def test_that_nobody_was_heard_is_said(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    with closing(desk.open()) as db:
        run = get_transcript(db, desk.programme_id)
        journalist = desk.visitor("journalist")
        assert NOBODY not in journalist.get(desk.address).text
        store_transcript(db, desk.programme_id, NewRun(run.recording_id, run.method, run.provenance, ()))
        page, editor = (journalist.get(f"{desk.address}{place}").text for place in ("", "/edit"))
        assert NOBODY in page
        assert NOBODY in editor
        assert "wrong in places" not in page
        assert "Correct the words" not in page
        approve(db, desk.programme_id, "approver", "a test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    answer = public_client(desk.edition).get(f"/programmes/{desk.programme_id}")
    assert answer.status_code == HTTPStatus.OK
    assert "There are no words of this recording here." in answer.text
    assert "Machine words" not in answer.text
    assert 'class="find"' not in answer.text
