"""What the editor in the browser asks for. Every edit has a name that the browser drew, so that it is done once."""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Other words, another speaker, or both."""

    operation: str
    text: str | None = None
    speaker: str | None = None
    revive: bool = False
    """Bring back a segment that was taken out, with these words."""


class Splitting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="split"):
    operation: str
    at: int
    """How many words stay in the first part."""
    mark: str
    """For the id of the second part: see `transcribe.editing.piece`."""


class Joining(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="join"):
    operation: str
    next: str
    """The id of the segment after it."""
    next_seen: str
    """That one's ETag."""


class TakingOut(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="take-out"):
    operation: str


class Checking(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="act", tag="check"):
    """Said again it is as it was, so it needs no name."""

    take_back: bool = False


class Undoing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    operation: str
    undoes: str
    """The name of the operation that is undone."""
    segment: str
    """One of those that it changed, whose state is shown where it cannot be undone."""


Act = Splitting | Joining | TakingOut | Checking
