"""Tests in forks of one process that has loaded everything: of a mutant only what it breaks is loaded anew.

What runs in a process of its own (the command line, killed writers) is the whole program here, and notices nothing.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from tests.mutation.in_memory import exchange, forget_answers
from tests.mutation.mutants import Mutant
from tests.mutation.reached import REACHED

LONGEST_S = 300
"""After so long a broken program counts as noticed: it hangs."""
PLUGINS = ("-p", "pytest_timeout", "-p", "_hypothesis_pytestplugin")
"""Without the others of this machine, which are slow to load."""
PYTEST = ("-q", "-m", "not release", "-p", "no:cacheprovider")
FAILED = 1


def write_reached(tests: Sequence[str], target: Path) -> None:
    """Run tests once, and write down what those reach that pass here."""
    plugin = ("-p", "tests.mutation.reached", f"--{REACHED}={target}")
    command = [sys.executable, "-m", "pytest", *PYTEST, *plugin, *tests]
    subprocess.run(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, check=False)


def load(tests: Iterable[str]) -> None:
    """Import files of tests, and what they import."""
    for path in sorted({test.partition("::")[0] for test in tests}):
        importlib.import_module(path.removesuffix(".py").replace("/", "."))


def is_noticed(path: str, tests: Sequence[str], mutant: Mutant) -> bool | None:
    """Return whether a test fails; ``None`` where the mutant is outside of all functions, and nothing was broken."""
    child = os.fork()
    if child == 0:
        code = FAILED
        with suppress(BaseException):  # Whatever it is, this fork must not go on with its parent's work.
            code = _run(path, tests, mutant)
        os._exit(code)
    ends_at = time.monotonic() + LONGEST_S
    while time.monotonic() < ends_at:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return None if code == NOTHING_BROKEN else code != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


NOTHING_BROKEN = 99


def _run(path: str, tests: Sequence[str], mutant: Mutant) -> int:
    os.setpgid(0, 0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    if not exchange(path, mutant.source):
        return NOTHING_BROKEN
    forget_answers("webapp")
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.chdir(REPOSITORY)
    return int(pytest.main(["-x", *PLUGINS, *PYTEST, *tests]))
