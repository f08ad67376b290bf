"""A stretch of which only the voice is changed: its words stay, and it is never taken for one that is kept back."""

from __future__ import annotations

import dataclasses

import pytest
from sqlite_utils import Database

from media.errors import MuragatError
from media.records import Covers, Span
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import NAME, REASON
from tests.webapp.redaction.test_apply import content_of, kept, published, stretch, words_of
from webapp.gate.kept_back import kept_back
from webapp.obstacles import obstacles
from webapp.redaction.errors import BadRedaction
from webapp.redaction.find import find_places
from webapp.redaction.sound import covers_of, spans_of
from webapp.redaction.store import add_person, add_span
from webapp.review import approve, content, require_approved


def test_the_words_stay_and_the_hash_of_the_original_goes() -> None:
    content = content_of("бір екі үш төрт бес", None)
    redactions = kept(dataclasses.replace(stretch(450, 700), voice_only=True))
    document = published(content, redactions)
    assert [word.text for word in words_of(document)] == ["бір", "екі", "үш", "төрт", "бес"]
    assert document.transcript
    assert document.transcript.provenance.sound_sha256 == ""
    assert spans_of(content, redactions, find_places(content, redactions)) == ()
    assert covers_of(content, redactions, ()) == Covers((), (Span(0, 1_000),))


def test_within_it_a_name_is_kept_back_as_anywhere(db: Database, desk: Desk) -> None:
    pid = desk.programme_id
    add_person(db, pid, [NAME], "journalist", reason=REASON, confirm=True)
    masks = kept_back(content(db, pid)).masks
    assert masks
    add_span(db, pid, Span(0, 1_000), "journalist", reason=REASON, voice_only=True)
    guard = kept_back(content(db, pid))
    assert guard.covers == Covers(masks, (Span(0, 2_000),))
    assert guard.needs_check


def test_it_voids_an_approval_and_must_lie_in_the_sound(db: Database, desk: Desk) -> None:
    pid = desk.programme_id
    with pytest.raises(BadRedaction, match="The sound ends"):
        add_span(db, pid, Span(0, 10**9), "journalist", reason=REASON, voice_only=True)
    approve(db, pid, "approver", REASON)
    before = {each.sentence for each in obstacles(db, content(db, pid))}
    add_span(db, pid, Span(0, 1_000), "journalist", reason=REASON, voice_only=True)
    with pytest.raises(MuragatError, match="has changed since"):
        require_approved(db, pid)
    now = content(db, pid)
    assert {each.sentence for each in obstacles(db, now)} == before
    assert now.recording
    other = dataclasses.replace(now, recording=dataclasses.replace(now.recording, recording_id="another"))
    assert len(obstacles(db, other)) == len(before) + 1, "it was marked in another sound"


def test_it_is_marked_on_the_page_and_said_there(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    sent = {"start": "0:00", "end": "0:01", "how": "voice", "reason": REASON}
    assert journalist.post(f"{desk.address}/redactions/span", sent).status_code == 303
    listed = journalist.get(f"{desk.address}/redactions").text
    assert "the voice alone" in listed
    assert "an aid, and no protection" in listed
    shown = journalist.get(f"{desk.address}/preview").text
    assert "Said by another voice" in shown
    assert "Covered in the sound" not in shown
