"""A newsroom for tests: people of every role, signed in, and a programme with sound, words and a summary.

It is made once, by the doors that everybody uses, and copied for each test: hashing passwords is slow on purpose.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from tempfile import mkdtemp

from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlite_utils import Database
from werkzeug.test import TestResponse

from media.archive import Archive
from media.catalogue import add_document, add_programme, add_recording, current_document, current_recording
from media.database import new_id, utc_now
from media.records import Probe, Recording
from tests.transcribe.texts import type_words
from tests.webapp.editions import PROVENANCE, make_sound, segments
from tests.webapp.published import ClosingClient
from transcribe import lease
from transcribe.jobs import enqueue
from transcribe.linking.claims import split_claims
from transcribe.linking.store import link_id, store_linking
from transcribe.owner import this_process
from transcribe.records import Link, Linking, Verdict
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from transcribe.translation.records import Translated, TranslatedSegment, sources_sha256
from transcribe.translation.store import store_translation
from webapp.accounts import add_user, disable_user, get_user
from webapp.newsroom.app import create_newsroom
from webapp.owners import set_owner
from webapp.people.assignments import assign
from webapp.people.settings import NO_SETTINGS, Settings
from webapp.schema import SCHEMAS

PASSWORD = "correct horse battery"
FAR_MS = 1 << 50
PEOPLE = {
    "contributor_owner": "contributor",
    "contributor_other": "contributor",
    "journalist": "journalist",
    "journalist_too": "journalist",
    "journalist_other": "journalist",
    "approver": "approver",
    "approver_too": "approver",
    "admin": "admin",
    "disabled": "admin",
    "expired": "admin",
}
ASSIGNED = ("journalist", "journalist_too")
"""Who works on the programme that is there."""
WORDS = "Қызылорда облысы Арал ауданы сексеуіл егеді . Бұл екінші сөйлем болады деді ол бүгін таңертең ерте"
SUMMARY = "A village plants saxaul. It is early."


@dataclass(frozen=True)
class Desk:
    """An archive with its newsroom app, which is made when it is first wanted."""

    archive: Archive
    edition: Path
    programme_id: str
    segment_id: str
    job_id: str
    cookies: dict[str, str]
    settings: Settings = NO_SETTINGS

    @cached_property
    def app(self) -> Flask:
        app = create_newsroom(self.archive, self.edition, self.settings)
        app.test_client_class = ClosingClient
        return app

    @property
    def other_id(self) -> str:
        """Of the contributor who brought nothing."""
        db = self.open()
        try:
            return str(db.execute("SELECT user_id FROM user WHERE name = 'contributor_other'").fetchone()[0])
        finally:
            db.close()

    def open(self) -> Database:
        return self.archive.open(SCHEMAS)

    def visitor(self, actor: str) -> Visitor:
        """Return the browser of somebody who signed in; of nobody, for ``anonymous``."""
        client = self.app.test_client()
        if actor in self.cookies:
            client.set_cookie("newsroom", self.cookies[actor])
        return Visitor(client)

    @property
    def address(self) -> str:
        return f"/programmes/{self.programme_id}"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that sends a form with the hidden field that its pages have."""

    client: FlaskClient

    def get(self, address: str, **options: object) -> TestResponse:
        return self.client.get(address, **options)

    def post(self, address: str, data: dict[str, object] | None = None, **options: object) -> TestResponse:
        return self.client.post(address, data={"csrf_token": self.csrf()} | (data or {}), **options)

    def csrf(self) -> str:
        """Return what the forms hold that this browser gets, without asking for the page of one."""
        with self.client.session_transaction() as session:
            begun = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.client.application.secret_key, salt="wtf-csrf-token").dumps(begun))


def hidden(page: str, name: str) -> str:
    """Return the value of a form's hidden field."""
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert match, f"the page has no field {name}"
    return match[1]


def make_desk(root: Path) -> Desk:
    """Copy the newsroom to a place of its own."""
    template, ids, cookies = _template()
    shutil.copytree(template, root / "desk")
    return Desk(Archive(root / "desk"), root / "edition", *ids, cookies=dict(cookies))


def cookie_of(actor: str) -> str:
    """Return by what a newsroom of `make_desk` knows somebody who has signed in."""
    return _template()[2][actor]


@cache
def _template() -> tuple[Path, tuple[str, str, str], dict[str, str]]:
    archive = Archive(Path(mkdtemp(prefix="muragat-desk-")))
    archive.create()
    db = archive.open(SCHEMAS)
    _add_people(db)
    ids = fill(archive, db, "contributor_owner")
    for name in ASSIGNED:
        assign(db, ids[0], name, "admin")
    app = create_newsroom(archive, archive.root / "edition")
    cookies = {name: _cookie(app, db, name) for name in PEOPLE}
    expired = get_user(db, "expired").user_id
    db.execute("UPDATE session SET expires_at_ms = 1 WHERE user_id = ?", [expired])
    disable_user(db, "disabled")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return archive.root, ids, cookies


