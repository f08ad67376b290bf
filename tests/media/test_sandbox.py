"""What the decoder's child can not do, and what happens when it dies.

Guaranteed on Linux on x86-64 and AArch64, for any user, root included: all of this file. Elsewhere the limits on
memory, CPU time and output hold, and that FFmpeg is given neither names nor environment; the kernel's refusals do not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from media.decoder.messages import AccessMade, Failed, Limits, Message, Order, Progress, Task
from media.errors import DecoderFailed
from media.sandbox import _messages, converse, decode, limits_for
from tests.conftest import REPOSITORY

RADIO = "en_radio_withgoodreason_ferdinand.mp3"

ESCAPE = """
import ctypes, errno, os, resource, signal, socket, sys, threading, mmap
from media.decoder.confine import confine
from media.decoder.messages import Limits
outside, database, parent = sys.argv[1], sys.argv[2], int(sys.argv[3])
held = open(outside + "/held", "r+b")
confine(Limits(memory_bytes=768 << 20, cpu_s={cpu_s}, output_bytes=1 << 20))
{attempt}
print("ESCAPED")
"""

REFUSED = {
    "open a socket": "socket.socket()",
    "open a socket of the machine": "socket.socket(socket.AF_UNIX)",
    "fork": "os.fork()",
    "start a program": "os.execv('/bin/true', ['true'])",
    "write outside": "open(outside + '/new', 'w')",
    "write where it is": "open('new', 'w')",
    "read the database": "open(database, 'rb')",
    "read what the system knows": "open('/proc/self/environ')",
    "list": "os.listdir(outside)",
    "ask about a file": "os.stat(database)",
    "remove": "os.unlink(outside + '/held')",
    "rename": "os.rename(outside + '/held', outside + '/gone')",
    "make a directory": "os.mkdir(outside + '/new')",
    "make a link": "os.symlink(database, outside + '/new')",
    "change rights": "os.chmod(database, 0o777)",
    "signal its parent": "os.kill(parent, signal.SIGTERM)",
    "raise its limits": "resource.setrlimit(resource.RLIMIT_CPU, (9999, 9999))",
    "make a pipe": "os.pipe()",
    "map memory of files without names": "os.memfd_create('x')",
    "write more than its output": "held.write(bytes(2 << 20)); held.flush()",
    "take 2 GiB": "bytearray(2 << 30)",
}


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "held").write_bytes(b"held")
    (tmp_path / "archive.db").write_bytes(b"the names of all sources")
    return tmp_path


def attempt(outside: Path, code: str, cpu_s: int = 60) -> subprocess.CompletedProcess[str]:
    script = ESCAPE.format(attempt=code, cpu_s=cpu_s)
    command = [sys.executable, "-c", script, str(outside), str(outside / "archive.db"), str(os.getpid())]
    return subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("what", REFUSED)
def test_refused(outside: Path, what: str) -> None:
    code = f"try:\n    {REFUSED[what]}\nexcept (OSError, ValueError, MemoryError) as error: sys.exit(repr(error))"
    result = attempt(outside, code)
    assert "ESCAPED" not in result.stdout
    assert result.returncode == 1
    allowed = ("Operation not permitted", "File too large", "MemoryError", "not allowed to raise")
    assert any(reason in result.stderr for reason in allowed), result.stderr
    assert sorted(path.name for path in outside.iterdir()) == ["archive.db", "held"]


def test_a_raw_call_is_refused_like_any_other(outside: Path) -> None:
    code = "libc = ctypes.CDLL(None); sys.exit(f'{libc.syscall(39) > 0} {libc.syscall(41, 2, 1, 0)}')"
    assert attempt(outside, code).stderr.strip() == "True -1"


def test_spinning_ends(outside: Path) -> None:
    result = attempt(outside, "while True: pass", cpu_s=1)
    assert result.returncode in (-signal.SIGXCPU, -signal.SIGKILL)


def test_what_a_decoder_needs_still_works(outside: Path) -> None:
    code = (
        "worker = threading.Thread(target=print, args=('in a thread',)); worker.start(); worker.join()\n"
        "held.seek(0); held.write(b'new'); held.truncate(); held.flush(); bytearray(100 << 20)"
    )
    result = attempt(outside, code)
    assert result.stdout == "in a thread\nESCAPED\n"
    assert (outside / "held").read_bytes() == b"new"


def decoders_of(pid: int) -> list[int]:
    """Return the decoders among a process's children: a whole test run has others."""
    tasks = Path(f"/proc/{pid}/task")
    children = [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
    return [child for child in children if b"media.decoder" in _command_line(child)]


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def wait_for_child(pid: int) -> int:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        children = decoders_of(pid)
        if children:
            return children[0]
        time.sleep(0.01)
    raise AssertionError("no child was started")


@pytest.fixture
def order(shared_data: Path, tmp_path: Path) -> Iterator[Order]:
    source = os.open(shared_data / "audio" / RADIO, os.O_RDONLY)
    outputs = tuple(os.open(tmp_path / name, os.O_RDWR | os.O_CREAT) for name in ("copy", "peaks"))
    yield Order(Task.ACCESS, source, outputs, limits_for(3_000_000), 306_364)
    for fd in (source, *outputs):
        os.close(fd)


@pytest.mark.parametrize(("sent", "says"), [(signal.SIGKILL, "status -9"), (signal.SIGSTOP, "no progress for 2 s")])
def test_a_child_that_dies_or_stands_still_is_noticed_and_gone(order: Order, sent: signal.Signals, says: str) -> None:
    said: list[Message] = []
    for message in converse(order, stall_s=2):
        if isinstance(message, Progress) and not said:
            os.kill(wait_for_child(os.getpid()), sent)
        said.append(message)
        if isinstance(message, Failed):
            break
    assert isinstance(said[-1], Failed)
    assert says in said[-1].what
    deadline = time.monotonic() + 10
    while decoders_of(os.getpid()) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert decoders_of(os.getpid()) == []


def test_a_dead_decoder_is_said_in_one_sentence(shared_data: Path, tmp_path: Path) -> None:
    def kill() -> None:
        os.kill(wait_for_child(os.getpid()), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    outputs = (tmp_path / "copy", tmp_path / "peaks")
    with pytest.raises(DecoderFailed, match=r"^The decoder failed on “radio”.*try again[.]$"):
        decode(Task.ACCESS, shared_data / "audio" / RADIO, outputs, AccessMade, file_name="radio", duration_ms=306_364)
    killer.join()


def test_a_file_that_needs_too_much_memory_is_a_failure_and_not_a_crash(order: Order) -> None:
    small = Order(order.task, order.source_fd, order.output_fds, Limits(100 << 20, 60, 1 << 30), order.duration_ms)
    (last,) = [message for message in converse(small) if not isinstance(message, Progress)]
    assert isinstance(last, Failed)


def test_the_child_ends_with_its_parent(shared_data: Path, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from media.decoder.messages import AccessMade, Task
from media.sandbox import decode
place = Path(sys.argv[2])
said = lambda done_ms, total_ms: print(done_ms, flush=True)
decode(Task.ACCESS, Path(sys.argv[1]), (place / "a", place / "b"), AccessMade, file_name="x", duration_ms=306364,
       progress=said)
"""
    command = [sys.executable, "-c", code, str(shared_data / "audio" / RADIO), str(tmp_path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        child = wait_for_child(parent.pid)
        os.kill(child, signal.SIGSTOP)  # So that it cannot end for having nobody to talk to.
        parent.kill()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not _alive(child)


def _alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_an_ffmpeg_with_known_holes_is_refused(order: Order) -> None:
    import msgspec

    code = "import media.decoder.__main__ as child; child.OLDEST_FFMPEG = {'libavcodec': (999, 0, 0)}; child.main()"
    command = [sys.executable, "-c", code, str(os.getpid())]
    fds, said = (order.source_fd, *order.output_fds), msgspec.json.encode(order)
    result = subprocess.run(command, cwd=REPOSITORY, input=said, capture_output=True, check=True, pass_fds=fds)
    message = msgspec.json.decode(result.stdout, type=Message)  # type: ignore[arg-type]
    assert isinstance(message, Failed)
    assert "too old; 8.1.2 is needed" in message.what


@pytest.mark.parametrize("nonsense", [b"hello\n", b'{"type":"Progress"}\n', b"\xff\xfe\n", b"x" * (2 << 20)])
def test_nonsense_is_a_failure(nonsense: bytes) -> None:
    reader, writer = os.pipe()

    def feed() -> None:
        with suppress(BrokenPipeError), os.fdopen(writer, "wb", buffering=0) as pipe:
            pipe.write(nonsense)

    feeder = threading.Thread(target=feed)
    feeder.start()
    messages = list(_messages(os.getpid(), reader, 5, 1))
    os.close(reader)
    feeder.join()
    assert isinstance(messages[0], Failed)
