"""What tells speakers apart, and how every such step is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from media.records import Span
from transcribe.speakers.turns import Turn


class Diariser(Protocol):
    """Tells the voices of one recording apart. The same sound gives the same turns."""

    name: str
    """With its version, as provenance says it."""

    def turns(
        self, sound: Path, speech: Sequence[Span], speakers: int | None, check: Callable[[], None]
    ) -> tuple[Turn, ...]:
        """Return who speaks when, ascending, within the speech; where two speak at once, one of them.

        :param sound: decoded (`media.sound.decoded_sound`).
        :param speech: where somebody speaks, ascending.
        :param speakers: how many there are, ``None`` where nobody has said; at least 1.
        :param check: raises where the work has to stop; asked every few seconds.
        """
        ...
