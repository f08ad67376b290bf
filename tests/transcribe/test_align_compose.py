"""Segments hold every word of the script once, in order, whatever was heard of it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from transcribe.alignment.compose import LONGEST_MS, compose, time_script
from transcribe.alignment.evidence import Evidence
from transcribe.alignment.script import read_script
from transcribe.records import Doubt, Segment, Word

SCRIPT = (
    "Таңғы сағат алты. Ауыл шетінде – көшетжайда – жұмыс басталды, адамдар келді, күн шықты, жел тұрды, "
    "құс ұшты, ит үрді, бала күлді. Иә. Иә. Солай, – деді ол."
)
WORDS = read_script(SCRIPT, "kk")


@st.composite
def heard_words(draw: st.DrawFn) -> Evidence:
    places = sorted(draw(st.sets(st.integers(0, len(WORDS) - 1))))
    times = sorted(draw(st.lists(st.integers(0, 60_000), min_size=2 * len(places), max_size=2 * len(places))))
    nats = draw(st.lists(st.floats(-9, 30), min_size=len(places), max_size=len(places)))
    return Evidence(
        np.array(places, np.int64),
        np.array(nats),
        np.zeros(len(places)),
        np.array(times[::2], np.int64),
        np.array(times[1::2], np.int64),
        np.array([WORDS[place].letters for place in places], np.int64),
        np.zeros(len(places), np.int64),
    )


@given(heard_words())
def test_every_token_once_in_order_with_ascending_times(heard: Evidence) -> None:
    segments = compose(time_script(WORDS, heard), (), sound_sha256="0" * 64)
    words = [word for segment in segments for word in segment.words]
    assert [word.text for word in words] == SCRIPT.split()
    times = [time for word in words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    unheard = {place for place, word in enumerate(WORDS)} - set(heard.places.tolist())
    marked = [word for word in words if word.doubt is Doubt.NOT_SPOKEN]
    assert len(marked) == sum(len(WORDS[place].tokens) for place in unheard)
    assert all(word.probability == 0.0 for word in marked)
    assert len({segment.segment_id for segment in segments}) == len(segments)
    for segment in segments:
        assert segment.end_ms - segment.start_ms <= LONGEST_MS or len(segment.words) <= 3


def test_other_speech_parts_a_sentence() -> None:
    script = read_script("Бірінші екінші үшінші.", "kk")
    starts, ends = np.array([0, 400, 3000]), np.array([400, 800, 3400])
    heard = Evidence(np.arange(3), np.full(3, 9.0), np.ones(3), starts, ends, np.full(3, 7), ends - starts)
    other = Segment("sother", 1000, 2900, (Word("hello", 1000, 2900, 0.9),), doubts=(Doubt.NOT_IN_SCRIPT,))
    segments = compose(time_script(script, heard), (other,), sound_sha256="0" * 64)
    assert [segment.text for segment in segments] == ["Бірінші екінші", "hello", "үшінші."]


def test_the_same_sentence_missing_twice_has_two_ids() -> None:
    segments = compose(
        time_script(read_script("Иә. Иә.", "kk"), Evidence(*(np.zeros(0, np.int64) for _ in range(7)))),
        (),
        sound_sha256="0" * 64,
    )
    assert [segment.text for segment in segments] == ["Иә.", "Иә."]
    assert segments[0].segment_id != segments[1].segment_id
