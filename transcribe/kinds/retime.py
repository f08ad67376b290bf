"""The kind ``retime``: the words that people corrected → when each is spoken. No word is changed.

Of all of a programme, or of one segment (option ``segment``): then only the sound around it is heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from media.records import Span
from media.sound import decoded_sound, excerpt, sound_duration_ms
from transcribe.align import time_edited
from transcribe.engines.supervisor import EngineProcess
from transcribe.jobs import SEGMENT
from transcribe.kinds.work import Outcome, Remark, Work
from transcribe.models import find_model
from transcribe.new_times import NewTimes
from transcribe.plan import plan
from transcribe.records import Segment
from transcribe.remembering import RememberingProcess
from transcribe.revise import current_text
from transcribe.serving import AUTO, choose

NEAR_MS = 10_000
"""A neighbour that is no further away is listened for too: where it is spoken the segment is not."""
AROUND_MS = 1_000
"""Of sound before the first of these words and after the last."""
NOBODY_EDITED = Remark("nobody edited", "Nobody has corrected these words, so their times were left as they are.")
ALL_IN_PLACE = Remark("all in place", "Every corrected word is where it is spoken already; nothing was changed.")


def retime(work: Work) -> Outcome:
    """Look for the words as they stand in the sound, and give those that people wrote the times found.

    :raises NoSound: the programme has no recording. :raises NoText: it has no words yet.
    """
    recording = work.recording()
    work.progress(0, recording.duration_ms)
    text = current_text(work.db, work.job.programme_id)
    asked = _asked(text.segments, work.job.options.get(SEGMENT))
    if not any(segment.edited_by for segment in asked):
        return Outcome(remark=NOBODY_EDITED)
    language = text.transcript.provenance.language
    choice = choose(AUTO, work.job.options["model"], language, work.archive.models, aligning=True)
    model = find_model(choice.engine, choice.model, work.archive.models)
    sound = decoded_sound(work.archive, recording, work.check)
    with RememberingProcess(choice.engine, model, work.db, work.job, work.check) as process:
        if SEGMENT in work.job.options:
            timed = _time_near(work, process, sound, text.segments, asked[0], language)
        else:
            timed = time_edited(process, sound, tuple(plan(sound)), text.segments, language, work.progress)
    if not timed:
        return Outcome(remark=ALL_IN_PLACE)
    changed = {segment.segment_id for segment in timed}
    before = tuple(segment for segment in text.segments if segment.segment_id in changed)
    return Outcome(times=NewTimes(before, timed, f"{choice.engine} {Path(model.name).name}"))


def _asked(segments: Sequence[Segment], segment_id: str | None) -> Sequence[Segment]:
    if segment_id is None:
        return segments
    return [segment for segment in segments if segment.segment_id == segment_id]


def _time_near(
    work: Work, process: EngineProcess, sound: Path, segments: Sequence[Segment], asked: Segment, language: str
) -> tuple[Segment, ...]:
    """Return a segment with new times, and its neighbours where they have to give way."""
    room = Span(max(0, asked.start_ms - NEAR_MS), asked.end_ms + NEAR_MS)
    place = segments.index(asked)
    near = [each for each in segments[max(0, place - 1) : place + 2] if each.span.overlap_ms(room)]
    start_ms = max(0, min(each.start_ms for each in near) - AROUND_MS)
    end_ms = min(sound_duration_ms(sound), max(each.end_ms for each in near) + AROUND_MS)
    with TemporaryDirectory(dir=work.archive.work) as directory:
        part = excerpt(sound, Span(start_ms, end_ms), Path(directory) / "part.s16")
        moved = [_moved(each, -start_ms) for each in near]
        timed = time_edited(process, part, tuple(plan(part)), moved, language, work.progress)
    return tuple(_moved(each, start_ms) for each in timed)


def _moved(segment: Segment, by_ms: int) -> Segment:
    words = (replace(word, start_ms=word.start_ms + by_ms, end_ms=word.end_ms + by_ms) for word in segment.words)
    return replace(segment, start_ms=segment.start_ms + by_ms, end_ms=segment.end_ms + by_ms, words=tuple(words))
