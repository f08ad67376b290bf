"""A sound is read as what it is: its texts as texts, its samples as bytes in which short names stand by chance."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from tests.webapp.editions import make_sound
from webapp.leaks.look import Kind
from webapp.leaks.names import Alias, Name
from webapp.leaks.sounds import is_sound, is_waveform, without_samples
from webapp.leaks.sweep import Sweep, sweep

LONG, SHORT = "Жақсыбаева", "Али"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_sound(tmp_path_factory.mktemp("sound")).access


def look(directory: Path, *names: str) -> list[tuple[str, Kind]]:
    leaks = sweep(directory, [Name((Alias(name),)) for name in names], resembling=False)
    return [(leak.path, leak.found.kind) for leak in leaks]


def test_sounds_and_waveforms_are_told_by_all_their_bytes(sound: Path) -> None:
    data, drawn = sound.read_bytes(), sound.with_suffix(".dat").read_bytes()
    assert is_sound(data)
    assert is_sound(drawn)
    assert is_waveform(drawn)
    for other in (data[:-1], drawn + b"x", b"ftyp", b"", b"    ftyp" + bytes(100), LONG.encode()):
        assert not is_sound(other)
    assert b"moov" in without_samples(data)
    assert len(without_samples(data)) < len(data) // 10


@pytest.mark.parametrize("name", [LONG, SHORT])
def test_a_name_in_the_tags_is_found_however_short(tmp_path: Path, name: str) -> None:
    samples = (np.random.default_rng(1).normal(0, 3000, (1, 48_000))).astype(np.int16)
    with av.open(str(tmp_path / "a.m4a"), "w", format="ipod") as container:
        container.metadata["title"] = name
        stream = container.add_stream("aac", rate=48_000, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples, "s16", "mono")
        frame.sample_rate = 48_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert is_sound((tmp_path / "a.m4a").read_bytes())
    assert ("a.m4a", Kind.NAME) in look(tmp_path, name)


def test_a_long_name_among_the_samples_is_found(tmp_path: Path, sound: Path) -> None:
    data = bytearray(sound.read_bytes())
    place = len(data) - 500
    data[place : place + len(LONG.encode())] = LONG.encode()
    (tmp_path / "a.m4a").write_bytes(data)
    assert look(tmp_path, LONG) == [("a.m4a", Kind.BYTES)]


def test_short_names_are_not_found_by_chance(tmp_path: Path, sound: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(sound.read_bytes())
    (tmp_path / "a.dat").write_bytes(sound.with_suffix(".dat").read_bytes())
    assert look(tmp_path, SHORT, "Ым", "bo", "Aika") == []


def test_what_only_begins_like_a_sound_is_read_as_anything_else(tmp_path: Path, sound: Path) -> None:
    (tmp_path / "a.m4a").write_bytes(sound.read_bytes()[:40] + f" {SHORT} келді".encode())
    assert look(tmp_path, SHORT) == [("a.m4a", Kind.NAME)]


def test_bytes_alone_are_read_as_they_are() -> None:
    found = list(Sweep([Name((Alias(LONG),))], resembling=False).bytes(LONG.encode()))
    assert {each.kind for _, each in found} == {Kind.NAME}
