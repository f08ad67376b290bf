"""The figures of a run: as a record for programs, and as a table to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from webapp.bench_review.bench import ReviewBench


def as_json(result: ReviewBench) -> dict[str, object]:
    """Return the record that `--json` prints: the agreed figures by name, and everything by its part."""
    correcting = result.correcting
    return {
        "key_p95_ms": result.key.p95_ms,
        "key_task_p95_ms": result.key_task.p95_ms,
        "no_key_p95_ms": result.no_key.p95_ms,
        "save_p95_ms": result.save.p95_ms,
        "undo_p95_ms": result.undo.p95_ms,
        "open_ms": result.open_ms,
        "correct_editor_s": correcting and correcting.editor_s,
        "correct_plain_s": correcting and correcting.plain_s,
        **asdict(result),
    }


def as_table(result: ReviewBench) -> str:
    """Return the figures as Markdown."""
    return "\n".join(_lines(result))


def _lines(result: ReviewBench) -> Iterator[str]:
    yield f"{result.words} words in {result.passages} passages, {result.browser}, {result.cores} cores."
    yield from ("", "| | times | p50, ms | p95, ms | max, ms |", "|---|--:|--:|--:|--:|")
    for name, each in (
        ("a key until it is painted (Event Timing; 16 is “16 or less”)", result.key),
        ("the main thread, a key", result.key_task),
        ("the same, where no key is pressed", result.no_key),
        ("a save, from the patch to its answer", result.save),
        ("an undo until it is painted", result.undo),
    ):
        yield f"| {name} | {each.count} | {each.p50_ms} | {each.p95_ms} | {each.max_ms} |"
    yield f"\nOpened until a field can be typed in: {', '.join(map(str, result.opened_ms))} ms."
    correcting = result.correcting
    if correcting is None:
        return
    yield f"\n{correcting.recording}, {correcting.sound_s} s, {correcting.words} words, {correcting.model}: "
    yield f"{correcting.places} places corrected."
    yield from ("", "| | keys | of these, letters | mouse | plays | s |", "|---|--:|--:|--:|--:|--:|")
    for name, effort, taken_s in (
        ("editor", correcting.editor, correcting.editor_s),
        ("SRT as plain text", correcting.plain, correcting.plain_s),
    ):
        yield f"| {name} | {effort.strokes} | {effort.letters} | {effort.clicks} | {effort.plays} | {taken_s} |"
