"""The main job, as `make demo` does it: from sound to public page."""

from __future__ import annotations

import base64
import json
import re
import time
from pathlib import Path

import pytest

from media.archive import Archive
from tests.webapp.command_line import Muragat, fingerprint
from webapp.demo.bundle import bundled
from webapp.demo.key import demo_key
from webapp.redaction.vault import KEY_BYTES


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Muragat, str]:
    """An archive after `muragat demo --check`, and what that printed."""
    muragat = Muragat(tmp_path_factory.mktemp("demo") / "demo-archive")
    result = muragat("demo", "--check")
    assert result.returncode == 0, result.stderr
    return muragat, result.stdout


def programmes(muragat: Muragat) -> dict[str, dict[str, object]]:
    """Return what `show` says of each programme, by language."""
    ids = [row["id"] for row in json.loads(muragat.done("list", "--json"))]
    records = [json.loads(muragat.done("show", programme_id, "--json")) for programme_id in ids]
    return {record["language"]: record for record in records}


def test_table_has_words_and_links_of_each_programme(shown: tuple[Muragat, str]) -> None:
    _, printed = shown
    head, *rows = printed.splitlines()
    assert head.split()[:3] == ["programme", "words", "links"]
    assert [row[:32].strip() for row in rows] == [intake.facts["title"] for intake in bundled()]
    for row in rows:
        words, links, sentences, cost = re.fullmatch(r".{32} +(\d+) +(\d+)/(\d+) +([\d.]+)", row).groups()  # type: ignore[union-attr]
        assert int(words) > 100
        assert int(links) >= int(sentences) // 2
        assert float(cost) > 0


def test_both_are_public_synthetic_and_say_which_machine(shown: tuple[Muragat, str]) -> None:
    muragat, _ = shown
    found = programmes(muragat)
    assert {record["state"] for record in found.values()} == {"published"}
    assert all(record["synthetic"] for record in found.values())
    assert [run["method"] for run in found["kk"]["runs"]] == ["aligned"]  # type: ignore[attr-defined]
    assert [run["method"] for run in found["en"]["runs"]] == ["recognised"]  # type: ignore[attr-defined]
    made = found["en"]["runs"][0]["provenance"]  # type: ignore[index]
    assert (made["engine"], made["model"]) == ("faster-whisper", "base")
    assert made["model_sha256"].startswith("905e5bf8336b")


def test_what_the_demo_keeps_back_is_sealed_with_one_key_at_every_start(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    key = demo_key(archive)
    assert len(base64.urlsafe_b64decode(key)) == KEY_BYTES
    assert demo_key(archive) == key
    (kept,) = tmp_path.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_second_start_does_nothing_twice(shown: tuple[Muragat, str]) -> None:
    muragat, printed = shown
    before = fingerprint(muragat.archive)
    jobs = json.loads(muragat.done("jobs", "--json"))
    assert muragat.done("demo", "--check") == printed
    assert json.loads(muragat.done("jobs", "--json")) == jobs
    assert fingerprint(muragat.archive) == before


def test_downloads_hold_what_was_said(shown: tuple[Muragat, str], tmp_path: Path) -> None:
    muragat, _ = shown
    programme_id = str(programmes(muragat)["kk"]["id"])
    text = tmp_path / "kk.txt"
    muragat.done("export", programme_id, "--format", "txt", "-o", text)
    script = tmp_path / "script.txt"
    script.write_text(bundled()[0].script or "")
    scored = json.loads(muragat.done("score", script, text, "--language", "kk", "--json"))
    assert scored["wer"] < 0.05, "an aligned script has the script's words"
    assert "script" in text.read_text().partition("\n\n")[0]


def test_own_recording(tmp_path: Path, shared_data: Path) -> None:
    muragat = Muragat(tmp_path / "demo-archive")
    summary = tmp_path / "summary.txt"
    summary.write_text("Americans should ask what they can do for their country.")
    result = muragat(
        "demo", "--check", "--audio", shared_data / "audio/en_jfk.flac", "--summary", summary, "--language", "en"
    )
    assert result.returncode == 0, result.stderr
    (record,) = programmes(muragat).values()
    assert (record["title"], record["synthetic"], record["state"]) == ("en_jfk", False, "published")
    text = muragat.done("export", str(record["id"]), "--format", "txt")
    assert "ask what you can do for your country" in text


def test_demo_serves_and_ends_when_told(shown: tuple[Muragat, str]) -> None:
    import signal
    import socket
    import subprocess
    from urllib.request import urlopen

    muragat, _ = shown
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    demo = subprocess.Popen(muragat.command("demo", "--port", str(port)), stderr=subprocess.PIPE, text=True)
    assert demo.stderr is not None
    try:
        said = ""
        while f"The newsroom: http://127.0.0.1:{port + 1}" not in said:
            said += demo.stderr.readline()
            assert demo.poll() is None, said
        assert f"http://127.0.0.1:{port}" in said
        for _ in range(100):
            try:
                with urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    assert bundled()[0].facts["title"] in answer.read().decode()
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the public site did not answer")
    finally:
        demo.send_signal(signal.SIGTERM)
        assert demo.wait(timeout=20) == 0
        demo.stderr.close()
    with pytest.raises(OSError, match="refused"):
        urlopen(f"http://127.0.0.1:{port}/", timeout=5)
