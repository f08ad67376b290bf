"""A plugin of pytest that notes which test reaches which function: a broken one is shown to these tests alone."""

from __future__ import annotations

import json
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType

import pytest

from tests.conftest import REPOSITORY

REACHED = "mutation_reached"
"""Its option: the file to write."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(f"--{REACHED}", required=True)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Notes(Path(config.getoption(REACHED))))


class _Notes:
    def __init__(self, target: Path) -> None:
        self._target = target
        self._now = ""
        self._of: dict[CodeType, set[str]] = defaultdict(set)
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        sys.settrace(self._call)
        threading.settrace(self._call)
        return (yield)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        # What is set up may be shared by all tests of a file.
        self._now = item.nodeid.partition("::")[0]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> None:
        self._now = item.nodeid

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name in (report.nodeid, report.nodeid.partition("::")[0]):
            self._seconds[name] = self._seconds.get(name, 0) + report.duration
            if report.failed:
                self._failed.add(name)

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        reached: dict[str, set[str]] = defaultdict(set)
        for code, names in self._of.items():
            path = Path(code.co_filename)
            if path.is_relative_to(REPOSITORY) and not path.is_relative_to(REPOSITORY / "tests"):
                reached[f"{path.relative_to(REPOSITORY).as_posix()}:{code.co_firstlineno}"] |= names - self._failed
        said = {"seconds": self._seconds, "reached": {place: sorted(names) for place, names in reached.items()}}
        self._target.write_text(json.dumps(said))

    def _call(self, frame: FrameType, _event: str, _argument: object) -> None:
        self._of[frame.f_code].add(self._now)
