"""The job that the fault tests kill: ``python -m tests.faults.transcriber ARCHIVE PROGRAMME LOG KIND``.

It is the real one; beside it, every question to the engine is noted in a file before it is asked.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from media.archive import Archive
from transcribe.engines.protocol import AlignedWord, Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.pipeline import do_job
from transcribe.records import Hypothesis
from transcribe.schema import SCHEMAS


def note_questions(log: Path) -> None:
    recognise, align = EngineProcess.recognise, EngineProcess.align

    def note(question: str) -> None:
        with log.open("a") as file:
            file.write(f"{question}\n")

    def noted_recognise(
        self: EngineProcess, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str] = ()
    ) -> tuple[Hypothesis, ...]:
        note(f"recognise {hash(tuple(samples.tobytes() for samples in sounds))}")
        return recognise(self, sounds, languages, glossary)

    def noted_align(
        self: EngineProcess, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        note(f"align {hash((*(samples.tobytes() for samples in sounds), *words))}")
        return align(self, sounds, language, words)

    EngineProcess.recognise = noted_recognise  # type: ignore[method-assign]
    EngineProcess.align = noted_align  # type: ignore[method-assign]


if __name__ == "__main__":
    place, programme_id, log_path, kind = sys.argv[1:]
    note_questions(Path(log_path))
    archive = Archive(Path(place))
    with closing(archive.open(SCHEMAS)) as db:
        do_job(archive, db, kind, programme_id, {})
