"""A file that came in pieces becomes the sound of a programme: by the form that names it, and by token."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import list_programmes, recordings_of
from tests.webapp.desk import Desk, make_desk
from tests.webapp.test_newsroom import wav
from tests.webapp.uploading.sending import by_session, by_token
from transcribe.jobs import list_jobs

FORM = {"title": "Ауыл таңы", "language": "kk"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("taking"))


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


def sound(pitch_hz: int) -> bytes:
    return wav(pitch_hz)[0].read()


def left(desk: Desk, db: Database) -> list[object]:
    return [*db.query("SELECT upload_id FROM upload"), *desk.archive.uploads.iterdir()]


def test_the_form_names_what_has_come(desk: Desk, db: Database) -> None:
    data, sender = sound(440), by_session(desk)
    upload_id = sender.whole(data, "../эфир.wav").rpartition("/")[2]
    visitor = desk.visitor("contributor_owner")
    form = FORM | {"sound_upload": upload_id}
    # An empty file field stands beside it, as a browser sends it.
    refused = visitor.post("/add", form | {"title": "", "sound": (io.BytesIO(), "")})
    assert refused.status_code == 422
    assert f'name="sound_upload" value="{upload_id}"' in refused.text
    assert "“эфир.wav” is here" in refused.text
    assert visitor.post("/add", form).status_code == 303
    programme = list_programmes(db)[0]
    (recording,) = recordings_of(db, programme.programme_id)
    assert (recording.sha256, recording.file_name) == (hashlib.sha256(data).hexdigest(), "эфир.wav")
    assert desk.archive.original_path(recording.sha256).read_bytes() == data
    assert {job.kind for job in list_jobs(db) if job.programme_id == programme.programme_id} >= {"prepare"}
    assert left(desk, db) == []


def test_what_is_not_whole_or_not_theirs_is_no_sound(desk: Desk, db: Database) -> None:
    sender, before = by_session(desk), len(list_programmes(db))
    part = sender.begin(100).headers["Location"].rpartition("/")[2]
    theirs = by_session(desk, "journalist").whole(sound(300)).rpartition("/")[2]
    visitor = desk.visitor("contributor_owner")
    for upload_id, said in ((part, "Not all of this file"), (theirs, "not here any more"), ("../x", "not here any")):
        refused = visitor.post("/add", FORM | {"sound_upload": upload_id})
        assert (refused.status_code, said in refused.text) == (422, True)
    assert len(list_programmes(db)) == before
    sender.ask("DELETE", f"/uploads/{part}")
    by_session(desk, "journalist").ask("DELETE", f"/uploads/{theirs}")


def test_what_is_no_sound_stays_to_be_looked_at(desk: Desk, db: Database) -> None:
    upload_id = by_session(desk).whole(b"no sound at all").rpartition("/")[2]
    visitor = desk.visitor("contributor_owner")
    refused = visitor.post(f"{desk.address}/sound", {"sound_upload": upload_id})
    assert (refused.status_code, "No sound can be read" in refused.text) == (422, True)
    by_session(desk).ask("DELETE", f"/uploads/{upload_id}")
    assert left(desk, db) == []


def test_by_token(desk: Desk, db: Database) -> None:
    data, sender = sound(550), by_token(desk, "journalist")
    address = sender.begin(len(data)).headers["Location"]
    take = f"/api/v1{desk.address}/uploads/{address.rpartition('/')[2]}/take"
    early = sender.ask("POST", take)
    assert (early.status_code, early.json["type"]) == (409, "urn:muragat:problem:upload-not-whole")
    sender.send(address, 0, data)
    assert sender.ask("GET", address).json["sha256"] == hashlib.sha256(data).hexdigest()
    other = by_token(desk, "contributor_owner")
    assert other.ask("POST", take).status_code == 404
    made = sender.ask("POST", take)
    assert (made.status_code, made.json["sha256"]) == (201, hashlib.sha256(data).hexdigest())
    assert sender.ask("POST", take).status_code == 404
    assert left(desk, db) == []


def test_what_changed_on_the_disk_is_not_taken(desk: Desk, db: Database) -> None:
    sender = by_token(desk, "journalist")
    upload_id = sender.whole(sound(660)).rpartition("/")[2]
    path: Path = desk.archive.uploads / upload_id
    path.write_bytes(path.read_bytes()[:-1] + b"\1")
    answer = sender.ask("POST", f"/api/v1{desk.address}/uploads/{upload_id}/take")
    assert answer.status_code == 500
    assert "bring it again" in answer.json["detail"]
    sender.ask("DELETE", f"/api/v1/uploads/{upload_id}")
