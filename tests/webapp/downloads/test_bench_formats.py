"""The benchmark of formats writes all of them, and says what it found."""

from __future__ import annotations

import pytest

from transcribe.formats import FORMATS
from webapp.bench_formats.bench import FormatsBench, Written, bench_formats, by_ours, make_export
from webapp.bench_formats.report import as_json, as_table

MOST_S = 5.0
"""For all formats of 40,000 words, one after another."""


@pytest.mark.release
def test_every_format_is_written_and_told() -> None:
    told: list[str] = []
    export = make_export(300)
    ours = by_ours(export, 1, told.append)
    assert [each.name for each in ours] == [*FORMATS]
    assert all(each.size_bytes > 100 and each.seconds >= 0 for each in ours)
    assert len(told) == len(FORMATS)
    assert sum(len(segment.words) for segment in export.segments) == 300


def test_report_has_each_format_the_total_and_the_ratio() -> None:
    ours = (Written("vtt", 10, 0.5), Written("srt", 20, 0.25))
    result = FormatsBench(300, 9, 1, 2, ours, Written("zip", 30, 1.0), {"peer": (Written("srt", 21, 0.5),)})
    assert (as_json(result)["total_s"], as_json(result)["ratio"]) == (0.75, {"peer": 2.0})
    assert as_table(result).splitlines()[2:] == [
        "| format | bytes | s | peer |",
        "|---|--:|--:|--:|",
        "| vtt | 10 | 0.500 |  |",
        "| srt | 20 | 0.250 | 0.500 |",
        "| all, one after another | | 0.750 | 2.00 × ours |",
        "| zip | 30 | 1.000 | |",
    ]


@pytest.mark.release
def test_all_formats_of_a_long_programme_take_at_most_five_seconds() -> None:
    assert bench_formats(40_000, 3, print).total_s <= MOST_S
