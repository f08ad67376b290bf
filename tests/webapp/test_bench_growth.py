"""The benchmark of growth: a table with every figure, a command's own memory, and a whole run."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from media.archive import Archive
from webapp.bench_growth.bench import bench_growth, run
from webapp.bench_growth.records import Command, Disk, Growth, Pages, Size
from webapp.bench_growth.report import NEWSROOM, PUBLIC, as_json, as_table
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.timing import Spread

ONCE = Spread(1, 7.5, 7.5, 7.5)


def size(programmes: int) -> Size:
    public, newsroom = (Pages(dict.fromkeys(names, ONCE), 90_000_000) for names in (PUBLIC, NEWSROOM))
    command = Command(1.5, 70_000_000)
    disk = Disk(1_000_000, 2_000_000, 3_000_000)
    return Size(programmes, 100, public, newsroom, 0.1, 0.2, command, command, command, disk)


def test_the_table_has_a_column_a_size_and_every_figure() -> None:
    growth = Growth((size(1), size(10)), 50e6, 200e6, 2)
    table = as_table(growth)
    rows = [line for line in table.splitlines() if line.startswith("|")]
    assert {line.count("|") for line in rows} == {4}
    assert len(rows) == 3 + 1 + len(PUBLIC) + len(NEWSROOM) + 2 + 3 + 4 + 3
    assert "backup 50.0 MB/s, fixity 200.0 MB/s; 2 cores." in table
    assert msgspec.json.decode(msgspec.json.encode(as_json(growth)), type=Growth) == growth


def test_a_command_is_timed_with_its_own_memory_alone_and_its_fault_is_told(tmp_path: Path) -> None:
    held = bytearray(400 << 20)  # Of this process: a child would have it counted as its own.
    with pytest.raises(BenchFailed, match="There is no archive"):
        run(Archive(tmp_path / "none"), "fixity")
    took = run(Archive(tmp_path / "none"), "--help")
    assert len(held) > took.peak_bytes > 0


@pytest.mark.release
def test_a_whole_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    said: list[str] = []
    growth = bench_growth((2, 1), 100, said.append)
    assert [each.programmes for each in growth.sizes] == [1, 2]
    assert all(each.newsroom.process_bytes > 0 and each.disk.database > 0 for each in growth.sizes)
    assert said
