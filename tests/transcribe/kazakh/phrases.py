"""Five spoken phrases with the times of their words, and small models that were trained to hear them.

The weights of the real models are in no package. These have the same graph, the same files and the same form of
vocabulary, and are right on these phrases, so words, times and probabilities are really tested. `speak` made the sound
and the times with espeak-ng, `train` the models.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from media.decoder.messages import PcmMade, Task
from media.records import Span
from media.sandbox import decode
from media.sound import read_samples, sound_duration_ms
from tests.transcribe.spoken.passages import SpokenWord
from transcribe.engines.protocol import Samples

PLACE = Path(__file__).parent
GIGAAM = PLACE / "gigaam"
"""Letters, 64 features, 40 ms a frame: the form of gigaam-multilingual-ctc."""
NEMO = PLACE / "nemo"
"""Pieces of words, 80 features, 80 ms a frame: the form of NeMo's FastConformer-CTC."""
TDT = PLACE / "tdt"
"""The same as an encoder and a joint network: the form of NeMo's TDT."""


@dataclass(frozen=True, slots=True)
class Phrase:
    name: str
    language: str
    text: str


PHRASES = (
    Phrase("sea", "kk", "теңіз қайтпаса да ауыл қалсын деймін"),
    Phrase("water", "kk", "оған су керек ал су жыл сайын азайып барады"),
    Phrase("spring", "kk", "биыл көктемде олар қырық гектар жерге сексеуіл отырғызды"),
    Phrase("shield", "kk", "сексеуіл қалқан бірақ ем емес"),
    Phrase("desert", "ru", "каждый год люди сажают деревья в пустыне"),
)


@cache
def sound_of(phrase: Phrase) -> Samples:
    """Return its sound: (n,) float32, 16 kHz."""
    with TemporaryDirectory() as directory:
        target = Path(directory) / "sound.s16"
        source = PLACE / f"{phrase.name}.opus"
        decode(Task.PCM, source, (target,), PcmMade, file_name=source.name)
        return read_samples(target, Span(0, sound_duration_ms(target)))


@cache
def words_of(phrase: Phrase) -> tuple[SpokenWord, ...]:
    return msgspec.json.decode((PLACE / f"{phrase.name}.words.json").read_bytes(), type=tuple[SpokenWord, ...])
