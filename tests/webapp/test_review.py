"""Decisions are about content, and a change of any of it undoes them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, add_programme, current_recording, get_programme, set_facts
from media.database import new_id, utc_now
from media.errors import UnknownProgramme
from media.records import FACTS
from tests.transcribe.texts import type_words
from tests.webapp.desk import PROVENANCE, SUMMARY, Desk, make_desk, store_sound, with_a_translation
from tests.webapp.editions import segments
from transcribe.errors import NoTranslation
from transcribe.records import canonical_json
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.edition.publish import publish, withdraw
from webapp.errors import ChangedSince, NotAllowed, NotApproved, NothingToPublish, UnderEmbargo, UnknownUser
from webapp.review import (
    EventKind,
    ReviewState,
    approve,
    content,
    record_changed,
    record_published,
    require_approved,
    review,
    state,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


@pytest.fixture
def pid(desk: Desk) -> str:
    return desk.programme_id


def edit(db: Database, pid: str, author: str, text: str = "Басқа сөздер") -> None:
    now = current_text(db, pid)
    type_words(db, pid, now.segments[0].segment_id, text, author)


def rerun(db: Database, pid: str, words: str) -> None:
    recording = current_recording(db, pid)
    assert recording
    store_transcript(db, pid, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments(words)))


def relink(db: Database, pid: str) -> None:
    now = content(db, pid)
    assert now.summary
    assert now.text
    db.table("linking").insert(
        {
            "linking_id": new_id("k"),
            "programme_id": pid,
            "text_sha256": now.text.sha256,
            "document_id": now.summary.document_id,
            "channels": '["anchors"]',
            "created_at": utc_now(),
        }
    )


FACT_VALUES = {"aired": "2026-11-01", "published": "2026-11-24", "language": "ru"}
CHANGES: dict[str, Callable[[Desk, Database, str], object]] = {
    **{
        f"fact {name}": lambda _, db, pid, name=name: set_facts(db, pid, {name: FACT_VALUES.get(name, "Another")})
        for name in FACTS
    },
    "summary": lambda _, db, pid: add_document(db, pid, "summary", "It is late.", language="en"),
    "the same summary by another": lambda _, db, pid: add_document(
        db, pid, "summary", SUMMARY, language="en", author="Somebody"
    ),
    "summary's language": lambda _, db, pid: add_document(db, pid, "summary", SUMMARY, language="de"),
    "words": lambda _, db, pid: edit(db, pid, "journalist"),
    "a machine's run": lambda _, db, pid: rerun(db, pid, "Жаңа сөздер"),
    "links": lambda _, db, pid: relink(db, pid),
}


@pytest.mark.parametrize("name", CHANGES)
def test_any_change_voids_an_approval(desk: Desk, db: Database, pid: str, name: str) -> None:
    approve(db, pid, "approver")
    assert state(db, pid) is ReviewState.APPROVED
    CHANGES[name](desk, db, pid)
    assert state(db, pid) is ReviewState.IN_REVIEW
    with pytest.raises(NotApproved):
        require_approved(db, pid)
    with pytest.raises(NotApproved):
        publish(desk.archive, db, desk.edition, pid, "approver")
    assert not list(desk.edition.glob("programmes/*"))


def test_translation_is_published_only_where_it_was_approved(desk: Desk, db: Database, pid: str) -> None:
    approve(db, pid, "approver")
    with pytest.raises(NoTranslation):
        approve(db, pid, "approver", with_translation=True)
    with_a_translation(desk)
    assert state(db, pid) is ReviewState.APPROVED
    assert publish(desk.archive, db, desk.edition, pid, "approver").translations == ()
    assert (state(db, pid), review(db, content(db, pid)).has_translation) == (ReviewState.PUBLISHED, False)
    approve(db, pid, "approver", with_translation=True)
    (layer,) = publish(desk.archive, db, desk.edition, pid, "approver").translations
    assert [each.text for each in layer.segments] == ["A village plants saxaul."]
    assert (state(db, pid), review(db, content(db, pid)).has_translation) == (ReviewState.PUBLISHED, True)
    db.execute("UPDATE job SET state = 'succeeded'")
    with_a_translation(desk, "A village sells saxaul.")
    assert state(db, pid) is ReviewState.IN_REVIEW, "what was approved is not what would be published"
    with pytest.raises(NotApproved):
        publish(desk.archive, db, desk.edition, pid, "approver")


def test_approval_from_before_some_facts_were_known_holds(db: Database, pid: str) -> None:
    """Their columns came empty: an archive that was approved must not come back to be approved again."""
    now = content(db, pid)
    assert now.summary
    assert now.text
    assert now.linking
    programme = now.programme
    known = ("title", "series", "publisher", "author", "published", "language", "broadcast", "project", "funder")
    facts = {name: getattr(programme, name) for name in (*known, "rights", "disclaimer", "citation")}
    before = {
        "facts": facts | {"synthetic": programme.synthetic},
        "summary": [now.summary.document_id, now.summary.sha256],
        "text": [now.text.transcript.transcript_id, now.text.sha256],
        "linking": now.linking.linking_id,
        "sound": now.recording.sha256 if now.recording else None,
    }
    assert hashlib.sha256(canonical_json(before)).hexdigest() == now.sha256


def test_other_sound_voids_the_approval_of_a_summary(desk: Desk, db: Database) -> None:
    pid = add_programme(db, {"title": "A summary", "language": "kk"}).programme_id
    add_document(db, pid, "summary", SUMMARY, language="en")
    approve(db, pid, "approver")
    store_sound(desk.archive, db, pid)
    assert state(db, pid) is ReviewState.IN_REVIEW


def test_what_is_not_published_voids_nothing(db: Database, pid: str) -> None:
    approve(db, pid, "approver")
    set_facts(db, pid, {"title": get_programme(db, pid).title})
    add_document(db, pid, "script", "Сценарий", language="kk")
    other = add_programme(db, {"title": "Another", "language": "kk"}).programme_id
    set_facts(db, other, {"title": "Changed"})
    assert state(db, pid) is ReviewState.APPROVED


@pytest.mark.parametrize(("day", "is_free"), [("2000-01-01", True), ("2999-01-01", False)])
def test_embargo_holds_until_its_day_and_is_not_public(
    desk: Desk, db: Database, pid: str, day: str, is_free: bool
) -> None:
    approve(db, pid, "approver")
    set_facts(db, pid, {"embargo": day})
    assert state(db, pid) is ReviewState.APPROVED, "what would be public is the same"
    if is_free:
        assert publish(desk.archive, db, desk.edition, pid, "approver").version == 1
        assert day.encode() not in b"".join(path.read_bytes() for path in desk.edition.rglob("*.json"))
        return
    with pytest.raises(UnderEmbargo, match=day):
        publish(desk.archive, db, desk.edition, pid, "approver")
    assert not list(desk.edition.glob("programmes/*"))
    set_facts(db, pid, {"embargo": ""})
    assert publish(desk.archive, db, desk.edition, pid, "approver").version == 1


def test_states_in_their_order(desk: Desk, db: Database, pid: str) -> None:
    seen = [state(db, pid)]
    edit(db, pid, "journalist")
    seen.append(state(db, pid))
    approve(db, pid, "approver")
    seen.append(state(db, pid))
    publish(desk.archive, db, desk.edition, pid, "approver")
    seen.append(state(db, pid))
    withdraw(desk.archive, db, desk.edition, pid, "admin", "a wrong name")
    seen.append(state(db, pid))
    approve(db, pid, "admin")
    seen.append(state(db, pid))
    assert seen == ["unreviewed", "in_review", "approved", "published", "withdrawn", "approved"]
    kinds = [event.kind for event in review(db, content(db, pid)).events]
    assert kinds == ["approved", "withdrawn", "published", "approved"]


def test_a_public_programme_that_changes_is_in_review_and_still_public(desk: Desk, db: Database, pid: str) -> None:
    approve(db, pid, "approver")
    publish(desk.archive, db, desk.edition, pid, "approver")
    published = review(db, content(db, pid))
    assert published.state is ReviewState.PUBLISHED
    edit(db, pid, "journalist")
    changed = review(db, content(db, pid))
    assert changed.state is ReviewState.IN_REVIEW
    assert changed.public_since == published.public_since == published.events[0].created_at
    approve(db, pid, "approver")
    again = review(db, content(db, pid))
    assert (again.state, again.public_since) == (ReviewState.APPROVED, published.public_since)
    withdraw(desk.archive, db, desk.edition, pid, "approver", "a wrong name")
    assert review(db, content(db, pid)).public_since is None


def test_withdrawing_voids_the_approval(desk: Desk, db: Database, pid: str) -> None:
    approve(db, pid, "approver")
    publish(desk.archive, db, desk.edition, pid, "approver")
    withdraw(desk.archive, db, desk.edition, pid, "approver", "a wrong name")
    with pytest.raises(NotApproved):
        publish(desk.archive, db, desk.edition, pid, "approver")


def test_publishing_twice_is_noted_once(desk: Desk, db: Database, pid: str) -> None:
    approve(db, pid, "approver")
    publish(desk.archive, db, desk.edition, pid, "approver")
    publish(desk.archive, db, desk.edition, pid, "admin")
    assert [e.kind for e in review(db, content(db, pid)).events] == [EventKind.PUBLISHED, EventKind.APPROVED]


@pytest.mark.parametrize("name", ["contributor_owner", "journalist"])
def test_only_deciders_decide(desk: Desk, db: Database, pid: str, name: str) -> None:
    with pytest.raises(NotAllowed):
        approve(db, pid, name, "because")
    approval = approve(db, pid, "approver")
    for decide in (
        lambda: publish(desk.archive, db, desk.edition, pid, name),
        lambda: withdraw(desk.archive, db, desk.edition, pid, name, "why"),
        lambda: record_published(db, pid, name, approval.content_sha256),
    ):
        with pytest.raises(NotAllowed):
            decide()
    assert not desk.edition.exists(), "the role is looked at before anything is written"
    publish(desk.archive, db, desk.edition, pid, "approver")
    with pytest.raises(NotAllowed):
        withdraw(desk.archive, db, desk.edition, pid, name, "why")
    assert not list(desk.edition.glob("programmes/*/withdrawn.json"))


@pytest.mark.parametrize("name", ["nobody", "disabled", ""])
def test_decisions_need_an_active_account(desk: Desk, db: Database, pid: str, name: str) -> None:
    for decide in (
        lambda: approve(db, pid, name),
        lambda: publish(desk.archive, db, desk.edition, pid, name),
        lambda: withdraw(desk.archive, db, desk.edition, pid, name, "why"),
    ):
        with pytest.raises(UnknownUser):
            decide()
    assert state(db, pid) is ReviewState.UNREVIEWED


def test_nobody_approves_their_own_words(db: Database, pid: str) -> None:
    edit(db, pid, "approver")
    for reason in (None, "", "  "):
        with pytest.raises(NotAllowed):
            approve(db, pid, "APPROVER", reason)
    assert approve(db, pid, "approver_too").override is None


def test_nobody_approves_their_own_summary_or_facts(db: Database, pid: str) -> None:
    set_facts(db, pid, {"series": "Another"})
    record_changed(db, pid, "approver")
    assert state(db, pid) is ReviewState.IN_REVIEW
    with pytest.raises(NotAllowed):
        approve(db, pid, "approver")
    record_changed(db, pid, "journalist")
    assert approve(db, pid, "approver")


def test_the_last_editor_counts_not_every_editor(db: Database, pid: str) -> None:
    edit(db, pid, "approver")
    edit(db, pid, "journalist", "Тағы басқа сөздер")
    assert approve(db, pid, "approver")


def test_an_override_keeps_its_reason(db: Database, pid: str) -> None:
    edit(db, pid, "approver")
    approve(db, pid, "approver", " nobody else is at the desk tonight ")
    approval = require_approved(db, pid)
    assert (approval.user_name, approval.override) == ("approver", "nobody else is at the desk tonight")


def test_a_reason_that_is_not_needed_is_not_kept_as_an_override(db: Database, pid: str) -> None:
    approve(db, pid, "approver", "just so")
    assert require_approved(db, pid).override is None


def test_nothing_to_approve(db: Database) -> None:
    pid = add_programme(db, {"title": "Facts alone", "language": "kk"}).programme_id
    with pytest.raises(NothingToPublish):
        approve(db, pid, "approver")
    with pytest.raises(UnknownProgramme):
        approve(db, "p0", "approver")
    with pytest.raises(UnknownProgramme):
        state(db, "p0")


def test_a_person_approves_what_they_looked_at(db: Database, pid: str) -> None:
    seen = content(db, pid).sha256
    edit(db, pid, "journalist")
    with pytest.raises(ChangedSince):
        approve(db, pid, "approver", seen_sha256=seen)
    assert state(db, pid) is ReviewState.IN_REVIEW
    assert approve(db, pid, "approver", seen_sha256=content(db, pid).sha256)
