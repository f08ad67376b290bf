"""A clip of a public sound, decoded again: it begins and ends where it was asked to, whatever the player knows."""

from __future__ import annotations

import io
from pathlib import Path

import av
import numpy as np
import pytest

from media.errors import DecoderFailed, UnreadableSound
from media.records import Span
from media.sandbox import cut

RATE_HZ = 48_000
LENGTH_S = 40
BURST_MS = 20
NEAR_MS = 50


@pytest.fixture(scope="module")
def bursts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sound as the access copies are, silent but for a short tone at each whole second."""
    samples = np.zeros(RATE_HZ * LENGTH_S, np.float32)
    tone = 0.5 * np.sin(2 * np.pi * 2_000 * np.arange(RATE_HZ * BURST_MS // 1000) / RATE_HZ)
    for second in range(LENGTH_S):
        samples[second * RATE_HZ :][: len(tone)] = tone
    path = tmp_path_factory.mktemp("bursts") / "sound.m4a"
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("aac", rate=RATE_HZ, layout="mono")
        for start in range(0, len(samples), 1024):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + 1024], "fltp", "mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def decoded(clip: bytes, *, with_edit_list: bool = True) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return the samples that a player gives out, shape (n,), −1…1."""
    options = {} if with_edit_list else {"ignore_editlist": "1"}
    with av.open(io.BytesIO(clip), options=options) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def heard_ms(samples: np.ndarray[tuple[int], np.dtype[np.float32]]) -> list[float]:
    """Return when each tone begins."""
    loud = np.flatnonzero(np.abs(samples) > 0.15)
    begins = loud[np.diff(np.concatenate([[-RATE_HZ], loud])) > RATE_HZ // 4]
    return [float(at) * 1000 / RATE_HZ for at in begins]


@pytest.mark.parametrize(
    ("start_ms", "end_ms"),
    [(0, 1_500), (900, 3_100), (12_345, 15_678), (999, 2_001), (30_500, 39_900), (38_500, 60_000)],
)
def test_tones_are_where_they_were(bursts: Path, start_ms: int, end_ms: int) -> None:
    clip = cut(bursts, Span(start_ms, end_ms))
    expected = [
        second * 1000 - start_ms for second in range(LENGTH_S) if start_ms <= second * 1000 <= end_ms - BURST_MS
    ]
    samples = decoded(clip)
    found = heard_ms(samples)
    assert 0 <= len(found) - len(expected) <= 1, "at the end one may have begun"
    assert max(abs(at - wanted) for at, wanted in zip(found, expected, strict=False)) < 2
    assert 0 <= len(samples) / RATE_HZ * 1000 - (min(end_ms, LENGTH_S * 1000) - start_ms) < NEAR_MS
    late = heard_ms(decoded(clip, with_edit_list=False))
    assert max(abs(at - wanted) for at, wanted in zip(late, expected, strict=False)) < NEAR_MS


def test_plays_from_its_first_bytes_and_says_nothing_else(bursts: Path) -> None:
    clip = cut(bursts, Span(900, 3_100))
    assert clip.index(b"moov") < clip.index(b"mdat")
    with av.open(io.BytesIO(clip)) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
        assert set(container.metadata) <= {"major_brand", "minor_version", "compatible_brands", "encoder"}
    assert cut(bursts, Span(900, 3_100)) == clip


def test_where_there_is_no_sound(bursts: Path) -> None:
    for span in (Span(41_000, 42_000), Span(5_000, 5_000)):
        with pytest.raises(UnreadableSound, match="no sound at that time"):
            cut(bursts, span)


def test_what_is_no_sound(tmp_path: Path) -> None:
    path = tmp_path / "sound.m4a"
    path.write_bytes(b"#EXTM3U\n/etc/passwd\n")
    with pytest.raises((UnreadableSound, DecoderFailed)):
        cut(path, Span(0, 1_000))
