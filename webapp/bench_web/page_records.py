"""What the process with the browser is told and tells: one JSON record each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageOrder:
    """A page to open."""

    name: str
    address: str
    words: str
    """Selector of the elements that hold its words."""
    find: str | None
    """Selector of its field to find words in, ``None`` where it has none."""
    sought: tuple[str, ...]
    """What is to be found, one after another."""


@dataclass(frozen=True, slots=True)
class BrowserOrder:
    """What the browser is to do."""

    program: str
    pages: tuple[PageOrder, ...]
    """Opened in turns."""
    shell: str
    """Address of a page with a short transcript, for what every page brings along."""
    rounds: int
    play_s: float


@dataclass(frozen=True, slots=True)
class Opened:
    """One time that a page was opened, in a browser that has nothing of it. Milliseconds from navigation start."""

    first_byte_ms: float
    first_paint_ms: float | None
    interactive_ms: float
    """A click on a word was answered (the sound moved or started), and the answer was painted."""
    longest_task_ms: float
    blocked_ms: float
    """What tasks took beyond 50 ms each (total blocking time), until then."""
    document_bytes: int
    """As sent, that is compressed."""


@dataclass(frozen=True, slots=True)
class Played:
    """Frames while the sound plays, from its middle on, following."""

    frames_per_s: float
    frame_p95_ms: float
    worst_frame_ms: float
    late_frames: int
    """Of more than 25 ms: at 60 a second one was left out."""
    seconds: float


@dataclass(frozen=True, slots=True)
class FoundOnPage:
    """From what was typed until its places were painted."""

    first_ms: float
    """With what the page gets ready when the field is first entered."""
    median_ms: float
    worst_ms: float


@dataclass(frozen=True, slots=True)
class PageFigures:
    """What one page did."""

    name: str
    opened: tuple[Opened, ...]
    click_ms: float
    """A real click on a word until its answer is painted (Event Timing, in steps of 8 ms; 16 is “16 or less”)."""
    played: Played
    found: FoundOnPage | None


@dataclass(frozen=True, slots=True)
class BrowserResult:
    browser: str
    pages: tuple[PageFigures, ...]
    shell_bytes: int
    """All that a page with a short transcript brings along, as sent, without sound and waveform."""
    short_document_bytes: int
    """Of that, its document."""
