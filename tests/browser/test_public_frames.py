"""How exactly words are marked while sound plays, and how little that takes of a frame."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.playing import open_programme, play, wait_until_near
from tests.webapp.published import REELS

WATCH = """async () => {
    const own = document.querySelector('script[src$="programme.js"]').src;
    const { wordsOf } = await import(own.replace('programme.js', 'words.js'));
    const audio = document.querySelector('#sound');
    window.starts = [...document.querySelectorAll('.segment')].flatMap(wordsOf).map(word => word.startMs);
    window.marked = [];
    window.long = [];
    new PerformanceObserver(list => window.long.push(...list.getEntries().map(entry => entry.duration)))
        .observe({ type: 'long-animation-frame' });
    const highlight = CSS.highlights.get('said');
    const add = highlight.add.bind(highlight);
    highlight.add = range => {
        const words = wordsOf(range.startContainer.parentElement.closest('.segment'));
        const { startMs } = words.find(({ node, from }) => node === range.startContainer && from === range.startOffset);
        if (!audio.paused) window.marked.push([startMs, (audio.currentTime * 1000 - startMs) / audio.playbackRate]);
        return add(range);
    };
}"""
"""Notes of each word that gets its mark when it begins and how late the mark is, both in ms."""
START_S = 23
FRAME_MS = 1000 / 60
TRIES = 3
"""A machine on which others work too holds up a stretch; what is slow by itself is so in all of them."""


def open_watched(page: Page, site: str) -> None:
    open_programme(page, site, REELS, f"#t={START_S}")
    wait_until_near(page, START_S)
    page.evaluate(WATCH)


@pytest.mark.parametrize("speed", ["1", "2"])
def test_words_are_marked_within_50_ms(page: Page, site: str, speed: str) -> None:
    """From the moment at which the sound reaches a word to its mark: p95, in the time of whoever listens."""
    open_watched(page, site)
    page.get_by_label("Speed").select_option(speed)
    play(page)
    for _ in range(TRIES):
        spoken, lags_ms = listen_to_words(page)
        assert lags_ms[0] > -5, "no word is marked before it is said"
        # Every word has its turn, and in time.
        if spoken == len(lags_ms) and lags_ms[int(0.95 * (len(lags_ms) - 1))] <= 50:
            return
    pytest.fail(f"Of {spoken} words {len(lags_ms)} are marked, so many ms late: {lags_ms}")


def listen_to_words(page: Page) -> tuple[int, list[float]]:
    """Listen for some seconds. Return how many words were said, and how late each mark was, in ms, the least first."""
    now_ms = "document.querySelector('#sound').currentTime * 1000"
    page.evaluate("window.marked = []")
    from_ms = page.evaluate(now_ms) + 50
    page.wait_for_timeout(3500)
    to_ms = page.evaluate(now_ms) - 200
    spoken = {start_ms for start_ms in page.evaluate("window.starts") if from_ms < start_ms < to_ms}
    marked = {start_ms: lag_ms for start_ms, lag_ms in page.evaluate("window.marked") if from_ms < start_ms < to_ms}
    assert len(spoken) >= 5
    return len(spoken), sorted(marked.values())


@pytest.mark.release
def test_playing_leaves_the_frames_alone(page: Page, site: str) -> None:
    """Script, style and layout by the browser's own count: less than a fifth of each frame, and none held up."""
    open_watched(page, site)
    play(page)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy_ms() -> float:
        counted = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return 1000 * float(counted["ScriptDuration"] + counted["LayoutDuration"] + counted["RecalcStyleDuration"])

    for _ in range(TRIES):
        page.evaluate("window.long = []")
        before_ms = busy_ms()
        page.wait_for_timeout(3000)
        a_frame_ms = (busy_ms() - before_ms) / (3 * 60)
        held_up_ms = page.evaluate("window.long")
        if a_frame_ms < FRAME_MS / 5 and not held_up_ms:
            return
    pytest.fail(f"A frame takes {a_frame_ms:.1f} ms, and these were held up for so many: {held_up_ms}")
