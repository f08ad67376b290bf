"""A run of the real engine on real voices: who says what, told once, left out, or asked for by number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rapidfuzz.distance import Levenshtein
from sqlite_utils import Database

from media.archive import Archive
from tests.transcribe.test_pipeline import add
from tests.webapp.command_line import Muragat
from transcribe.errors import BadSpeakers
from transcribe.kinds.speakers import speakers_wanted
from transcribe.normalise import spoken_words
from transcribe.pipeline import do_job
from transcribe.records import Segment
from transcribe.transcripts import get_transcript

NAME = "en_picovoice_diarization_test"


def said(segments: tuple[Segment, ...]) -> list[tuple[str, str | None]]:
    return [(word, segment.speaker) for segment in segments for word in spoken_words(segment.text, "en")]


def test_three_people_are_told_apart_word_by_word(archive: Archive, db: Database, shared_data: Path) -> None:
    programme_id = add(archive, db, shared_data / "audio" / f"{NAME}.wav")
    do_job(archive, db, "transcribe", programme_id, {"model": "base"})
    run = get_transcript(db, programme_id)
    assert run.provenance.options["speakers"] == "resemblyzer 0.1.4"
    reference = json.loads((shared_data / "audio" / f"{NAME}.ref.json").read_text())["words"]
    true = [(word["word"].replace("'", ""), f"S{word['speaker_tag']}") for word in reference]
    assert Levenshtein.distance(true, said(run.segments)) <= 2

    do_job(archive, db, "transcribe", programme_id, {"model": "base", "speakers": "off"})
    bare = get_transcript(db, programme_id)
    assert (bare.number, bare.provenance.options["speakers"]) == (2, "off")
    assert {segment.speaker for segment in bare.segments} == {None}
    assert [word for word, _ in said(bare.segments)] == [word for word, _ in said(run.segments)]

    do_job(archive, db, "transcribe", programme_id, {"model": "base", "speakers": "2"})
    assert {segment.speaker for segment in get_transcript(db, programme_id).segments} == {"S1", "S2"}
    assert db.table("chunk_result").count == 1 + 2, "the engine was asked once, and who speaks twice"


@pytest.mark.parametrize(("asked", "wanted"), [("auto", None), ("off", 0), ("1", 1), ("50", 50)])
def test_numbers_of_speakers(asked: str, wanted: int | None) -> None:
    assert speakers_wanted(asked) == wanted


@pytest.mark.parametrize("asked", ["0", "51", "-1", "two", "", "٣", "1.5"])
def test_what_is_no_number_of_speakers_is_said(asked: str) -> None:
    with pytest.raises(BadSpeakers, match="give one from 1 to 50, or auto, or off"):
        speakers_wanted(asked)


def test_a_wrong_number_is_said_before_anything_is_heard(tmp_path: Path) -> None:
    refused = Muragat(tmp_path / "archive")("transcribe", "p1", "--speakers", "many")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "“many” is no number of speakers; give one from 1 to 50, or auto, or off.\n"
