"""What the gate says: where something was found, in one sentence, and never what."""

from __future__ import annotations

from collections.abc import Sequence

from media.errors import MuragatError
from transcribe.records import Job, JobState
from webapp.errors import Unheard
from webapp.gate.records import Finding

WITHOUT_HEARING = "--without-hearing REASON"
MOST_PLACES = 8
"""Named in a sentence."""
SECOND_MS = 1_000


def sentence_of(programme_id: str, findings: Sequence[Finding]) -> str:
    """Return the sentence about what stops a publication."""
    certain = [finding for finding in findings if finding.is_certain]
    return (
        f"Programme {programme_id} was not let out: what is kept back is still in it, in {_places(certain)}. Mark it "
        "there (“muragat redact”), approve, and publish again."
    )


def to_listen(findings: Sequence[Finding]) -> str | None:
    """Return the sentence about what a person should listen to; ``None`` where there is nothing."""
    doubtful = [finding for finding in findings if not finding.is_certain]
    if not doubtful:
        return None
    return f"A machine hears what resembles a name that is kept back: listen to {_places(doubtful)}."


def not_heard(programme_id: str, error: MuragatError) -> Unheard:
    """Return the refusal where no machine can listen."""
    return Unheard(
        f"Nobody has listened to the public sound of programme {programme_id}: {str(error).rstrip('.')}. Or say in "
        f"writing why it may go out unheard, with {WITHOUT_HEARING}."
    )


def is_unheard(job: Job) -> bool:
    """Return whether a job is a check that ended because no machine can listen."""
    return job.state is JobState.FAILED and WITHOUT_HEARING in (job.error or "")


def _places(findings: Sequence[Finding]) -> str:
    said = list(dict.fromkeys(map(_place, findings)))
    more = f" and {len(said) - MOST_PLACES} more" if len(said) > MOST_PLACES else ""
    return ", ".join(said[:MOST_PLACES]) + more


def _place(finding: Finding) -> str:
    if finding.at_ms is None:
        return f"the {finding.part}"
    minutes, seconds = divmod(finding.at_ms // SECOND_MS, 60)
    hours, minutes = divmod(minutes, 60)
    return f"the {finding.part} at {hours}:{minutes:02}:{seconds:02}"
