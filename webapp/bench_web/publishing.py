"""Publishing: how long a newsroom waits until a programme is public, changed or gone, on an edition of this size."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from statistics import median

from webapp.bench_web.corpus import Plan, make_approved
from webapp.bench_web.making import write_document
from webapp.bench_web.site import HOST, Site, public_site
from webapp.edition.index import put_in
from webapp.edition.layout import Layout
from webapp.edition.render import Approved
from webapp.edition.store import add_version, block, edition_writer, remove_blocked

TIMES = 5
GONE = 410
BLOCKED_MOST_S = 30


@dataclass(frozen=True, slots=True)
class PublishFigures:
    """Seconds, medians of `TIMES`."""

    publish_seconds: float
    """Adding a programme to the index, whose edition file is written."""
    release_seconds: float
    """All that is done to publish an approved programme: lock, sweep, rendering, edition file, index."""
    version_seconds: float
    """The same for a second version of it."""
    block_seconds: float
    """From the order to withdraw until the site answers 410."""
    withdraw_seconds: float
    """From then until its words are out of the index and its files are gone."""


def measure_publishing(layout: Layout, plan: Plan) -> PublishFigures:
    """Publish programmes that a plan's edition has not, change them, and withdraw them. The edition has an index.

    :raises BenchFailed: the site does not start.
    """
    numbers = [plan.programmes + number for number in range(2 * TIMES)]
    adding = [_seconds_of_adding(layout, number, plan.words_each) for number in numbers[:TIMES]]
    approved = [make_approved(number, plan.words_each) for number in numbers[TIMES:]]
    releases = [_seconds(partial(_release, layout, each)) for each in approved]
    versions = [_seconds(partial(_release, layout, _corrected(each))) for each in approved]
    blocks, withdrawals = [], []
    with public_site(layout) as site:
        for each in approved:
            blocks.append(_seconds(partial(_block, layout, site, each)))
            withdrawals.append(_seconds(partial(remove_blocked, layout)))
    return PublishFigures(*(round(median(each), 4) for each in (adding, releases, versions, blocks, withdrawals)))


def _seconds(work: Callable[[], None]) -> float:
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def _seconds_of_adding(layout: Layout, number: int, words: int) -> float:
    path = write_document(layout, number, words).path
    return _seconds(partial(put_in, layout, path))


def _release(layout: Layout, approved: Approved) -> None:
    with edition_writer(layout):
        add_version(layout, approved, None)


def _corrected(approved: Approved) -> Approved:
    return dataclasses.replace(approved, programme=dataclasses.replace(approved.programme, rights="corrected"))


def _block(layout: Layout, site: Site, approved: Approved) -> None:
    identity = approved.programme.programme_id
    block(layout, identity)
    connection = HTTPConnection(HOST, site.port, timeout=BLOCKED_MOST_S)
    try:
        while True:
            connection.request("GET", f"/programmes/{identity}")
            response = connection.getresponse()
            response.read()
            if response.status == GONE:
                return
    finally:
        connection.close()
