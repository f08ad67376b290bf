"""A transcript comes in by the page, by the API and by the command, and nothing says more of it than was known."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from media.records import Programme
from tests.webapp.api.asking import script
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import PROVENANCE, segments
from transcribe.formats.export import Export
from transcribe.incoming.store import brought_to
from transcribe.jobs import list_jobs
from transcribe.records import SPEAKERS_FROM_FILE, Doubt, WordsBy
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED
from webapp.audit import entries, verify
from webapp.cli.main import cli
from webapp.edition.render import Approved, render_document
from webapp.obstacles import obstacles
from webapp.public.finding.search import Query
from webapp.public.reading.view import programme_view
from webapp.review import content

SRT = "1\n00:00:00,100 --> 00:00:01,000\nS1: Бір екі\n\n2\n00:00:01,000 --> 00:00:02,900\nS1: Төрт бес\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk on which tests change nothing but words."""
    return make_desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


def brought(text: str, name: str = "a.srt", **more: str) -> dict[str, object]:
    return {"transcript_file": (io.BytesIO(text.encode()), name), **more}


def send(desk: Desk, data: dict[str, object], actor: str = "journalist") -> str:
    answer = desk.visitor(actor).post(f"{desk.address}/sound", data, follow_redirects=True)
    return str(answer.text)


def test_a_file_on_the_programmes_page_becomes_its_words(desk: Desk, db: Database) -> None:
    page = send(desk, brought(SRT))
    assert "The transcript is stored: 4 words." in page
    assert "whether people or a machine wrote them is not known" in page
    assert "When each word is spoken is a guess within its passage." in page
    assert "Find when each word is spoken" in page
    now = current_text(db, desk.programme_id)
    assert [each.text for each in now.segments] == ["Бір екі", "Төрт бес"]
    assert now.editors == ()
    [kept] = brought_to(db, desk.programme_id)
    assert (kept.file_name, kept.user_name, kept.words_by) == ("a.srt", "journalist", WordsBy.UNKNOWN)
    assert "transcribe" not in {job.kind for job in list_jobs(db, desk.programme_id) if job.state == "queued"}
    noted = [(entry.user_name, entry.action) for entry in entries(db)]
    assert ("journalist", "transcript brought: srt") in noted
    assert list(verify(db)) == []


def test_what_people_wrote_is_the_edit_of_who_says_so_and_voids_an_approval(desk: Desk, db: Database) -> None:
    before = content(db, desk.programme_id).sha256
    page = send(desk, brought(SRT, words_by="human"))
    assert "Words that people wrote down, brought as a file." in page
    assert current_text(db, desk.programme_id).editors == ("journalist",)
    assert content(db, desk.programme_id).sha256 != before


def test_words_that_people_corrected_stay_and_the_page_says_so(desk: Desk, db: Database) -> None:
    send(desk, brought(SRT, words_by="human"))
    standing = current_text(db, desk.programme_id)
    page = send(desk, brought(SRT.replace("бес", "алты"), words_by="human"), "journalist_too")
    assert "People have corrected the words that stand, so these are only offered" in page
    assert "A transcript that was brought as a file (run 3) differs in 1 place." in page
    assert page.count("a.srt") == 2
    assert current_text(db, desk.programme_id) == standing
    other = desk.visitor("journalist").get(f"{desk.address}/runs/3/differences").text
    assert "Run 3: a transcript that was brought as a file" in other
    assert "алты" in other


def test_a_file_without_times_is_looked_for_in_the_sound(desk: Desk, db: Database) -> None:
    page = send(desk, brought("Aigul: Бір екі.\n\nDana: Үш төрт.", "a.txt"))
    assert "so the machine looks for its words in the sound" in page
    assert {job.kind for job in list_jobs(db, desk.programme_id)} >= {"align"}


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [
        ("%PDF-1.7", "en", "is a PDF"),
        ("%PDF-1.7", "ru", "Эта расшифровка испорчена"),
        (SRT.replace("00:00:0", "05:00:0"), "kk", "осы жазбаның мәтінін әкеліңіз"),
        ('{"a": 1}', "en", "is no transcript that can be read"),
        ("", "kk", "UTF-8"),
    ],
)
def test_a_wrong_file_is_refused_in_the_readers_language_and_nothing_is_stored(
    read: Desk, text: str, language: str, said: str
) -> None:
    with closing(read.open()) as db:
        before = current_text(db, read.programme_id)
        answer = read.visitor("journalist").post(f"{read.address}/sound?ui={language}", brought(text))
        assert answer.status_code == 422
        assert said in answer.text
        assert current_text(db, read.programme_id) == before
        assert brought_to(db, read.programme_id) == ()


def test_a_new_programme_needs_the_recording_of_its_transcript(read: Desk) -> None:
    data = brought(SRT, title="T", language="kk", summary="S.")
    answer = read.visitor("journalist").post("/add", data)
    assert answer.status_code == 422
    assert "A transcript needs its recording." in answer.text


