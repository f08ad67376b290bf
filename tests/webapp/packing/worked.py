"""Programmes that people have worked on in every way, and an archive of another newsroom to bring them into."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, set_facts
from media.database import utc_now
from media.records import Span
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, fill
from transcribe.editing.seen import tag_of
from transcribe.linking.decided.decisions import store_decision
from transcribe.linking.store import latest_linking
from transcribe.records import DecisionKind
from transcribe.revise import current_text
from webapp.accounts import get_user
from webapp.checking.records import Answer
from webapp.desk.asked import ask_for_approval, send_back
from webapp.desk.comments import About, answer, settle, write_comment
from webapp.desk.consent import note_consent_withdrawn
from webapp.editor.checks import check
from webapp.english import write_english
from webapp.redaction.store import add_person, add_span, lift
from webapp.redaction.vault import new_key
from webapp.review import approve, record_changed, record_published, record_withdrawn
from webapp.schema import SCHEMAS

KEY = new_key()
"""Of the archive that packs."""
ADMIN, APPROVER = "boss", "second"
ODD = "Бұл < & { --> \u202eمرحبا 🎙 \u2028 сөз =1+1"
SEEN = "Бұл < & { --> مرحبا 🎙 сөз =1+1"
"""Of all that is odd what people may type."""
NAMES = ("Ырысгүл", "Бекмырза", "Толқынай")


def edit(db: Database, desk: Desk, chance: random.Random) -> None:
    segment = chance.choice(current_text(db, desk.programme_id).segments)
    typed = f"{chance.choice([SEEN, 'сексеуіл', 'бүгін'])} {chance.randrange(1000)}"
    type_words(db, desk.programme_id, segment.segment_id, typed, "journalist")


def english(db: Database, desk: Desk, chance: random.Random) -> None:
    newest = db.execute("SELECT english_id FROM english ORDER BY rowid DESC LIMIT 1").fetchone()
    words, base = f"{SEEN} {chance.random()}", newest[0] if newest else None
    write_english(db, desk.programme_id, desk.segment_id, words, "journalist", base_id=base, source_sha256="")


def comment(db: Database, desk: Desk, chance: random.Random) -> None:
    author = get_user(db, "journalist")
    about = About(start_ms=chance.randrange(3000))
    thread = write_comment(db, desk.programme_id, author, f"@approver {SEEN}", about)
    answer(db, desk.programme_id, thread.thread_id, get_user(db, "approver"), SEEN)
    if chance.random() < 0.5:
        settle(db, desk.programme_id, thread.thread_id, author, is_open=False)


def link(db: Database, desk: Desk, chance: random.Random) -> None:
    linking = latest_linking(db, desk.programme_id)
    if linking is None:
        return
    claim_id = chance.choice(linking.links).claim.claim_id
    start_ms = chance.randrange(1000)
    spans = [Span(start_ms, start_ms + 500)]
    store_decision(db, desk.programme_id, claim_id, DecisionKind.ADD, spans, "journalist")


def vouch(db: Database, desk: Desk, chance: random.Random) -> None:
    segment = chance.choice(current_text(db, desk.programme_id).segments)
    check(db, desk.programme_id, segment.segment_id, "journalist", seen=tag_of(segment))


def checked(db: Database, desk: Desk, chance: random.Random) -> None:
    row = {
        "programme_id": desk.programme_id,
        "item_key": f"name {chance.randrange(9)}",
        "answer": chance.choice(list(Answer)),
        "words_sha256": "ab" * 32,
        "segment_ids": "[]",
        "heard_ms": chance.randrange(3000),
        "user_name": "journalist",
        "created_at": utc_now(),
        "words": ODD,
    }
    db.table("check_decision").insert(row)


def facts(db: Database, desk: Desk, chance: random.Random) -> None:
    set_facts(db, desk.programme_id, {"notes": f"one\n{chance.random()}"}, user_name="journalist")
    record_changed(db, desk.programme_id, "journalist")


def document(db: Database, desk: Desk, chance: random.Random) -> None:
    add_document(db, desk.programme_id, "script", f"{ODD} {chance.random()}", language="kk", saved_by="journalist")


def keep_back(db: Database, desk: Desk, chance: random.Random) -> None:
    name = f"{chance.choice(NAMES)} {''.join(chance.choices('аеиоубгд', k=6))}"
    made = add_person(db, desk.programme_id, [name], "journalist", reason="asked for")
    if chance.random() < 0.3:
        lift(db, desk.programme_id, made.redaction_id, "approver", reason="no more")
    elif chance.random() < 0.5:
        add_span(db, desk.programme_id, Span(500, 1000), "approver", reason="asked for")


def decide(db: Database, desk: Desk, chance: random.Random) -> None:
    ask_for_approval(db, desk.programme_id, get_user(db, "journalist"))
    if chance.random() < 0.5:
        send_back(db, desk.programme_id, get_user(db, "approver"), "not yet")


def publish(db: Database, desk: Desk, _chance: random.Random) -> None:
    approval = approve(db, desk.programme_id, "approver", "It cannot wait.")
    record_published(db, desk.programme_id, "approver", approval.content_sha256)


def withdraw(db: Database, desk: Desk, _chance: random.Random) -> None:
    record_withdrawn(db, desk.programme_id, "approver", "It was wrong.")
    note_consent_withdrawn(db, desk.programme_id, get_user(db, "approver"), "They asked.")


Work = Callable[[Database, Desk, random.Random], None]
EVERY: tuple[Work, ...] = (edit, english, comment, link, vouch, checked, facts, document, decide)
"""All that people do to a programme but what needs a key, or an end of the work."""


def newsroom(root: Path, noise: int = 0) -> Archive:
    """Make another archive with people of its own, and with so many programmes that were worked on."""
    archive = Archive(root)
    archive.create()
    with closing(archive.open(SCHEMAS)) as db:
        names = {ADMIN: "admin", APPROVER: "approver", "journalist": "journalist", "contributor_owner": "contributor"}
        for number, (name, role) in enumerate(names.items()):
            row = {"user_id": f"u{number}", "name": name, "name_key": name, "role": role, "created_at": utc_now()}
            db.table("user").insert(row | {"password_hash": "none"})
        for _ in range(noise):
            programme_id, segment_id, _ = fill(archive, db, "contributor_owner", "Бөтен бағдарлама туралы сөздер")
            for answer_ in Answer:
                db.table("check_decision").insert(
                    {
                        "programme_id": programme_id,
                        "item_key": "name",
                        "answer": answer_,
                        "words_sha256": "",
                        "segment_ids": f'["{segment_id}"]',
                        "heard_ms": 1,
                        "user_name": "journalist",
                        "created_at": utc_now(),
                    }
                )
            approve(db, programme_id, APPROVER, "It cannot wait.")
    return archive
