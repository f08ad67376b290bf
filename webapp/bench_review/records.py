"""What the process with the browser is told and tells: one JSON record each."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.bench_web.timing import Spread


@dataclass(frozen=True, slots=True)
class Hunk:
    """Words of a passage to be replaced by others; of the passage as it stands before any of its hunks."""

    segment_id: str
    first: int
    """Number of the first word that goes; where none goes, of the word before which others come."""
    last: int
    """Number after the last word that goes."""
    words: tuple[str, ...]
    """What comes in their place."""


@dataclass(frozen=True, slots=True)
class Correcting:
    """A transcript to be brought to its reference."""

    edit: str
    """Address of its editor."""
    srt: str
    """The same words as SubRip."""
    hunks: tuple[Hunk, ...]
    """In order."""


@dataclass(frozen=True, slots=True)
class Order:
    """What the browser is to do."""

    program: str
    """The browser's file."""
    address: str
    """Of the newsroom."""
    name: str
    password: str
    edit: str
    """Address of the long programme's editor."""
    rounds: int
    """How often it is opened."""
    keys: int
    edits: int
    """Passages that get a word, each saved and then undone."""
    correcting: Correcting | None


@dataclass(frozen=True, slots=True)
class Effort:
    """What somebody pressed, clicked and played to bring a transcript to its reference."""

    strokes: int
    """Keys, a modifier counted as one."""
    letters: int
    """Of these, those that write words."""
    clicks: int
    """Ways of the hand to the mouse, to a word, and back."""
    plays: int
    """Times that the sound was started or stopped."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """The same transcript, corrected in the editor and as an SRT file in a plain text field."""

    editor: Effort
    plain: Effort
    plain_text: str
    """What the plain field held at the end."""


@dataclass(frozen=True, slots=True)
class BrowserResult:
    """What the browser measured; milliseconds."""

    browser: str
    opened_ms: tuple[float, ...]
    """From the start of navigation until a field can be typed in, and is painted; one a round."""
    key: Spread
    """Event Timing: from a key until what it does is painted, in steps of 8; 16 stands for 16 or less."""
    key_task: Spread
    """What the main thread does more for a key than in the same time without one."""
    no_key: Spread
    """The same figure of times in which no key was pressed: what of the one above is the measure's own unrest."""
    save: Spread
    """From sending a patch to its whole answer."""
    undo: Spread
    """From Ctrl+Z until it is painted."""
    corrected: Corrected | None