def test_a_script_brings_a_file_and_asks_what_was_brought(desk: Desk, db: Database) -> None:
    who = script(desk, "journalist")
    place = f"/programmes/{desk.programme_id}/transcripts"
    sent = {"data": SRT.encode(), "content_type": "application/octet-stream"}
    made = who.ask("POST", f"{place}?file_name=heard.srt&words_by=machine", **sent)
    assert made.status_code == 201
    assert made.json | {"run": 0} == {
        "format": "srt",
        "run": 0,
        "words": 4,
        "words_without_times": 4,
        "segments_beyond_end": 0,
        "was_reordered": False,
        "is_offered": False,
        "remarks": ["Names before a colon were taken for who speaks: “S1”."],
    }
    [listed] = who.get(place)["transcripts"]
    assert (listed["file_name"], listed["words_by"], listed["by"]) == ("heard.srt", "machine", "journalist")
    bad = who.refused("POST", f"{place}?file_name=a.json", **(sent | {"data": b'{"a": 1}'}))
    assert (bad["status"], bad["type"]) == (422, "urn:muragat:problem:unknown-transcript")


def test_the_command_asks_who_says_that_people_wrote_it(read: Desk, tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text(SRT)
    words = [
        "--archive",
        str(read.archive.root),
        "add",
        "--to",
        read.programme_id,
        "--transcript",
        str(tmp_path / "a.srt"),
    ]
    assert "somebody has to say" in CliRunner().invoke(cli, [*words, "--words", "human"]).output
    done = CliRunner().invoke(cli, [*words, "--words", "human", "--as", "journalist"])
    assert (done.exit_code, done.stdout.strip()) == (0, read.programme_id)
    assert "4 words in 2 segments" in done.stderr
    with closing(read.open()) as db:
        assert current_text(db, read.programme_id).editors == ("journalist",)


def test_the_public_is_told_whose_words_they_are_and_not_the_files_hash(desk: Desk, db: Database) -> None:
    send(desk, brought(SRT, words_by="machine"))
    now = content(db, desk.programme_id)
    document = render_document(Approved(now.programme, None, now.text, None, None, "day"), 1, "day")
    assert document.transcript
    made = document.transcript.provenance
    assert (document.transcript.method, made.words_by, made.options) == ("imported", WordsBy.MACHINE, {})
    assert {doubt for each in document.transcript.segments for doubt in each.doubts} == {Doubt.SHARED_TIMES}


@pytest.mark.parametrize(
    ("words_by", "said"),
    [
        ("human", None),
        ("machine", "Who speaks is the machine’s guess."),
        ("", "Who speaks is as the file says, not checked."),
    ],
)
def test_what_people_wrote_down_is_not_called_corrected_or_a_machines_guess(
    desk: Desk, db: Database, words_by: str, said: str | None
) -> None:
    page = send(desk, brought(SRT.replace("S1:", "Aigul:"), **({"words_by": words_by} if words_by else {})))
    now = content(db, desk.programme_id)
    document = render_document(Approved(now.programme, None, now.text, None, None, "day"), 1, "day")
    shown = programme_view(document, Query("", ()))
    assert (shown.has_speakers, shown.speakers_said) == (True, said)
    assert "corrected by the newsroom" not in [note for each in shown.segments for note in each.notes]
    assert ("Who speaks is the machine’s guess." in page) is (words_by == "machine")
    named = desk.visitor("journalist").get(f"{desk.address}/speakers").text
    assert ("The machine has told these voices apart" in named) is (words_by == "machine")


@pytest.mark.parametrize(("words_by", "stands"), [("", True), ("machine", False), ("human", False)])
def test_words_of_nobody_knows_whom_stand_against_an_approval(
    desk: Desk, db: Database, words_by: str, stands: bool
) -> None:
    send(desk, brought(SRT, **({"words_by": words_by} if words_by else {})))
    found = [each.sentence for each in obstacles(db, content(db, desk.programme_id))]
    said = "Passages of a file of which nobody knows who wrote it, and that nobody has read: 2."
    assert (said in found) is stands


@pytest.mark.parametrize(
    ("words_by", "from_file", "said"),
    [
        (WordsBy.HUMAN, True, "Speakers as in the file that was brought"),
        (WordsBy.UNKNOWN, True, "Speakers as in the file that was brought, not checked"),
        (WordsBy.HUMAN, False, "Speakers told apart by machine; who says what may be wrong"),
        (None, False, "Speakers told apart by machine; who says what may be wrong"),
    ],
)
def test_a_script_with_names_says_who_told_its_speakers(words_by: WordsBy | None, from_file: bool, said: str) -> None:
    options = {SPEAKERS_FROM_FILE: True} if from_file else {"speakers": "d-vector"}
    made = replace(PROVENANCE, words_by=words_by, options=options)
    spoken = tuple(replace(each, speaker="Aigul") for each in segments("Бір екі"))
    programme = Programme("p1", "T", "kk")
    export = Export(programme, spoken, ALIGNED, made, version="1", made_at="2026-11-26", for_publication=True)
    assert said in export.head()
