"""The job that the test of killed speakers kills: ``python -m tests.faults.teller ARCHIVE PROGRAMME LOG [WAIT]``.

It is the real one; beside it, it notes in a file when voices are listened to and when it is known who speaks. At the
moment that WAIT names it waits to be killed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from unittest.mock import patch

from media.archive import Archive
from transcribe.pipeline import do_job
from transcribe.records import Segment
from transcribe.schema import SCHEMAS
from transcribe.speakers.label import label
from transcribe.speakers.network import Voices
from transcribe.speakers.turns import Turn
from transcribe.speakers.voices import voices

LISTENS, KNOWS = "listens", "knows"
FOREVER_S = 600


def noting(log: Path, wait: str) -> ExitStack:
    """Return the notes, taken for as long as they are open."""

    def note(moment: str) -> None:
        with log.open("a") as file:
            file.write(f"{moment}\n")
        if moment == wait:
            time.sleep(FOREVER_S)

    def noted_voices(
        tensors: Path, sound: Path, blocks: Sequence[Sequence[int]], check: Callable[[], None]
    ) -> Iterator[Voices]:
        note(LISTENS)
        return voices(tensors, sound, blocks, check)

    def noted_label(segments: Sequence[Segment], turns: Sequence[Turn], sound_sha256: str) -> tuple[Segment, ...]:
        note(KNOWS)
        return label(segments, turns, sound_sha256)

    notes = ExitStack()
    notes.enter_context(patch("transcribe.speakers.dvector.voices", noted_voices))
    notes.enter_context(patch("transcribe.kinds.speakers.label", noted_label))
    return notes


if __name__ == "__main__":
    place, programme_id, log_path, *waits = sys.argv[1:]
    archive = Archive(Path(place))
    with noting(Path(log_path), *(waits or [""])), closing(archive.open(SCHEMAS)) as db:
        do_job(archive, db, "transcribe", programme_id, {"model": "base"})
