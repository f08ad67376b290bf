"""The access copy: what people hear. AAC in .m4a that plays from its first bytes, loud as radio is, without tags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import BinaryIO

import av

from media.decoder.graph import filtered
from media.decoder.loudness import Loudness, integrated_lufs, measure
from media.decoder.mask import Mask
from media.decoder.messages import AccessMade
from media.decoder.peaks import PeakWriter, samples_per_pixel
from media.decoder.placing import Placed, place
from media.decoder.shared_file import Position, SharedFile
from media.decoder.source import Source, open_source

RATE_HZ = 48_000
BIT_RATE = {"mono": 64_000, "stereo": 112_000}
TARGET_LUFS = -16.0
MOST_OFF_LU = 0.4
CLOSE_ENOUGH_LU = 0.15
"""Before encoding, which may change it a little."""

MOST_TRUE_PEAK_DBTP = -1.0

CODEC_HEADROOM_DB = 2.0
"""AAC gives back waves that are higher than those it got, rarely by more than this."""

MOST_GAIN_DB = 40.0
"""What is quieter than −56 LUFS is the noise of an empty line."""

MOST_REHEARSALS = 3
MOST_TRIES = 6
_AAC_FRAME_SAMPLES = 1024


class PeaksTooHigh(Exception):
    """The encoder gives back peaks above the limit, however low they go in."""


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to the sound on its way."""

    gain_db: float
    ceiling_db: float
    limited: bool
    aim_lufs: float = TARGET_LUFS
    """How loud it is to be before it is encoded."""

    def filters(self, layout: str) -> list[tuple[str, str]]:
        limit = 10 ** (self.ceiling_db / 20)
        limiter = ("alimiter", f"limit={limit:.6f}:level=0:latency=1:attack=5:release=50")
        return [
            ("aresample", str(RATE_HZ)),
            ("volume", f"{self.gain_db:.4f}dB"),
            *([limiter] if self.limited else []),
            ("aformat", f"sample_fmts=fltp:sample_rates={RATE_HZ}:channel_layouts={layout}"),
        ]


def make_access(
    file: BinaryIO,
    copy: BinaryIO,
    peaks: BinaryIO,
    duration_ms: int,
    report: Callable[[int], None],
    mask: Mask | None = None,
) -> AccessMade:
    """Write the access copy and its peaks, and measure what was written.

    :param duration_ms: of the sound, as the probe found it.
    :param report: called with the milliseconds done.
    :param mask: what is covered in it. How loud the rest is, is found from the rest alone.
    :raises PeaksTooHigh: the true peak stays above the limit.
    """
    work = _Work(duration_ms, report)
    with open_source(file) as source:
        treatment = _treatment(measure(_heard(source, mask), work.begin(_Work.MEASURE)))
    for _ in range(MOST_TRIES):
        treatment = _settled(file, treatment, work, mask)
        _encode(file, copy, treatment, work.begin(_Work.ENCODE), mask)
        found = _listen(copy, peaks, duration_ms, work.begin(_Work.MEASURE), mask)
        better = _corrected(treatment, found)
        if better == treatment:
            break
        treatment = better
    if found.true_peak_dbtp is not None and found.true_peak_dbtp > MOST_TRUE_PEAK_DBTP:
        raise PeaksTooHigh(f"the true peak stays at {found.true_peak_dbtp:.2f} dBTP")
    return AccessMade(found.integrated_lufs, found.true_peak_dbtp)


