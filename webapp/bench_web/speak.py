"""`python -m webapp.bench_web.speak SPEECH SOUND PEAKS DURATION_MS`: real speech, again and again, as long as asked.

A minute is encoded and its packets are copied: hours are there in seconds. A process of its own, as it loads FFmpeg.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import repeat
from pathlib import Path

import av
import numpy as np
from av.container import OutputContainer
from numpy.typing import NDArray

from media.decoder.peaks import PeakWriter, samples_per_pixel

RATE_HZ, BIT_RATE = 48_000, 64_000
"""As public sound is (`media.decoder.access`)."""
FRAME_SAMPLES = 1024
MINUTE_FRAMES = 60 * RATE_HZ // FRAME_SAMPLES


def speak(speech: str, sound: Path, peaks: Path, duration_ms: int) -> None:
    """Write the first minute of a sound file, repeated, as .m4a that plays from its first bytes, and its waveform."""
    samples = _minute(speech)
    with av.open(str(sound), "w", format="ipod", container_options={"movflags": "+faststart"}) as made:
        _copy(made, _encoded(samples), duration_ms)
    total = duration_ms * RATE_HZ // 1000
    with peaks.open("w+b") as target:
        writer = PeakWriter(target, RATE_HZ, samples_per_pixel(total))
        for _ in writer.passing(repeat(samples[None, :], -(-total // len(samples)))):
            continue


def _minute(speech: str) -> NDArray[np.float32]:
    """Return a minute of samples, shape (n,), mono, 48 kHz, −1…1; n whole AAC frames."""
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE_HZ, frame_size=FRAME_SAMPLES)
    found: list[NDArray[np.float32]] = []
    with av.open(speech) as opened:
        for raw in opened.decode(audio=0):
            found += [frame.to_ndarray()[0] for frame in resampler.resample(raw)]
            if len(found) >= MINUTE_FRAMES:
                break
    return np.concatenate(found[:MINUTE_FRAMES])


def _encoded(samples: NDArray[np.float32]) -> bytes:
    """Return the samples as .m4a."""
    encoded = io.BytesIO()
    with av.open(encoded, "w", format="ipod") as made:
        stream = made.add_stream("aac", rate=RATE_HZ, layout="mono")
        stream.bit_rate = BIT_RATE
        for start in range(0, len(samples), FRAME_SAMPLES):
            frame = av.AudioFrame.from_ndarray(samples[None, start : start + FRAME_SAMPLES], "fltp", "mono")
            frame.sample_rate, frame.pts = RATE_HZ, start
            made.mux(stream.encode(frame))
        made.mux(stream.encode(None))
    return encoded.getvalue()


def _copy(made: OutputContainer, encoded: bytes, duration_ms: int) -> None:
    """Repeat the packets of a sound until it is as long as asked."""
    with av.open(io.BytesIO(encoded), "r") as opened:
        given = opened.streams.audio[0]
        stream = made.add_stream_from_template(given)
        packets = [packet for packet in opened.demux(given) if packet.size]
        for number, content in enumerate(_around([bytes(packet) for packet in packets])):
            if number * FRAME_SAMPLES * 1000 >= duration_ms * RATE_HZ:
                return
            packet = av.Packet(content)
            packet.stream, packet.time_base = stream, Fraction(1, RATE_HZ)
            packet.pts = packet.dts = number * FRAME_SAMPLES
            packet.duration = FRAME_SAMPLES
            made.mux(packet)


def _around(contents: list[bytes]) -> Iterator[bytes]:
    while True:
        yield from contents


if __name__ == "__main__":
    speak(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
