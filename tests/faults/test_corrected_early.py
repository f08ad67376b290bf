"""Kill the worker at random moments while somebody corrects what it has heard: no word that was acknowledged is lost.

As `tests.faults.test_kills`, whose worker, engine child and sound these are.
"""

from __future__ import annotations

import random
import signal
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.database import immediate
from tests.faults.test_kills import has_succeeded, nursery, programme_id
from transcribe.early.text import begin_editing, text_to_edit
from transcribe.editing.change import change_segment
from transcribe.editing.seen import tag_of
from transcribe.errors import NoText
from transcribe.revise import current_text
from transcribe.schema import SCHEMAS
from transcribe.transcripts import list_transcripts

__all__ = ["programme_id"]
AUTHOR = "Айгүл"


@dataclass
class Correcting:
    """Somebody who adds a word to one passage after another, as they come."""

    archive: Archive
    programme_id: str
    chance: random.Random
    stop: threading.Event = field(default_factory=threading.Event)
    acknowledged: dict[str, str] = field(default_factory=dict)
    """Word by the segment to which it was added."""

    def run(self) -> None:
        with closing(self.archive.open(SCHEMAS)) as db:
            while not self.stop.wait(0.03):
                self._correct(db)

    def _correct(self, db: Database) -> None:
        try:
            text = text_to_edit(db, self.programme_id)
            free = [each for each in text.segments if each.words and each.segment_id not in self.acknowledged]
            if not free:
                return
            chosen, word = self.chance.choice(free), f"word{len(self.acknowledged)}"
            with immediate(db):
                begin_editing(db, self.programme_id)
                change_segment(
                    db,
                    self.programme_id,
                    chosen.segment_id,
                    AUTHOR,
                    seen=tag_of(chosen),
                    text=f"{chosen.text} {word}",
                )
            self.acknowledged[chosen.segment_id] = word
        except (NoText, sqlite3.OperationalError):
            return


def correct_and_kill(archive: Archive, db: Database, programme_id: str, place: Path, kills: int) -> None:
    seed = random.randrange(1_000_000)
    chance = random.Random(seed)
    with nursery(archive, programme_id, place) as born:
        person = Correcting(archive, programme_id, random.Random(seed))
        typing = threading.Thread(target=person.run)
        typing.start()
        try:
            for _ in range(kills):
                born.worker(chance.uniform(0.05, 0.4))
            while born.worker() == -signal.SIGKILL or not has_succeeded(db):
                pass
        finally:
            person.stop.set()
            typing.join()
    assert person.acknowledged, f"seed {seed}: nothing was corrected while it listened"
    runs = list_transcripts(db, programme_id)
    assert [each.heard_until_ms is None for each in runs] == [True, False], seed
    text = current_text(db, programme_id)
    assert text.transcript == runs[0], seed
    expected = {each.segment_id: each.text.split() for each in runs[0].segments}
    for segment_id, word in person.acknowledged.items():
        expected[segment_id].append(word)
    assert {each.segment_id: each.text.split() for each in text.segments} == expected, seed
    assert db.table("unfinished_words").count == 0


def test_corrections_outlive_kills(archive: Archive, db: Database, programme_id: str, tmp_path: Path) -> None:
    correct_and_kill(archive, db, programme_id, tmp_path, kills=4)


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_corrections_outlive_very_many_kills(archive: Archive, db: Database, programme_id: str, tmp_path: Path) -> None:
    correct_and_kill(archive, db, programme_id, tmp_path, kills=300)
