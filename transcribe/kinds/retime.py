"""The kind ``retime``: the words that people corrected → when each is spoken. No word is changed."""

from __future__ import annotations

from pathlib import Path

from media.sound import decoded_sound
from transcribe.align import time_edited
from transcribe.kinds.work import Outcome, Work
from transcribe.models import find_model
from transcribe.new_times import NewTimes
from transcribe.plan import plan
from transcribe.remembering import RememberingProcess
from transcribe.revise import current_text
from transcribe.serving import AUTO, choose

NOBODY_EDITED = "Nobody has corrected these words, so their times were left as they are."
ALL_IN_PLACE = "Every corrected word is where it is spoken already; nothing was changed."


def retime(work: Work) -> Outcome:
    """Look for the words as they stand in the sound, and give those that people wrote the times found.

    :raises NoSound: the programme has no recording. :raises NoText: it has no words yet.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    text = current_text(work.db, work.job.programme_id)
    if not text.editors:
        return Outcome(remark=NOBODY_EDITED)
    language = text.transcript.provenance.language
    choice = choose(AUTO, work.job.options["model"], language, work.archive.models, aligning=True)
    model = find_model(choice.engine, choice.model, work.archive.models)
    sound = decoded_sound(work.archive, recording, work.check)
    with RememberingProcess(choice.engine, model, work.db, work.job, work.check) as process:
        timed = time_edited(process, sound, tuple(plan(sound)), text.segments, language, work.progress)
    if not timed:
        return Outcome(remark=ALL_IN_PLACE)
    changed = {segment.segment_id for segment in timed}
    before = tuple(segment for segment in text.segments if segment.segment_id in changed)
    return Outcome(times=NewTimes(before, timed, f"{choice.engine} {Path(model.name).name}"))
