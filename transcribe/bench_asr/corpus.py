"""How well and how fast an engine hears a folder of sounds whose words are known."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from media.decoder.messages import PcmMade, Task
from media.errors import MuragatError
from media.sandbox import decode
from media.sound import sound_duration_ms
from media.text_file import read_text
from transcribe.engines.supervisor import EngineProcess
from transcribe.first_hearing import hear_first
from transcribe.models import find_model
from transcribe.normalise import without_remarks
from transcribe.scoring.score import compare
from transcribe.serving import Choice, choose

TEXT_SUFFIX = ".txt"


class NoCorpus(MuragatError):
    """A folder holds no sound with its words beside it."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Heard:
    """One sound of the corpus."""

    name: str
    sound_ms: int
    seconds: float
    """From its samples to its words, speech detection included, loading the model not."""
    reference_words: int
    word_errors: int
    reference_letters: int
    letter_errors: int
    text: str
    """What was heard."""


@dataclass(frozen=True, slots=True)
class CorpusBench:
    """A whole corpus: errors and times are added up, so that long sounds count for more."""

    engine: str
    engine_version: str
    model: str
    language: str
    sounds: tuple[Heard, ...]
    wer: float
    cer: float
    times_real: float
    """Seconds of sound heard in a second of work."""

    def table(self) -> str:
        """Return the figures as text, a line for each sound."""
        lines = [
            f"{each.name}: WER {each.word_errors}/{each.reference_words}, CER {each.letter_errors}/"
            f"{each.reference_letters}: {each.text or '(nothing)'}"
            for each in self.sounds
        ]
        seconds = sum(each.sound_ms for each in self.sounds) / 1000
        return "\n".join(
            [
                *lines,
                f"WER {self.wer:.4f}  CER {self.cer:.4f}  {self.times_real:.1f} × real time",
                f"{len(self.sounds)} sounds, {seconds:.1f} s, language {self.language}; {self.engine} "
                f"{self.engine_version}, model {self.model}.",
            ]
        )


def bench_corpus(
    folder: Path, engine: str, model: str, language: str, models: Path, say: Callable[[str], None]
) -> CorpusBench:
    """Hear every sound ``x.*`` of a folder whose words are in ``x.txt``, and compare.

    :param engine: a name or ``auto``. :param model: a name, a path or ``auto``.
    :param language: of all of them, a BCP 47 tag.
    :param say: is told what would serve the language better.
    :raises NoCorpus: the folder has no such pair.
    :raises UnreadableSound: a sound cannot be used.
    :raises EngineUnavailable: :raises WeightsMissing: :raises EngineFailed: see `EngineProcess` and `find_model`.
    """
    pairs = corpus_pairs(folder)
    choice = choose(engine, model, language, models)
    if choice.better:
        say(choice.better)
    found = find_model(choice.engine, choice.model, models)
    with EngineProcess(choice.engine, found) as process, tempfile.TemporaryDirectory(prefix="muragat-") as directory:
        target = Path(directory) / "sound.s16"
        heard = tuple(_hear(process, sound, text, language, target) for sound, text in pairs)
        return _sum(choice, process.version, language, heard)


def corpus_pairs(folder: Path) -> Sequence[tuple[Path, Path]]:
    """Return the sounds of a folder with the files of their words. :raises NoCorpus: there is none."""
    texts = sorted(path for path in folder.glob(f"*{TEXT_SUFFIX}") if path.is_file())
    pairs = [
        (sound, text)
        for text in texts
        for sound in sorted(folder.glob(f"{_escaped(text.stem)}.*"))
        if sound.suffix != TEXT_SUFFIX and sound.stem == text.stem
    ]
    if not pairs:
        raise NoCorpus(f"{folder} has no sound with its words beside it; put x.txt beside x.wav.")
    return pairs


def _escaped(stem: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in stem)


def _hear(process: EngineProcess, sound: Path, text: Path, language: str, target: Path) -> Heard:
    decode(Task.PCM, sound, (target,), PcmMade, file_name=sound.name)
    began = time.perf_counter()
    _, hypotheses = hear_first(process, target, language)
    words = [word.text for hypothesis in hypotheses for segment in hypothesis.segments for word in segment.words]
    seconds, sound_ms = time.perf_counter() - began, sound_duration_ms(target)
    target.unlink()
    comparison = compare(without_remarks(read_text(text)).split(), words, language)
    score = comparison.score()
    true, heard = (" ".join(word.text for word in side) for side in (comparison.reference, comparison.hypothesis))
    return Heard(
        name=sound.name,
        sound_ms=sound_ms,
        seconds=seconds,
        reference_words=score.reference_words,
        word_errors=score.substitutions + score.insertions + score.deletions,
        reference_letters=len(true),
        letter_errors=Levenshtein.distance(true, heard),
        text=" ".join(words),
    )


def _sum(choice: Choice, version: str, language: str, heard: tuple[Heard, ...]) -> CorpusBench:
    return CorpusBench(
        engine=choice.engine,
        engine_version=version,
        model=Path(choice.model).name,
        language=language,
        sounds=heard,
        wer=sum(each.word_errors for each in heard) / max(1, sum(each.reference_words for each in heard)),
        cer=sum(each.letter_errors for each in heard) / max(1, sum(each.reference_letters for each in heard)),
        times_real=sum(each.sound_ms for each in heard) / 1000 / sum(each.seconds for each in heard),
    )
