"""The access copy: what people hear. AAC in .m4a that plays from its first bytes, loud as radio is, without tags."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import av

from media.decoder.graph import filtered
from media.decoder.loudness import Loudness, measure
from media.decoder.messages import AccessMade
from media.decoder.peaks import PeakWriter, samples_per_pixel
from media.decoder.placing import Placed, place
from media.decoder.shared_file import Position, SharedFile
from media.decoder.source import open_source

RATE_HZ = 48_000
BIT_RATE = {"mono": 64_000, "stereo": 112_000}
TARGET_LUFS = -16.0
CLOSE_ENOUGH_LU = 0.3
MOST_TRUE_PEAK_DBTP = -1.0

CODEC_HEADROOM_DB = 1.0
"""AAC gives back waves a little higher than it got."""

MOST_GAIN_DB = 40.0
"""What is quieter than −56 LUFS is the noise of an empty line."""

MOST_TRIES = 4
_AAC_FRAME_SAMPLES = 1024


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the sound on its way."""

    gain_db: float
    ceiling_db: float
    limited: bool


def make_access(
    file: BinaryIO, copy: BinaryIO, peaks: BinaryIO, duration_ms: int, report: Callable[[int], None]
) -> AccessMade:
    """Write the access copy and its peaks, and measure what was written.

    One try is nearly always enough; what the measurement shows is put right in the next.

    :param duration_ms: of the sound, as the probe found it.
    :param report: called with the milliseconds done.
    """
    passes = _Passes(duration_ms, report)
    with open_source(file) as source:
        treatment = _treatment(measure(place(source), passes.begin()))
    found = Loudness(None, None)
    for _ in range(MOST_TRIES):
        _encode(file, copy, treatment, passes.begin())
        found = _listen(copy, peaks, duration_ms, passes.begin())
        better = _corrected(treatment, found)
        if better == treatment:
            break
        treatment = better
    return AccessMade(found.integrated_lufs, found.true_peak_dbtp)


class _Passes:
    """Turns the progress of each of the usual three passes into one."""

    USUAL = 3

    def __init__(self, duration_ms: int, report: Callable[[int], None]) -> None:
        self._duration_ms = duration_ms
        self._report = report
        self._begun = 0

    def begin(self) -> Callable[[int], None]:
        before_ms = self._begun * self._duration_ms
        self._begun += 1
        return lambda done_ms: self._report((before_ms + done_ms) // self.USUAL)


def _treatment(found: Loudness) -> Treatment:
    gain_db = 0.0
    if found.integrated_lufs is not None:
        gain_db = min(TARGET_LUFS - found.integrated_lufs, MOST_GAIN_DB)
    ceiling_db = MOST_TRUE_PEAK_DBTP - CODEC_HEADROOM_DB
    peak_db = found.true_peak_dbtp
    return Treatment(gain_db, ceiling_db, limited=peak_db is not None and peak_db + gain_db > ceiling_db)


def _corrected(treatment: Treatment, found: Loudness) -> Treatment:
    """Return the treatment itself when its outcome is right."""
    better = treatment
    if found.true_peak_dbtp is not None and found.true_peak_dbtp > MOST_TRUE_PEAK_DBTP:
        over_db = found.true_peak_dbtp - MOST_TRUE_PEAK_DBTP
        better = dataclasses.replace(better, ceiling_db=treatment.ceiling_db - over_db - 0.1, limited=True)
    if found.integrated_lufs is not None and treatment.gain_db < MOST_GAIN_DB:
        off_lu = TARGET_LUFS - found.integrated_lufs
        if abs(off_lu) > CLOSE_ENOUGH_LU:
            better = dataclasses.replace(better, gain_db=min(treatment.gain_db + off_lu, MOST_GAIN_DB), limited=True)
    return better


def _filters(treatment: Treatment, layout: str) -> list[tuple[str, str]]:
    limit = 10 ** (treatment.ceiling_db / 20)
    limiter = ("alimiter", f"limit={limit:.6f}:level=0:latency=1:attack=5:release=50")
    return [
        ("aresample", str(RATE_HZ)),
        ("volume", f"{treatment.gain_db:.4f}dB"),
        *([limiter] if treatment.limited else []),
        ("aformat", f"sample_fmts=fltp:sample_rates={RATE_HZ}:channel_layouts={layout}"),
    ]


def _encode(file: BinaryIO, copy: BinaryIO, treatment: Treatment, heard: Callable[[int], None]) -> None:
    written = SharedFile(copy.fileno())
    with (
        open_source(file) as source,
        av.open(
            Position(written),
            "w",
            format="ipod",
            container_options={"movflags": "+faststart"},
            io_open=lambda *_: Position(written),  # To move the index before the sound, FFmpeg reads it once more.
        ) as target,
    ):
        placed = place(source)
        stream = target.add_stream("aac", rate=RATE_HZ, layout=placed.layout)
        stream.bit_rate = BIT_RATE[placed.layout]
        for frame in filtered(placed, _filters(treatment, placed.layout), _AAC_FRAME_SAMPLES):
            target.mux(stream.encode(frame))
            heard(frame.pts * 1000 // RATE_HZ)
        target.mux(stream.encode(None))


def _listen(copy: BinaryIO, peaks: BinaryIO, duration_ms: int, heard: Callable[[int], None]) -> Loudness:
    """Decode what was written, measure it, and draw its peaks."""
    with open_source(copy) as source:
        placed = place(source)
        writer = PeakWriter(peaks, placed.rate_hz, samples_per_pixel(duration_ms * placed.rate_hz // 1000))
        passing = Placed(placed.rate_hz, placed.layout, placed.channels, writer.passing(placed.blocks))
        return measure(passing, heard)
