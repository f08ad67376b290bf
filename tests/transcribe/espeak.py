"""espeak-ng as a library: sound, and when each word of it begins. Only the scripts that make test sounds need it."""

from __future__ import annotations

import ctypes
import ctypes.util
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

SYNCHRONOUS, PHONEME_EVENTS, UTF8, RATE_PARAMETER = 2, 1, 1, 1
LIST_END, WORD, END, PHONEME = 0, 1, 5, 7
"""Kinds of events in espeak-ng's speak_lib.h."""
PAUSE = b"_"
"""The name of a pause among phonemes begins so."""
BIT_RATE = 24_000

Samples = npt.NDArray[np.int16]  # mono


class RawEvent(ctypes.Structure):
    """``espeak_EVENT``."""

    _fields_ = (
        ("kind", ctypes.c_int),
        ("identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    )


@dataclass(frozen=True, slots=True)
class Event:
    kind: int
    position: int
    """Of the word in the text, in characters from 1."""
    length: int
    """Of the word; 0 for one that is not in the text."""
    at_ms: int
    name: bytes

    @property
    def is_word(self) -> bool:
        return self.kind == WORD and self.length > 0

    @property
    def is_pause(self) -> bool:
        return self.kind == END or (self.kind == PHONEME and self.name.startswith(PAUSE))


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(RawEvent))


class Voice:
    """espeak-ng in this process."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(ctypes.util.find_library("espeak-ng"))
        self.rate_hz = int(self._library.espeak_Initialize(SYNCHRONOUS, 0, None, PHONEME_EVENTS))
        self._sound: list[Samples] = []
        self._events: list[Event] = []
        self._callback = CALLBACK(self._take)  # kept here: the library has only its address
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, words_a_minute: int) -> tuple[Samples, tuple[Event, ...]]:
        """Return the sound at `rate_hz`, and what the voice says of it."""
        self._sound, self._events = [], []
        self._library.espeak_SetVoiceByName(voice.encode())
        self._library.espeak_SetParameter(RATE_PARAMETER, words_a_minute, 0)
        raw = text.encode()
        self._library.espeak_Synth(raw, len(raw) + 1, 0, 1, 0, UTF8, None, None)
        return np.concatenate(self._sound), tuple(self._events)

    def _take(self, wav: ctypes._Pointer[ctypes.c_short], count: int, events: ctypes._Pointer[RawEvent]) -> int:
        if wav:
            self._sound.append(np.ctypeslib.as_array(wav, (count,)).astype(np.int16))
        place = 0
        while (raw := events[place]).kind != LIST_END:
            self._events.append(Event(raw.kind, raw.text_position, raw.length, raw.audio_position_ms, raw.name))
            place += 1
        return 0


def encode(samples: Samples, rate_hz: int, target: Path) -> None:
    """Write Ogg Opus, mono."""
    with av.open(str(target), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=48_000, layout="mono")
        stream.bit_rate = BIT_RATE
        frame = av.AudioFrame.from_ndarray(samples[None, :], "s16", "mono")
        frame.sample_rate = rate_hz
        for packet in [frame, None]:
            container.mux(stream.encode(packet))
