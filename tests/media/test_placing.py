"""Samples stand where their time says, whatever is broken or claimed."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from media.decoder.messages import PcmMade, ProbeMade, Task
from media.errors import UnreadableSound
from media.sandbox import decode
from tests.media.sounds import KINDS, Kind, heard_ticks_ms, ticks, write

SECONDS = 12
LOST = (4, 7)


def decoded(path: Path) -> Path:
    target = path.with_suffix(".s16")
    decode(Task.PCM, path, (target,), PcmMade, file_name=path.name)
    return target


def by_second(heard: list[int]) -> dict[int, int]:
    """Return how late each tick came, by its second."""
    return {round(tick, -3) // 1000: tick - round(tick, -3) for tick in heard}


@pytest.mark.parametrize("name", ["m4a with AAC", "ogg with Opus", "mkv with a film", "flac", "wma", "MPEG-TS"])
def test_lost_packets_leave_silence_and_shift_nothing(tmp_path: Path, name: str) -> None:
    kind = KINDS[name]
    path = write(tmp_path / f"a{kind.suffix}", kind, ticks(kind.rate_hz, SECONDS), lost=LOST)
    late = by_second(heard_ticks_ms(decoded(path)))
    assert set(range(8, SECONDS)) <= set(late)
    assert all(abs(late[second]) <= 50 for second in range(8, SECONDS))
    assert not set(late) & {5, 6}


@pytest.mark.parametrize("name", ["m4a with AAC", "3gp", "flac", "ogg with Opus", "mkv with a film", "wma"])
@pytest.mark.parametrize("filler", ["zeros", "noise"])
def test_overwritten_bytes_shift_nothing_behind_them(tmp_path: Path, name: str, filler: str) -> None:
    kind = KINDS[name]
    path = write(tmp_path / f"a{kind.suffix}", kind, ticks(kind.rate_hz, SECONDS))
    data = bytearray(path.read_bytes())
    start, length = len(data) // 3, len(data) // 8
    data[start : start + length] = bytes(length) if filler == "zeros" else random.Random(1).randbytes(length)
    path.write_bytes(data)
    late = by_second(heard_ticks_ms(decoded(path)))
    assert {9, 10, 11} <= set(late)
    assert all(abs(late[second]) <= 50 for second in (9, 10, 11))


def test_broken_frames_of_an_mp3_shift_nothing(tmp_path: Path) -> None:
    kind = KINDS["mp3"]
    path = write(tmp_path / "a.mp3", kind, ticks(kind.rate_hz, SECONDS))
    data = bytearray(path.read_bytes())
    chance = random.Random(1)
    with av.open(str(path)) as container:
        frames = [
            (p.pos, p.size) for p in container.demux(audio=0) if p.pos and LOST[0] <= p.pts * p.time_base < LOST[1]
        ]
    for position, size in frames:  # The four bytes of each header stay.
        data[position + 4 : position + size] = chance.randbytes(size - 4)
    path.write_bytes(data)
    late = by_second(heard_ticks_ms(decoded(path)))
    assert all(abs(late[second]) <= 5 for second in range(8, SECONDS))


def shifted(path: Path, shifts: dict[int, float], seconds: int = SECONDS) -> Path:
    """Write PCM whose packets from a second on claim to be so many seconds later than they are."""
    kind = Kind(".mka", "matroska", "pcm_s16le", 16_000)
    sound = (ticks(kind.rate_hz, seconds) * 32767).astype(np.int16)
    with av.open(str(path), "w", format="matroska") as target:
        stream = target.add_stream("pcm_s16le", rate=kind.rate_hz, layout="mono")
        for second in range(seconds):
            packet = av.Packet(sound[second * kind.rate_hz : (second + 1) * kind.rate_hz].tobytes())
            shift = sum(amount for start, amount in shifts.items() if second >= start)
            packet.pts = packet.dts = round((second + shift) * 1000)
            packet.time_base = Fraction(1, 1000)
            packet.stream = stream
            target.mux(packet)
    return path


def test_a_gap_in_time_becomes_silence(tmp_path: Path) -> None:
    heard = heard_ticks_ms(decoded(shifted(tmp_path / "a.mka", {5: 90.5})))
    assert [round(tick, -1) for tick in heard] == [*range(0, 5000, 1000), *range(95_500, 102_500, 1000)]


def test_an_overlap_is_cut(tmp_path: Path) -> None:
    sound = decoded(shifted(tmp_path / "a.mka", {5: -0.5}))
    heard = heard_ticks_ms(sound)
    # Second 5 claims to begin at 4.5 s, where second 4 still sounds: its first half, tick and all, is cut.
    assert [round(tick, -1) for tick in heard] == [*range(0, 5000, 1000), *range(5500, 11_500, 1000)]


def test_a_false_claim_makes_no_silence(tmp_path: Path) -> None:
    heard = heard_ticks_ms(decoded(shifted(tmp_path / "a.mka", {5: 10**9 // 1000})))
    assert [round(tick, -1) for tick in heard] == [*range(0, SECONDS * 1000, 1000)]


@pytest.mark.parametrize("name", ["MPEG-TS", "ogg with Opus", "mp3", "ADTS"])
def test_files_strung_together_are_heard_whole(tmp_path: Path, name: str) -> None:
    """Their clock is set back to the start where the second begins."""
    kind = KINDS[name]
    data = write(tmp_path / f"one{kind.suffix}", kind, ticks(kind.rate_hz, 6)).read_bytes()
    path = tmp_path / f"two{kind.suffix}"
    path.write_bytes(data * 2)
    assert len(heard_ticks_ms(decoded(path))) == 12


def test_the_header_may_claim_what_it_likes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.wav", KINDS["wav"], ticks(44_100, 3))
    data = bytearray(path.read_bytes())
    at = data.index(b"data") + 4
    data[at : at + 4] = (0xFFFF_FFF0).to_bytes(4, "little")
    path.write_bytes(data)
    probe = decode(Task.PROBE, path, (), ProbeMade, file_name="a.wav").probe
    assert probe.duration_ms == 3000


def test_more_than_a_day_is_refused_before_it_is_made(tmp_path: Path) -> None:
    jumps = dict.fromkeys(range(1, 60), 3590.0)
    path = shifted(tmp_path / "a.mka", jumps, seconds=60)
    with pytest.raises(UnreadableSound, match="longer than 24 hours"):
        decode(Task.PROBE, path, (), ProbeMade, file_name="a.mka")
