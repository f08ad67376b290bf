"""What parent and child say to each other: one order on the command line, lines of JSON back."""

from __future__ import annotations

import enum

import msgspec

from media.records import Probe, Span


class Task(enum.StrEnum):
    PROBE = "probe"
    PCM = "pcm"
    ACCESS = "access"
    LEVELS = "levels"
    CLIP = "clip"


class Limits(msgspec.Struct, frozen=True):
    """What the child may use; the kernel holds it to that."""

    memory_bytes: int
    """Address space, libraries included."""
    cpu_s: int
    output_bytes: int
    """Of each file that it writes."""


class Order(msgspec.Struct, frozen=True):
    """What the child is to do, with files that the parent has opened for it."""

    task: Task
    source_fd: int
    output_fds: tuple[int, ...]
    limits: Limits
    duration_ms: int = 0
    """Of the sound, where it is known already."""
    span: Span | None = None
    """What is to be cut out (`Task.CLIP`)."""
    masks: tuple[Span, ...] = ()
    """What is to be covered (`Task.ACCESS`)."""
    voices: tuple[Span, ...] = ()
    """What is to be said by another voice (`Task.ACCESS`)."""


class Reason(enum.StrEnum):
    """Why a file has no sound that can be used."""

    NOT_SOUND = "not sound"
    NO_SOUND_STREAM = "no sound stream"
    UNKNOWN_CODEC = "unknown codec"
    NOTHING_DECODED = "nothing decoded"
    TOO_LONG = "too long"


class Progress(msgspec.Struct, frozen=True, tag=True):
    done_ms: int
    total_ms: int
    """0 while unknown."""


class ProbeMade(msgspec.Struct, frozen=True, tag=True):
    probe: Probe


class PcmMade(msgspec.Struct, frozen=True, tag=True):
    samples: int


TONE_HZ = 1_000
"""Of what covers a span. A period of it is a whole number of samples, and of milliseconds, of every sound of ours."""
GUARD_MS = 100
"""Covered around a span that is to be constant once decoded: each encoding smears 2,048 samples, and a clip of the
public sound has been encoded twice."""
LEVEL_MS = 20
"""Of each level of a channel."""
STEREO = 2


class LevelsMade(msgspec.Struct, frozen=True, tag=True):
    levels: int
    """Of both channels; 0 where there is only one."""


class AccessMade(msgspec.Struct, frozen=True, tag=True):
    """Measured on the decoded access copy; ``None`` where there is nothing to measure (silence, below 0.4 s)."""

    loudness_lufs: float | None
    true_peak_dbtp: float | None


class ClipMade(msgspec.Struct, frozen=True, tag=True):
    samples: int
    """Of each channel."""


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The file's fault."""

    reason: Reason


class DiskFull(msgspec.Struct, frozen=True, tag=True):
    pass


class Failed(msgspec.Struct, frozen=True, tag=True):
    """The decoder's fault, or a limit: ``what`` is the name of the exception and its text."""

    what: str


Message = Progress | ProbeMade | PcmMade | AccessMade | LevelsMade | ClipMade | Refused | DiskFull | Failed
