"""Somebody's window of the editor, without a browser: it sends what the scripts of the page send."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlite_utils import Database
from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.webapp.desk import Desk, Visitor, fill, make_desk
from transcribe.editing.seen import tag_of
from transcribe.records import Segment
from transcribe.revise import current_text, revisions_of
from webapp.people.assignments import assign

WORDS = "бір екі үш төрт бес алты жеті сегіз " * 3
"""Three passages of eight words."""
FIRST = "бір екі үш төрт бес алты жеті сегіз"
_names = itertools.count()


def name() -> str:
    """Return a new name of an operation."""
    return f"{next(_names):020d}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status_code: int
    headers: Headers
    text: str
    json: Any


@dataclass(frozen=True, slots=True)
class Window:
    """The editor as one person has it open."""

    desk: Desk
    programme_id: str
    visitor: Visitor
    token: str

    @property
    def address(self) -> str:
        return f"/programmes/{self.programme_id}"

    @contextmanager
    def open(self) -> Iterator[Database]:
        db = self.desk.open()
        try:
            yield db
        finally:
            db.close()

    def segments(self) -> tuple[Segment, ...]:
        with self.open() as db:
            return current_text(db, self.programme_id).segments

    def texts(self) -> list[str]:
        return [each.text for each in self.segments()]

    def edits(self) -> int:
        with self.open() as db:
            return len(revisions_of(db, self.programme_id))

    def tag(self, place: int = 0) -> str:
        return tag_of(self.segments()[place])

    def words(self, text: str, place: int = 0, *, seen: str | None = None, **more: object) -> Reply:
        """Send the words of a passage."""
        segment = self.segments()[place]
        body = {"operation": name(), "text": text, **more}
        return self.patch(segment.segment_id, body, tag_of(segment) if seen is None else seen)

    def patch(self, segment_id: str, body: object, seen: str) -> Reply:
        return self._send("PATCH", f"segments/{segment_id}/words", body, seen)

    def act(self, act: str, place: int = 0, *, seen: str | None = None, **more: object) -> Reply:
        segment = self.segments()[place]
        named = {} if act == "check" else {"operation": name()}
        body = {"act": act, **named, **more}
        return self._send("POST", f"segments/{segment.segment_id}/act", body, tag_of(segment) if seen is None else seen)

    def undo(self, operation: str, place: int = 0) -> Reply:
        body = {"operation": name(), "undoes": operation, "segment": self.segments()[place].segment_id}
        return self._send("POST", "edit/undo", body, "")

    def changes(self, number: int = 0, checks: int = 0, **more: object) -> Reply:
        asked = {"number": number, "checks": checks, "window": self.token[:20], **more}
        return _reply(self.visitor.get(f"{self.address}/edit/changes", query_string=asked))

    def _send(self, method: str, path: str, body: object, seen: str) -> Reply:
        headers = {"X-CSRFToken": self.token} | ({"If-Match": f'"{seen}"'} if seen else {})
        return _reply(self.visitor.client.open(f"{self.address}/{path}", method=method, json=body, headers=headers))


def _reply(answer: TestResponse) -> Reply:
    return Reply(answer.status_code, answer.headers, answer.text, answer.get_json(silent=True))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("edits"))


@pytest.fixture
def windows(desk: Desk) -> tuple[Window, Window]:
    """A programme that nobody has edited, open for two."""
    db = desk.open()
    programme_id, _, _ = fill(desk.archive, db, "contributor_owner", words=WORDS)
    for each in ("journalist", "journalist_too"):
        assign(db, programme_id, each, "admin")
    db.close()
    return window(desk, programme_id, "journalist"), window(desk, programme_id, "journalist_too")


def window(desk: Desk, programme_id: str, actor: str) -> Window:
    visitor = desk.visitor(actor)
    return Window(desk, programme_id, visitor, visitor.csrf())
