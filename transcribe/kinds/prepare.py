"""The kind ``prepare``: access copy, loudness and peaks of the sound."""

from __future__ import annotations

from media.ingest import prepare as prepare_recording
from transcribe.kinds.work import Outcome, Work


def prepare(work: Work) -> Outcome:
    """:raises NoSound: the programme has no recording. :raises MediaError: the sound could not be used."""
    prepare_recording(work.archive, work.db, work.recording(), work.progress)
    return Outcome()
