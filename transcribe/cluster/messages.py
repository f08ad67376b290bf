"""What goes to a worker and comes back: MessagePack by schema, whatever carries it."""

from __future__ import annotations

import msgspec
import numpy as np

from transcribe.engines.messages import (
    Aligned,
    Detected,
    OfSound,
    Recognised,
    Translated,
)

MOST_BYTES = 1 << 24
"""Of a reply; what is longer is none of ours."""
_FULL_SCALE = 32_768

Said = Recognised | Aligned | Detected | Translated


class Question(msgspec.Struct, frozen=True):
    """To a worker."""

    tag: str
    """Of the offer that it is for (`Offer.tag`): a worker without it does not answer."""
    request: OfSound
    is_short: bool
    """Whether the sounds in the request are int16 instead of float32: half of it, and the same to the bit."""


class Done(msgspec.Struct, tag=True, frozen=True):
    answer: Said


class Broken(msgspec.Struct, tag=True, frozen=True):
    """The engine failed twice on this sound (`EngineFailed`)."""

    sentence: str


class Refused(msgspec.Struct, tag=True, frozen=True):
    """The worker has no such offer: nobody should have asked it."""

    sentence: str


class Leaving(msgspec.Struct, tag=True, frozen=True):
    """The worker is being stopped; somebody else is to be asked."""


Reply = Done | Broken | Refused | Leaving


def pack_question(tag: str, request: OfSound) -> bytes:
    short = [_shorten(sound) for sound in request.sounds]
    kept = tuple(each for each in short if each is not None)
    if len(kept) == len(short):
        return msgspec.msgpack.encode(Question(tag, msgspec.structs.replace(request, sounds=kept), True))
    return msgspec.msgpack.encode(Question(tag, request, False))


def unpack_question(packed: bytes) -> tuple[str, OfSound]:
    """Return the tag and the request, its sounds as engines take them. :raises msgspec.MsgspecError: it is none."""
    question = msgspec.msgpack.decode(packed, type=Question)
    request = question.request
    if question.is_short:
        request = msgspec.structs.replace(request, sounds=tuple(map(_lengthen, request.sounds)))
    return question.tag, request


def pack_reply(reply: Reply) -> bytes:
    return msgspec.msgpack.encode(reply)


def unpack_reply(packed: bytes) -> Reply:
    """:raises msgspec.MsgspecError: it is none."""
    if len(packed) > MOST_BYTES:
        raise msgspec.ValidationError("a reply of more than it can be")
    reply: Reply = msgspec.msgpack.decode(packed, type=Reply)
    return reply


def _shorten(sound: bytes) -> bytes | None:
    """Return float32 samples as int16, ``None`` where that would not give the same ones back."""
    scaled = np.frombuffer(sound, "<f4") * np.float32(_FULL_SCALE)
    short = np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i2").tobytes()
    return short if _lengthen(short) == sound else None


def _lengthen(sound: bytes) -> bytes:
    """Return int16 samples as float32, as `media.sound.read_samples` reads them."""
    return (np.frombuffer(sound, "<i2").astype("<f4") / np.float32(_FULL_SCALE)).tobytes()
