"""The kind ``prepare``: access copy, loudness and peaks of the sound, and what in the archive sounds the same."""

from __future__ import annotations

from media.alike.look import look
from media.ingest import prepare as prepare_recording
from transcribe.kinds.work import Outcome, Work


def prepare(work: Work) -> Outcome:
    """:raises NoSound: the programme has no recording. :raises MediaError: the sound could not be used."""
    recording = work.recording()
    prepare_recording(work.archive, work.db, recording, work.progress)
    look(work.archive, work.db, recording, work.check)
    return Outcome()
