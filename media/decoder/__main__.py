"""The child's whole life: read the order, give up every right, do the one task, say what came of it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable

import av
import av.subtitles.codeccontext  # These two PyAV would import when it meets its first stream, and by then no file
import av.subtitles.stream  # can be opened any more.
import msgspec

from media.decoder import access, clip, levels, pcm, probing
from media.decoder.confine import confine, die_with_parent
from media.decoder.mask import Mask, tone_period
from media.decoder.messages import DiskFull, Failed, Message, Order, Progress, Refused, Task
from media.decoder.source import NoUsableSound
from media.decoder.voice import Voice, random_phases

OLDEST_FFMPEG = {"libavcodec": (62, 28, 102), "libavformat": (62, 12, 102)}
"""Of FFmpeg 8.1.2: older ones let a file take over the process (CVE-2026-8461, CVE-2026-40962)."""

REPORT_EVERY_S = 0.2


def main() -> None:
    die_with_parent(int(sys.argv[1]))
    # Not of the command line, which all on the machine can read, and which has room for few masks.
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    try:
        message = _obey(order)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        message = DiskFull() if full else Failed(f"{type(error).__name__}: {error}")
    except Exception as error:  # Whatever it is, the parent is told.
        message = Failed(f"{type(error).__name__}: {error}")
    _say(message)
    sys.stdout.flush()
    os._exit(0)  # Closing down would open files, which is refused by now.


def _obey(order: Order) -> Message:
    for library, oldest in OLDEST_FFMPEG.items():
        if av.library_versions[library] < oldest:
            return Failed(f"FFmpeg {av.ffmpeg_version_info} is too old; 8.1.2 is needed")
    source = os.fdopen(order.source_fd, "rb")
    targets = [os.fdopen(fd, "r+b") for fd in order.output_fds]
    mask = _mask(order)  # It imports, which is refused from here on.
    confine(order.limits)
    report = _reporter(order.duration_ms)
    try:
        match order.task:
            case Task.PROBE:
                return probing.probe(source, report)
            case Task.PCM:
                return pcm.make_pcm(source, targets[0], report)
            case Task.LEVELS:
                return levels.make_levels(source, targets[0], report)
            case Task.ACCESS:
                return access.make_access(source, targets[0], targets[1], order.duration_ms, report, mask)
            case Task.CLIP:
                return clip.make_clip(source, targets[0], order.span, report)
    except NoUsableSound as error:
        return Refused(error.reason)


def _mask(order: Order) -> Mask | None:
    if not order.masks and not order.voices:
        return None
    return Mask(order.masks, tone_period(), Voice(order.voices, random_phases()) if order.voices else None)


def _reporter(total_ms: int) -> Callable[[int], None]:
    said_at = 0.0

    def report(done_ms: int) -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - said_at >= REPORT_EVERY_S:
            said_at = now
            _say(Progress(min(done_ms, total_ms) if total_ms else done_ms, total_ms))

    return report


def _say(message: Message) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(message) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
