"""Mixed load on both sites for hours, and what their processes hold meanwhile."""

from __future__ import annotations

import itertools
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from media.database import new_id
from tests.memory import memory_of
from tests.webapp.desk import ASSIGNED, PASSWORD, WORDS, Desk, fill
from tests.webapp.editions import SEGMENT_WORDS
from webapp.accounts import get_user
from webapp.bench_web.site import Site
from webapp.newsroom.api.openapi import BASE
from webapp.people.assignments import assign
from webapp.people.tokens import Scope, make_token

TIMEOUT_S = 120
PAUSE_S = 0.05
WITHDRAWN = 0.2
"""Of what is published."""
EXPECTED = {200, 206, 303, 304, 404, 410, 412}
"""404 and 410: a programme that another thread has just withdrawn; 412: words that another has just changed."""
PROGRAMMES = 20
"""That are edited, and as many that are published: one published two thousand times has a past no newsroom's has."""
SEGMENTS = 50
"""Of each."""
PUBLIC = (
    "/",
    "/?page=1",
    "/browse",
    "/timeline",
    "/search?q=сексеуіл",
    "/search?q=a+-b",
    "/programmes/saxaul",
    "/programmes/saxaul?q=ауыл",
    "/programmes/saxaul/transcript.vtt",
    "/programmes/saxaul/transcript.docx",
    "/programmes/saxaul/transcript.pdf",
    "/programmes/saxaul/transcript.zip",
    "/programmes/reels/versions/1",
    "/feeds/programmes.rss",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/api/v1/programmes",
    "/iiif/programmes/saxaul/manifest.json",
    "/nowhere",
)


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds at one moment."""

    resident_bytes: int
    files: int


def held_by(site: Site) -> Held:
    """Return what the system says of a process."""
    memory = memory_of(site.process_id)
    assert memory
    return Held(memory.resident_kb * 1024, len(list(Path(f"/proc/{site.process_id}/fd").iterdir())))


def programmes(desk: Desk) -> tuple[str, ...]:
    """Add programmes of four minutes that the desk's journalists may edit, and return their ids."""
    words = " ".join(WORDS.split()[:SEGMENT_WORDS] * SEGMENTS)
    with closing(desk.open()) as db:
        ids = tuple(fill(desk.archive, db, "contributor_owner", words)[0] for _ in range(PROGRAMMES))
        for programme_id, name in itertools.product(ids, ASSIGNED):
            assign(db, programme_id, name, "admin")
    return ids


