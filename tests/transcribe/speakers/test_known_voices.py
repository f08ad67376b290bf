"""A voice is known again only where that was turned on, is never named by itself, and is forgotten to the last byte."""

from __future__ import annotations

import wave
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import set_facts
from tests.transcribe.test_pipeline import add
from transcribe.errors import UnknownVoice, VoicesInUse, VoicesOff
from transcribe.jobs import list_jobs
from transcribe.name_speakers import name_speakers
from transcribe.pipeline import do_job
from transcribe.records import Provenance, Segment, Word
from transcribe.revise import current_text
from transcribe.speakers.known_voices import (
    Suggestion,
    allow,
    decline,
    forbid,
    forget,
    forget_those,
    keep_prints_of,
    keep_programmes_of,
    know,
    known_people,
    prints_of_series,
    store_prints,
    suggest,
    suggestions_for,
)
from transcribe.speakers.labels import speakers_of
from transcribe.speakers.likeness import others_per_thousand
from transcribe.speakers.network import WIDTH, Array
from transcribe.speakers.voices_file import open_voices, voices_path
from transcribe.transcripts import RECOGNISED, NewRun, get_transcript, store_transcript

SERIES = "Ауыл"
PART = 16
"""Numbers of a print that nobody has by chance."""


@pytest.fixture
def voices(archive: Archive) -> Iterator[Database]:
    db = open_voices(archive, make=True)
    assert db
    with closing(db):
        yield db


def made_print(seed: int) -> Array:
    print_ = np.random.default_rng(seed).random(WIDTH, np.float32)
    return print_ / np.linalg.norm(print_)


def bytes_of(archive: Archive) -> bytes:
    """Return all that the archive's files hold."""
    return b"".join(path.read_bytes() for path in archive.root.rglob("*") if path.is_file() and not path.is_symlink())


def left_of(print_: Array, kept: bytes) -> list[int]:
    """Return which parts of a print are left in some bytes."""
    return [at for at in range(0, WIDTH, PART) if print_[at : at + PART].tobytes() in kept]


def test_nothing_is_kept_where_it_is_not_turned_on(archive: Archive, db: Database, voices: Database) -> None:
    with pytest.raises(VoicesOff):
        know(voices, SERIES, ["Дана"], "admin")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1)}, "net")
    allow(voices, SERIES, "admin")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1)}, "net")
    suggest(voices, SERIES, "t1", [Suggestion("S1", "Дана", 0.9)])
    assert left_of(made_print(1), bytes_of(archive)) == [], "allowed, but nobody asked to know Дана again"
    assert (known_people(voices, SERIES), suggestions_for(voices, "t1")) == ((), ())


@pytest.mark.parametrize("end", [lambda db: forbid(db, SERIES), lambda db: forget(db, SERIES, "Дана 0")])
def test_what_is_erased_is_in_no_byte_of_any_file(archive: Archive, voices: Database, end) -> None:  # type: ignore[no-untyped-def]
    allow(voices, SERIES, "admin")
    people = [f"Дана {number}" for number in range(40)]
    know(voices, SERIES, people, "journalist")
    for programme in range(3):  # Pages of the table are split and put together: copies are left between rows.
        prints = {name: made_print(number + 100 * programme) for number, name in enumerate(people)}
        store_prints(voices, SERIES, f"p{programme}", prints, "net")
    suggest(voices, SERIES, "t9", [Suggestion("S1", "Дана 0", 0.9)])
    assert len(left_of(made_print(0), bytes_of(archive))) == WIDTH // PART, "the test sees what is there"
    end(voices)
    kept = bytes_of(archive)
    assert [left_of(made_print(100 * programme), kept) for programme in range(3)] == [[], [], []]
    assert "Дана 0".encode() not in kept
    assert suggestions_for(voices, "t9") == ()


