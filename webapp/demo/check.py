"""Reads the demo's public pages over HTTP, as a visitor would, and says what is wrong with them."""

from __future__ import annotations

import html
import time
from collections.abc import Iterable, Iterator
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote

import msgspec

from transcribe.formats import FORMATS
from webapp.demo.show import Shown

HOST = "127.0.0.1"
START_SECONDS = 30.0
ANSWER_SECONDS = 30.0
RANGE_BYTES = 1000
OK, PARTIAL = 200, 206


class JsonFacts(msgspec.Struct, frozen=True):
    title: str = ""


class JsonHead(msgspec.Struct, frozen=True):
    """What is read of the JSON download."""

    programme: JsonFacts = JsonFacts()


def problems(port: int, programmes: Iterable[Shown]) -> list[str]:
    """Return one sentence for each thing that a visitor of the public site would miss."""
    _wait(port)
    found = [] if "<main" in _text(port, "/") else ["The home page has no content."]
    for programme in programmes:
        found += _problems_of(port, programme)
    return found


def _problems_of(port: int, programme: Shown) -> Iterator[str]:
    address = f"/programmes/{programme.programme_id}"
    page = html.unescape(_text(port, address))
    if programme.title not in page:
        yield f"The page of “{programme.title}” does not show its title."
    if programme.title not in html.unescape(_text(port, f"/search?q={quote(programme.title)}")):
        yield f"“{programme.title}” is not found by its title."
    if not programme.words:
        yield f"“{programme.title}” has no words."
    for name in FORMATS:
        status, data = _get(port, f"{address}/transcript.{name}", {})
        if status != OK or not data.strip():
            yield f"The {name} download of “{programme.title}” is empty."
    content = msgspec.json.decode(_text(port, f"{address}/transcript.json") or "{}", type=JsonHead)
    if content.programme.title != programme.title:
        yield f"The JSON download of “{programme.title}” is of another programme."
    yield from _problems_of_sound(port, programme, page)


def _problems_of_sound(port: int, programme: Shown, page: str) -> Iterator[str]:
    _, found, after = page.partition("/sound/")
    if not found:
        yield f"The page of “{programme.title}” has no sound."
        return
    address = f"/sound/{after.partition(chr(34))[0]}"
    status, content = _get(port, address, {"Range": f"bytes=0-{RANGE_BYTES - 1}"})
    if status != PARTIAL or len(content) != RANGE_BYTES:
        yield f"The sound of “{programme.title}” cannot be had in parts, so nobody can jump in it."


def _wait(port: int) -> None:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            _get(port, "/healthz", {})
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def _text(port: int, address: str) -> str:
    status, content = _get(port, address, {})
    return content.decode() if status == OK else ""


def _get(port: int, address: str, headers: dict[str, str]) -> tuple[int, bytes]:
    connection = HTTPConnection(HOST, port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except HTTPException as error:
        raise OSError(f"The public site did not answer {address} ({error!r})") from error
    finally:
        connection.close()
