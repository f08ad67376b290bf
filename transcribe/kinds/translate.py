"""The kind ``translate``: the words of a programme, or their sound → English, stored as a layer of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from media.catalogue import get_programme
from media.sound import decoded_sound, read_samples
from transcribe.chunk_results import answer_key, find_answer, store_answer
from transcribe.kinds.work import Outcome, Remark, Work
from transcribe.models import find_model
from transcribe.patience import patiently
from transcribe.records import ProgrammeText
from transcribe.remembering import RememberingProcess
from transcribe.revise import current_text
from transcribe.translation.from_speech import from_stretches
from transcribe.translation.from_text import as_it_is, from_texts, sentences_of
from transcribe.translation.protocol import TranslatedText
from transcribe.translation.records import Translated, TranslatedSegment
from transcribe.translation.store import store_translation
from transcribe.translation.text_model import find_text_model
from transcribe.translation.text_process import ENGINE, TextProcess
from transcribe.translation.units import Unit, require_foreign, sentence_units, sound_units, windows
from transcribe.translation.whisper_model import choose_speech_model

WHISPER = "whisper"
"""The value of ``translate`` that lets a speech model translate; any other names a text translator."""
BATCH_UNITS = 8

Made = tuple[Translated, list[TranslatedSegment]]


def translate(work: Work) -> Outcome:
    """Translate the words as they stand; what an earlier job made of the same words is found again.

    :raises AlreadyEnglish: all of them are English. :raises NoText: the programme has none yet.
    :raises NoSound: it has no recording. :raises CannotTranslate: the model was not trained to translate.
    :raises WeightsMissing: it is not on this machine.
    :raises EngineFailed: the engine failed twice on the same words.
    """
    text = current_text(work.db, work.job.programme_id)
    language = get_programme(work.db, work.job.programme_id).language
    require_foreign(text, language)
    by_whisper = work.job.options["translate"] == WHISPER
    made_by, segments = (_by_speech if by_whisper else _by_text)(work, text, language)
    segments.sort(key=lambda segment: segment.start_ms)
    patiently(lambda: store_translation(work.db, work.job, text.sha256, made_by, tuple(segments)))
    return Outcome(remark=None if segments else Remark("no words", "There are no words to translate."))


def _by_speech(work: Work, text: ProgrammeText, language: str) -> Made:
    recording = work.recording()
    chosen = choose_speech_model(work.job.options["model"], language, work.archive.models)
    model = find_model(chosen.engine, chosen.model, work.archive.models)
    units = list(sound_units(text.segments, language))
    sound = decoded_sound(work.archive, recording, work.check)
    segments = [as_it_is(unit) for unit in units if unit.is_english]
    pairs = [(unit, window) for unit in units if not unit.is_english for window in windows(unit)]
    with RememberingProcess(chosen.engine, model, work.db, work.job, work.check) as process:
        for start in range(0, len(pairs), BATCH_UNITS):
            batch = pairs[start : start + BATCH_UNITS]
            said = process.translate(
                [read_samples(sound, window) for _, window in batch], [unit.language for unit, _ in batch]
            )
            for (unit, window), stretches in zip(batch, said, strict=True):
                segments += from_stretches(unit, window, stretches)
            work.progress(batch[-1][1].end_ms, recording.duration_ms)
        version = process.version
    # Of a path, its name alone: not where this machine has it.
    return Translated("speech", chosen.engine, version, Path(model.name).name, model.sha256), segments


def _by_text(work: Work, text: ProgrammeText, language: str) -> Made:
    model = find_text_model(work.job.options["translate"], work.archive.models)
    units = list(sentence_units(text.segments, language))
    end_ms = units[-1].span.end_ms if units else 0
    segments = [as_it_is(unit) for unit in units if unit.is_english]
    with TextProcess(model, work.check) as process:
        for batch in _batches([unit for unit in units if not unit.is_english]):
            sentences = [sentences_of(unit) for unit in batch]
            texts = iter(_ask(work, process, batch[0].language, [each for part in sentences for each in part]))
            segments += [
                from_texts(unit, [next(texts) for _ in part]) for unit, part in zip(batch, sentences, strict=True)
            ]
            work.progress(batch[-1].span.end_ms, end_ms)
        version = process.version
    return Translated("text", ENGINE, version, model.name, model.sha256), segments


def _batches(units: Sequence[Unit]) -> Iterator[Sequence[Unit]]:
    """Yield units that are translated together: neighbours of one language."""
    start = 0
    for place in range(1, len(units) + 1):
        full = place - start == BATCH_UNITS
        if place == len(units) or full or units[place].language != units[start].language:
            yield units[start:place]
            start = place


def _ask(work: Work, process: TextProcess, language: str, sentences: Sequence[str]) -> tuple[TranslatedText, ...]:
    key = answer_key("translate text", process.version, process.model.sha256, language, sentences)
    found = find_answer(work.db, key, tuple[TranslatedText, ...])
    if found is not None:
        return found
    answer = process.translate(language, sentences)
    patiently(lambda: store_answer(work.db, work.job, key, answer))
    return answer
