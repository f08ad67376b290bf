"""Twenty scripts at one programme: no word is lost, and who was slower is told so; an upload keeps nobody waiting."""

from __future__ import annotations

import hashlib
import http.client
import random
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.serving import serving
from tests.webapp.api.asking import Script, script
from tests.webapp.api.test_write_api import a_sound
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.revise import current_text
from webapp.listen import THREADS
from webapp.newsroom.api.rate import Rate

SCRIPTS = 20
HOT = 15
"""Segments at which all of them work."""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = make_desk(tmp_path)
    desk.app.config["API_RATE"] = Rate(10**9)
    return desk


@pytest.mark.parametrize(
    ("segments", "edits"), [(200, 3), pytest.param(10_000, 500, marks=[pytest.mark.release, pytest.mark.timeout(7200)])]
)
def test_no_update_is_lost_and_each_conflict_is_seen(desk: Desk, segments: int, edits: int) -> None:
    with closing(desk.open()) as db:
        words = " ".join(f"сөз{number}" for number in range(segments * 8))
        programme_id, *_ = fill(desk.archive, db, "contributor_owner", words=words)
        before = {each.segment_id: each.text for each in current_text(db, programme_id).segments}
    assert len(before) == segments
    hot, place = list(before)[:HOT], f"/programmes/{programme_id}/segments"
    started = threading.Barrier(SCRIPTS)

    def work(number: int) -> Counter[str]:
        who, chance, told = script(desk, "admin"), random.Random(number), Counter[str]()
        started.wait()
        for turn in range(edits):
            segment_id = chance.choice(hot)
            seen = who.ask("GET", f"{place}/{segment_id}")
            assert seen.status_code == 200, "who reads waits for nobody"
            text, etag = seen.json["text"], seen.headers["ETag"]
            while True:
                change = {"text": f"{text} қосты{number}-{turn}"}
                answer = who.ask("PATCH", f"{place}/{segment_id}", change, headers={"If-Match": etag})
                told[str(answer.status_code)] += 1
                if answer.status_code == 200:
                    break
                if answer.status_code == 412:
                    assert answer.get_json(force=True)["sent"] == change
                    problem = answer.get_json(force=True)
                    text, etag = problem["current"]["text"], problem["current_etag"]
                else:
                    assert answer.status_code == 503, answer.text
        return told

    with ThreadPoolExecutor(SCRIPTS) as pool:
        told = sum(pool.map(work, range(SCRIPTS)), Counter[str]())
    assert told["200"] == SCRIPTS * edits
    assert told["412"] > 0, "they must have met"
    with closing(desk.open()) as db:
        now = current_text(db, programme_id)
        assert now.revision
        assert now.revision.number == SCRIPTS * edits
    after = {each.segment_id: each.text for each in now.segments}
    added = Counter(word for text in after.values() for word in text.split() if word.startswith("қосты"))
    assert added == Counter(f"қосты{number}-{turn}" for number in range(SCRIPTS) for turn in range(edits))
    assert all(after[each].startswith(text) for each, text in before.items())


def test_slow_uploads_keep_nobody_waiting(desk: Desk) -> None:
    sound = a_sound(20)
    who = script(desk)
    asked_for = f"sha256={hashlib.sha256(sound).hexdigest()}&file_name=slow.wav"
    head = (
        f"POST /api/v1/programmes/{desk.programme_id}/sound?{asked_for} HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {who.token}\r\nContent-Type: application/octet-stream\r\n"
        f"Content-Length: {len(sound)}\r\n\r\n"
    )
    with serving(desk.app, threads=THREADS) as port:
        slow = [socket.create_connection(("127.0.0.1", port), 10) for _ in range(2 * THREADS)]
        for connection in slow:
            connection.sendall(head.encode() + sound[: len(sound) // 2])
        waited = []
        for _ in range(20):
            began = time.perf_counter()
            assert asked(port, "GET", "/api/v1/me", who) == 200
            waited.append(time.perf_counter() - began)
        assert max(waited) < 10, "twice as many uploads as threads hold up nobody"
        first, *others = slow
        first.sendall(sound[len(sound) // 2 :])
        assert first.recv(64).startswith(b"HTTP/1.1 201")
        for connection in (first, *others):
            connection.close()
    assert len(who.get(f"/programmes/{desk.programme_id}/recordings")["recordings"]) == 2
    assert not list(desk.archive.work.glob("*.making*"))


def asked(port: int, method: str, path: str, who: Script, headers: dict[str, str] | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers={"Authorization": f"Bearer {who.token}"} | (headers or {}))
        return connection.getresponse().status
    finally:
        connection.close()


def test_what_is_too_large_is_refused_before_it_is_read(desk: Desk) -> None:
    who, place = script(desk), f"/programmes/{desk.programme_id}"
    text = {"text": "х" * (1 << 20)}
    problem = who.refused("PATCH", f"{place}/segments/{desk.segment_id}", text)
    assert (problem["status"], "1 MB" in problem["detail"]) == (413, True)
    seen = who.ask("GET", f"{place}/summary").headers["ETag"]
    long = {"text": "х" * (2 << 20), "language": "kk"}
    assert who.ask("PUT", f"{place}/summary", long, headers={"If-Match": seen}).status_code == 200, "4 MB of text"
    longer = {"text": "х" * (3 << 20), "language": "kk"}
    assert who.refused("PUT", f"{place}/summary", longer)["status"] == 422
    desk.app.config["MAX_UPLOAD_BYTES"] = 1000
    sound = a_sound()
    address = f"{place}/sound?sha256={hashlib.sha256(sound).hexdigest()}&file_name=a.wav"
    problem = who.refused("POST", address, data=sound, content_type="application/octet-stream")
    assert problem["status"] == 413
