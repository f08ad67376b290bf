"""Heard twice by the real engine: what a person wrote in between stays, what the second run knows better comes in."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from transcribe.merge import Kind
from transcribe.newer_run import accept_unedited, compare
from transcribe.pipeline import do_job
from transcribe.revise import current_text, edit_segment
from transcribe.transcripts import get_transcript

RATE_HZ = 16_000
PAUSE_S = 3


def test_a_second_run_in_another_language_keeps_what_a_person_wrote(
    archive: Archive, db: Database, decoded: Callable[[str], Path], tmp_path: Path
) -> None:
    """English is spoken, then Russian; the first run takes all for English, the second all for Russian."""
    sound = tmp_path / "both.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(decoded("en_jfk.flac").read_bytes() + bytes(2 * RATE_HZ * PAUSE_S))
        file.writeframes(decoded("ru_pisets_test_sound_ru.wav").read_bytes())
    programme_id = add_programme(db, {"title": "Both", "language": "en"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)

    do_job(archive, db, "transcribe", programme_id, {})
    first = current_text(db, programme_id)
    english = first.segments[0]
    typed = english.text.replace("fellow Americans", "dear fellow Americans")
    assert typed != english.text
    edit_segment(db, programme_id, english.segment_id, typed, "Айгүл", base_sha256=first.sha256)
    do_job(archive, db, "transcribe", programme_id, {"language": "ru"})
    assert current_text(db, programme_id).segments[0].text == typed

    comparison = compare(db, programme_id)
    assert {each.kind for each in comparison.differences if each.offered.start_ms < 11_000} == {Kind.HUMAN}
    assert {each.kind for each in comparison.differences if each.offered.start_ms > 11_000} == {Kind.MACHINE}
    accept_unedited(db, comparison, "Болат")

    text = current_text(db, programme_id)
    assert text.segments[0].text == typed
    assert text.editors == ("Айгүл",)
    run = get_transcript(db, programme_id, 2)
    russian = [word for each in run.segments for word in each.words if word.start_ms > 11_000]
    assert [word for each in text.segments[1:] for word in each.words] == russian
    assert {each.run for each in text.segments[1:]} == {2}
    assert {each.kind for each in compare(db, programme_id).differences} == {Kind.HUMAN}
