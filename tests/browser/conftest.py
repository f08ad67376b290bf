"""A real Chromium on real pages: the system's browser, a server process of its own, nothing stands in for anything."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.serving import serving
from tests.webapp.published import published_once

PATIENCE_MS = 30_000
"""How long anything may take to be there: three browsers at once on two processors hold one another up."""
expect.set_options(timeout=PATIENCE_MS)

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def system_chromium() -> str:
    """Return where the system's Chromium is."""
    place = next((found for name in NAMES if (found := shutil.which(name))), None)
    if place is None:
        pytest.fail("There is no Chromium on this machine; run .ci/install-for-tests.")
    return place


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium. A machine without one fails these tests; .ci/install-for-tests is what helps."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system_chromium(), headless=True, args=list(FLAGS))
        yield browser
        browser.close()


@contextmanager
def served(edition: Path) -> Iterator[str]:
    """Serve an edition as a newsroom does: in a process that knows nothing else. Yields the site's address."""
    command = [sys.executable, "-m", "webapp.public", str(edition), "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        said = process.stderr.readline()
        found = re.search(r"http://[\d.]+:\d+", said)
        try:
            assert found, said
            yield found.group()
        finally:
            process.terminate()


@contextmanager
def listening(app: Flask) -> Iterator[str]:
    """Serve an app in a thread of this process. Yields its address."""
    with serving(app, threads=8) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a public site with the demo programmes."""
    with served(published_once(tmp_path_factory).root) as address:
        yield address


class Visit:
    """A browser window that remembers everything that went wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("console", lambda message: message.type in {"error", "warning"} and self._note(message.text))
        self.page.on("pageerror", lambda error: self._note(str(error)))
        self.page.on("dialog", lambda dialog: (self._note(f"dialog: {dialog.message}"), dialog.dismiss()))

    def _note(self, fault: str) -> None:
        self.faults.append(fault)


@contextmanager
def visiting(browser: Browser, **options: object) -> Iterator[Page]:
    """Yield a page of a new context; at its end nothing must have been logged: no error, no policy violation."""
    context = browser.new_context(locale="en-GB", **options)  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(context)
    try:
        yield visit.page
    finally:
        context.close()
    assert visit.faults == []


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with visiting(chromium, viewport={"width": 1440, "height": 900}) as page:
        yield page
