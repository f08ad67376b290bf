"""Feeds are asked of the public network alone, so much and so long: whatever else is named, nothing connects."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler

import pytest

from tests.webapp.feeds.broadcaster import Broadcaster, broadcasting, send
from webapp.feeds.addresses import is_public
from webapp.feeds.door import Door
from webapp.feeds.errors import BadAddress, FeedError, TooMuch, Unreachable


@pytest.fixture(scope="module")
def radio() -> Iterator[Broadcaster]:
    with broadcasting() as here:
        yield here


def read(door: Door, url: str, most_bytes: int = 1_000, within_s: float = 5.0) -> bytes:
    with door.get(url, {}, within_s) as answer:
        return answer.read(most_bytes)


LOOPBACK = re.findall(
    r"\S+",
    """127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0 localhost LOCALHOST.
    127.0.0.1. ①②⑦.⓪.⓪.① [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [0:0:0:0:0:ffff:7f00:1] [::127.0.0.1]
    [64:ff9b::7f00:1] [2002:7f00:1::] 127.255.255.254""",
)
NOT_PUBLIC = re.findall(
    r"\S+",
    """10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 127.0.0.53 0.0.0.0 255.255.255.255
    224.0.0.1 240.0.0.1 192.0.2.1 198.18.0.1 203.0.113.9 :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456::1 ff02::1
    ff0e::1 2001:db8::1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 64:ff9b::a00:1 2002:a00:1:: 2002:c0a8:101::1 ::10.0.0.1
    64:ff9b:1::1 100::1 5f00::1 fec0::1 168.63.129.16 ::ffff:168.63.129.16""",
)
PUBLIC = ("93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101")
NO_WEBSITES = (
    *(
        "file:///etc/passwd",
        "FILE:///etc/passwd",
        "ftp://radio.example/",
        "gopher://radio.example/",
        "data:,x",
        "x",
        "",
    ),
    *("//radio.example/", "http:///etc", "http://", "https://radio.example:22/", "https://radio.example:99999/"),
    *("http://user:secret@radio.example/", "http://127.0.0.1@radio.example/", "http://radio.example\\@127.0.0.1/"),
    *("http://radio.example/\r\nHost: x", "http://ra dio.example/", "http://radio.example/\0", "javascript:alert(1)"),
    *("http://[::1", "http://" + "a" * 70 + ".example/", "http://radio.example/" + "a" * 3_000),
)


@pytest.mark.parametrize("host", LOOPBACK)
def test_loopback_in_every_spelling_is_not_asked(radio: Broadcaster, host: str) -> None:
    radio.asked.clear()
    radio.pages["/"] = send(b"inside")
    with pytest.raises((BadAddress, Unreachable)):
        read(Door(), f"http://{host}:{radio.port}/")
    assert radio.asked == []


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("url", NO_WEBSITES)
def test_what_is_no_address_of_a_website(radio: Broadcaster, url: str) -> None:
    radio.asked.clear()
    with pytest.raises(BadAddress):
        read(radio.door, url)
    assert radio.asked == []


def public_only(names: dict[str, list[Sequence[str]]]) -> Door:
    """Return a door to which each name means, one time after the other, other addresses."""
    return Door(resolve=lambda host, port: names[host].pop(0))


def test_a_name_that_means_another_machine_the_second_time_is_not_looked_up_twice(
    radio: Broadcaster, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[object] = []

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(Unreachable):
        read(public_only({"radio.example": [["93.184.216.34"], ["127.0.0.1"]]}), "http://radio.example/")
    assert connected == [("93.184.216.34", 80)]


def test_one_address_inside_is_enough_to_refuse(radio: Broadcaster) -> None:
    for addresses in (["93.184.216.34", "127.0.0.1"], ["127.0.0.1", "93.184.216.34"], ["2606:4700::1111", "::1"]):
        with pytest.raises(BadAddress):
            read(public_only({"radio.example": [addresses]}), f"http://radio.example:{radio.port}/")


def test_redirects_are_looked_at_anew(radio: Broadcaster) -> None:
    names = {"radio.example": "127.0.0.1", "inside.example": "10.0.0.1", "other.example": "127.0.0.1"}
    door = Door(resolve=lambda host, port: [names[host]], is_allowed=lambda address: address != "10.0.0.1")
    leads = ("http://inside.example/", "file:///etc/passwd", "//inside.example/x", "ftp://other.example/")
    for place in leads:
        radio.pages["/away"] = send(b"", 302, Location=place)
        with pytest.raises(BadAddress):
            read(door, radio.url("/away"))
    radio.pages["/away"] = send(b"", 302, Location=radio.url("/there", "other.example"))
    radio.pages["/there"] = send(b"there")
    assert read(door, radio.url("/away")) == b"there"
    radio.pages["/round"] = send(b"", 301, Location="/round")
    radio.asked.clear()
    with pytest.raises(TooMuch):
        read(door, radio.url("/round"))
    assert len(radio.asked) == 6


def test_so_much_and_no_more(radio: Broadcaster) -> None:
    radio.pages["/much"] = send(b"x" * 1_001)
    with pytest.raises(TooMuch):
        read(radio.door, radio.url("/much"))
    radio.pages["/bomb"] = send(b"\x1f\x8b", Content_Encoding="gzip")
    with pytest.raises(Unreachable, match="compressed"):
        read(radio.door, radio.url("/bomb"))
    radio.pages["/cut"] = send(b"half", Content_Length="400")
    with pytest.raises(Unreachable, match="line broke"):
        read(radio.door, radio.url("/cut"))
    for status in (401, 404, 500):
        radio.pages["/no"] = send(b"", status)
        with pytest.raises(Unreachable, match=str(status)):
            read(radio.door, radio.url("/no"))


def drip(radio: Broadcaster, over: threading.Event, *, in_head: bool) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"" if in_head else b"\r\n"))
        while not over.wait(0.03):
            try:
                request.wfile.write(b"X-A: b\r\n" if in_head else b"x")
            except OSError:
                return

    radio.pages["/endless"] = answer


@pytest.mark.parametrize("in_head", [True, False], ids=["head", "body"])
def test_so_long_and_no_longer(radio: Broadcaster, *, in_head: bool) -> None:
    over = threading.Event()
    drip(radio, over, in_head=in_head)
    begun = time.monotonic()
    try:
        with pytest.raises(FeedError):
            read(radio.door, radio.url("/endless"), 10**9, within_s=0.4)
    finally:
        over.set()
    assert time.monotonic() - begun < 10


def test_a_server_that_says_nothing_holds_nobody(radio: Broadcaster) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        for scheme in ("http", "https"):
            begun = time.monotonic()
            with pytest.raises(FeedError):
                read(radio.door, f"{scheme}://radio.example:{silent.getsockname()[1]}/", within_s=0.3)
            assert time.monotonic() - begun < 10


def test_a_certificate_that_nobody_vouches_for_is_not_believed(radio: Broadcaster) -> None:
    with pytest.raises(Unreachable, match="safely"):
        read(radio.door, radio.url("/").replace("http:", "https:"))


def test_nothing_of_the_machine_is_told(radio: Broadcaster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    radio.asked.clear()
    radio.pages["/"] = send(b"x", Set_Cookie="a=b")
    for _ in range(2):
        read(radio.door, radio.url("/"))
    for _, headers in radio.asked:
        assert set(headers) == {"Host", "Accept-Encoding", "User-Agent", "Connection"}
        assert headers["User-Agent"].startswith("muragat/")
        assert headers["Host"] == f"radio.example:{radio.port}"


def test_the_command_line_has_no_way_around_it(radio: Broadcaster) -> None:
    assert Door().is_allowed is is_public
