"""The kind ``align``: the words of a known script → when each is spoken."""

from __future__ import annotations

from pathlib import Path

from media.catalogue import current_document
from media.records import Document
from media.sound import decoded_sound
from transcribe.align import align_script
from transcribe.alignment.script import require_spoken
from transcribe.errors import NoScript
from transcribe.incoming.store import brought_as
from transcribe.incoming.turns import FROM_FILE, with_speakers
from transcribe.kinds.speakers import Told, tell_speakers
from transcribe.kinds.work import Outcome, Work
from transcribe.models import find_model
from transcribe.plan import plan
from transcribe.records import SPEAKERS_FROM_FILE, Provenance
from transcribe.remembering import RememberingProcess
from transcribe.serving import AUTO, choose
from transcribe.transcripts import ALIGNED, NewRun


def align(work: Work) -> Outcome:
    """Place the words by the posteriors of a CTC model where there is one for the language, else by cross-attention.

    :raises NoSound: the programme has no recording. :raises NoScript: it has no script, or one without words.
    """
    recording = work.recording()
    script = _script(work)
    work.progress(0, recording.duration_ms)
    choice = choose(AUTO, work.job.options["model"], script.language, work.archive.models, aligning=True)
    model = find_model(choice.engine, choice.model, work.archive.models)
    sound = decoded_sound(work.archive, recording, work.check)
    chunks = tuple(plan(sound))
    with RememberingProcess(choice.engine, model, work.db, work.job, work.check) as process:
        segments = align_script(
            process,
            sound,
            chunks,
            script.text,
            script.language,
            sound_sha256=recording.sha256,
            progress=work.progress,
        )
        brought = brought_as(work.db, script.document_id)
        if brought and any(turn.speaker for turn in brought.turns):
            told = Told(with_speakers(segments, script.text, brought.turns), FROM_FILE)
        else:
            told = tell_speakers(work, recording, sound, chunks, segments)
        provenance = Provenance(
            engine=choice.engine,
            engine_version=process.version,
            model=Path(model.name).name,  # Of a path, not where this machine has it.
            model_sha256=model.sha256,
            sound_sha256=recording.sha256,
            language=script.language,
            options={
                "script_sha256": script.sha256,
                "speakers": told.how,
                # No text, so that the edition has it, too: whether a file said who speaks, and no machine listened.
                **({SPEAKERS_FROM_FILE: True} if told.how == FROM_FILE else {}),
            },
            words_by=brought.words_by if brought else None,
        )
    return Outcome(NewRun(recording.recording_id, ALIGNED, provenance, told.segments))


def _script(work: Work) -> Document:
    script = current_document(work.db, work.job.programme_id, "script")
    if script is None:
        raise NoScript(
            f"Programme {work.job.programme_id} has no script; name its file: "
            f"“muragat align {work.job.programme_id} SCRIPT”."
        )
    require_spoken(script.text, script.language)
    return script
