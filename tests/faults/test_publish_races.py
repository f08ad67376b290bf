"""Publishing against an edit, and against somebody being kept back: what is public is what was approved, or nothing."""

from __future__ import annotations

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, add_programme
from media.database import immediate
from tests.webapp.desk import Desk, make_desk
from tests.webapp.redaction.kept_back import KEY
from transcribe.pipeline import do_job
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.publish import publish
from webapp.edition.store import published_versions
from webapp.errors import NotApproved, NotChecked
from webapp.kinds import ALL_KINDS
from webapp.leaks.look import Kind, Look
from webapp.leaks.names import Alias, Name
from webapp.people.assignments import assign
from webapp.redaction.late import keep_back
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import EventKind, approve, content, record_changed, review

FIRST, SECOND = "Бұлдырқай Жұпарова", "Гүлдірмек Сұңқарова"
REASON = "a test of races"
SLOWEST_S = 0.06
"""Of the pause before the other begins: about what publishing takes."""
RACES_AN_EDITION = 20
"""After which the next begins with an empty one: to list a thousand others anew each time is no part of a race."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    before = os.environ.get(KEY_VARIABLE)
    os.environ[KEY_VARIABLE] = KEY
    yield make_desk(tmp_path_factory.mktemp("races"))
    if before is None:
        del os.environ[KEY_VARIABLE]


class Race:
    """One programme that is approved with one person kept back, published by one and changed by another."""

    def __init__(self, desk: Desk, number: int) -> None:
        self.desk = replace(desk, edition=desk.edition / str(number // RACES_AN_EDITION))
        self.number = number
        self.errors: list[Exception] = []
        with closing(desk.open()) as db:
            self.programme_id = add_programme(db, {"title": f"Race {number}", "language": "en"}).programme_id
            assign(db, self.programme_id, "journalist", "admin")
            add_document(db, self.programme_id, "summary", self.said("approved"), language="en")
            self._keep(db, FIRST)
            approve(db, self.programme_id, "approver", REASON)
            self.approved_sha256 = content(db, self.programme_id).sha256
            do_job(desk.archive, db, "check", self.programme_id, {}, kinds=ALL_KINDS)

    def said(self, mark: str) -> str:
        return f"{FIRST} met {SECOND}, {mark} {self.number}."

    def _keep(self, db: Database, name: str) -> None:
        add_person(db, self.programme_id, [name], "journalist", reason=REASON, confirm=True)

    def run(self, other: str, wait_s: float) -> None:
        threads = [threading.Thread(target=self._safely, args=each) for each in (("publish", 0.0), (other, wait_s))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _safely(self, act: str, wait_s: float) -> None:
        try:
            with closing(self.desk.open()) as db:
                time.sleep(wait_s)
                getattr(self, act)(db)
        except (NotApproved, NotChecked):
            return  # It was changed before it could go out.
        except Exception as error:  # Shown by the test.
            self.errors.append(error)

    def publish(self, db: Database) -> None:
        publish(self.desk.archive, db, self.desk.edition, self.programme_id, "approver")

    def edit(self, db: Database) -> None:
        with immediate(db):
            add_document(db, self.programme_id, "summary", self.said("edited"), language="en")
            record_changed(db, self.programme_id, "journalist")

    def redact(self, db: Database) -> None:
        keep_back(db, self.desk.edition, self.programme_id, "journalist", lambda: self._keep(db, SECOND))

    def public(self) -> str | None:
        """Return what the public reads, ``None`` where it is not public."""
        layout = Layout(self.desk.edition)
        if read_tombstone(layout, self.programme_id):
            return None
        versions = published_versions(layout, self.programme_id)
        if not versions:
            return None
        document = read_document(layout.document_path(self.programme_id, versions[max(versions)]))
        assert document.summary
        return " ".join(sentence.text for sentence in document.summary.sentences)

    def published_sha256(self) -> set[str | None]:
        with closing(self.desk.open()) as db:
            events = review(db, content(db, self.programme_id)).events
            return {event.content_sha256 for event in events if event.kind is EventKind.PUBLISHED}


def has(text: str, name: str) -> bool:
    return any(found.kind is not Kind.RESEMBLES for found in Look([Name((Alias(name),))], resembling=False).find(text))


def races(desk: Desk, times: int) -> Counter[tuple[str, bool]]:
    chance = random.Random(3)
    seen: Counter[tuple[str, bool]] = Counter()
    for number in range(times):
        race, other = Race(desk, number), ("edit", "redact")[number % 2]
        race.run(other, chance.choice((0.0, chance.uniform(0, SLOWEST_S), 4 * SLOWEST_S)))
        assert race.errors == []
        said = race.public()
        seen[other, said is not None] += 1
        assert race.published_sha256() <= {race.approved_sha256}
        if said is not None:
            assert f"approved {number}" in said
            assert not has(said, FIRST)
            assert other == "edit" or not has(said, SECOND)
    return seen


def test_what_is_public_is_what_was_approved(desk: Desk) -> None:
    seen = races(desk, 14)
    assert seen["redact", True] == 0, "who is kept back in the middle of it is not public"
    assert seen["edit", True] + seen["edit", False] == 7


@pytest.mark.release
@pytest.mark.timeout(7_200)
def test_what_is_public_is_what_was_approved_a_thousand_times(desk: Desk) -> None:
    seen = races(desk, 1000)
    assert seen["redact", True] == 0
    assert min(seen["edit", True], seen["edit", False]) > 0
