"""`python -m webapp.bench_web.in_browser < ORDER`: a real Chromium opens pages, clicks, plays and finds.

A process of its own, since playwright comes with the tests alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import msgspec
from playwright.sync_api import Browser, Page, sync_playwright

from webapp.bench_web.page_records import (
    BrowserOrder,
    BrowserResult,
    FoundOnPage,
    Opened,
    PageFigures,
    PageOrder,
    Played,
)

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
)
VIEWPORT = {"width": 1440, "height": 900}
ANSWER_MOST_MS = 60_000
LATE_FRAME_MS = 25
LEAST_EVENT_MS = 16
SOUND = "/sound/"
SETTLE_MS = 1500
"""A page that has loaded goes on to fetch what it can wait for, and a browser that has started to start."""
PROBE = Path(__file__).with_name("probe.js").read_text()

NAVIGATION = """() => {
  const [navigation] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  const { answeredMs, longestTaskMs, blockedMs } = window.muragatBench;
  return {
    first_byte_ms: navigation.responseStart, first_paint_ms: paint ? paint.startTime : null,
    interactive_ms: answeredMs, longest_task_ms: longestTaskMs, blocked_ms: blockedMs,
    document_bytes: navigation.encodedBodySize,
  };
}"""
RESOURCES = """() => performance.getEntriesByType("resource").map((each) => [each.name, each.encodedBodySize])"""
PLAY = """async () => {
  const audio = document.querySelector("audio");
  audio.currentTime = audio.duration / 2;
  await audio.play();
  await new Promise((done) => { setTimeout(done, 1000); });
}"""
FRAMES = """(seconds) => new Promise((done) => {
  const frames = [];
  const end = performance.now() + seconds * 1000;
  requestAnimationFrame(function next(now) {
    frames.push(now);
    if (now < end) requestAnimationFrame(next);
    else done({ frames, plays: !document.querySelector("audio").paused });
  });
})"""
WATCH_CLICKS = """() => {
  window.muragatBench.eventMs = [];
  new PerformanceObserver((list) => {
    const clicks = list.getEntries().filter(({ name }) => name === "click");
    window.muragatBench.eventMs.push(...clicks.map(({ duration }) => duration));
  }).observe({ type: "event", durationThreshold: 16 });
  document.querySelector("audio").pause();
  window.scrollTo(0, 0);
}"""
FIND = """([selector, sought]) => new Promise((done) => {
  const field = document.querySelector(selector);
  const start = performance.now();
  field.focus({ preventScroll: true });
  field.value = sought;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
  window.muragatBench.afterPaint(() => done(performance.now() - start));
})"""


def measure(order: BrowserOrder) -> BrowserResult:
    """Do what is ordered."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=order.program, headless=True, args=list(FLAGS))
        try:
            opened: dict[str, list[Opened]] = {page.name: [] for page in order.pages}
            for _ in range(order.rounds):
                for page in order.pages:
                    with _fresh(browser, page.words) as tab:
                        opened[page.name].append(_open(tab, page.address))
            figures = [_figures(browser, page, tuple(opened[page.name]), order.play_s) for page in order.pages]
            shell_bytes, document_bytes = _shell(browser, order)
            return BrowserResult(f"Chromium {browser.version}", tuple(figures), shell_bytes, document_bytes)
        finally:
            browser.close()


@contextmanager
def _fresh(browser: Browser, words: str) -> Iterator[Page]:
    """Yield a tab of a browser that has nothing in its cache."""
    context = browser.new_context(viewport=VIEWPORT, locale="en-GB")  # type: ignore[arg-type]
    context.set_default_timeout(ANSWER_MOST_MS)
    context.add_init_script(f"{{ const WORDS = {json.dumps(words)};\n{PROBE} }}")
    try:
        tab = context.new_page()
        tab.wait_for_timeout(SETTLE_MS)
        yield tab
    finally:
        context.close()


def _open(tab: Page, address: str) -> Opened:
    tab.goto(address, wait_until="commit")
    tab.wait_for_function("() => window.muragatBench?.answeredMs")
    return msgspec.convert(_rounded(tab.evaluate(NAVIGATION)), Opened)


def _rounded(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: round(each, 1) if isinstance(each, float) else each for name, each in figures.items()}


def _figures(browser: Browser, page: PageOrder, opened: tuple[Opened, ...], play_s: float) -> PageFigures:
    with _fresh(browser, page.words) as tab:
        _open(tab, page.address)
        tab.wait_for_load_state("load")
        click_ms = _click(tab)
        played = _play(tab, play_s)
        found = _find(tab, page) if page.find else None
        return PageFigures(page.name, opened, click_ms, played, found)


def _click(tab: Page) -> float:
    tab.evaluate(WATCH_CLICKS)
    place = tab.evaluate("() => { const place = window.muragatBench.firstWord(); return [place.x, place.y]; }")
    tab.mouse.click(*place)
    tab.wait_for_timeout(500)
    return float(max([LEAST_EVENT_MS, *tab.evaluate("() => window.muragatBench.eventMs")]))


def _play(tab: Page, seconds: float) -> Played:
    tab.evaluate(PLAY)
    found = tab.evaluate(FRAMES, seconds)
    if not found["plays"]:
        raise RuntimeError("the sound stopped while frames were counted")
    frames = found["frames"]
    gaps = sorted(after - before for before, after in pairwise(frames))
    return Played(
        frames_per_s=round(len(gaps) / sum(gaps) * 1000, 1),
        frame_p95_ms=round(gaps[len(gaps) * 95 // 100], 1),
        worst_frame_ms=round(gaps[-1], 1),
        late_frames=sum(gap > LATE_FRAME_MS for gap in gaps),
        seconds=seconds,
    )


def _find(tab: Page, page: PageOrder) -> FoundOnPage:
    tab.evaluate("() => document.querySelector('audio').pause()")
    times_ms = [tab.evaluate(FIND, [page.find, sought]) for sought in page.sought]
    return FoundOnPage(round(times_ms[0], 1), round(median(times_ms[1:]), 1), round(max(times_ms[1:]), 1))


def _shell(browser: Browser, order: BrowserOrder) -> tuple[int, int]:
    with _fresh(browser, order.pages[0].words) as tab:
        document_bytes = _open(tab, order.shell).document_bytes
        tab.wait_for_load_state("load")
        tab.wait_for_timeout(SETTLE_MS)
        brought = sum(size for name, size in tab.evaluate(RESOURCES) if SOUND not in name)
        return document_bytes + brought, document_bytes


if __name__ == "__main__":
    result = measure(msgspec.json.decode(sys.stdin.buffer.read(), type=BrowserOrder))
    sys.stdout.buffer.write(msgspec.json.encode(result))
