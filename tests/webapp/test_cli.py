"""The commands around the main job, each as a user starts it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.editions import make_sound
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.records import PublicReason

PASSWORD = "a long enough password"
SHOWN = {
    "id",
    "title",
    "series",
    "publisher",
    "author",
    "published",
    "language",
    "broadcast",
    "project",
    "funder",
    "rights",
    "disclaimer",
    "citation",
    "summary",
    "state",
}


@pytest.fixture
def muragat(tmp_path: Path) -> Muragat:
    return Muragat(tmp_path / "archive")


@pytest.fixture
def summary(tmp_path: Path) -> Path:
    path = tmp_path / "summary.txt"
    path.write_text("Twelve women founded a nursery in 2018. They plant saxaul.\n")
    return path


def people(muragat: Muragat) -> None:
    for name, role in (("ed", "approver"), ("jo", "journalist"), ("co", "contributor")):
        muragat.done("user", "add", name, "--role", role, "--password-stdin", stdin=PASSWORD + "\n")


def test_summary_without_sound_is_added_shown_and_changed(muragat: Muragat, tmp_path: Path, summary: Path) -> None:
    facts = tmp_path / "facts.toml"
    facts.write_text('title = "Saxaul"\nlanguage = "kk"\npublished = 2026-11-24\npublisher = "Radio Qala"\n')
    programme_id = muragat.add("--facts", facts, "--summary", summary)
    shown = json.loads(muragat.done("show", programme_id, "--json"))
    assert shown.keys() >= SHOWN
    assert shown["id"] == programme_id
    assert (shown["published"], shown["state"]) == ("2026-11-24", "unreviewed")
    assert shown["summary"] == summary.read_text()
    muragat.done("set", programme_id, "author=Aigul", "publisher=")
    shown = json.loads(muragat.done("show", programme_id, "--json"))
    assert (shown["author"], shown["publisher"]) == ("Aigul", None)
    assert "Aigul" in muragat.done("show", programme_id)
    assert [row["id"] for row in json.loads(muragat.done("list", "--json"))] == [programme_id]
    assert "Saxaul" in muragat.done("list")


def test_sound_comes_later(muragat: Muragat, tmp_path: Path, summary: Path) -> None:
    programme_id = muragat.add("--title", "T", "--language", "kk", "--summary", summary)
    assert muragat.add(make_sound(tmp_path).access, "--to", programme_id) == programme_id
    shown = json.loads(muragat.done("show", programme_id, "--json"))
    assert shown["recordings"][0]["duration_ms"] == pytest.approx(3000, abs=50)
    assert shown["summary"] == summary.read_text()


def test_summary_comes_later(muragat: Muragat, tmp_path: Path, summary: Path) -> None:
    programme_id = muragat.add(make_sound(tmp_path).access, "--title", "T", "--language", "kk")
    assert muragat.add("--summary", summary, "--to", programme_id) == programme_id
    assert json.loads(muragat.done("show", programme_id, "--json"))["summary"] == summary.read_text()


def test_summary_alone_is_approved_published_and_withdrawn(muragat: Muragat, summary: Path) -> None:
    programme_id = muragat.add("--title", "Saxaul", "--language", "kk", "--summary", summary)
    people(muragat)
    assert muragat("publish", programme_id, "--as", "ed").returncode == 1
    assert muragat("approve", programme_id, "--as", "jo").returncode == 1
    muragat.done("approve", programme_id, "--as", "ed")
    assert muragat("publish", programme_id, "--as", "co").returncode == 1
    muragat.done("publish", programme_id, "--as", "ed")
    assert json.loads(muragat.done("show", programme_id, "--json"))["state"] == "published"
    index = sqlite3.connect(muragat.archive / "edition" / "public.db")
    assert index.execute("SELECT title FROM programme").fetchall() == [("Saxaul",)]
    index.close()
    reason = ("--reason", "a source asked", "--public-reason")
    assert muragat("withdraw", programme_id, "--as", "ed", *reason, "whim").returncode == 2
    muragat.done("withdraw", programme_id, "--as", "ed", *reason, "consent")
    tombstone = read_tombstone(Layout(muragat.archive / "edition"), programme_id)
    assert tombstone
    assert tombstone.reason is PublicReason.CONSENT
    assert json.loads(muragat.done("show", programme_id, "--json"))["state"] == "withdrawn"
    assert b"Saxaul" not in (muragat.archive / "edition" / "public.db").read_bytes()


def test_change_after_approval_voids_it(muragat: Muragat, summary: Path) -> None:
    programme_id = muragat.add("--title", "Saxaul", "--language", "kk", "--summary", summary)
    people(muragat)
    muragat.done("approve", programme_id, "--as", "ed")
    muragat.done("set", programme_id, "title=Another")
    refused = muragat("publish", programme_id, "--as", "ed")
    assert refused.returncode == 1
    assert "approve" in refused.stderr


def test_score_skips_the_head(muragat: Muragat, tmp_path: Path) -> None:
    reference, hypothesis = tmp_path / "reference.txt", tmp_path / "hypothesis.txt"
    reference.write_text("Олар сексеуіл отырғызады.")
    hypothesis.write_text("# Title\n# DRAFT\n\nолар сексеуіл егеді")
    scored = json.loads(muragat.done("score", reference, hypothesis, "--language", "kk", "--json"))
    assert scored["wer"] == pytest.approx(1 / 3)
    assert 0 < scored["cer"] < 1
    assert "WER 0.3333" in muragat.done("score", reference, hypothesis, "--language", "kk")


def test_account_that_exists_or_has_a_weak_password(muragat: Muragat) -> None:
    people(muragat)
    again = muragat("user", "add", "ED", "--role", "admin", "--password-stdin", stdin=PASSWORD + "\n")
    assert (again.returncode, "Traceback" in again.stderr) == (1, False)
    weak = muragat("user", "add", "new", "--role", "admin", "--password-stdin", stdin="short\n")
    assert weak.returncode == 2


def test_who_cannot_type_a_password_unseen_is_told_how_to_give_it(tmp_path: Path) -> None:
    def add(name: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "webapp.cli.main", "--archive", tmp_path / "a", "user", "add", name]
        done = subprocess.run(
            [*command, "--role", "admin"],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # In a session of its own it has no terminal, wherever tests run.
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

    code, said = add("ed")
    assert (code, "--password-stdin" in said, "Warning" in said) == (2, True, False), said
    code, said = add(" ")
    assert "A user's name is 1 to" in said, "a name is refused before its password is asked for"


def test_what_is_mistyped_is_named(muragat: Muragat) -> None:
    assert "Did you mean “transcribe”?" in muragat("trnscribe", "p1").stderr
    assert "There is no file nowhere.mp3" in muragat("add", "nowhere.mp3").stderr


def test_doctor_finds_this_machine_fit(muragat: Muragat) -> None:
    said = muragat.done("doctor")
    assert all(line.split()[0] in ("ok", "lacking") for line in said.splitlines())
    assert "sha256 905e5bf8336b" in said
    assert not muragat.archive.exists(), "looking must not make an archive"


def test_wrong_usage_is_said_with_exit_code_2(muragat: Muragat) -> None:
    for arguments in (
        [],
        ["nonsense"],
        ["transcribe"],
        ["set", "p1"],
        ["set", "p1", "title"],
        ["demo", "--language", "kk"],
    ):
        result = muragat(*arguments)
        assert result.returncode == 2, arguments
        assert "Traceback" not in result.stderr


def test_score_of_captions_and_turns_and_its_page(muragat: Muragat, tmp_path: Path) -> None:
    captions, turns, page = tmp_path / "a.vtt", tmp_path / "a.rttm", tmp_path / "page.html"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:05.000\n<v S1>жиырма бес сексеуіл\n")
    turns.write_text("SPEAKER a 1 1.0 4.0 <NA> <NA> ana <NA> <NA>\n")
    words = tmp_path / "a.txt"
    words.write_text("25 сексеуіл")
    assert muragat.done("score", turns, captions).startswith("DER 0.0000")
    scored = json.loads(muragat.done("score", words, captions, "--json", "--html", page))
    assert (scored["wer"], scored["der"], scored["word_time_95_ms"]) == (0, None, None)
    assert "сексеуіл" in page.read_text()
    refused = muragat("score", turns, words)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)
    assert "“a.rttm” has turns of speakers alone, “a.txt” has words alone: nothing in common" in refused.stderr
    refused = muragat("score", words, captions, "--language", "klingon")
    assert (refused.returncode, "“klingon” is not a language tag" in refused.stderr) == (2, True)
    refused = muragat("score", words, captions, "--html", words)
    assert (refused.returncode, words.read_text()) == (2, "25 сексеуіл")