@dataclass(slots=True)
class Load:
    """What is asked of the two sites."""

    desk: Desk
    public: Site
    newsroom: Site
    edited: tuple[str, ...]
    """Programmes whose words people change."""
    corrected: tuple[str, ...]
    """Programmes that are published again and again."""
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    @contextmanager
    def going(self) -> Iterator[None]:
        """Ask, in several threads, until the block ends."""
        ended = threading.Event()
        kinds = (self._reader, self._listener, self._pages, self._editor, self._editor, self._publisher, self._signer)
        threads = [threading.Thread(target=self._work, args=(kind, number, ended)) for number, kind in enumerate(kinds)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            ended.set()
            for thread in threads:
                thread.join()

    def _work(
        self,
        kind: Callable[[requests.Session, random.Random], Iterator[requests.Response]],
        seed: int,
        ended: threading.Event,
    ) -> None:
        with requests.Session() as session:
            for answer in kind(session, random.Random(seed)):
                self.answers[f"{kind.__name__[1:]} {answer.status_code}"] += 1
                if answer.status_code not in EXPECTED:
                    self.faults.append(
                        f"{answer.status_code} {answer.request.method} {answer.url}: {answer.text[:200]}"
                    )
                if ended.wait(PAUSE_S):
                    return

    def _reader(self, session: requests.Session, chance: random.Random) -> Iterator[requests.Response]:
        while True:
            yield session.get(self.public.address + chance.choice(PUBLIC), timeout=TIMEOUT_S)

    def _listener(self, session: requests.Session, chance: random.Random) -> Iterator[requests.Response]:
        page = session.get(f"{self.public.address}/programmes/saxaul", timeout=TIMEOUT_S).text
        sound = re.search(r"/sound/[0-9a-f]{64}\.m4a", page)
        assert sound
        while True:
            first = chance.randrange(100_000)
            part = {"Range": f"bytes={first}-{first + chance.randrange(200_000)}"}
            yield session.get(self.public.address + sound[0], headers=part, timeout=TIMEOUT_S)

    def _pages(self, session: requests.Session, chance: random.Random) -> Iterator[requests.Response]:
        session.cookies.set("newsroom", self.desk.cookies["journalist"])
        places = [f"/programmes/{each}" for each in self.edited]
        while True:
            place = chance.choice(places)
            pages = ("/", "/programmes", place, f"{place}/edit", f"{place}/history", f"{place}/sound", "/jobs/progress")
            yield session.get(self.newsroom.address + chance.choice(pages), timeout=TIMEOUT_S)

    def _editor(self, session: requests.Session, chance: random.Random) -> Iterator[requests.Response]:
        session.headers["Authorization"] = f"Bearer {self._token('journalist')}"
        for number in itertools.count():
            place = f"{self.newsroom.address}{BASE}/programmes/{chance.choice(self.edited)}/segments"
            one = f"{place}/s{chance.randrange(SEGMENTS)}"
            seen = session.get(one, timeout=TIMEOUT_S)
            yield seen
            words = {"text": f"Сөз {number} {chance.randrange(10**6)}"}
            yield session.patch(one, json=words, headers={"If-Match": seen.headers["ETag"]}, timeout=TIMEOUT_S)

    def _publisher(self, session: requests.Session, chance: random.Random) -> Iterator[requests.Response]:
        session.headers["Authorization"] = f"Bearer {self._token('approver')}"
        for number in itertools.count():
            place = f"{self.newsroom.address}{BASE}/programmes/{chance.choice(self.corrected)}"
            seen = session.get(f"{place}/facts", timeout=TIMEOUT_S)
            rights = {"rights": f"CC0 1.0, corrected {number} times"}
            yield session.patch(
                f"{place}/facts", json=rights, headers={"If-Match": seen.headers["ETag"]}, timeout=TIMEOUT_S
            )
            sha256 = session.get(f"{place}/review", timeout=TIMEOUT_S).json()["content_sha256"]
            approval = {"content_sha256": sha256, "override": "It is a soak."}
            yield session.post(f"{place}/approve", json=approval, timeout=TIMEOUT_S)
            yield session.post(f"{place}/publish", json={"note": "The rights were told wrongly."}, timeout=TIMEOUT_S)
            if chance.random() < WITHDRAWN:
                yield session.post(f"{place}/withdraw", json={"reason": "a soak"}, timeout=TIMEOUT_S)
            time.sleep(1)

    def _signer(self, session: requests.Session, _chance: random.Random) -> Iterator[requests.Response]:
        while True:
            form = {"csrf_token": self._csrf(session, "/sign-in"), "name": "journalist_too", "password": PASSWORD}
            yield session.post(f"{self.newsroom.address}/sign-in", form, timeout=TIMEOUT_S)
            form = {"csrf_token": self._csrf(session, "/add")}
            yield session.post(f"{self.newsroom.address}/sign-out", form, timeout=TIMEOUT_S)
            time.sleep(5)

    def _csrf(self, session: requests.Session, page: str) -> str:
        found = re.search(
            r'name="csrf_token" value="([^"]*)"', session.get(self.newsroom.address + page, timeout=60).text
        )
        assert found
        return found[1]

    def _token(self, actor: str) -> str:
        with closing(self.desk.open()) as db:
            _, text = make_token(db, get_user(db, actor), new_id("soak "), tuple(Scope))
        return text
