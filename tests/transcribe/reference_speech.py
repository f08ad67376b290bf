"""English speech with its words, to measure recognition on: sentences read by espeak-ng in many voices, with noise.

`python -m tests.transcribe.reference_speech FOLDER < sentences.txt` (a sentence a line; needs libespeak-ng) writes
`en_00.wav` with its words in `en_00.txt`, and so on, and the words of all in `all.txt`; the same each time.
"""

from __future__ import annotations

import sys
import wave
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.transcribe.espeak import Samples, Voice

SENTENCES = 10
"""In a recording: a minute or two."""
VOICES = (
    "en-us",
    "en-gb",
    "en-us+f3",
    "en-gb+m3",
    "en-gb-scotland",
    "en-us+m7",
    "en-gb-x-rp+f2",
    "en-us+f4",
    "en-gb-x-gbclan",
    "en-us+m1",
    "en-gb+f5",
    "en-gb-x-gbcwmd+m2",
)
WORDS_A_MINUTE = (140, 155, 170, 185)
NOISES_DB = (None, 25, 20, 15)
"""Speech over pink noise; none in the first three of every twelve recordings."""
PAUSES_S = (0.3, 1.2)
QUIET = 50
"""Samples below this are pauses of the voice."""

Sound = npt.NDArray[np.float64]


def read(voice: Voice, sentences: Sequence[str], number: int, chance: np.random.Generator) -> Sound:
    """Return sentences with pauses between them. :param number: of the recording: it chooses who reads, and how."""
    name, pace = VOICES[number % len(VOICES)], WORDS_A_MINUTE[number * 7 % len(WORDS_A_MINUTE)]
    parts: list[Samples] = []
    for sentence in sentences:
        samples, _ = voice.speak(sentence, name, pace)
        parts += [samples, np.zeros(int(voice.rate_hz * chance.uniform(*PAUSES_S)), np.int16)]
    sound = np.concatenate(parts).astype(np.float64)
    noise_db = NOISES_DB[number // 3 % len(NOISES_DB)]
    return sound if noise_db is None else sound + _noise(sound, noise_db, chance)


def _noise(sound: Sound, below_db: int, chance: np.random.Generator) -> Sound:
    """Return pink noise, so far below what is spoken."""
    spectrum = np.fft.rfft(chance.normal(size=len(sound)))
    spectrum /= np.sqrt(np.maximum(np.fft.rfftfreq(len(sound)), 1e-4))
    noise = np.fft.irfft(spectrum, len(sound))
    spoken = sound[np.abs(sound) > QUIET]
    level = np.sqrt((spoken**2).mean()) / 10 ** (below_db / 20)
    return np.asarray(noise / noise.std() * level, np.float64)


def write(sound: Sound, rate_hz: int, target: Path) -> None:
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(np.clip(sound, -32768, 32767).astype(np.int16).tobytes())


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    lines = [line.strip() for line in sys.stdin if line.strip()]
    voice, chance = Voice(), np.random.default_rng(7)
    texts = []
    for number in range(-(-len(lines) // SENTENCES)):
        sentences = lines[number * SENTENCES : (number + 1) * SENTENCES]
        write(read(voice, sentences, number, chance), voice.rate_hz, folder / f"en_{number:02d}.wav")
        texts.append(" ".join(sentences) + "\n")
        (folder / f"en_{number:02d}.txt").write_text(texts[-1])
    (folder / "all.txt").write_text("".join(texts))


if __name__ == "__main__":
    main()
