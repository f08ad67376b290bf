"""Let a machine listen to a sound as the public would get it, by the same engines and children as everything else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media.decoder.messages import PcmMade, Task
from media.language import UNDETERMINED
from media.records import Span
from media.sandbox import decode
from media.sound import read_samples
from media.store import no_room_said, scratch
from transcribe.chunk_results import answer_key, find_answer, store_answer
from transcribe.kinds.work import Work
from transcribe.models import Model, find_model
from transcribe.patience import patiently
from transcribe.plan import batches, plan
from transcribe.records import Chunk, Hypothesis, Segment
from transcribe.remembering import RememberingProcess
from transcribe.serving import AUTO, choose
from webapp.edition.store import SoundFiles
from webapp.gate.records import Finding, HeardSound, HeardWord
from webapp.gate.tone import broken_masks

STEP = 1
"""Raise it when the same sound is listened to otherwise; what was heard before is then not found again."""


@dataclass(frozen=True, slots=True)
class Listener:
    """The machine that listens."""

    engine: str
    model: Model
    languages: tuple[str, ...]
    """Spoken in the programme, the most spoken first."""


def listener_for(work: Work, language: str, segments: Sequence[Segment]) -> Listener:
    """Return the best that this machine has.

    :param language: of the programme.
    :param segments: its words, which tell what else is spoken.
    :raises EngineUnavailable: no engine is installed. :raises WeightsMissing: no model is on this machine.
    """
    languages = _languages(segments) or (language,)
    first, *others = languages
    choice = choose(AUTO, AUTO, first, work.archive.models, also=others)
    return Listener(choice.engine, find_model(choice.engine, choice.model, work.archive.models), languages)


def check_masks(work: Work, sound: SoundFiles, masks: tuple[Span, ...]) -> tuple[Finding, ...]:
    """Return which masks of a public sound hold anything but the tone; in the same file only once looked for."""
    key = answer_key("masks of a public sound", STEP, sound.sound.sha256, masks)
    found = find_answer(work.db, key, tuple[Finding, ...])
    if found is None:
        with scratch(work.archive) as pcm:
            _decode(work, sound, pcm)
            found = tuple(broken_masks(pcm, masks))
        _keep(work, key, found)
    return found


def hear(work: Work, sound: SoundFiles, listener: Listener, segments: Sequence[Segment]) -> HeardSound:
    """Return what a machine hears in a public sound; what it heard in the same file before is found again.

    No glossary goes along: no protected name is ever a model's prompt.

    :param segments: the programme's words, which tell what language is spoken when.
    :raises EngineFailed: the engine failed twice on the same sound.
    """
    asked = (listener.engine, listener.model.sha256, listener.languages)
    key = answer_key("words of a public sound", STEP, sound.sound.sha256, asked)
    found = find_answer(work.db, key, HeardSound)
    if found is None:
        words = tuple(_hear(work, sound, listener, segments))
        found = HeardSound(listener.engine, Path(listener.model.name).name, words)
        _keep(work, key, found)
    return found


def _hear(work: Work, sound: SoundFiles, listener: Listener, segments: Sequence[Segment]) -> Iterator[HeardWord]:
    duration_ms = sound.sound.duration_ms
    with (
        scratch(work.archive) as pcm,
        RememberingProcess(listener.engine, listener.model, work.db, work.job, work.check) as process,
    ):
        _decode(work, sound, pcm)
        for batch in batches(plan(pcm)):
            spoken = [_spoken(segments, chunk) or listener.languages[0] for chunk in batch]
            samples = [read_samples(pcm, Span(chunk.start_ms, chunk.end_ms)) for chunk in batch]
            for chunk, heard in zip(batch, process.recognise(samples, spoken), strict=True):
                yield from _words(chunk, heard)
            work.progress(duration_ms + batch[-1].end_ms, 2 * duration_ms)


def _decode(work: Work, sound: SoundFiles, target: Path) -> None:
    with no_room_said():
        decode(
            Task.PCM,
            sound.access,
            (target,),
            PcmMade,
            file_name="the public sound",
            duration_ms=sound.sound.duration_ms,
            progress=lambda _done_ms, _total_ms: work.check(),
        )


def _keep(work: Work, key: str, answer: object) -> None:
    patiently(lambda: store_answer(work.db, work.job, key, answer))


def _languages(segments: Sequence[Segment]) -> tuple[str, ...]:
    spoken: dict[str, int] = {}
    for segment in segments:
        if segment.language and segment.language != UNDETERMINED:
            spoken[segment.language] = spoken.get(segment.language, 0) + segment.span.duration_ms
    return tuple(sorted(spoken, key=lambda language: -spoken[language]))


def _spoken(segments: Sequence[Segment], chunk: Chunk) -> str | None:
    """Return the language of the words at the time of a chunk, ``None`` where none are there."""
    span = Span(chunk.start_ms, chunk.end_ms)
    here = [each for each in segments if each.language and each.span.overlap_ms(span)]
    return max(here, key=lambda each: each.span.overlap_ms(span)).language if here else None


def _words(chunk: Chunk, heard: Hypothesis) -> Iterator[HeardWord]:
    for segment in heard.segments:
        for word in segment.words:
            yield HeardWord(word.text, chunk.start_ms + word.start_ms, chunk.start_ms + word.end_ms)
