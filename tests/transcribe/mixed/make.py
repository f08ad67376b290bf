"""Speaks the turns with espeak-ng, and writes down where each begins and ends.

Run it only to change them: `python -m tests.transcribe.mixed.make` (needs libespeak-ng on the machine).
"""

from __future__ import annotations

import msgspec
import numpy as np

from tests.transcribe.espeak import Samples, Voice, encode
from tests.transcribe.mixed.turns import SOUND, TIMES, TURNS, SpokenTurn

PAUSE_MS = 800


def main() -> None:
    voice = Voice()
    pause: Samples = np.zeros(voice.rate_hz * PAUSE_MS // 1000, np.int16)
    sound, turns = [pause], []
    for turn in TURNS:
        samples, _ = voice.speak(turn.text, turn.voice, turn.words_a_minute)
        start = sum(map(len, sound))
        sound += [samples, pause]
        start_ms, end_ms = (place * 1000 // voice.rate_hz for place in (start, start + len(samples)))
        turns.append(SpokenTurn(turn.language, start_ms, end_ms))
    encode(np.concatenate(sound), voice.rate_hz, SOUND)
    TIMES.write_bytes(msgspec.json.encode(turns) + b"\n")


if __name__ == "__main__":
    main()
