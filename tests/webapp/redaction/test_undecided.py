"""A name that nobody has decided on keeps a programme from being approved, and no reason is enough."""

from __future__ import annotations

import dataclasses

import pytest
from sqlite_utils import Database

from media.records import Span
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk
from tests.webapp.redaction.kept_back import NAME, REASON
from transcribe.revise import current_text
from webapp.errors import ApprovalRefused
from webapp.obstacles import ObstacleKind, obstacles
from webapp.redaction.find import find_places, quote_of
from webapp.redaction.flows import transcript_flow
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Likeness
from webapp.redaction.store import add_person, add_span, add_word, decide, lift
from webapp.review import approve, content

UNREAD = ("Read the summary against the stretch that is kept back: no link says which sentence tells it.", True)


def against(db: Database, desk: Desk) -> list[tuple[str, bool]]:
    found = obstacles(db, content(db, desk.programme_id))
    return [(each.sentence, each.can_override) for each in found if each.kind is ObstacleKind.KEPT_BACK]


def test_open_places_cannot_be_overridden(db: Database, desk: Desk) -> None:
    assert against(db, desk) == []
    add_person(db, desk.programme_id, [NAME], "journalist", reason=REASON)
    assert against(db, desk) == [
        ("Places of what is kept back that nobody has confirmed or dismissed: 7.", False),
    ]
    with pytest.raises(ApprovalRefused):
        approve(db, desk.programme_id, "admin", "there is no time")
    now = content(db, desk.programme_id)
    ids = [place.place_id for place in find_places(now, opened(now.redactions)) if place.is_open]
    decide(db, desk.programme_id, ids[:3], Decision.CONFIRMED, "journalist")
    decide(db, desk.programme_id, ids[3:], Decision.DISMISSED, "journalist")
    assert against(db, desk) == []
    assert approve(db, desk.programme_id, "admin", "nobody has checked the links").user_name == "admin"


def test_what_only_resembles_may_be_overridden_and_can_be_confirmed(db: Database, desk: Desk) -> None:
    add_person(db, desk.programme_id, ["Таңертегин"], "journalist", reason=REASON)
    ((sentence, can_override),) = against(db, desk)
    assert sentence.startswith("Words that only look like")
    assert can_override
    now = content(db, desk.programme_id)
    alike = [place for place in find_places(now, opened(now.redactions)) if place.likeness is Likeness.RESEMBLES]
    assert alike
    assert not any(place.is_masked for place in alike)
    decide(db, desk.programme_id, [alike[0].place_id], Decision.CONFIRMED, "journalist")
    now = content(db, desk.programme_id)
    assert sum(place.is_masked for place in find_places(now, opened(now.redactions))) == 1


def test_word_that_was_edited_away_must_be_marked_again(db: Database, desk: Desk) -> None:
    text = current_text(db, desk.programme_id)
    made = add_word(db, desk.programme_id, quote_of(transcript_flow(text), 5, 6), "journalist", reason=REASON)
    assert against(db, desk) == [UNREAD]
    edited = "Менің атым Айгүл Омарова, мен Арал жақтан келдім"
    type_words(db, desk.programme_id, desk.segment_id, edited, "journalist")
    assert against(db, desk) == [
        ("Words that are kept back are no longer where they were marked: lift these, or mark them again.", False),
        UNREAD,
    ]
    lift(db, desk.programme_id, made.redaction_id, "journalist", reason="marked again")
    assert against(db, desk) == []


def test_stretch_of_another_sound_must_be_marked_again(db: Database, desk: Desk) -> None:
    add_span(db, desk.programme_id, Span(400, 800), "journalist", reason=REASON)
    assert against(db, desk) == [UNREAD]
    now = content(db, desk.programme_id)
    assert now.recording
    other = dataclasses.replace(now, recording=dataclasses.replace(now.recording, recording_id="another"))
    assert [each.can_override for each in obstacles(db, other) if each.kind is ObstacleKind.KEPT_BACK] == [False, True]
