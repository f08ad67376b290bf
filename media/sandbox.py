"""Every sound file from outside is opened in a child process that can do nothing but decode it.

The child gets opened files instead of names, an empty environment and an empty directory, and limits on memory, CPU
time and output (`media.decoder.confine`). It is watched from here: no sign of progress for `STALL_S`, and it is killed,
unless it was only held up by what else this machine has to do.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from media.decoder.messages import (
    AccessMade,
    ClipMade,
    DiskFull,
    Failed,
    LevelsMade,
    Limits,
    Message,
    Order,
    PcmMade,
    ProbeMade,
    Progress,
    Reason,
    Refused,
    Task,
)
from media.errors import NO_ROOM, DecoderFailed, StorageFull, UnreadableSound
from media.held_up import Silence
from media.records import Span

MEMORY_BYTES = 768 << 20
"""Address space; Python, numpy and FFmpeg take 240 MB of it before the first frame."""

CPU_BASE_S = 1800
CPU_S_PER_MB = 300
"""Speech at its lowest bit rates has half an hour in a megabyte; to encode that takes a slow machine five minutes."""
CPU_MOST_S = 12 * 3600

OUTPUT_BYTES = 24 * 3600 * 16_000 * 2
"""A day at 16 kHz, 16 bit: the longest sound that is taken."""

STALL_S = 30.0
"""A child says several times a second how far it is, once it has opened the file."""

HELD_UP_STALLS = 10
"""So many times `STALL_S` a child may say nothing on a machine that gives it hardly a turn; a dead disk has an end."""

CLIP_LIMITS = Limits(MEMORY_BYTES, 60, 16 << 20)
"""For five minutes of our own sound, which take a few seconds and five megabytes."""

CLIP_STALL_S = 10.0
"""Somebody waits for it."""

_WHY = {
    Reason.NOT_SOUND: "is not a sound file that can be read; bring it as mp3, m4a, wav, flac, ogg or mp4",
    Reason.NO_SOUND_STREAM: "has no sound in it, only pictures or nothing; bring a file that can be heard",
    Reason.UNKNOWN_CODEC: "holds sound in a format that is not known here; convert it to mp3, m4a, wav or flac",
    Reason.NOTHING_DECODED: "holds no sound that can be decoded: it is cut off or damaged; bring a whole copy of it",
    Reason.TOO_LONG: "is longer than 24 hours, or claims to be; cut it into parts, or convert it",
}

Made = TypeVar("Made", ProbeMade, PcmMade, AccessMade, LevelsMade)


def limits_for(size_bytes: int) -> Limits:
    """Return what the decoder may use for a file of this size."""
    return Limits(MEMORY_BYTES, min(CPU_BASE_S + CPU_S_PER_MB * size_bytes // 10**6, CPU_MOST_S), OUTPUT_BYTES)


def decode(
    task: Task,
    source: Path,
    outputs: Sequence[Path],
    result: type[Made],
    *,
    file_name: str,
    duration_ms: int = 0,
    masks: tuple[Span, ...] = (),
    voices: tuple[Span, ...] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Made:
    """Let a child do one task with one file.

    :param outputs: files to make; they must not exist.
    :param file_name: what the user calls the source.
    :param masks: what is covered in the access copy.
    :param voices: what is said by another voice there.
    :param progress: called with (done_ms, total_ms); the total is 0 while it is unknown.
    :raises UnreadableSound: the file has no sound that can be used.
    :raises DecoderFailed: the child died, stood still or broke a limit.
    :raises StorageFull: no room for the outputs.
    """
    with ExitStack() as stack:
        source_fd = os.open(source, os.O_RDONLY | os.O_CLOEXEC)
        stack.callback(os.close, source_fd)
        output_fds = tuple(os.open(each, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644) for each in outputs)
        for fd in output_fds:
            stack.callback(os.close, fd)
        limits = limits_for(os.fstat(source_fd).st_size)
        order = Order(task, source_fd, output_fds, limits, duration_ms, masks=masks, voices=voices)
        for message in stack.enter_context(closing(converse(order))):
            match message:
                case Progress():
                    if progress:
                        progress(message.done_ms, message.total_ms)
                case Refused():
                    raise UnreadableSound(f"“{file_name}” {_WHY[message.reason]}.")
                case DiskFull():
                    raise StorageFull(NO_ROOM)
                case Failed():
                    raise _failed(file_name, message.what)
                case _ if isinstance(message, result):
                    return message
                case _:
                    break
    raise _failed(file_name, "it gave no result")


def cut(source: Path, span: Span) -> bytes:
    """Let a child cut a span out of a public sound, exact to the sample; return it as AAC in .m4a.

    :raises UnreadableSound: nothing of the sound lies there.
    :raises DecoderFailed: the child died, stood still or broke a limit.
    :raises StorageFull: no room for what it makes.
    :raises FileNotFoundError: the sound is not there.
    """
    with source.open("rb") as sound, tempfile.TemporaryFile() as target:
        order = Order(Task.CLIP, sound.fileno(), (target.fileno(),), CLIP_LIMITS, span=span)
        with closing(converse(order, stall_s=CLIP_STALL_S, stalls=1)) as messages:
            for message in messages:
                match message:
                    case ClipMade():
                        target.seek(0)
                        return target.read()
                    case Refused():
                        raise UnreadableSound("There is no sound at that time; choose another.")
                    case DiskFull():
                        raise StorageFull(NO_ROOM)
                    case Failed():
                        raise _failed(source.name, message.what)
    raise _failed(source.name, "it gave no result")


def _failed(file_name: str, why: str) -> DecoderFailed:
    return DecoderFailed(f"The decoder failed on “{file_name}” ({why}); convert the file to wav or flac and try again.")


def converse(order: Order, *, stall_s: float = STALL_S, stalls: int = HELD_UP_STALLS) -> Generator[Message]:
    """Start the child and yield what it says; however this ends, the child is gone afterwards.

    :param stalls: so many times ``stall_s`` it may say nothing where it is held up.
    """
    with (
        tempfile.TemporaryDirectory(prefix="muragat-") as empty,
        _written(order) as said,
        subprocess.Popen(  # noqa: S603 (our own module, and a number)
            [sys.executable, "-I", "-m", "media.decoder", str(os.getpid())],
            stdin=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=empty,
            env={"OPENBLAS_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"},
            pass_fds=(order.source_fd, *order.output_fds),
        ) as child,
    ):
        try:
            if child.stdout is not None:
                yield from _messages(child.pid, child.stdout.fileno(), stall_s, stalls)
            child.wait(stall_s)
        except subprocess.TimeoutExpired:
            yield Failed("it does not end")
        finally:
            child.kill()
    if child.returncode:
        yield Failed(f"it ended with status {child.returncode}")


@contextmanager
def _written(order: Order) -> Iterator[IO[bytes]]:
    """Yield a file without a name: the command line, which all on the machine can read, has no room for many masks."""
    with tempfile.TemporaryFile() as file:
        file.write(msgspec.json.encode(order))
        file.seek(0)
        yield file


_ONE_MESSAGE: msgspec.json.Decoder[Message] = msgspec.json.Decoder(Message)
_LONGEST_MESSAGE_BYTES = 1 << 20


def _messages(pid: int, pipe: int, stall_s: float, stalls: int) -> Iterator[Message]:
    waiting = b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        silence = Silence(pid, stall_s, stalls)
        while True:
            if not selector.select(silence.left_s):
                if silence.is_too_long():
                    break
                continue
            data = os.read(pipe, 1 << 16)
            if not data:
                return
            *lines, waiting = (waiting + data).split(b"\n")
            if len(waiting) > _LONGEST_MESSAGE_BYTES:
                yield Failed("it talks without end")
                return
            for line in lines:
                yield _understand(line)
                silence = Silence(pid, stall_s, stalls)
    yield Failed(f"it made no progress for {stall_s:.0f} s")


def _understand(line: bytes) -> Message:
    try:
        return _ONE_MESSAGE.decode(line)
    except msgspec.DecodeError:
        return Failed("it says what cannot be understood")
