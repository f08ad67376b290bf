"""People who speak at the same time: whoever goes on when another has ended is found again."""

from __future__ import annotations

from playwright.sync_api import Page

from webapp.static_files import static_path

SPOKEN = [(0, 10_000), (2_000, 3_000), (4_000, 5_000), (12_000, 13_000)]
"""Start and end of each segment, in ms: the first person goes on while others interrupt."""
ASKED = """async ([module, spoken, moments, spans]) => {
    const { Transcript } = await import(module);
    const root = document.createElement('div');
    for (const [startMs, endMs] of spoken) {
        const segment = root.appendChild(document.createElement('p'));
        segment.className = 'segment';
        Object.assign(segment.dataset, { m: startMs, d: endMs - startMs });
    }
    const player = { isFollowing: () => false };
    const transcript = new Transcript(root, player, new AbortController().signal);
    const number = (segment) => transcript.segments.indexOf(segment);
    return {
        said: moments.map((nowMs) => {
            const nextMs = transcript.show(nowMs);
            return [number(root.querySelector('.now')), nextMs];
        }),
        within: spans.map(([startMs, endMs]) => transcript.within(startMs, endMs).map(number)),
    };
}"""


def test_whoever_goes_on_is_found_again(page: Page, site: str) -> None:
    page.goto(site)
    moments = [0, 2_500, 3_500, 4_500, 9_999, 10_000, 11_000, 12_500, 14_000]
    spans = [(0, 1_000), (3_200, 3_800), (4_500, 6_000), (9_000, 12_500), (10_500, 11_000), (20_000, 21_000)]
    answer = page.evaluate(ASKED, [f"{static_path()}/js/transcript.js", SPOKEN, moments, spans])
    assert [number for number, _ in answer["said"]] == [0, 1, 0, 2, 0, -1, -1, 3, -1]
    assert [next_ms for _, next_ms in answer["said"][:5]] == [2_000, 3_000, 4_000, 5_000, 10_000]
    assert answer["within"] == [[0], [0], [0, 2], [0, 3], [], []]
