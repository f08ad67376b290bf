"""`python -m webapp.bench_review.in_browser < ORDER`: a real Chromium opens the editor, types, saves and undoes.

A process of its own, since playwright comes with the tests alone.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import msgspec
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from webapp.bench_review.by_keys import correct_in_editor, correct_plainly
from webapp.bench_review.records import BrowserResult, Corrected, Correcting, Order
from webapp.bench_web.in_browser import FLAGS, SETTLE_MS, VIEWPORT
from webapp.bench_web.timing import Spread, spread

ANSWER_MOST_MS = 60_000
LEAST_EVENT_MS = 16
KEY_EVERY_MS = 60
"""Of a very fast typist."""
WORD_EVERY = 6
PROBE = Path(__file__).with_name("probe.js").read_text()
PLAY = "async () => { const audio = document.querySelector('#played'); await audio.play(); }"


def measure(order: Order) -> BrowserResult:
    """Do what is ordered."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=order.program, headless=True, args=list(FLAGS))
        try:
            with _signed_in(browser, order) as page:
                opened_ms = tuple(_open(page, order.edit) for _ in range(order.rounds))
                key, key_task, no_key = _type(page, order.keys)
                save, undo = _save_and_undo(page, order.edits)
            with _signed_in(browser, order) as page:
                corrected = _correct(page, order.correcting) if order.correcting else None
            return BrowserResult(f"Chromium {browser.version}", opened_ms, key, key_task, no_key, save, undo, corrected)
        finally:
            browser.close()


@contextmanager
def _signed_in(browser: Browser, order: Order) -> Iterator[Page]:
    context = browser.new_context(viewport=VIEWPORT, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(ANSWER_MOST_MS)
    try:
        page = context.new_page()
        page.goto(f"{order.address}/sign-in")
        page.fill("[name=name]", order.name)
        page.fill("[name=password]", order.password)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda address: "sign-in" not in address)
        context.add_init_script(f"{{ {PROBE} }}")
        page.wait_for_timeout(SETTLE_MS)
        yield page
    finally:
        context.close()


def _open(page: Page, address: str) -> float:
    page.goto("about:blank")
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.muragatBench?.readyMs")
    return round(float(page.evaluate("() => window.muragatBench.readyMs")), 1)


def _type(page: Page, keys: int) -> tuple[Spread, Spread, Spread]:
    """Type into a passage in the middle while the sound plays, and look at each key from both sides."""
    passages = page.locator(".passage")
    passage = passages.nth(passages.count() // 2)
    passage.scroll_into_view_if_needed()
    passage.locator("textarea").click()
    page.evaluate(PLAY)
    page.wait_for_timeout(SETTLE_MS)
    session = page.context.new_cdp_session(page)
    # Its own processor time: what else the machine does is no work of the page.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    without_ms = [_task_ms(session, page, None) for _ in range(keys)]
    idle_ms = median(without_ms)
    draw = random.Random(keys)  # noqa: S311 (a draw to repeat, no secret)
    letters = [" " if number % WORD_EVERY == 0 else draw.choice("abcdefghijklmnopqrstuvwxyz") for number in range(keys)]
    tasks_ms = [max(0.0, _task_ms(session, page, letter) - idle_ms) for letter in letters]
    page.wait_for_timeout(SETTLE_MS)
    seen = sorted(page.evaluate("() => [...window.muragatBench.keyMs.values()]"))[-keys:]
    painted_ms = [float(LEAST_EVENT_MS)] * (keys - len(seen)) + [float(each) for each in seen]
    page.evaluate("() => document.querySelector('#played').pause()")
    unrest_ms = [max(0.0, each - idle_ms) for each in without_ms]
    return _spread(painted_ms), _spread(tasks_ms), _spread(unrest_ms)


def _task_ms(session: CDPSession, page: Page, key: str | None) -> float:
    """Return what the main thread does within the time of one key. :param key: ``None`` presses none."""
    before_s = _task_s(session)
    if key:
        page.keyboard.press(key)
    page.wait_for_timeout(KEY_EVERY_MS)
    return (_task_s(session) - before_s) * 1000


def _task_s(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))


def _save_and_undo(page: Page, edits: int) -> tuple[Spread, Spread]:
    """Put a word into one passage after another, which saves the one that is left; then undo all of it."""
    saving = "() => document.querySelector('.saving').dataset.state === 'saved'"
    page.wait_for_function(saving)
    page.evaluate("() => { window.muragatBench.saveMs.length = 0; }")
    for _ in range(edits):
        page.keyboard.press("Control+ArrowDown")
        page.keyboard.press("End")
        page.keyboard.type(" soz")
        page.wait_for_timeout(KEY_EVERY_MS * 2)
    page.keyboard.press("Control+ArrowDown")
    page.wait_for_function(saving)
    saves_ms = page.evaluate("() => window.muragatBench.saveMs")
    for _ in range(edits):
        page.keyboard.press("Control+z")
        page.wait_for_timeout(KEY_EVERY_MS * 2)
    page.wait_for_function(saving)
    return _spread(saves_ms), _spread(page.evaluate("() => window.muragatBench.undoMs"))


def _spread(durations_ms: list[float]) -> Spread:
    found = spread(durations_ms)
    if found is None:
        raise RuntimeError("the editor did nothing that could be measured")
    return found


def _correct(page: Page, order: Correcting) -> Corrected:
    editor = correct_in_editor(page, order)
    plain, text = correct_plainly(page, order)
    return Corrected(editor, plain, text)


if __name__ == "__main__":
    result = measure(msgspec.json.decode(sys.stdin.buffer.read(), type=Order))
    sys.stdout.buffer.write(msgspec.json.encode(result))
