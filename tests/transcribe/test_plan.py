"""Where chunks are cut: as the detector hears speech, in pauses, never longer than an engine hears at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.growing_sound import GrowingSound
from media.records import Span
from media.sound import read_samples, sound_duration_ms
from transcribe.engines.protocol import CHUNK_MOST_MS
from transcribe.plan import LONG_MS, QUICK_MS, batches, plan, plan_growing, plan_speech
from transcribe.speech import WINDOW_MS, Probabilities, speech_pieces, speech_probabilities

LIBRARY = """
import sys
import numpy as np
from faster_whisper.vad import get_vad_model
sound = np.fromfile(sys.argv[1], "<i2").astype(np.float32) / 32768
np.save(sys.argv[2], get_vad_model()(np.pad(sound, (0, -len(sound) % 512))))
"""
PEAK = """
import re, sys
from pathlib import Path
from transcribe.plan import plan
for _ in plan(Path(sys.argv[1])):
    pass
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""
"""Of this program alone: what getrusage tells includes the process that started it."""


def spans(blocks: Iterable[Probabilities]) -> list[Span]:
    """Return the stretches of speech, uncut."""
    return list(speech_pieces(blocks, 3_600_000, 8_000))


def test_blocks_hear_what_the_library_hears_in_the_whole(decoded: Callable[[str], Path], tmp_path: Path) -> None:
    parts = ["en_radio_withgoodreason_ferdinand.mp3", "fr_song_ableplayer_frenchsong.mp3", "en_gentle_lucier.mp3"]
    whole = tmp_path / "whole.s16"
    whole.write_bytes(b"".join(decoded(name).read_bytes() for name in parts))
    subprocess.run([sys.executable, "-c", LIBRARY, whole, tmp_path / "library.npy"], check=True)
    theirs = np.load(tmp_path / "library.npy").reshape(-1)
    ours = np.concatenate(list(speech_probabilities(whole, lambda _: sound_duration_ms(whole))))
    assert len(ours) == len(theirs) > 3 * 1_875  # several blocks
    assert np.abs(ours[:-1] - theirs[:-1]).max() < 1e-4  # the last window is filled with silence from the last whole ms
    assert spans([ours])[:-1] == spans([theirs])[:-1]


@pytest.mark.parametrize("name", ["noise_speechbrain_noise1.wav", "silence_ina_2s.wav"])
def test_nothing_is_recognised_where_nobody_speaks(decoded: Callable[[str], Path], name: str) -> None:
    assert list(plan(decoded(name))) == []


def test_only_the_speech_of_a_mix_is_recognised(decoded: Callable[[str], Path]) -> None:
    (chunk,) = plan(decoded("en_ina_musanmix.mp3"))
    assert chunk.start_ms > 62_000  # noise and music before, by the recording's own labels
    assert sum(span.duration_ms for span in chunk.speech) > 7_000


def test_real_radio_is_packed_full_and_cut_in_pauses(decoded: Callable[[str], Path]) -> None:
    sound = decoded("en_radio_withgoodreason_ferdinand.mp3")
    chunks = list(plan(sound))
    assert len(chunks) <= 14  # 306 s
    for chunk in chunks[1:]:
        around = read_samples(sound, Span(chunk.start_ms - 50, chunk.start_ms + 50))
        assert np.sqrt(np.mean(around**2)) < 0.03, chunk


def test_the_empty_sound_has_no_chunks(tmp_path: Path) -> None:
    (tmp_path / "empty.s16").write_bytes(b"")
    assert list(plan(tmp_path / "empty.s16")) == []


def test_speech_without_a_pause_is_cut_where_it_is_least_sure() -> None:
    probabilities = np.full(3_000, 0.99, np.float32)
    probabilities[800] = 0.6
    chunks = list(plan_speech([probabilities], lambda: 3_000 * WINDOW_MS))
    assert chunks[0].end_ms == chunks[1].start_ms == 800 * WINDOW_MS
    assert all(chunk.end_ms - chunk.start_ms <= CHUNK_MOST_MS for chunk in chunks)