def test_a_print_of_somebody_wrongly_named_is_erased(archive: Archive, voices: Database) -> None:
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Дана", "Әлия"], "journalist")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1), "Әлия": made_print(2)}, "net")
    keep_prints_of(voices, "p1", ["Әлия"])
    kept = bytes_of(archive)
    assert (len(left_of(made_print(1), kept)), len(left_of(made_print(2), kept))) == (0, WIDTH // PART)


@pytest.mark.parametrize("label", ["S1", " Speaker 12 ", "Говорящий 3"])
def test_a_voice_that_nobody_has_named_is_not_known(voices: Database, label: str) -> None:
    """Of the next programme the same label is somebody else's, whose voice would be taken for the same person's."""
    allow(voices, SERIES, "admin")
    with pytest.raises(UnknownVoice, match="Nobody has named"):
        know(voices, SERIES, ["Дана", label], "journalist")
    assert known_people(voices, SERIES) == ()


def test_those_of_whom_something_is_so_are_erased_in_every_series(archive: Archive, voices: Database) -> None:
    for series in (SERIES, "Қала"):
        allow(voices, series, "admin")
        know(voices, series, ["Дана", "Әлия"], "journalist")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1), "Әлия": made_print(2)}, "net")
    store_prints(voices, "Қала", "p2", {"Дана": made_print(3)}, "net")
    suggest(voices, SERIES, "t1", [Suggestion("S1", "Дана", 0.9)])
    assert forget_those(voices, "Дана".__eq__)
    assert not forget_those(voices, "Дана".__eq__)
    kept = bytes_of(archive)
    assert [len(left_of(made_print(seed), kept)) for seed in (1, 2, 3)] == [0, WIDTH // PART, 0]
    assert [person.name for series in (SERIES, "Қала") for person in known_people(voices, series)] == ["Әлия"] * 2
    assert suggestions_for(voices, "t1") == ()


def test_a_print_of_a_programme_of_another_series_now_is_erased(archive: Archive, voices: Database) -> None:
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Дана"], "journalist")
    for number in (1, 2):
        store_prints(voices, SERIES, f"p{number}", {"Дана": made_print(number)}, "net")
    keep_programmes_of(voices, SERIES, {"p2", "p3"})
    kept = bytes_of(archive)
    assert [len(left_of(made_print(number), kept)) for number in (1, 2)] == [0, WIDTH // PART]


def test_while_another_reads_it_is_said_that_bytes_are_left(archive: Archive, voices: Database) -> None:
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Дана"], "journalist")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1)}, "net")
    reader = open_voices(archive)
    assert reader
    with closing(reader):
        reader.conn.execute("BEGIN")
        assert len(known_people(reader, SERIES)) == 1
        voices.conn.execute("PRAGMA busy_timeout = 50")
        with pytest.raises(VoicesInUse, match="once more"):
            forget(voices, SERIES, "Дана")
        assert known_people(voices, SERIES) == ()
    with pytest.raises(UnknownVoice):
        forget(voices, SERIES, "Дана")
    assert left_of(made_print(1), bytes_of(archive)) == [], "the second time writes the file anew all the same"


def test_what_was_declined_is_not_suggested_again(voices: Database) -> None:
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Дана"], "journalist")
    suggest(voices, SERIES, "t1", [Suggestion("S1", "Дана", 0.9), Suggestion("S2", "Дана", 0.8)])
    decline(voices, "t1", "S1", "journalist")
    suggest(voices, SERIES, "t1", [Suggestion("S1", "Дана", 0.91), Suggestion("S2", "Дана", 0.81)])
    assert suggestions_for(voices, "t1") == (Suggestion("S2", "Дана", 0.81),)


def test_prints_of_another_network_are_not_compared(voices: Database) -> None:
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Дана"], "journalist")
    store_prints(voices, SERIES, "p1", {"Дана": made_print(1)}, "old net")
    assert prints_of_series(voices, SERIES, "new net", without="p2") == {}
    assert prints_of_series(voices, SERIES, "old net", without="p1") == {}
    (found,) = prints_of_series(voices, SERIES, "old net", without="p2").values()
    assert np.allclose(found, made_print(1))


@pytest.mark.parametrize(("likeness", "others"), [(0.80, 5), (0.849, 5), (0.85, 2), (0.97, 1)])
def test_the_less_alike_the_more_others_are_so_too(likeness: float, others: int) -> None:
    assert others_per_thousand(likeness) == others


def test_the_file_is_for_nobody_else(voices: Database, archive: Archive) -> None:
    assert voices_path(archive).stat().st_mode & 0o077 == 0


@pytest.fixture
def decoded_part(decoded: Callable[[str], Path], tmp_path: Path) -> Path:
    """Return a recording of the rest of a talk, and of somebody else after 40 s."""
    sound = tmp_path / "next.wav"
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(decoded("en_gentle_lucier.mp3").read_bytes()[50 * 32_000 : 90 * 32_000])
        file.writeframes(decoded("en_jfk.flac").read_bytes())
    return sound


def spoken(archive: Archive, db: Database, sound: Path, *turns: tuple[str, int, int]) -> str:
    """Add a programme of the series in which it is known who speaks when."""
    programme_id = add(archive, db, sound)
    set_facts(db, programme_id, {"series": SERIES})
    recording = next(db.table("recording").rows_where("programme_id = ?", [programme_id]))
    segments = tuple(
        Segment(f"s{start_ms}", start_ms, end_ms, (Word("word", start_ms, end_ms),), speaker=who)
        for who, start_ms, end_ms in turns
    )
    by = Provenance("faster-whisper", "1", "base", "0" * 64, recording["sha256"], "en", {})
    store_transcript(db, programme_id, NewRun(recording["recording_id"], RECOGNISED, by, segments))
    return programme_id


def test_a_voice_is_suggested_in_the_next_programme_and_named_by_a_person_only(
    archive: Archive, db: Database, shared_data: Path, voices: Database, decoded_part: Path
) -> None:
    audio = shared_data / "audio"
    first = spoken(archive, db, audio / "en_gentle_lucier.mp3", ("S1", 2_000, 45_000))
    name_speakers(db, first, {"S1": "Lucier"}, "journalist")
    with pytest.raises(VoicesOff):
        do_job(archive, db, "voices", first, {})
    allow(voices, SERIES, "admin")
    do_job(archive, db, "voices", first, {})
    assert known_people(voices, SERIES) == ()
    know(voices, SERIES, ["Lucier"], "journalist")
    do_job(archive, db, "voices", first, {})
    assert [(person.name, person.prints) for person in known_people(voices, SERIES)] == [("Lucier", 1)]

    second = spoken(archive, db, decoded_part, ("S1", 0, 40_000), ("S2", 40_000, 51_000))
    do_job(archive, db, "voices", second, {})
    (suggestion,) = suggestions_for(voices, get_transcript(db, second).transcript_id)
    assert (suggestion.speaker, suggestion.name) == ("S1", "Lucier")
    assert speakers_of(current_text(db, second).segments) == ("S1", "S2"), "nobody is named by this"
    (print_,) = prints_of_series(voices, SERIES, "resemblyzer 0.1.4", without=second).values()
    set_facts(db, first, {"series": "Қала"})
    do_job(archive, db, "voices", second, {})
    assert prints_of_series(voices, SERIES, "resemblyzer 0.1.4", without=second) == {}, "it was heard in another series"
    others = [path for path in archive.root.iterdir() if path.name.startswith("archive.db")]
    assert [left_of(print_, path.read_bytes()) for path in others] == [[]] * len(others)


def test_a_new_run_is_listened_to_by_the_queue(
    archive: Archive, db: Database, shared_data: Path, voices: Database
) -> None:
    programme_id = add(archive, db, shared_data / "audio" / "en_jfk.flac")
    set_facts(db, programme_id, {"series": SERIES})
    do_job(archive, db, "transcribe", programme_id, {"model": "base", "speakers": "off"})
    assert [job.kind for job in list_jobs(db)] == ["transcribe"]
    allow(voices, SERIES, "admin")
    know(voices, SERIES, ["Somebody"], "journalist")
    do_job(archive, db, "transcribe", programme_id, {"model": "base", "speakers": "off"})
    assert [job.kind for job in list_jobs(db)] == ["voices", "transcribe", "transcribe"]
