"""Sound arrives to the bit, offers are matched, and what fits nobody is said in a sentence."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from transcribe.cluster.messages import (
    MOST_BYTES,
    Broken,
    Done,
    Leaving,
    Refused,
    Reply,
    pack_question,
    pack_reply,
    unpack_question,
    unpack_reply,
)
from transcribe.cluster.offers import GPU, Member, Offer, Wanted, choose_offer, pack, unpack, why_none
from transcribe.engines.messages import Align, Detect, OfSound, Recognise, Recognised, Translate
from transcribe.records import Hypothesis

FEW = settings(max_examples=20, deadline=None)
OFFER = Offer("1.0", "faster-whisper", "1.2 (cpu)", "a" * 64, "base")
WANTED = Wanted("1.0", "faster-whisper", "a" * 64, "base")


def requests(sound: bytes) -> list[OfSound]:
    return [
        Recognise(("kk", "ru"), ("Абай",), (sound, b"")),
        Detect((sound,)),
        Translate(("kk",), (sound,)),
        Align("kk", ("бір", "екі"), (sound, b"")),
    ]


@FEW
@given(arrays(np.int16, st.integers(0, 50)))
def test_sound_of_the_archive_travels_in_half_and_arrives_to_the_bit(samples: np.ndarray) -> None:
    sound = (samples.astype("<f4") / np.float32(32_768)).tobytes()
    for request in requests(sound):
        packed = pack_question("tag", request)
        assert unpack_question(packed) == ("tag", request)
        assert len(packed) < len(sound) // 2 + 100


@FEW
@given(arrays(np.float32, st.integers(1, 20), elements=st.floats(-2, 2, width=32)))
def test_any_other_sound_arrives_to_the_bit_too(samples: np.ndarray) -> None:
    for request in requests(samples.astype("<f4").tobytes()):
        assert unpack_question(pack_question("tag", request)) == ("tag", request)


@pytest.mark.parametrize(
    "reply", [Done(Recognised((Hypothesis("kk", 0.5, ()),))), Broken("it failed"), Refused("no"), Leaving()]
)
def test_replies_come_back_by_schema(reply: Reply) -> None:
    assert unpack_reply(pack_reply(reply)) == reply


@pytest.mark.parametrize("packed", [b"", b"\x00", b"\x81\xa4type\xa4Evil", b"\xc4", bytes(MOST_BYTES + 1)])
def test_what_is_no_reply_is_refused(packed: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        unpack_reply(packed)


def test_a_job_is_heard_with_what_fits_and_most_have() -> None:
    newer = replace(OFFER, engine_version="1.3 (cpu)")
    others = [replace(OFFER, muragat="2.0"), replace(OFFER, model_sha256="b" * 64), replace(OFFER, engine="onnx-asr")]
    members = [
        Member("one", (newer,)),
        Member("two", (OFFER, others[2])),
        Member("three", (OFFER,)),
        *(Member(str(n), (other,)) for n, other in enumerate(others)),
    ]
    assert choose_offer(WANTED, members) == OFFER
    gpu = replace(OFFER, engine_version="1.2 (cuda)", gpu=True)
    assert choose_offer(WANTED, [*members, Member("gpu", (gpu,))]) == gpu
    assert (gpu.needs, OFFER.needs) == ({gpu.tag: 1, GPU: 1}, {OFFER.tag: 1})
    assert choose_offer(WANTED, [Member(str(n), (other,)) for n, other in enumerate(others)]) is None
    assert unpack(pack([OFFER, gpu])) == (OFFER, gpu)


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ((), "has no worker"),
        ((Member("w", (replace(OFFER, muragat="2.0"),)),), "The worker w is muragat 2.0, and this is 1.0"),
        ((Member("w", (replace(OFFER, model_sha256="b" * 64),)),), "The worker w has other weights for “base”"),
        (
            (Member("w", (replace(OFFER, engine="onnx-asr"),)),),
            "No worker of the cluster has the engine faster-",
        ),
    ],
)
def test_why_nobody_fits_is_one_sentence(members: tuple[Member, ...], says: str) -> None:
    told = why_none(WANTED, members)
    assert told.startswith(says) or says in told
    assert told.endswith(".")
    assert ". " not in told
