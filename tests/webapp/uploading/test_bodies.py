"""What waitress takes in before the newsroom hears of a request: of strangers next to nothing, of a cut piece all."""

from __future__ import annotations

import hashlib
import random
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.serving import serving
from tests.webapp.desk import Desk, make_desk
from tests.webapp.uploading.sending import Sender, by_session, by_token, checksum
from webapp.newsroom.bodies import channel_of

DATA = random.Random(8).randbytes(90_000)
HUGE = 2_000_000_000
PATIENCE_S = 30
"""A body that never comes would be waited for far longer."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("bodies"))


@pytest.fixture(scope="module")
def port(desk: Desk) -> Iterator[int]:
    with serving(desk.app, threads=4, channel=channel_of(desk.app)) as port:
        yield port


def ask(port: int, request: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """Send a request, and what there is of its body, and return what comes back before the line is let go."""
    said = {"Host": "newsroom", **headers}
    head = f"{request} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
        line.sendall(head.encode() + body)
        return b"" if body else line.recv(1 << 16)


LARGE = {"Content-Length": str(HUGE), "Expect": "100-continue"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Cookie": "newsroom=forged"},
        {"Authorization": "Bearer muragat_forged_token"},
        {"Authorization": "Basic eDp5"},
        {"Cookie": "x" * 5_000},
    ],
)
def test_of_a_stranger_no_large_body_is_taken(port: int, headers: dict[str, str]) -> None:
    for request in ("POST /add", "PATCH /uploads/f1", "PATCH /api/v1/uploads/f1", "POST /api/v1/programmes/p1/sound"):
        begun = time.monotonic()
        assert ask(port, request, headers | LARGE).startswith(b"HTTP/1.1 413 ")
        assert time.monotonic() - begun < PATIENCE_S
    assert ask(port, "POST /add", headers | {"Transfer-Encoding": "chunked"}).startswith(b"HTTP/1.1 413 ")


def test_of_somebody_who_is_signed_in_it_is(desk: Desk, port: int) -> None:
    cookie, token = {"Cookie": f"newsroom={desk.cookies['journalist']}"}, dict(by_token(desk).lets_in)
    for request, headers in (("POST /add", cookie), ("PATCH /api/v1/uploads/f1", token)):
        assert ask(port, request, headers | LARGE).startswith(b"HTTP/1.1 100 ")
    expired = {"Cookie": f"newsroom={desk.cookies['expired']}"}
    for request, headers in (("POST /add", token), ("PATCH /api/v1/uploads/f1", cookie), ("POST /add", expired)):
        assert ask(port, request, headers | LARGE).startswith(b"HTTP/1.1 413 ")


def test_a_small_form_of_a_stranger_reaches_the_newsroom(port: int) -> None:
    assert b" 400 " in ask(port, "POST /sign-in", {"Content-Length": "0"}).partition(b"\r\n")[0]


def piece(sender: Sender, offset: int, size: int) -> dict[str, str]:
    return {
        **sender.lets_in,
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
        "Content-Length": str(size),
    }


def arrived(sender: Sender, address: str, wanted: int) -> int:
    """Return how much is here, as soon as it is what is wanted or that is not to be waited for any more."""
    deadline = time.monotonic() + PATIENCE_S
    while (offset := sender.offset(address)) != wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return offset


def test_what_has_come_of_a_piece_whose_line_broke_is_kept(desk: Desk, port: int) -> None:
    sender = by_token(desk)
    address = sender.begin(len(DATA)).headers["Location"]
    for start, end in ((0, 1), (1, 30_000), (30_000, 75_000)):
        ask(port, f"PATCH {address}", piece(sender, start, len(DATA) - start), DATA[start:end])
        assert arrived(sender, address, end) == end
    assert sender.send(address, 75_000, DATA[75_000:]).status_code == 204
    with closing(desk.open()) as db:
        (row,) = db.query("SELECT * FROM upload")
    assert row["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert (Path(desk.archive.uploads) / row["upload_id"]).read_bytes() == DATA
    sender.ask("DELETE", address)


def test_of_a_piece_with_a_checksum_or_of_a_stranger_no_part_is_kept(desk: Desk, port: int) -> None:
    sender, other = by_token(desk), by_session(desk, "journalist")
    address = sender.begin(len(DATA)).headers["Location"]
    ask(port, f"PATCH {address}", piece(sender, 0, len(DATA)) | checksum(DATA), DATA[:20_000])
    ask(port, f"PATCH {address}", piece(sender, 5, len(DATA) - 5), DATA[5:20_000])
    ask(port, f"PATCH {address}", {**piece(sender, 0, len(DATA)), "Authorization": "Bearer x"}, DATA[:20_000])
    theirs = f"/uploads/{address.rpartition('/')[2]}"
    cookie = {"Cookie": f"newsroom={desk.cookies['journalist']}", **other.lets_in}
    ask(port, f"PATCH {theirs}", piece(other, 0, len(DATA)) | cookie, DATA[:20_000])
    time.sleep(0.5)
    assert sender.offset(address) == 0
    sender.ask("DELETE", address)


def test_what_is_too_large_for_memory_is_kept_inside_the_archive(desk: Desk, port: int) -> None:
    sender, data = by_token(desk), bytes(3_000_000)
    address = sender.begin(len(data)).headers["Location"]
    head = "".join(f"{name}: {value}\r\n" for name, value in piece(sender, 0, len(data)).items())
    before = set(open_files())
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
        line.sendall(f"PATCH {address} HTTP/1.1\r\nHost: newsroom\r\n{head}\r\n".encode() + data[:2_000_000])
        deadline, own = time.monotonic() + PATIENCE_S, f"{desk.archive.work}/"
        while not (kept := [each for each in set(open_files()) - before if "(deleted)" in each]):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert all(each.startswith(own) for each in kept)
    assert arrived(sender, address, 2_000_000) == 2_000_000
    sender.ask("DELETE", address)


def open_files() -> Iterator[str]:
    """Yield what this process has open, by the system's names."""
    for each in Path("/proc/self/fd").iterdir():
        try:
            yield str(each.readlink())
        except FileNotFoundError:
            continue
