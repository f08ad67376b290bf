"""The page of a programme says what of its script was heard, and times corrected words when asked to."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from media.catalogue import current_recording
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import PROVENANCE
from transcribe.jobs import list_jobs
from transcribe.records import Doubt, Segment, Word
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, NewRun, store_transcript

SCRIPT_RUN = (
    Segment("a1", 0, 900, (Word("Қайырлы", 0, 400, 0.9), Word("таң", 400, 900, 0.9))),
    Segment(
        "a2",
        900,
        900,
        tuple(Word(text, 900, 900, 0.0, Doubt.NOT_SPOKEN) for text in ("бір", "екі", "<b>үш</b>", "төрт")),
        doubts=(Doubt.NOT_SPOKEN,),
    ),
    Segment("a3", 1_000, 2_500, (Word("сонымен", 1_000, 2_500, 0.4),), doubts=(Doubt.NOT_IN_SCRIPT,)),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_a_script_s_page_says_what_was_heard(desk: Desk) -> None:
    page = desk.visitor("journalist").get(desk.address).text
    assert "of the script was heard" not in page, "these words were recognised"
    assert 'value="retime"' not in page
    with closing(desk.open()) as db:
        recording = current_recording(db, desk.programme_id)
        assert recording
        store_transcript(db, desk.programme_id, NewRun(recording.recording_id, ALIGNED, PROVENANCE, SCRIPT_RUN))
    page = desk.visitor("journalist").get(desk.address).text
    assert "33.3 % of the script was heard: 2 of 6 words." in page
    assert "бір екі &lt;b&gt;үш&lt;/b&gt; төрт</q> 4 words" in page
    assert "0:01–0:02" in page
    assert "Эфир мәтінінде бар, бірақ естілмеді:" in desk.visitor("journalist").get(f"{desk.address}?ui=kk").text


def test_corrected_words_are_timed_with_one_button(desk: Desk) -> None:
    with closing(desk.open()) as db:
        text = current_text(db, desk.programme_id)
        segment = text.segments[-1]
        type_words(db, desk.programme_id, segment.segment_id, "Басқа", "journalist")
        for job in list_jobs(db, desk.programme_id):
            db.table("job").update(job.job_id, {"state": "succeeded"})
    visitor = desk.visitor("journalist")
    assert 'value="retime"' in visitor.get(desk.address).text
    assert visitor.post(f"{desk.address}/jobs", {"kind": "retime"}).status_code == 303
    with closing(desk.open()) as db:
        assert [job.kind for job in list_jobs(db, desk.programme_id)].count("retime") == 1
    assert "Timing the corrected words" in visitor.get(desk.address).text
