"""The wall: while it answers, the public process, and every child of it, asks for no file of the archive."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

import pytest

from tests.security.access_public import ROUTES
from tests.security.test_public_access import address, name_in
from tests.webapp.desk import Desk, make_desk
from tests.webapp.published import public_client
from webapp.edition.layout import Layout
from webapp.edition.publish import publish
from webapp.public.shelf import Shelf
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import approve
from webapp.serve import _public_environment, public_command

HOST = "127.0.0.1"
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
PATIENCE_S = 60
STRACE = shutil.which("strace")


@dataclass(frozen=True, slots=True)
class Traced:
    desk: Desk
    statuses: frozenset[int]
    calls: tuple[str, ...]
    """Every system call with a file name, of the process and its children."""


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    if STRACE is None:
        pytest.skip("strace is not installed, by which a process is watched")
    desk = make_desk(tmp_path_factory.mktemp("wall"))
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver", "a test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    log = tmp_path_factory.mktemp("trace") / "calls"
    command = [STRACE, "-f", "-qq", "-s", "4096", "-e", "trace=%file", "-o", str(log)]
    environment = _public_environment() | {"PYTHONUNBUFFERED": "1"}
    # Who watches is told nothing to do by a signal: the site ends when nobody holds its standard input any more.
    served = [*command, *public_command(desk.edition, HOST, 0), "--with-parent"]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(served, **pipes, text=True, env=environment) as child:  # type: ignore[call-overload]
        try:
            said = re.search(r":(\d+)$", child.stderr.readline().strip())
            if said is None:
                pytest.skip("this machine lets nobody trace a process")
            statuses = frozenset(ask(int(said[1]), place) for place in places(desk))
        finally:
            child.stdin.close()
            child.wait(PATIENCE_S)
    return Traced(desk, statuses, tuple(log.read_text(errors="replace").splitlines()))


def places(desk: Desk) -> Iterator[str]:
    """Yield an address of every route that answers to GET."""
    shelf = Shelf(Layout(desk.edition).root)
    sound_sha256 = shelf.version(desk.programme_id).sound_sha256
    shelf.close()
    app = public_client(desk.edition).application
    for rule in ROUTES:
        values = {"programme_id": desk.programme_id, "number": 1, "name": name_in(rule), "sha256": sound_sha256 or ""}
        yield address(app, rule, **values, kind="language", filename="css/base.css")
    yield f"/programmes/{desk.programme_id}/clip.m4a?t=0,2"
    yield "/../archive.db"
    yield f"/sound/{'0' * 64}.m4a"


def ask(port: int, place: str) -> int:
    with closing(HTTPConnection(HOST, port, timeout=PATIENCE_S)) as connection:
        connection.request("GET", place)
        response = connection.getresponse()
        response.read()
        return response.status


def test_pages_sounds_and_clips_were_answered(traced: Traced) -> None:
    assert {200, 404} <= traced.statuses
    assert not any(status >= 500 for status in traced.statuses)
    assert any(str(traced.desk.edition) in call for call in traced.calls)
    assert any("media.decoder" in call for call in traced.calls if "execve" in call), "a clip was cut by a child"


def test_no_file_of_the_archive_was_asked_for(traced: Traced) -> None:
    archive = str(traced.desk.archive.root)
    asked = [call for call in traced.calls for name in QUOTED.findall(call) if is_within(name, archive)]
    assert asked == []
    assert not [call for call in traced.calls if "archive.db" in call and "/../" not in call]


def is_within(name: str, directory: str) -> bool:
    return os.path.normpath(name).startswith(directory)


def test_the_public_process_is_told_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    monkeypatch.setenv("MURAGAT_ARCHIVE", "/archive")
    monkeypatch.setenv("MURAGAT_STORE", "s3://private")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    told = _public_environment()
    assert not [name for name in told if name.startswith("MURAGAT_")]
    assert not {"secret", "s3://private"} & set(told.values())


def test_an_edition_that_cannot_be_written_is_served(tmp_path_factory: pytest.TempPathFactory) -> None:
    """As in a container that has it read-only: nothing on the public side needs to write."""
    desk = make_desk(tmp_path_factory.mktemp("read-only"))
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver", "a test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    before = sorted((str(path), path.stat().st_mtime_ns) for path in desk.edition.rglob("*"))
    client = public_client(desk.edition)
    for place in places(desk):
        client.get(place)
    assert sorted((str(path), path.stat().st_mtime_ns) for path in desk.edition.rglob("*")) == before
