"""Bad input gets one clear sentence and an exit code, and the archive is as it was."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import av
import numpy as np
import pytest

from tests.webapp.command_line import Muragat, fingerprint
from tests.webapp.editions import make_sound

NEW = ("--title", "T", "--language", "kk")


def one_sentence(result: subprocess.CompletedProcess[str], exit_code: int = 1) -> str:
    """Check that a command failed as it should; returns what it said."""
    assert result.returncode == exit_code, result.stderr
    said = result.stderr.strip()
    assert "Traceback" not in said
    assert "in a way it should not" not in said
    assert said.endswith("."), said
    if exit_code == 1:
        assert "\n" not in said, said
    return said


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[Muragat, str]:
    """An archive with one programme, and its id."""
    place = tmp_path_factory.mktemp("kept")
    muragat = Muragat(place / "archive")
    sound = make_sound(place / "sound").access
    summary = place / "summary.txt"
    summary.write_text("A tone is heard. It lasts three seconds.")
    return muragat, muragat.add(sound, *NEW, "--summary", summary)


def video_without_sound(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=25)
        stream.width = stream.height = 64
        for _ in range(25):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def wav_header(data_bytes: int) -> bytes:
    return (
        b"RIFF"
        + struct.pack("<I", 36 + data_bytes)
        + b"WAVEfmt "
        + struct.pack("<IHHIIHH", 16, 1, 1, 16_000, 32_000, 2, 16)
        + b"data"
        + struct.pack("<I", data_bytes)
    )


def bad_file(kind: str, directory: Path) -> Path:
    """Make a file that must be refused."""
    path = directory / f"{kind}.mp3"
    sound = make_sound(directory / "sound").access.read_bytes()
    contents = {
        "empty": b"",
        "truncated": sound[:64],
        "renamed-text": "Бұл дыбыс емес, мәтін.\n".encode() * 100,
        "picture": b"\x89PNG\r\n\x1a\n" + bytes(400),
        "noise": np.random.default_rng(1).bytes(50_000),
        "playlist": b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n/etc/passwd\n#EXT-X-ENDLIST\n",
        "concat": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "no-seconds": wav_header(0),
    }
    if kind == "video-without-sound":
        video_without_sound(path)
    else:
        path.write_bytes(contents[kind])
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "empty",
        "truncated",
        "renamed-text",
        "picture",
        "noise",
        "playlist",
        "concat",
        "no-seconds",
        "video-without-sound",
    ],
)
def test_file_without_usable_sound(kept: tuple[Muragat, str], tmp_path: Path, kind: str) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    said = one_sentence(muragat("add", bad_file(kind, tmp_path), *NEW))
    assert f"{kind}.mp3" in said
    assert "passwd" not in said
    assert fingerprint(muragat.archive) == before


def test_file_that_is_not_there(kept: tuple[Muragat, str], tmp_path: Path) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    assert "nowhere.mp3" in one_sentence(muragat("add", tmp_path / "nowhere.mp3", *NEW))
    folder = muragat("add", tmp_path, *NEW)
    assert folder.returncode == 2
    assert "A folder has many programmes; put title, summary, script and transcript beside each sound." in folder.stderr
    assert fingerprint(muragat.archive) == before


def test_file_that_cannot_be_read(kept: tuple[Muragat, str]) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    # The kernel refuses every read of it, whoever asks.
    one_sentence(muragat("add", "/proc/self/mem", *NEW))
    one_sentence(muragat("add", "--summary", "/proc/self/mem", *NEW))
    assert fingerprint(muragat.archive) == before


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"\xff\xfe\xff", b"\xd0\xd1 kyr in cp1251 \xe9", b" \n "])
def test_summary_that_is_not_text(kept: tuple[Muragat, str], tmp_path: Path, content: bytes) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    summary = tmp_path / "summary.txt"
    summary.write_bytes(content)
    assert "summary.txt" in one_sentence(muragat("add", "--summary", summary, *NEW))
    assert fingerprint(muragat.archive) == before


def test_language_that_is_not_known(kept: tuple[Muragat, str], tmp_path: Path) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    summary = tmp_path / "summary.txt"
    summary.write_text("Words.")
    for tag in ("xx", "kazakh", "k", "қазақ"):
        said = one_sentence(muragat("add", "--summary", summary, "--title", "T", "--language", tag), 2)
        assert f"“{tag}”" in said
    assert fingerprint(muragat.archive) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "p0"),
        ("set", "p0", "title=x"),
        ("transcribe", "p0"),
        ("align", "p0"),
        ("link", "p0"),
        ("export", "p0"),
        ("approve", "p0", "--as", "nobody"),
        ("publish", "p0", "--as", "nobody"),
        ("withdraw", "p0", "--as", "nobody", "--reason", "x"),
        ("cancel", "j0"),
        ("retry", "j0"),
    ],
)
def test_id_that_is_not_known(kept: tuple[Muragat, str], arguments: tuple[str, ...]) -> None:
    muragat, _ = kept
    before = fingerprint(muragat.archive)
    one_sentence(muragat(*arguments))
    assert fingerprint(muragat.archive) == before


def test_archive_that_is_not_there(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "nothing")
    assert "muragat add" in one_sentence(muragat("list"))
    assert not muragat.archive.exists()


def test_archive_that_is_something_else(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    muragat.archive.mkdir()
    (muragat.archive / "archive.db").write_bytes(b"this is not a database" * 100)
    assert "not a muragat database" in one_sentence(muragat("list"))


@pytest.mark.parametrize(
    ("content", "exit_code"), [("title = ", 2), ("colour = 'red'", 2), ("published = 'soon'", 2), ("title = [1]", 2)]
)
def test_facts_that_do_not_fit(kept: tuple[Muragat, str], tmp_path: Path, content: str, exit_code: int) -> None:
    muragat, programme_id = kept
    before = fingerprint(muragat.archive)
    facts = tmp_path / "facts.toml"
    facts.write_text(content)
    one_sentence(muragat("add", "--facts", facts, "--to", programme_id), exit_code)
    assert fingerprint(muragat.archive) == before


@pytest.mark.parametrize("engine", ["faster-whisper", "openai-whisper"])
@pytest.mark.parametrize("model", ["tiny", "/nowhere/model"])
def test_weights_that_are_not_there(kept: tuple[Muragat, str], tmp_path: Path, engine: str, model: str) -> None:
    muragat, programme_id = kept
    before = fingerprint(muragat.archive)
    # A proxy that nobody runs: the machine has no way out, as in many newsrooms.
    offline = dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9")
    environment = offline | {"HF_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    said = one_sentence(
        muragat("transcribe", programme_id, "--engine", engine, "--model", model, environment=environment)
    )
    assert model in said
    assert fingerprint(muragat.archive) == before


def test_the_same_file_twice_is_said_and_added_once(kept: tuple[Muragat, str], tmp_path: Path) -> None:
    muragat, programme_id = kept
    before = fingerprint(muragat.archive)
    again = muragat("add", make_sound(tmp_path).access, *NEW)
    assert again.returncode == 0
    assert again.stdout.splitlines()[-1] == programme_id
    assert "already" in again.stderr
    assert "--to" not in again.stderr
    (tmp_path / "summary.txt").write_text("Twelve women founded a nursery.")
    again = muragat("add", make_sound(tmp_path).access, *NEW, "--summary", tmp_path / "summary.txt")
    assert f"“muragat add --to {programme_id}” gives it the texts that came with it" in again.stderr
    assert fingerprint(muragat.archive) == before