def test_a_soft_word_beside_speech_is_heard_and_a_click_alone_is_not() -> None:
    click, speech, second = (2, 0.9), (40, 0.9), (1_000 // WINDOW_MS, 0.0)
    half = (second[0] // 2, 0.0)
    levels = [click, second, second, click, half, speech, half, click, second, second, click, half, click, second]
    probabilities = np.concatenate([np.full(windows, level, np.float32) for windows, level in levels])
    before, between, after = (span.duration_ms // WINDOW_MS for span in spans([probabilities]))
    assert (before, between, after) == (2, 40, 2)
    assert spans([probabilities])[0].start_ms == (click[0] + 2 * second[0]) * WINDOW_MS


def test_the_soft_beginning_of_a_sentence_after_a_pause_is_in_its_chunk(decoded: Callable[[str], Path]) -> None:
    chunks = list(plan(decoded("en_gentle_lucier.mp3")))
    assert any(chunk.start_ms < 85_700 and chunk.end_ms > 86_000 for chunk in chunks)  # “but”, said at 85.7 s


def test_a_full_chunk_ends_in_the_longest_of_its_last_pauses() -> None:
    levels = [(600, 1.0), (10, 0.0), (120, 1.0), (30, 0.0), (90, 1.0), (10, 0.0), (150, 1.0)]
    probabilities = np.concatenate([np.full(windows, level, np.float32) for windows, level in levels])
    chunks = list(plan_speech([probabilities], lambda: len(probabilities) * WINDOW_MS))
    assert [len(chunk.speech) for chunk in chunks] == [2, 2]
    assert 730 * WINDOW_MS < chunks[0].end_ms <= chunks[1].start_ms < 760 * WINDOW_MS


def test_a_chunk_has_room_for_the_sound_around_its_speech() -> None:
    speech = np.full(930, 0.99, np.float32)  # 29.8 s
    probabilities = np.concatenate([np.zeros(50, np.float32), speech, np.zeros(50, np.float32)])
    chunks = list(plan_speech([probabilities], lambda: len(probabilities) * WINDOW_MS))
    assert all(chunk.end_ms - chunk.start_ms <= CHUNK_MOST_MS for chunk in chunks)
    assert chunks[0].start_ms < 50 * WINDOW_MS < 980 * WINDOW_MS < chunks[-1].end_ms


runs = st.lists(
    st.tuples(st.integers(1, 400), st.sampled_from([0.01, 0.2, 0.4, 0.45, 0.6, 0.97])), min_size=0, max_size=60
)


@given(runs, st.integers(0, 40))
def test_chunks_hold_all_speech_once_in_order(levels: list[tuple[int, float]], cut_off_ms: int) -> None:
    probabilities = np.concatenate([np.zeros(0, np.float32), *(np.full(n, p, np.float32) for n, p in levels)])
    duration_ms = max(0, len(probabilities) * WINDOW_MS - cut_off_ms)
    chunks = list(plan_speech([probabilities], lambda: duration_ms))
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    edges = [edge for chunk in chunks for edge in (chunk.start_ms, chunk.end_ms)]
    assert edges == sorted(edges)
    for chunk in chunks:
        assert 0 <= chunk.start_ms < chunk.end_ms <= duration_ms
        assert chunk.end_ms - chunk.start_ms <= CHUNK_MOST_MS
        assert all(chunk.start_ms <= span.start_ms <= span.end_ms <= chunk.end_ms for span in chunk.speech)
    heard = sum(span.duration_ms for chunk in chunks for span in chunk.speech)
    assert heard == sum(span.clamp(duration_ms).duration_ms for span in spans([probabilities]))


@given(runs, st.integers(1, 300))
def test_chunks_are_the_same_however_the_sound_comes(levels: list[tuple[int, float]], windows: int) -> None:
    probabilities = np.concatenate([np.zeros(0, np.float32), *(np.full(n, p, np.float32) for n, p in levels)])
    duration_ms = len(probabilities) * WINDOW_MS
    blocks = [probabilities[start : start + windows] for start in range(0, len(probabilities), windows)]
    assert list(plan_speech(blocks, lambda: duration_ms)) == list(plan_speech([probabilities], lambda: duration_ms))


@given(runs)
def test_a_quick_beginning_holds_all_speech_too_and_then_chunks_are_full(levels: list[tuple[int, float]]) -> None:
    probabilities = np.concatenate([np.zeros(0, np.float32), *(np.full(n, p, np.float32) for n, p in levels)])
    duration_ms = len(probabilities) * WINDOW_MS
    quick = list(plan_speech([probabilities], lambda: duration_ms, QUICK_MS))
    usual = list(plan_speech([probabilities], lambda: duration_ms))
    assert [span for chunk in quick for span in chunk.speech] == [span for chunk in usual for span in chunk.speech]
    for chunk in quick[:2]:
        first, last = chunk.speech[0], chunk.speech[-1]
        assert len(chunk.speech) == 1 or last.end_ms - first.start_ms <= QUICK_MS
    assert all(chunk.end_ms - chunk.start_ms <= CHUNK_MOST_MS for chunk in quick)


def test_a_long_recording_begins_with_chunks_that_are_heard_soon(decoded: Callable[[str], Path]) -> None:
    path = decoded("en_azure_general_test.wav")
    sound = GrowingSound(path)
    sound._ended.set()
    usual, quick = list(plan_growing(sound, LONG_MS - 1, ["kk"])), list(plan_growing(sound, LONG_MS, ["kk"]))
    assert usual == list(plan(path))
    assert list(plan_growing(sound, LONG_MS, [])) == usual, "any language may be spoken: it takes a full chunk to tell"
    assert max(chunk.speech_ms for chunk in quick[:2]) <= QUICK_MS < usual[0].speech_ms
    assert quick[2].speech_ms > QUICK_MS


def test_the_first_batch_is_there_before_the_rest_has_been_looked_at() -> None:
    def hour() -> Iterator[Probabilities]:
        for minute in range(60):
            looked_at.append(minute)
            yield np.where(np.arange(1_875) % 400 < 360, 0.9, 0.1).astype(np.float32)

    looked_at: list[int] = []
    first, *_ = next(batches(plan_speech(hour(), lambda: 3_600_000)))
    assert first.start_ms == 0
    assert looked_at == [0, 1]


def _peak_kb(sound: Path) -> int:
    return int(subprocess.run([sys.executable, "-c", PEAK, sound], check=True, capture_output=True).stdout)


def _long(source: Path, target: Path, minutes: int) -> Path:
    sound = source.read_bytes()
    wanted = minutes * 60 * 16_000 * 2
    with target.open("wb") as file:
        for _ in range(wanted // len(sound) + 1):
            file.write(sound)
    return target


def test_memory_stays_flat(decoded: Callable[[str], Path], tmp_path: Path) -> None:
    source = decoded("en_radio_withgoodreason_ferdinand.mp3")
    short_kb = _peak_kb(_long(source, tmp_path / "short.s16", 4))
    long_kb = _peak_kb(_long(source, tmp_path / "long.s16", 24))
    assert long_kb - short_kb < 46_000  # half of what the 24 minutes take as samples; the allocator's mood is 30 MB


@pytest.mark.release
@pytest.mark.timeout(3_000)
def test_memory_stays_flat_for_ten_hours(decoded: Callable[[str], Path], tmp_path: Path) -> None:
    source = decoded("en_radio_withgoodreason_ferdinand.mp3")
    short_kb = _peak_kb(_long(source, tmp_path / "short.s16", 4))
    long_kb = _peak_kb(_long(source, tmp_path / "long.s16", 600))
    assert long_kb - short_kb < 60_000
