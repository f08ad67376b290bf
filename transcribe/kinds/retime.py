"""The kind ``retime``: the words that people corrected → when each is spoken. No word is changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from media.catalogue import get_programme
from media.language import UNDETERMINED
from media.sound import decoded_sound
from transcribe.align import time_edited
from transcribe.kinds.work import Outcome, Work
from transcribe.merge import apply
from transcribe.models import find_model
from transcribe.new_times import NewTimes
from transcribe.plan import plan
from transcribe.records import Doubt, ProgrammeText, Segment
from transcribe.remembering import RememberingProcess
from transcribe.revise import current_text
from transcribe.serving import AUTO, choose
from transcribe.transcripts import NewRun

NOBODY_EDITED = "Nobody has corrected these words, so their times were left as they are."
TIMED_BY = "timed_by"
"""The option in a run's provenance that names engine and model, where they only timed a file's words."""
ALL_IN_PLACE = "Every corrected word is where it is spoken already; nothing was changed."


def retime(work: Work) -> Outcome:
    """Look for the words as they stand in the sound, and give those that people wrote, or that a file brought without
    times of their own, the times found.

    :raises NoSound: the programme has no recording. :raises NoText: it has no words yet.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    text = current_text(work.db, work.job.programme_id)
    if not text.editors and not any(Doubt.SHARED_TIMES in segment.doubts for segment in text.segments):
        return Outcome(remark=NOBODY_EDITED)
    language = text.transcript.provenance.language
    if language == UNDETERMINED:
        language = get_programme(work.db, work.job.programme_id).language
    choice = choose(AUTO, work.job.options["model"], language, work.archive.models, aligning=True)
    model = find_model(choice.engine, choice.model, work.archive.models)
    sound = decoded_sound(work.archive, recording, work.check)
    with RememberingProcess(choice.engine, model, work.db, work.job, work.check) as process:
        timed = time_edited(process, sound, tuple(plan(sound)), text.segments, language, work.progress)
    if not timed:
        return Outcome(remark=ALL_IN_PLACE)
    timed_by = f"{choice.engine} {Path(model.name).name}"
    if text.revision is None:
        return Outcome(run=_run(text, timed, timed_by))
    changed = {segment.segment_id for segment in timed}
    before = tuple(segment for segment in text.segments if segment.segment_id in changed)
    return Outcome(times=NewTimes(before, timed, timed_by))


def _run(text: ProgrammeText, timed: tuple[Segment, ...], timed_by: str) -> NewRun:
    """Return a file's words with the times found as a run of their own: no person has an edit that could hold them."""
    made = text.transcript.provenance
    return NewRun(
        text.transcript.recording_id,
        text.transcript.method,
        replace(made, options={**made.options, TIMED_BY: timed_by}),
        apply(text.segments, timed),
    )
