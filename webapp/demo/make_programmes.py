"""Makes the sound of the bundled programmes from their words, with espeak-ng's Kazakh and English voices.

Run it only to change the programmes: `python -m webapp.demo.make_programmes` (needs espeak-ng on the machine).
What it made is committed beside the words, so nobody else needs a voice.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

PROGRAMMES = Path(__file__).parent / "programmes"
RATE_HZ = 24_000
BIT_RATE = 24_000
PARAGRAPH_PAUSE_MS = 700
TURN_PAUSE_MS = 450
VOICES = {"host": ("en-gb+m3", 150), "guest": ("en-us+f3", 145)}
"""Speaker → espeak-ng voice and words a minute."""
KAZAKH = ("kk+m2", 135)

Samples = npt.NDArray[np.int16]  # mono, RATE_HZ


def main() -> None:
    """Speak and encode both programmes."""
    script = (PROGRAMMES / "saxaul.script.txt").read_text()
    paragraphs = [speak(paragraph, *KAZAKH) for paragraph in script.split("\n\n")]
    encode(join(paragraphs, PARAGRAPH_PAUSE_MS), PROGRAMMES / "saxaul.opus")

    turns = (PROGRAMMES / "reels.dialogue.txt").read_text().splitlines()
    spoken = [speak(words, *VOICES[speaker]) for speaker, words in (turn.split(": ", 1) for turn in turns)]
    encode(join(spoken, TURN_PAUSE_MS), PROGRAMMES / "reels.opus")


def speak(text: str, voice: str, words_a_minute: int) -> Samples:
    """Return the text spoken."""
    espeak = shutil.which("espeak-ng")
    if espeak is None:
        raise SystemExit("espeak-ng is not installed; install it with your system's packages.")
    command = [espeak, "-v", voice, "-s", str(words_a_minute), "-g", "3", "--stdout", "--", " ".join(text.split())]
    wav = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603
    # espeak-ng writes 22,050 Hz mono 16 bit behind a header of 44 bytes, its length field unset in a pipe.
    spoken = np.frombuffer(wav[44 : 44 + (len(wav) - 44) // 2 * 2], np.int16)
    resampler = av.AudioResampler("s16", "mono", RATE_HZ)
    frame = av.AudioFrame.from_ndarray(spoken[None, :], "s16", "mono")
    frame.sample_rate = 22_050
    frames = [*resampler.resample(frame), *resampler.resample(None)]
    return np.concatenate([part.to_ndarray()[0] for part in frames])


def join(parts: list[Samples], pause_ms: int) -> Samples:
    """Return the parts with a pause before, between and after them."""
    pause = np.zeros(RATE_HZ * pause_ms // 1000, np.int16)
    return np.concatenate([pause, *(piece for part in parts for piece in (part, pause))])


def encode(samples: Samples, target: Path) -> None:
    """Write Ogg Opus, mono."""
    with av.open(str(target), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=RATE_HZ, layout="mono")
        stream.bit_rate = BIT_RATE
        for start in range(0, len(samples), RATE_HZ):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + RATE_HZ], "s16", "mono")
            frame.sample_rate = RATE_HZ
            frame.pts = start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
