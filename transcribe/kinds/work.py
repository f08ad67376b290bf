"""What every kind of job is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import current_recording, get_programme
from media.records import Recording
from transcribe import lease
from transcribe.errors import NoSound
from transcribe.new_times import NewTimes
from transcribe.patience import patiently
from transcribe.records import Job
from transcribe.transcripts import NewRun


def recording_of(db: Database, programme_id: str) -> Recording:
    """Return the sound that a programme's jobs are about.

    :raises UnknownProgramme: the programme is gone. :raises NoSound: it has none yet.
    """
    recording = current_recording(db, get_programme(db, programme_id).programme_id)
    if recording is None:
        raise NoSound(
            f"Programme {programme_id} has no sound yet; add it in the newsroom, or with "
            f"“muragat add FILE --to {programme_id}”."
        )
    return recording


@dataclass(frozen=True, slots=True)
class Work:
    """A claimed job and the means to do it."""

    archive: Archive
    db: Database
    job: Job
    progress: Callable[[int, int], None]
    """Takes done and total in ms of sound; raises as `check` does."""
    check: Callable[[], None]
    """Raises where the job is no longer ours or has to stop; ask it every second while waiting for something long."""

    def recording(self) -> Recording:
        """Return the sound that the job is about.

        :raises UnknownProgramme: the programme is gone.
        :raises NoSound: the programme has none yet.
        """
        return recording_of(self.db, self.job.programme_id)

    def remark(self, sentence: str | None) -> None:
        """Show what the job waits for, ``None`` that it goes on.

        :raises JobCancelled: a person has stopped the job. :raises LeaseLost: another owner has it.
        """
        patiently(lambda: lease.remark(self.db, self.job, sentence))


@dataclass(frozen=True, slots=True)
class Remark:
    """What a person should read although the job has succeeded."""

    because: str
    """What it is about, for pages that say it in another language."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job made, to be stored in the transaction that ends it."""

    run: NewRun | None = None
    times: NewTimes | None = None
    remark: Remark | None = None
