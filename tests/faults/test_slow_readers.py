"""Clients that send or read a byte now and then keep nobody else out: not by their number, not by holding threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, Response

from tests.faults.slow import WAIT_S, Slow, asked, connected, crowd, durations_s, served, until_closed
from tests.webapp.desk import Desk, make_desk
from webapp.bench_review.newsroom import newsroom
from webapp.bench_web.corpus import Plan
from webapp.bench_web.making import make_edition
from webapp.bench_web.site import public_site
from webapp.bench_web.sound import add_sound
from webapp.connections import LimitedChannel, Patience, connection_limit
from webapp.edition.index import rebuild_index
from webapp.edition.layout import Layout
from webapp.listen import THREADS, make_server, port_of

HELD_BY_WAITRESS = 100
CROWD, HEALTHY_S, P99_S = 500, 60, 1.0
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
LARGE = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
LARGE_BYTES, BLOCK = 8 << 20, b"x" * (1 << 16)
SHORT = Patience(request_s=0.2, reading_s=0.2, thread_s=0.2, idle_s=0.2)
LONG = Patience(request_s=600, reading_s=600, thread_s=600, idle_s=600)


class Impatient(LimitedChannel):
    calm = crowded = SHORT


class OnlyForThreads(LimitedChannel):
    """Waits for everybody but for those for whom a thread waits."""

    calm = crowded = Patience(request_s=600, reading_s=600, thread_s=0.2, idle_s=600)


class Endlessly(LimitedChannel):
    calm = crowded = LONG


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("slow")

    @app.get("/")
    def small() -> str:
        return "here"

    @app.get("/large")
    def large() -> Response:
        def blocks() -> Iterator[bytes]:
            for _ in range(LARGE_BYTES // len(BLOCK)):
                yield BLOCK

        return Response(blocks(), headers={"Content-Length": str(LARGE_BYTES)})

    @app.post("/")
    def take() -> str:
        return "taken"

    return app


def test_more_than_waitress_holds_are_held(app: Flask) -> None:
    assert connection_limit() > HELD_BY_WAITRESS
    with served(app, Endlessly) as port, ExitStack() as slow:
        for _ in range(HELD_BY_WAITRESS + 20):
            slow.enter_context(connected(port, HALF_A_HEAD))
        assert asked(port).status == HTTPStatus.OK


@pytest.mark.parametrize("host", ["127.0.0.1", "*"])
def test_a_host_of_several_addresses_is_listened_on(app: Flask, host: str) -> None:
    server = make_server(app, host, 0, max_body_bytes=1, channel=LimitedChannel)
    try:
        assert port_of(server) > 0
    finally:
        server.task_dispatcher.shutdown()
        server.close()


@pytest.mark.parametrize(
    "sends",
    [
        pytest.param(b"", id="nothing is asked"),
        pytest.param(HALF_A_HEAD, id="half of a head"),
        pytest.param(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx", id="a body that does not come"),
    ],
)
def test_who_asks_too_slowly_is_let_go_of(app: Flask, sends: bytes) -> None:
    with served(app, Impatient) as port, connected(port, sends) as slow:
        assert until_closed(slow) == 0


def test_who_takes_nothing_of_an_answer_is_let_go_of(app: Flask) -> None:
    let_go = threading.Event()

    class Noted(Impatient):
        def handle_close(self) -> None:
            super().handle_close()
            let_go.set()

    with served(app, Noted) as port, connected(port, LARGE) as slow:
        assert let_go.wait(WAIT_S)
        assert until_closed(slow) < LARGE_BYTES


def test_threads_that_wait_for_readers_are_freed(app: Flask) -> None:
    with served(app, OnlyForThreads) as port, ExitStack() as slow:
        for _ in range(THREADS):
            slow.enter_context(connected(port, LARGE))
        assert asked(port).status == HTTPStatus.OK


def test_who_reads_gets_all_of_it(app: Flask) -> None:
    with served(app) as port, connected(port, LARGE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")) as reader:
        assert until_closed(reader) > LARGE_BYTES


@pytest.mark.release
@pytest.mark.timeout(600)
def test_five_hundred_slow_ones_hold_up_nobody_on_the_public_site(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "edition")
    make_edition(layout, Plan(20, 5_000))
    sound = add_sound(layout, 600_000)
    rebuild_index(layout)
    page = next(layout.programmes.iterdir()).name
    kinds = (
        Slow(b"", HALF_A_HEAD + b"x" * 500),
        Slow(f"GET /programmes/{page} HTTP/1.1\r\nHost: x\r\n\r\n".encode()),
        Slow(f"GET {f'/sound/{sound.sha256}.m4a'} HTTP/1.1\r\nHost: x\r\n\r\n".encode()),
        Slow(b"POST /oai HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n", b"x" * 500),
    )
    with public_site(layout) as site, crowd(site.port, kinds, CROWD):
        _check(durations_s(site.port, ["/", f"/programmes/{page}", "/browse", "/search?q=%D0%B0"], HEALTHY_S))


@pytest.mark.release
@pytest.mark.timeout(600)
def test_five_hundred_slow_ones_hold_up_nobody_in_the_newsroom(tmp_path: Path) -> None:
    desk: Desk = make_desk(tmp_path)
    cookie = {"Cookie": f"newsroom={desk.cookies['journalist']}"}
    page = f"GET {desk.address} HTTP/1.1\r\nHost: x\r\nCookie: newsroom={desk.cookies['journalist']}\r\n\r\n"
    kinds = (
        Slow(b"", HALF_A_HEAD + b"x" * 500),
        Slow(b"GET /sign-in HTTP/1.1\r\nHost: x\r\n\r\n"),
        Slow(page.encode()),
        Slow(b"POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n", b"x" * 500),
    )
    with newsroom(desk.archive) as site, crowd(site.port, kinds, CROWD):
        _check(durations_s(site.port, ["/", "/programmes", desk.address, "/jobs/progress"], HEALTHY_S, cookie))


def _check(took_s: list[float]) -> None:
    p99_s = sorted(took_s)[int(len(took_s) * 0.99)]
    print(f"{len(took_s)} healthy answers beside {CROWD} slow clients: p99 {p99_s * 1000:.0f} ms")  # noqa: T201
    assert p99_s < P99_S
