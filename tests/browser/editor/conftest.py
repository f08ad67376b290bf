"""A newsroom, made once a module, with a programme of its own for each test; and windows of the editor in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, listening
from tests.browser.playing import wait_for
from tests.webapp.desk import Desk, fill, make_desk
from transcribe.revise import current_text, revisions_of
from webapp.people.assignments import assign

WORDS = "бір екі үш төрт бес алты жеті сегіз " * 6
"""Six passages of eight words."""


@dataclass(frozen=True, slots=True)
class Room:
    """A programme that nobody has edited yet."""

    desk: Desk
    address: str
    programme_id: str

    @property
    def path(self) -> str:
        return f"{self.address}/programmes/{self.programme_id}/edit"

    def texts(self) -> list[str]:
        with closing(self.desk.open()) as db:
            return [segment.text for segment in current_text(db, self.programme_id).segments]

    def edits(self) -> int:
        with closing(self.desk.open()) as db:
            return len(revisions_of(db, self.programme_id))

    def wait_for(self, page: Page, text: str, place: int = 0) -> None:
        """Wait until the archive has a text."""
        wait_for(page, lambda: self.texts()[place : place + 1] == [text], self.texts)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    desk = make_desk(tmp_path_factory.mktemp("editor"))
    with listening(desk.app) as address:
        yield desk, address


@pytest.fixture
def room(newsroom: tuple[Desk, str]) -> Room:
    desk, address = newsroom
    with closing(desk.open()) as db:
        programme_id, _, _ = fill(desk.archive, db, "contributor_owner", words=WORDS)
        for name in ("journalist", "journalist_too"):
            assign(db, programme_id, name, "admin")
    return Room(desk, address, programme_id)


Window = Callable[..., Page]


@pytest.fixture
def window(chromium: Browser, room: Room) -> Iterator[Window]:
    """Open the editor as somebody. What is logged is no fault here: refusals are what many of these tests are about."""
    with ExitStack() as stack:

        def open_window(name: str = "journalist", **options: object) -> Page:
            context: BrowserContext = stack.enter_context(
                chromium.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 900}} | options)  # type: ignore[arg-type]
            )
            context.set_default_timeout(PATIENCE_MS)
            cookie = {"name": "newsroom", "value": room.desk.cookies[name], "url": room.address}
            context.add_cookies([cookie])  # type: ignore[list-item]
            page = context.new_page()
            faults: list[str] = []
            page.on("pageerror", lambda error: faults.append(str(error)))
            stack.callback(lambda: _check(faults))
            page.goto(room.path)
            expect(
                field(page) if options.get("java_script_enabled", True) else page.locator(".words").first
            ).to_be_visible()
            return page

        yield open_window


def _check(faults: list[str]) -> None:
    assert faults == []


def field(page: Page, place: int = 0) -> Locator:
    """Return the field of a passage."""
    return page.locator(".passage:not([hidden]) textarea").nth(place)


def type_at_end(page: Page, text: str, place: int = 0) -> None:
    field(page, place).focus()
    page.keyboard.press("End")
    page.keyboard.type(text)


def saved(page: Page) -> None:
    expect(page.locator(".saving")).to_have_attribute("data-state", "saved")
