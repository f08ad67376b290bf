"""Two recordings that sound the same, as people are asked about them."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from media.alike.records import Pair
from media.records import Programme, Recording


class SameAnswer(enum.StrEnum):
    """What a person says of two recordings."""

    SAME = "same"
    """The one is kept as another recording of the other's programme."""
    OTHER = "other"
    """Not the same; nobody is asked again."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody said of two recordings. The newest counts."""

    recording_id: str
    """Of `SameAnswer.SAME`: the one that is kept with the other."""
    other_id: str
    answer: SameAnswer
    user_name: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Side:
    """A recording with its programme."""

    recording: Recording
    programme: Programme


@dataclass(frozen=True, slots=True)
class Alike:
    """What was found of two recordings, seen from one of them, and what was decided."""

    pair: Pair
    own: Side
    other: Side
    decision: Decision | None

    @property
    def programme_ids(self) -> tuple[str, str]:
        return self.own.programme.programme_id, self.other.programme.programme_id

    @property
    def is_open(self) -> bool:
        return self.decision is None

    @property
    def later_ms(self) -> int:
        """Return how much later the shared sound lies in the own recording than in the other."""
        is_from_it = self.pair.recording_id == self.own.recording.recording_id
        return self.pair.offset_ms if is_from_it else -self.pair.offset_ms

    @property
    def is_kept_with_other(self) -> bool:
        """Return whether the own recording is kept as another recording of the other's programme."""
        return self._says_same(self.own)

    @property
    def has_the_other(self) -> bool:
        """Return whether the other is kept as another recording of the own programme."""
        return self._says_same(self.other)

    def _says_same(self, side: Side) -> bool:
        said = self.decision
        return bool(said and said.answer is SameAnswer.SAME and said.recording_id == side.recording.recording_id)
