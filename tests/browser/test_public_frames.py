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
    page.wait_for_timeout(4000)
    end_ms = page.evaluate("document.querySelector('#sound').currentTime") * 1000 - 100
    marked = [(start_ms, lag_ms) for start_ms, lag_ms in page.evaluate("window.marked") if start_ms > START_S * 1000]
    spoken = [start_ms for start_ms in page.evaluate("window.starts") if START_S * 1000 < start_ms < end_ms]
    assert len(spoken) >= 6
    assert set(spoken) <= {start_ms for start_ms, _ in marked}, "every word has its turn"
    lags_ms = sorted(lag_ms for _, lag_ms in marked)
    assert lags_ms[0] > -5, "no word is marked before it is said"
    assert lags_ms[int(0.95 * (len(lags_ms) - 1))] <= 50, lags_ms


def test_playing_leaves_the_frames_alone(page: Page, site: str) -> None:
    """Script, style and layout of three seconds by the browser's own count: less than a fifth of each frame."""
    open_watched(page, site)
    play(page)
    page.wait_for_timeout(500)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def busy_s() -> float:
        counted = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
        return float(counted["ScriptDuration"] + counted["LayoutDuration"] + counted["RecalcStyleDuration"])

    page.evaluate("window.long = []")
    before_s = busy_s()
    page.wait_for_timeout(3000)
    assert 1000 * (busy_s() - before_s) / (3 * 60) < FRAME_MS / 5
    assert len(page.evaluate("window.long")) <= 1, "no frame is held up for 50 ms"
