"""Asks both sites for the pages that a list of programmes stands behind."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from webapp.bench_growth.filling import EDITOR, Filled
from webapp.bench_growth.records import Pages
from webapp.bench_review.newsroom import newsroom
from webapp.bench_web.asking import query_path
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.queries import Asker, sample_words
from webapp.bench_web.site import Site, public_site
from webapp.bench_web.timing import Spread, spread
from webapp.edition.layout import Layout

TIMES, QUESTIONS = 12, 40
TIMEOUT_S = 120
CSRF = re.compile(r'name="csrf_token" value="([^"]*)"')
RESIDENT = re.compile(r"^VmRSS:\s*(\d+) kB", re.MULTILINE)


def ask_public(layout: Layout, programmes: int) -> Pages:
    """:raises BenchFailed: the site does not start, or an answer is not 200."""
    with public_site(layout) as site, _asking(site) as ask:
        asker = Asker(sample_words(list(layout.document_paths())))
        two_words = [query_path(q=q) for q in asker.two_words(QUESTIONS)]
        ask(two_words[:1])
        middle = max(1, programmes // 40)
        found = {
            "search": ask(two_words),
            "home": ask(["/"] * TIMES),
            "middle": ask([f"/?page={middle}"] * TIMES),
            "browse": ask(["/browse"] * TIMES),
            "feed": ask(["/feeds/programmes.rss"] * TIMES),
        }
        return Pages(found, _resident_bytes(site))


def ask_newsroom(filled: Filled) -> Pages:
    """:raises BenchFailed: the newsroom does not start, lets nobody in, or an answer is not 200."""
    with newsroom(filled.archive) as site, _asking(site, filled.password) as ask:
        ask(["/"])
        names = {"desk": "/", "list": "/programmes", "jobs": "/jobs", "progress": "/jobs/progress"}
        found = {name: ask([path] * TIMES) for name, path in names.items()}
        return Pages(found, _resident_bytes(site))


@contextmanager
def _asking(site: Site, password: str | None = None) -> Iterator[Callable[[list[str]], Spread]]:
    with requests.Session() as session:
        if password:
            page = session.get(f"{site.address}/sign-in", timeout=TIMEOUT_S).text
            form = {"csrf_token": _csrf(page), "name": EDITOR, "password": password}
            session.post(f"{site.address}/sign-in", form, timeout=TIMEOUT_S).raise_for_status()

        def ask(paths: list[str]) -> Spread:
            durations_ms = []
            for path in paths:
                before = time.perf_counter()
                answer = session.get(f"{site.address}{path}", timeout=TIMEOUT_S, allow_redirects=False)
                durations_ms.append((time.perf_counter() - before) * 1000)
                if answer.status_code != requests.codes.ok:
                    raise BenchFailed(f"The site answered {answer.status_code} to {path}, where 200 is needed.")
            found = spread(durations_ms)
            if found is None:
                raise BenchFailed("Nothing was asked; name at least one programme.")
            return found

        yield ask


def _csrf(page: str) -> str:
    found = CSRF.search(page)
    if not found:
        raise BenchFailed("The newsroom's page to sign in has no form.")
    return found[1]


def _resident_bytes(site: Site) -> int:
    """Return what the system says of a process's memory; 0 where it says nothing of that (not Linux)."""
    status = Path(f"/proc/{site.process_id}/status")
    found = RESIDENT.search(status.read_text()) if status.exists() else None
    return int(found[1]) * 1024 if found else 0