class _Work:
    """Turns the progress of several passes over the sound into one, by how long each takes."""

    MEASURE, ENCODE = 1, 4
    USUAL = 3 * MEASURE + ENCODE

    def __init__(self, duration_ms: int, report: Callable[[int], None]) -> None:
        self._duration_ms = duration_ms
        self._report = report
        self._done = 0

    def begin(self, share: int) -> Callable[[int], None]:
        before_ms = self._done * self._duration_ms
        self._done += share
        return lambda done_ms: self._report((before_ms + share * done_ms) // self.USUAL)


def _heard(source: Source, mask: Mask | None) -> Placed:
    placed = place(source)
    return mask.source(placed) if mask else placed


def _treatment(found: Loudness) -> Treatment:
    gain_db = 0.0
    if found.integrated_lufs is not None:
        gain_db = min(TARGET_LUFS - found.integrated_lufs, MOST_GAIN_DB)
    ceiling_db = MOST_TRUE_PEAK_DBTP - CODEC_HEADROOM_DB
    peak_db = found.true_peak_dbtp
    return Treatment(gain_db, ceiling_db, limited=peak_db is not None and peak_db + gain_db > ceiling_db)


def _corrected(treatment: Treatment, found: Loudness) -> Treatment:
    """Return a treatment that makes up for what encoding has changed: the same where that was little."""
    if found.true_peak_dbtp is not None and found.true_peak_dbtp > MOST_TRUE_PEAK_DBTP:
        lower_db = found.true_peak_dbtp - MOST_TRUE_PEAK_DBTP + CLOSE_ENOUGH_LU
        treatment = replace(treatment, ceiling_db=treatment.ceiling_db - lower_db, limited=True)
    if found.integrated_lufs is not None and treatment.gain_db < MOST_GAIN_DB:
        missing_lu = TARGET_LUFS - found.integrated_lufs
        if abs(missing_lu) > MOST_OFF_LU:
            treatment = replace(treatment, aim_lufs=treatment.aim_lufs + missing_lu, limited=True)
    return treatment


def _settled(file: BinaryIO, treatment: Treatment, work: _Work, mask: Mask | None) -> Treatment:
    """Return the treatment with the gain that makes up for what its limiter takes away, found without encoding."""
    for _ in range(MOST_REHEARSALS if treatment.limited else 0):
        with open_source(file) as source:
            placed = _heard(source, mask)
            frames = filtered(placed, treatment.filters(placed.layout))
            blocks = (frame.to_ndarray() for frame in frames)
            treated = Placed(RATE_HZ, placed.layout, placed.channels, blocks)
            found_lufs = integrated_lufs(treated, work.begin(_Work.MEASURE))
        if found_lufs is None:
            break
        missing_lu = treatment.aim_lufs - found_lufs
        gain_db = min(treatment.gain_db + missing_lu, MOST_GAIN_DB)
        if abs(missing_lu) <= CLOSE_ENOUGH_LU or gain_db == treatment.gain_db:
            break
        treatment = replace(treatment, gain_db=gain_db)
    return treatment


def _encode(
    file: BinaryIO, copy: BinaryIO, treatment: Treatment, heard: Callable[[int], None], mask: Mask | None
) -> None:
    written = SharedFile(copy.fileno())
    with (
        open_source(file) as source,
        av.open(
            Position(written),
            "w",
            format="ipod",
            container_options={"movflags": "+faststart", "fflags": "+bitexact"},  # no word of what wrote it
            io_open=lambda *_: Position(written),  # To move the index before the sound, FFmpeg reads it once more.
        ) as target,
    ):
        placed = _heard(source, mask)
        stream = target.add_stream("aac", rate=RATE_HZ, layout=placed.layout, options={"flags": "+bitexact"})
        stream.bit_rate = BIT_RATE[placed.layout]
        frames = filtered(placed, treatment.filters(placed.layout), _AAC_FRAME_SAMPLES)
        for frame in mask.toned_frames(frames) if mask else frames:
            target.mux(stream.encode(frame))
            heard(frame.pts * 1000 // RATE_HZ)
        target.mux(stream.encode(None))


def _listen(
    copy: BinaryIO, peaks: BinaryIO, duration_ms: int, heard: Callable[[int], None], mask: Mask | None
) -> Loudness:
    """Decode what was written, measure it, and draw its peaks."""
    with open_source(copy) as source:
        placed = place(source)
        # What the encoder made of the tone is drawn as the tone that it was: constant to the last bit.
        drawn = mask.toned(placed) if mask else placed
        writer = PeakWriter(peaks, placed.rate_hz, samples_per_pixel(duration_ms * placed.rate_hz // 1000))
        passing = replace(drawn, blocks=writer.passing(drawn.blocks))
        return measure(mask.silenced(passing) if mask else passing, heard)
