"""The figures of a run: as a record for programs, and as a table to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from webapp.bench_formats.bench import FormatsBench


def as_json(result: FormatsBench) -> dict[str, object]:
    """Return the record that `--json` prints."""
    ratios = {peer: round(result.ratio(peer), 2) for peer in result.beside}
    return {"total_s": round(result.total_s, 3), "ratio": ratios, **asdict(result)}


def as_table(result: FormatsBench) -> str:
    """Return the figures as Markdown."""
    return "\n".join(_lines(result))


def _lines(result: FormatsBench) -> Iterator[str]:
    yield f"{result.words} words in {result.segments} passages, {result.cores} cores, median of {result.rounds}."
    yield from (
        "",
        f"| format | bytes | s | {' | '.join(result.beside)} |",
        f"|---|--:|--:|{'--:|' * len(result.beside)}",
    )
    theirs = {peer: {each.name: each.seconds for each in written} for peer, written in result.beside.items()}
    for each in result.ours:
        beside = (f"{theirs[peer][each.name]:.3f}" if each.name in theirs[peer] else "" for peer in theirs)
        yield f"| {each.name} | {each.size_bytes} | {each.seconds:.3f} | {' | '.join(beside)} |"
    ratios = (f"{result.ratio(peer):.2f} × ours" for peer in result.beside)
    yield f"| all, one after another | | {result.total_s:.3f} | {' | '.join(ratios)} |"
    yield f"| zip | {result.zipped.size_bytes} | {result.zipped.seconds:.3f} |{' |' * len(result.beside)}"
