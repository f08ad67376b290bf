"""The figures of a run: as a record for programs, and as tables to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from statistics import median

from webapp.bench_web.bench import WebBench
from webapp.bench_web.page import PageResult
from webapp.bench_web.page_records import PageFigures
from webapp.bench_web.range_load import Load
from webapp.bench_web.ranges import RangeFigures
from webapp.bench_web.timing import Spread

FRAME_LATE = 25


def as_json(result: WebBench) -> dict[str, object]:
    """Return the record that `--json` prints: the agreed figures by name, and everything by its part."""
    search, publishing, ours = result.search, result.publishing, _our_page(result.page)
    return {
        "search_p95_ms": search.two_words and search.two_words.p95_ms,
        "facets_p95_ms": search.facets and search.facets.p95_ms,
        "publish_seconds": publishing.publish_seconds,
        "release_seconds": publishing.release_seconds,
        "page_interactive_ms": ours and interactive_ms(ours),
        "page_frames_per_s": ours and ours.played.frames_per_s,
        "page_find_ms": ours and ours.found and ours.found.median_ms,
        "transcript_bytes_a_word": result.page and result.page.transcript_bytes_a_word,
        "shell_bytes": result.page and result.page.browser.shell_bytes,
        "ranges_requests_per_s": result.ranges[0].small_by_8.requests_per_s,
        **asdict(result),
    }


def interactive_ms(page: PageFigures) -> float:
    """Return the median over all times that a page was opened."""
    return round(median(each.interactive_ms for each in page.opened), 1)


def as_table(result: WebBench) -> str:
    """Return the figures as Markdown."""
    return "\n".join(_lines(result))


def _our_page(page: PageResult | None) -> PageFigures | None:
    return page.browser.pages[0] if page else None


def _lines(result: WebBench) -> Iterator[str]:
    made, index = result.made, result.index
    growth = "" if made.heaps_exponent is None else f", distinct words growing as words^{made.heaps_exponent}"
    yield f"{made.programmes} programmes, {made.words} words{growth}; {made.document_bytes / 1e6:.0f} MB of edition"
    yield f"files, {index.index_bytes / 1e6:.0f} MB of index made in {index.seconds} s; {result.cores} cores."
    yield from ("", "| search, over HTTP | questions | p50, ms | p95, ms | max, ms |", "|---|--:|--:|--:|--:|")
    search = result.search
    for name, found in (
        ("two words", search.two_words),
        ("two words and a facet", search.facets),
        ("a phrase", search.phrases),
        ("a beginning", search.prefixes),
        ("inside a word", search.inside_words),
        ("a word without another", search.exclusions),
    ):
        yield _spread_row(name, found)
    yield f"\n{search.answered:.0%} of the two-word questions were answered with words that were found."
    yield from ("", "| publishing | s |", "|---|--:|")
    for name, seconds in asdict(result.publishing).items():
        yield f"| {name.removesuffix('_seconds')} | {seconds} |"
    yield from _page_lines(result.page)
    yield from ("", "| parts of sound | " + " | ".join(each.server for each in result.ranges) + " |")
    yield "|---|" + "--:|" * len(result.ranges)
    for name, loads in _by_kind(result.ranges):
        yield f"| {name} | " + " | ".join(map(_load, loads)) + " |"
    ours, *peers = result.ranges
    for peer in peers:
        small = ours.small_by_8.requests_per_s / (peer.small_by_8.requests_per_s or 1)
        large = ours.large_by_8.mb_per_s / (peer.large_by_8.mb_per_s or 1)
        yield f"\nOurs beside {peer.server}: {small:.2f} of its small ranges, {large:.2f} of its megabytes a second."


def _spread_row(name: str, found: Spread | None) -> str:
    if found is None:
        return f"| {name} | 0 | | | |"
    return f"| {name} | {found.count} | {found.p50_ms} | {found.p95_ms} | {found.max_ms} |"


def _page_lines(page: PageResult | None) -> Iterator[str]:
    if page is None:
        return
    pages = page.browser.pages
    yield from (
        "",
        f"| page of {page.words} words, {page.browser.browser} | " + " | ".join(p.name for p in pages) + " |",
    )
    yield "|---|" + "--:|" * len(pages)
    for name, figures in (
        ("words answer a click, ms", [interactive_ms(each) for each in pages]),
        ("of that, until the first byte, ms", [_median_first_byte_ms(each) for each in pages]),
        ("tasks beyond 50 ms each until then, ms", [round(median(o.blocked_ms for o in p.opened), 1) for p in pages]),
        ("click until painted, ms", [each.click_ms for each in pages]),
        ("frames a second while playing", [each.played.frames_per_s for each in pages]),
        ("frame p95, ms", [each.played.frame_p95_ms for each in pages]),
        ("worst frame, ms", [each.played.worst_frame_ms for each in pages]),
        (f"frames of more than {FRAME_LATE} ms", [each.played.late_frames for each in pages]),
        ("find: first, ms", [each.found.first_ms if each.found else "" for each in pages]),
        ("find: median, ms", [each.found.median_ms if each.found else "" for each in pages]),
        ("find: worst, ms", [each.found.worst_ms if each.found else "" for each in pages]),
        ("document, kB compressed", [round(each.opened[-1].document_bytes / 1000, 1) for each in pages]),
    ):
        yield f"| {name} | " + " | ".join(map(str, figures)) + " |"
    yield f"\nTranscript: {page.transcript_bytes_a_word} bytes a word compressed."
    yield f"Shell, all that a short programme's page brings along: {page.browser.shell_bytes / 1000:.1f} kB."


def _median_first_byte_ms(page: PageFigures) -> float:
    return round(median(each.first_byte_ms for each in page.opened), 1)


def _by_kind(ranges: tuple[RangeFigures, ...]) -> Iterator[tuple[str, list[Load]]]:
    yield "64 KiB, 1 reader", [each.small_by_1 for each in ranges]
    yield "64 KiB, 8 readers", [each.small_by_8 for each in ranges]
    yield "4 MiB, 1 reader", [each.large_by_1 for each in ranges]
    yield "4 MiB, 8 readers", [each.large_by_8 for each in ranges]
    yield "64 KiB, 1 reader beside slow ones", [each.beside_slow for each in ranges]


def _load(load: Load) -> str:
    unanswered = f", {load.unanswered} unanswered" if load.unanswered else ""
    return f"{load.requests_per_s}/s, {load.mb_per_s} MB/s{unanswered}"
