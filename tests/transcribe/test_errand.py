"""Children that read weights: they end in time, with their parent, and say what is no fault of the file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY
from transcribe import errand
from transcribe.errors import EngineFailed

READERS = {
    "transcribe.weights.unpickle": "from transcribe.weights.unpickle import dimensions_of; dimensions_of(path)",
    "transcribe.speakers.weights_child": "from transcribe.speakers.weights import _convert; _convert(path, path)",
    "transcribe.weights.checkpoint": "from transcribe.weights.convert import _convert; _convert(path.parent, path)",
}
SOON_S = 20


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file whose reader waits for ever."""
    os.mkfifo(tmp_path / "model.bin")
    return tmp_path / "model.bin"


def the_child_of(pid: int) -> int:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    until_s = time.monotonic() + SOON_S
    while not (found := children.read_text().split()):
        assert time.monotonic() < until_s
        time.sleep(0.01)
    return int(found[0])


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("module", READERS)
def test_a_reader_ends_with_its_parent(endless: Path, module: str) -> None:
    code = f"import sys; from pathlib import Path; path = Path(sys.argv[1]); {READERS[module]}"
    with subprocess.Popen([sys.executable, "-c", code, endless], cwd=REPOSITORY) as parent:
        child = the_child_of(parent.pid)
        parent.kill()
    until_s = time.monotonic() + SOON_S
    try:
        while is_running(child):
            assert time.monotonic() < until_s, "it outlives its parent"
            time.sleep(0.02)
    finally:
        if is_running(child):
            os.kill(child, signal.SIGKILL)


def test_a_reader_that_takes_too_long_is_ended_in_a_sentence(endless: Path) -> None:
    with pytest.raises(EngineFailed, match="not read within 0 minutes; do the same again when"):
        errand.send("transcribe.weights.unpickle", str(endless), most_s=0.5)
