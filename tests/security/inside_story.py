"""A newsroom's whole work in one process, in which a name stands wherever a name can stand, and much goes wrong.

``python -m tests.security.inside_story PLACE``: logs go to standard error as `muragat serve` writes them. PLACE gets
the archive, the edition, and in ``told`` what the process said to browsers: headers, names of downloads, error pages.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import closing, suppress
from pathlib import Path

import av
import numpy as np
from flask import Flask
from flask.testing import FlaskClient
from sqlite_utils import Database

from media.errors import MuragatError
from media.wordless import log_to_standard_error
from tests.faults.quick_engine import add_model
from tests.security.loud_engine import NAME as ENGINE
from tests.security.loud_engine import NOTES
from tests.security.names_inside import FIRST, KEPT, LAST, UNHARMED
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.redaction.kept import publish_words
from transcribe.glossary import add_terms
from transcribe.pipeline import do_job
from webapp.edition.publish import publish
from webapp.intake import Intake, take_in
from webapp.kinds import ALL_KINDS
from webapp.public.app import create_public
from webapp.redaction.store import add_person
from webapp.review import approve

RATE_HZ = 16_000


def tagged_sound(path: Path, turns: int = 9) -> Path:
    """Make a sound of two seconds that is named, and tagged, by the name."""
    tone = (np.sin(np.arange(2 * RATE_HZ) / turns) * 6000).astype(np.int16)[None]
    with av.open(str(path), "w") as file:
        file.metadata.update({"title": KEPT, "artist": KEPT, "comment": KEPT})
        stream = file.add_stream("aac", rate=RATE_HZ, layout="mono")
        frame = av.AudioFrame.from_ndarray(tone, "s16", "mono")
        frame.sample_rate = RATE_HZ
        file.mux([*stream.encode(frame), *stream.encode(None)])
    return path


def work(desk: Desk, place: Path) -> str:
    """Bring, hear in vain, edit, keep back, approve and publish."""
    with closing(desk.open()) as db:
        add_terms(db, "", [KEPT])
        facts = {"title": f"{KEPT} туралы", "language": "kk", "people": KEPT, "series": FIRST}
        sound = tagged_sound(place / f"{FIRST}.m4a")
        programme_id = take_in(desk.archive, db, Intake(facts, sound, summary=f"{KEPT} said so.")).programme_id
        model = add_model(place / "model")
        with suppress(MuragatError):
            do_job(desk.archive, db, "transcribe", programme_id, {"engine": ENGINE, "model": model})
        _let_an_original_be_lost(desk, db, programme_id)
    with closing(desk.open()) as db:
        _keep_back_and_publish(desk, db)
        _hear_another(desk, db, place, model)
    return programme_id


def _hear_another(desk: Desk, db: Database, place: Path, model: str) -> None:
    """Hear a programme of the same series after the name was kept back of one."""
    os.environ[NOTES] = str(place / "later")
    add_terms(db, "", [UNHARMED])
    sound = tagged_sound(place / "later.m4a", turns=7)
    later = take_in(desk.archive, db, Intake({"title": "Later", "language": "kk"}, sound)).programme_id
    with suppress(MuragatError):
        do_job(desk.archive, db, "transcribe", later, {"engine": ENGINE, "model": model}, kinds=ALL_KINDS)


def _let_an_original_be_lost(desk: Desk, db: Database, programme_id: str) -> None:
    (sha256,) = db.execute("SELECT sha256 FROM recording WHERE programme_id = ?", [programme_id]).fetchone()
    desk.archive.original_path(sha256).unlink()
    desk.archive.access_path(sha256).unlink()
    with suppress(MuragatError):
        do_job(desk.archive, db, "prepare", programme_id, {})


def _keep_back_and_publish(desk: Desk, db: Database) -> None:
    pid = desk.programme_id
    type_words(db, pid, desk.segment_id, f"{KEPT} айтты", "journalist", speaker=KEPT)
    add_person(db, pid, (KEPT, FIRST, LAST), "journalist", reason=f"{KEPT} asked.", confirm=True)
    with suppress(MuragatError):  # A name in the words of a refusal would be in the log.
        approve(db, pid, "approver", "test")
        publish(desk.archive, db, desk.edition, pid, "approver")
    with suppress(MuragatError):
        do_job(desk.archive, db, "check", pid, {}, kinds=ALL_KINDS)
    publish_words(desk, db, pid)


def fail(app: Flask) -> None:
    """Add pages that fail as nobody foresaw, in words of a programme."""

    def unforeseen() -> str:
        raise ValueError(f"cannot say {KEPT}")

    def of_the_disk() -> str:
        raise OSError(5, f"cannot read {KEPT}", f"/{KEPT}")

    app.add_url_rule("/unforeseen", "unforeseen", unforeseen)
    app.add_url_rule("/of-the-disk", "of_the_disk", of_the_disk)


def told(client: FlaskClient, addresses: list[str], *, with_bodies: bool) -> list[str]:
    said = []
    for address in addresses:
        answer = client.get(address)
        said += [f"{answer.status_code} {name}: {value}" for name, value in answer.headers]
        if with_bodies or answer.status_code >= 500:
            said.append(answer.text)
    return said


def main() -> None:
    log_to_standard_error(logging.INFO)
    place = Path(sys.argv[1])
    desk = make_desk(place)
    desk.app.testing = False
    desk.app.config["PROPAGATE_EXCEPTIONS"] = False
    fail(desk.app)
    programme_id = work(desk, place)
    newsroom = desk.visitor("admin").client
    private = [
        *(
            f"/programmes/{each}{path}"
            for each in (desk.programme_id, programme_id)
            for path in ("", "/sound", "/nothing")
        ),
        f"{desk.address}/drafts/vtt",
        f"{desk.address}/drafts/json",
        "/unforeseen",
        "/of-the-disk",
        "/audit.csv",
    ]
    public = [
        desk.address,
        f"{desk.address}/transcript.vtt",
        f"{desk.address}/cite.bib",
        "/search?q=nobody",
        "/oai?verb=x",
    ]
    site = create_public(desk.edition)
    said = told(newsroom, private, with_bodies=False) + told(site.test_client(), public, with_bodies=True)
    (place / "told").write_text("\n".join(said))
    sys.stdout.flush()
    os._exit(0)  # As a kill would: nothing is tidied up.


if __name__ == "__main__":
    main()
