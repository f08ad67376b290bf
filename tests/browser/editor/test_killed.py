"""The newsroom is killed while it saves: what it acknowledged is there, the rest is sent again, nothing twice."""

from __future__ import annotations

import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Request, expect

from tests.browser.editor.conftest import Room, field, saved
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.revise import revisions_of
from webapp.bench_review.newsroom import newsroom_command
from webapp.people.assignments import assign

WORDS = "бір екі үш төрт бес алты жеті сегіз " * 6


@contextmanager
def process(desk: Desk, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run the newsroom in a process of its own, until it is killed."""
    command = newsroom_command(desk.archive, port)
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        assert any(str(port) in line for line in child.stderr)  # It listens; before that it may say other things.
        try:
            yield child
        finally:
            child.send_signal(signal.SIGKILL)
            child.stderr.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def test_a_killed_server_loses_nothing_and_does_nothing_twice(chromium: Browser, tmp_path: Path) -> None:
    desk, port = make_desk(tmp_path), free_port()
    with closing(desk.open()) as db:
        programme_id, _, _ = fill(desk.archive, db, "contributor_owner", words=WORDS)
        assign(db, programme_id, "journalist", "admin")
    room = Room(desk, f"http://127.0.0.1:{port}", programme_id)
    context = chromium.new_context(locale="en-GB")
    context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": room.address}])
    page = context.new_page()
    with process(desk, port) as child:
        page.goto(room.path)
        expect(field(page)).to_be_visible()

        # The browser types on while the process dies at some moment between a patch and its answer.
        def kill(request: Request) -> None:
            if request.method == "PATCH":
                child.kill()

        page.on("request", kill)
        for place in range(3):
            field(page, place).focus()
            page.keyboard.press("End")
            page.keyboard.type(f" сөз{place}")
    expect(page.get_by_role("status")).to_contain_text("cannot be reached")
    page.remove_listener("request", kill)
    with process(desk, port):
        page.evaluate("dispatchEvent(new Event('online'))")
        saved(page)
        assert [text.split()[-1] for text in room.texts()[:3]] == ["сөз0", "сөз1", "сөз2"]
        with closing(desk.open()) as db:
            assert len(revisions_of(db, programme_id)) == 3
    context.close()