def _add_people(db: Database) -> None:
    """Make one account by the door; the others get its password's hash, which costs nothing."""
    first, *others = PEOPLE
    add_user(db, first, PEOPLE[first], PASSWORD)
    row = next(db.table("user").rows)
    for name in others:
        db.table("user").insert(row | {"user_id": new_id("u"), "name": name, "name_key": name, "role": PEOPLE[name]})


def _cookie(app: Flask, db: Database, name: str) -> str:
    token = f"token of {name}"
    session_row = {
        "token_sha256": hashlib.sha256(token.encode()).hexdigest(),
        "user_id": get_user(db, name).user_id,
        "created_at": utc_now(),
        "expires_at_ms": FAR_MS,
        "session_id": new_id("s"),
    }
    db.table("session").insert(session_row)
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    cookie = client.get_cookie("newsroom")
    assert cookie
    return cookie.value


def fill(archive: Archive, db: Database, owner: str, words: str = WORDS) -> tuple[str, str, str]:
    """Add a programme whose summary was looked for.

    :return: its id, its first segment's id, and the id of a job that waits.
    """
    programme_id = add_programme(db, {"title": "Сексеуіл", "language": "kk"}).programme_id
    set_owner(db, programme_id, get_user(db, owner))
    recording = store_sound(archive, db, programme_id)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    made = segments(words)
    store_transcript(db, programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, made))
    look_for_summary(db, programme_id)
    job = enqueue(db, "voices", programme_id, {})
    return programme_id, made[0].segment_id, job.job_id


def look_for_summary(db: Database, programme_id: str) -> None:
    """Store what a machine finds that cannot tell of any sentence where it is heard: then there is nothing to ask."""
    summary = current_document(db, programme_id, "summary")
    assert summary
    links = tuple(
        Link(link_id(programme_id, claim.claim_id), claim, Verdict.CANNOT_TELL, 0.5, (), (), "", ())
        for claim in split_claims(summary.text)
    )
    words = current_text(db, programme_id).sha256
    store_linking(
        db, Linking(new_id("k"), programme_id, words, summary.document_id, ("anchors",), links, (), utc_now())
    )


def with_a_second_run(desk: Desk, editor: str = "journalist") -> Desk:
    """Let a person correct the last segment, and the machine hear the programme again, otherwise in both."""
    db = desk.open()
    text = current_text(db, desk.programme_id)
    type_words(db, desk.programme_id, text.segments[-1].segment_id, "деді ол бүгін кешке", editor)
    provenance = replace(PROVENANCE, model="small")
    heard = segments(WORDS.replace("егеді", "екті").replace("таңертең", "түнде"))
    store_transcript(db, desk.programme_id, NewRun(text.transcript.recording_id, RECOGNISED, provenance, heard))
    db.close()
    return desk


def with_a_translation(desk: Desk, english: str = "A village plants saxaul.") -> Desk:
    """Let a machine have translated the first segment."""
    db = desk.open()
    text = current_text(db, desk.programme_id)
    first = text.segments[0]
    db.execute("UPDATE job SET state = 'succeeded'")  # What waits at the desk comes first.
    held = lease.claim(db, enqueue(db, "translate", desk.programme_id, {}).job_id, this_process())
    assert held
    made = TranslatedSegment(
        first.start_ms, first.end_ms, english, (first.segment_id,), sources_sha256([first]), first.language
    )
    by = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)
    store_translation(db, held, text.sha256, by, (made,))
    lease.succeed(db, held, None)
    db.execute("UPDATE job SET state = 'queued' WHERE job_id = ?", [desk.job_id])
    db.close()
    return desk


def store_sound(archive: Archive, db: Database, programme_id: str) -> Recording:
    """Put a tone into the archive as if it had been taken in and prepared."""
    original = programme_id.encode()
    sha256 = hashlib.sha256(original).hexdigest()
    made = make_sound(archive.work / programme_id)
    places = {archive.original_path(sha256): original}
    places |= {
        archive.access_path(sha256): made.access.read_bytes(),
        archive.peaks_path(sha256): made.peaks.read_bytes(),
    }
    for path, data in places.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    recording = Recording(
        recording_id=new_id("r"),
        programme_id=programme_id,
        sha256=sha256,
        file_name="tone.wav",
        size_bytes=len(original),
        probe=Probe("wav", "pcm_s16le", 1, 48_000, made.sound.duration_ms),
        created_at=utc_now(),
        access_sha256=made.sound.sha256,
        loudness_lufs=-16.0,
        true_peak_dbtp=-1.5,
    )
    add_recording(db, recording)
    found = current_recording(db, programme_id)
    assert found
    return found
