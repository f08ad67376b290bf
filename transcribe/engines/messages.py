"""What is said between an engine's child and its parent: frames of MessagePack, each after its length."""

from __future__ import annotations

import struct
from typing import BinaryIO

import msgspec

from transcribe.engines.protocol import AlignedWord, TranslatedStretch
from transcribe.records import Hypothesis
from transcribe.translation.protocol import TranslatedText

LENGTH = struct.Struct("<I")
"""Of the frame that follows, in bytes."""
MOST_BYTES = 1 << 24
"""Of an answer; what claims to be longer is no frame of ours."""


class Recognise(msgspec.Struct, tag=True, frozen=True):
    languages: tuple[str, ...]
    glossary: tuple[str, ...]
    sounds: tuple[bytes, ...]
    """Each float32, little endian."""


class Align(msgspec.Struct, tag=True, frozen=True):
    language: str
    words: tuple[str, ...]
    sounds: tuple[bytes, ...]


class Detect(msgspec.Struct, tag=True, frozen=True):
    sounds: tuple[bytes, ...]


class Translate(msgspec.Struct, tag=True, frozen=True):
    languages: tuple[str, ...]
    sounds: tuple[bytes, ...]


class TranslateTexts(msgspec.Struct, tag=True, frozen=True):
    """Asked of a process with a text translator (`transcribe.translation`)."""

    language: str
    texts: tuple[str, ...]


class Ready(msgspec.Struct, tag=True, frozen=True):
    """The model is loaded."""

    version: str


class Recognised(msgspec.Struct, tag=True, frozen=True):
    hypotheses: tuple[Hypothesis, ...]


class Aligned(msgspec.Struct, tag=True, frozen=True):
    sounds: tuple[tuple[AlignedWord, ...], ...]


class Detected(msgspec.Struct, tag=True, frozen=True):
    languages: tuple[dict[str, float], ...]


class Translated(msgspec.Struct, tag=True, frozen=True):
    stretches: tuple[tuple[TranslatedStretch, ...], ...]


class TranslatedTexts(msgspec.Struct, tag=True, frozen=True):
    texts: tuple[TranslatedText, ...]


class NotInstalled(msgspec.Struct, tag=True, frozen=True):
    """The engine's library cannot be imported."""

    reason: str


class Unable(msgspec.Struct, tag=True, frozen=True):
    """The engine has no such ability with this model, however often it is asked."""

    what: str


class Failed(msgspec.Struct, tag=True, frozen=True):
    """The engine raised; the child goes on."""

    reason: str


OfSound = Recognise | Align | Detect | Translate
Request = OfSound | TranslateTexts
Answer = Ready | Recognised | Aligned | Detected | Translated | TranslatedTexts | NotInstalled | Unable | Failed


def frame(message: Request | Answer) -> bytes:
    """Return a message as it goes through a pipe."""
    body = msgspec.msgpack.encode(message)
    return LENGTH.pack(len(body)) + body


def read_request(pipe: BinaryIO) -> Request | None:
    """Return the next request, ``None`` when the other side is gone."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = pipe.read(length)
    return msgspec.msgpack.decode(body, type=Request) if len(body) == length else None
