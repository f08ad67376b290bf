"""Many people at one programme: no edit that was acknowledged is lost, and whoever came second is told (THREATS 24)."""

from __future__ import annotations

import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.webapp.desk import Desk, fill
from tests.webapp.editor.conftest import Window, name, window
from transcribe.revise import current_text
from webapp.people.assignments import assign

PEOPLE = ("journalist", "journalist_too", "approver", "approver_too", "admin")


@dataclass(frozen=True, slots=True)
class Done:
    """What one person came to."""

    acknowledged: tuple[tuple[str, str], ...]
    """Segment, and the word that was added to it."""
    conflicts: int


def work(own: Window, number: int, edits: int, segment_ids: list[str], seen: dict[str, tuple[str, str]]) -> Done:
    """Add a word to one passage after another, each to the text that was seen; where somebody was faster, to theirs."""
    draw = random.Random(number)
    acknowledged, conflicts = [], 0
    for edit in range(edits):
        segment_id, word = draw.choice(segment_ids), f"w{number}x{edit}"
        text, tag = seen[segment_id]
        operation = name()
        while True:
            answer = own.patch(segment_id, {"operation": operation, "text": f"{text} {word}"}, tag)
            if answer.status_code == 200:
                (told,) = answer.json["segments"]
                seen[segment_id] = (told["text"], told["tag"])
                acknowledged.append((segment_id, word))
                break
            assert answer.status_code == 412, answer.text
            assert answer.json["yours"] == f"{text} {word}"
            conflicts, operation = conflicts + 1, name()
            text, tag = answer.json["theirs"]["text"], answer.json["theirs"]["tag"]
    return Done(tuple(acknowledged), conflicts)


def race(desk: Desk, people: int, edits: int, passages: int) -> list[Done]:
    """Let people edit at once; each knows only the texts as they were at first, and what answers told them."""
    db = desk.open()
    programme_id, _, _ = fill(
        desk.archive, db, "contributor_owner", words="бір екі үш төрт бес алты жеті сегіз " * passages
    )
    for each in PEOPLE:
        assign(db, programme_id, each, "admin")
    db.close()
    windows = [window(desk, programme_id, PEOPLE[number % len(PEOPLE)]) for number in range(people)]
    at_first = windows[0].visitor.get(f"/programmes/{programme_id}/edit").text
    segments = windows[0].segments()
    tags = dict(re.findall(r'data-id="([^"]+)"[^>]*?data-tag="([^"]+)"', at_first))
    seen = {each.segment_id: (each.text, tags[each.segment_id]) for each in segments}
    with ThreadPoolExecutor(people) as pool:
        jobs = [pool.submit(work, own, number, edits, list(seen), dict(seen)) for number, own in enumerate(windows)]
        done = [job.result() for job in jobs]
    db = desk.open()
    stands = {each.segment_id: each.text.split() for each in current_text(db, programme_id).segments}
    db.close()
    lost = [(segment, word) for each in done for segment, word in each.acknowledged if stands[segment].count(word) != 1]
    assert lost == []
    assert windows[0].edits() == people * edits
    return done


def test_few_people_lose_nothing(desk: Desk) -> None:
    done = race(desk, people=4, edits=5, passages=3)
    assert sum(each.conflicts for each in done) > 0  # They met, and were told.


@pytest.mark.release
@pytest.mark.timeout(7_200)
def test_twenty_people_lose_nothing_on_ten_thousand_passages(desk: Desk) -> None:
    done = race(desk, people=20, edits=500, passages=10_000)
    assert sum(len(each.acknowledged) for each in done) == 10_000
