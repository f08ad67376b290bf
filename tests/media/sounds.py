"""Sound for tests: ticks at known times, and files of every container made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from media.records import Span
from media.sound import read_samples, sound_duration_ms

TICK_MS = 40


def ticks(rate_hz: int, seconds: int, level: float = 0.5) -> NDArray[np.float32]:
    """Return a burst of 1 kHz at the start of every second and silence between, shape (n,).

    The burst of second n lasts 40 ms, and 10 ms more for each n mod 7, so that no two neighbours are alike.
    """
    sound = np.zeros(rate_hz * seconds, np.float32)
    for second in range(seconds):
        length = rate_hz * (TICK_MS + 10 * (second % 7)) // 1000
        time = np.arange(length) / rate_hz
        sound[second * rate_hz : second * rate_hz + length] = level * np.sin(2 * np.pi * 1000 * time)
    return sound


def heard_ticks_ms(path: Path, threshold: float = 0.1) -> list[int]:
    """Return when each burst begins in a file of decoded sound."""
    samples = np.abs(read_samples(path, Span(0, sound_duration_ms(path))))
    loud = np.flatnonzero(samples > threshold * max(float(samples.max(initial=0)), 1e-9))
    starts = loud[np.concatenate([[True], np.diff(loud) > 16 * 300])] if len(loud) else loud
    return [int(start) // 16 for start in starts]


@dataclass(frozen=True)
class Kind:
    """A container with a codec in it."""

    suffix: str
    container: str
    codec: str
    rate_hz: int = 44_100
    layout: str = "mono"
    film: bool = False
    options: tuple[tuple[str, str], ...] = ()


KINDS = {
    "mp3": Kind(".mp3", "mp3", "libmp3lame", layout="stereo"),
    "m4a with AAC": Kind(".m4a", "ipod", "aac"),
    "m4a with ALAC": Kind(".m4a", "ipod", "alac", layout="stereo"),
    "ADTS": Kind(".aac", "adts", "aac"),
    "wav": Kind(".wav", "wav", "pcm_s16le"),
    "wav of 24 bits": Kind(".wav", "wav", "pcm_s24le", 96_000, "stereo"),
    "wav of telephones": Kind(".wav", "wav", "pcm_alaw", 8_000),
    "flac": Kind(".flac", "flac", "flac", 48_000),
    "aiff": Kind(".aiff", "aiff", "pcm_s16be"),
    "caf": Kind(".caf", "caf", "pcm_s16le"),
    "ogg with Opus": Kind(".opus", "ogg", "libopus", 48_000),
    "ogg with Vorbis": Kind(".ogg", "ogg", "vorbis", 44_100, "stereo", options=(("strict", "-2"),)),
    "wma": Kind(".wma", "asf", "wmav2"),
    "amr": Kind(".amr", "amr", "libopencore_amrnb", 8_000),
    "3gp": Kind(".3gp", "3gp", "libopencore_amrnb", 8_000),
    "mp4 with a film": Kind(".mp4", "mp4", "aac", film=True),
    "mkv with a film": Kind(".mkv", "matroska", "libopus", 48_000, "stereo", film=True),
    "webm": Kind(".webm", "webm", "libopus", 48_000),
    "MPEG-TS": Kind(".ts", "mpegts", "aac", 48_000),
    "avi": Kind(".avi", "avi", "libmp3lame", film=True),
    "5.1": Kind(".mka", "matroska", "flac", 48_000, "5.1"),
}


def write(
    path: Path,
    kind: Kind,
    sound: NDArray[np.float32],
    *,
    tags: dict[str, str] | None = None,
    lost: tuple[int, int] | None = None,
) -> Path:
    """Write a sound, shape (n,), the same on every channel.

    :param lost: (first, last) second whose packets are left out, as by damage.
    """
    with av.open(str(path), "w", format=kind.container, options=dict(kind.options)) as target:
        target.metadata.update(tags or {})
        film = target.add_stream("mpeg4", rate=5, width=32, height=32) if kind.film else None
        stream = target.add_stream(kind.codec, rate=kind.rate_hz, layout=kind.layout, options=dict(kind.options))
        if film is not None:
            for number in range(len(sound) * 5 // kind.rate_hz):
                picture = av.VideoFrame.from_ndarray(np.full((32, 32, 3), number % 255, np.uint8), "rgb24")
                picture.pts = number
                target.mux(film.encode(picture))
            target.mux(film.encode(None))
        if kind.codec == "wmav2":
            stream.bit_rate = 64_000
        channels = stream.codec_context.channels
        resampler = av.AudioResampler(stream.codec_context.format, kind.layout, kind.rate_hz, _frame_size(stream))
        frame = av.AudioFrame.from_ndarray(np.tile(sound, (channels, 1)), "fltp", kind.layout)
        frame.sample_rate = kind.rate_hz
        frame.pts = 0
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(part):
                second = float(packet.pts * packet.time_base) if packet.pts is not None else 0.0
                if lost is None or not lost[0] <= second < lost[1]:
                    target.mux(packet)
    return path


def _frame_size(stream: av.AudioStream) -> int | None:
    return stream.codec_context.frame_size or 1024
