"""Speaks the phrases of `phrases` with espeak-ng, and writes down when it begins and ends each word.

Run it only to change the phrases: `python -m tests.transcribe.kazakh.speak` (needs libespeak-ng; ESPEAK_DATA names the
directory that holds its espeak-ng-data, where that is not the system's). What it made is committed beside it.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from collections.abc import Iterator

import av
import msgspec
import numpy as np
import numpy.typing as npt

from tests.transcribe.kazakh.phrases import PHRASES, PLACE, Phrase, SpokenWord

SYNCHRONOUS, PHONEME_EVENTS, UTF8 = 2, 1, 1
LIST_END, WORD, SENTENCE, END, PHONEME = 0, 1, 2, 5, 7
VOICES = {"kk": "kk+m2", "ru": "ru+m2"}
WORDS_A_MINUTE, RATE_PARAMETER = 135, 1
BIT_RATE = 24_000

Samples = npt.NDArray[np.int16]  # mono


class Event(ctypes.Structure):
    """``espeak_EVENT`` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


class Voice:
    """espeak-ng in this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(os.environ.get("ESPEAK_LIBRARY") or ctypes.util.find_library("espeak-ng"))
        data = os.environ.get("ESPEAK_DATA")
        self._rate_hz = self._library.espeak_Initialize(SYNCHRONOUS, 0, data.encode() if data else None, PHONEME_EVENTS)
        self._sound: list[Samples] = []
        self._events: list[tuple[int, int, int, int]] = []
        self._callback = CALLBACK(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, phrase: Phrase) -> tuple[Samples, int, tuple[SpokenWord, ...]]:
        """Return the sound, its rate in Hz and its words."""
        self._sound, self._events = [], []
        self._library.espeak_SetVoiceByName(VOICES[phrase.language].encode())
        self._library.espeak_SetParameter(RATE_PARAMETER, WORDS_A_MINUTE, 0)
        text = phrase.text.encode()
        self._library.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
        return np.concatenate(self._sound), self._rate_hz, tuple(self._words(phrase))

    def _take(self, wav: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[Event]) -> int:
        if wav:
            self._sound.append(np.ctypeslib.as_array(wav, (count,)).astype(np.int16))
        place = 0
        while (event := events[place]).type != LIST_END:
            self._events.append((event.type, event.text_position, event.length, event.audio_position_ms))
            place += 1
        return 0

    def _words(self, phrase: Phrase) -> Iterator[SpokenWord]:
        """A word ends where the next begins: espeak-ng makes no pause between the words of a phrase."""
        starts = [(position, length, ms) for kind, position, length, ms in self._events if kind == WORD]
        end_ms = max(ms for kind, _, _, ms in self._events if kind in (PHONEME, END))
        for number, (position, length, start_ms) in enumerate(starts):
            last_ms = starts[number + 1][2] if number + 1 < len(starts) else end_ms
            yield SpokenWord(phrase.text[position - 1 : position - 1 + length], start_ms, last_ms)


def main() -> None:
    """Speak all phrases."""
    voice = Voice()
    for phrase in PHRASES:
        samples, rate_hz, words = voice.speak(phrase)
        _encode(samples, rate_hz, PLACE / f"{phrase.name}.opus")
        (PLACE / f"{phrase.name}.words.json").write_bytes(msgspec.json.encode(words) + b"\n")


def _encode(samples: Samples, rate_hz: int, target: os.PathLike[str]) -> None:
    """Write Ogg Opus, mono."""
    with av.open(os.fspath(target), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
        frame.sample_rate = rate_hz
        for packet in [frame, None]:
            container.mux(stream.encode(packet))


if __name__ == "__main__":
    main()
