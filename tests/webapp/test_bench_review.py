"""The benchmark of the editor: what is corrected becomes the reference, and the whole run gives every agreed figure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.transcribe.texts import segment
from tests.webapp.command_line import Muragat
from transcribe.records import Segment
from webapp.bench_review.bench import ReviewBench
from webapp.bench_review.by_keys import Words
from webapp.bench_review.correcting import CLICK_S, KEY_S, MIND_S, TimeToCorrect, hunks, seconds
from webapp.bench_review.records import Effort, Hunk
from webapp.bench_review.report import as_json, as_table
from webapp.bench_review.subrip import as_subrip, subrip, words_of
from webapp.bench_web.timing import Spread

AGREED = {"key_p95_ms", "save_p95_ms", "undo_p95_ms", "open_ms"}
SPOKEN = (segment("s1", "Бір екі үш"), segment("s2", "Төрт бес", start_ms=5_000))
word = st.sampled_from(["аә", "бв", "гғ", "дқ"])


def typed(segments: tuple[Segment, ...], reference: list[str]) -> str:
    """Return what stands in all cues after every hunk was typed into their text, as the browser does it."""
    srt = as_subrip(segments)
    words = Words({each: text.split() for each, text in words_of(srt).items()})
    for hunk in hunks(segments, reference):
        text, offsets = subrip(srt, words.by_segment)
        start, end, letters = words.change(hunk)
        at = offsets[hunk.segment_id]
        text = f"{text[: at + start]}{letters}{text[at + end :]}"
        assert text == subrip(srt, words.by_segment)[0]
    return " ".join(" ".join(each) for each in words.by_segment.values())


def test_only_what_differs_is_changed() -> None:
    assert hunks(SPOKEN, ["Бір", "екі", "үш", "төрт", "бес"]) == (Hunk("s2", 0, 1, ("төрт",)),)
    assert hunks(SPOKEN, ["Бір", "үш", "Төрт", "бес", "алты"]) == (Hunk("s1", 1, 2, ()), Hunk("s2", 2, 2, ("алты",)))
    assert hunks(SPOKEN, ["Бір", "екі", "үш", "Төрт", "бес"]) == ()


@given(st.lists(word, min_size=2, max_size=8), st.lists(word, min_size=2, max_size=8), st.lists(word, min_size=4))
def test_whatever_was_heard_becomes_the_reference(first: list[str], second: list[str], reference: list[str]) -> None:
    heard = (segment("s1", " ".join(first)), segment("s2", " ".join(second), start_ms=9_000))
    assert typed(heard, reference).split() == reference


def test_a_cue_has_its_times_and_one_line() -> None:
    assert as_subrip(SPOKEN[1:]).splitlines()[0] == "s2"
    assert as_subrip(SPOKEN[1:]).splitlines()[1].startswith("00:00:05,000 --> ")
    assert words_of(as_subrip(SPOKEN)) == {"s1": "Бір екі үш", "s2": "Төрт бес"}


def test_an_effort_is_reckoned_by_the_model() -> None:
    effort = Effort(strokes=10, letters=5, clicks=2, plays=4)
    assert seconds(effort, places=3, sound_s=40.0) == round(10 * KEY_S + 2 * CLICK_S + 3 * MIND_S + 40 + 6, 1)


def test_the_record_has_every_agreed_figure() -> None:
    spread = Spread(20, 1.0, 2.0, 3.0)
    effort = Effort(1, 1, 0, 2)
    correcting = TimeToCorrect("a.wav", "base", 42.0, 100, 6, effort, effort, 50.0, 60.0)
    result = ReviewBench(200, 12, "Chromium", 2, spread, spread, spread, spread, spread, (10.0, 30.0, 20.0), correcting)
    record = as_json(result)
    assert record.keys() >= AGREED
    assert (record["open_ms"], record["correct_editor_s"], record["correct_plain_s"]) == (20.0, 50.0, 60.0)
    assert "SRT as plain text | 1 | 1 | 0 | 2 | 60.0" in as_table(result)


@pytest.mark.release
def test_the_whole_run(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.wav")
    small = ("--words", "400", "--rounds", "1", "--keys", "20", "--edits", "5", "--recording", missing)
    record = json.loads(Muragat(tmp_path / "archive").done("bench", "review", *small, "--json"))
    assert all(record[name] > 0 for name in AGREED)
    assert record["correcting"] is None
