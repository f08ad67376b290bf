"""Asks the site over HTTP, one question after another, and says how long each answer took."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterable
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import quote

from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.site import HOST, Site

TIMEOUT_S = 120
OK = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, and how long it took from the question's first byte to the answer's last."""

    duration_ms: float
    body: bytes


def ask_each(site: Site, paths: Iterable[str], budget_s: float) -> list[Answer]:
    """Ask for each path once, on one connection; no more once the budget is spent.

    :param paths: with their query.
    :raises BenchFailed: an answer is not 200.
    """
    connection = HTTPConnection(HOST, site.port, timeout=TIMEOUT_S)
    answers: list[Answer] = []
    end = time.monotonic() + budget_s
    try:
        for path in paths:
            if time.monotonic() > end:
                break
            answers.append(_ask(connection, path))
    finally:
        connection.close()
    return answers


def query_path(**arguments: str) -> str:
    """Return ``/search?…``."""
    return "/search?" + "&".join(f"{name}={quote(value)}" for name, value in arguments.items())


def _ask(connection: HTTPConnection, path: str) -> Answer:
    before = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    body = response.read()
    duration_ms = (time.perf_counter() - before) * 1000
    if response.status != OK:
        raise BenchFailed(f"The site answered {response.status} to {path}, where the measurement needs 200.")
    if response.headers["Content-Encoding"] == "gzip":
        body = gzip.decompress(body)
    return Answer(duration_ms, body)
