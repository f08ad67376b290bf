"""The language of every chunk: steady, cut where it changes, asked of the engine once, never where it is known."""

from __future__ import annotations

import math
import wave
from itertools import groupby, pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme, current_recording
from media.errors import UnknownLanguage
from media.ingest import ingest_file
from media.language import parse_languages
from media.records import Span
from media.sound import SAMPLE_RATE_HZ as RATE_HZ
from media.sound import decoded_sound
from tests.transcribe.kazakh.phrases import GIGAAM, PHRASES, sound_of
from tests.transcribe.mixed.turns import SOUND, spoken_turns
from transcribe import lease
from transcribe.chunk_results import Recognition
from transcribe.conversations import OneAtATime, Talk, in_order
from transcribe.engines.protocol import Samples
from transcribe.engines.supervisor import EngineProcess
from transcribe.jobs import enqueue
from transcribe.kinds.languages import Listener, windows
from transcribe.kinds.work import Work
from transcribe.languages import (
    LEAST_WINDOW_MS,
    MOST_EVIDENCE,
    SWITCH_COST,
    Belief,
    Stretch,
    first_belief,
    is_clear,
    steady,
)
from transcribe.owner import this_process
from transcribe.pipeline import do_job
from transcribe.plan import batches, plan
from transcribe.records import Chunk, Doubt
from transcribe.transcripts import get_transcript
from transcribe.written import doubt_script, written_language

BOTH = ("kk", "ru")
RUSSIAN = Stretch(20_000, {"ru": 0.97, "kk": 0.0005, "uk": 0.02})
KAZAKH = Stretch(20_000, {"tr": 0.6, "kk": 0.3, "ru": 0.01})
UNSURE = Stretch(20_000, {"la": 0.6, "kk": 0.002, "ru": 0.03})
SILENT = Stretch(20_000, {"und": 1.0})


def labels(*stretches: Stretch, before: Belief | None = None) -> tuple[str, ...]:
    return steady(stretches, BOTH, before or Belief({}))[0]


def test_a_programme_that_changes_its_language_comes_out_in_both() -> None:
    assert labels(KAZAKH, KAZAKH, RUSSIAN, RUSSIAN, KAZAKH) == ("kk", "kk", "ru", "ru", "kk")


def test_one_stretch_that_is_heard_badly_is_as_its_neighbours_and_one_that_is_clear_is_not() -> None:
    assert labels(UNSURE) == ("ru",)
    assert labels(KAZAKH, KAZAKH, UNSURE, KAZAKH) == ("kk",) * 4
    assert labels(KAZAKH, KAZAKH, RUSSIAN, KAZAKH) == ("kk", "kk", "ru", "kk")


def test_a_batch_begins_with_what_the_one_before_said() -> None:
    _, belief = steady([KAZAKH, KAZAKH], BOTH, Belief({}))
    assert labels(UNSURE, before=belief) == ("kk",)
    assert labels(RUSSIAN, before=belief) == ("ru",)
    assert labels(UNSURE, before=first_belief("kk", BOTH)) == ("kk",)
    assert first_belief("und", BOTH) == first_belief("en", BOTH) == Belief({})


def test_only_allowed_languages_are_told_and_none_where_the_engine_tells_none() -> None:
    turkish = Stretch(20_000, {"tr": 0.98, "kk": 0.004, "ru": 0.0001})
    assert labels(turkish) == ("kk",)
    assert steady([turkish, turkish], (), Belief({}))[0] == ("tr", "tr")
    assert labels(SILENT) == ("und",)
    assert labels(KAZAKH, SILENT, KAZAKH) == ("kk",) * 3


def test_languages_without_a_list_stay_steady_over_batches() -> None:
    english, german = Stretch(20_000, {"en": 0.99}), Stretch(20_000, {"de": 0.99})
    first, belief = steady([english, english], (), Belief({}))
    second, _ = steady([german, german], (), belief)
    assert (first, second) == (("en", "en"), ("de", "de"))


def test_a_chunk_in_two_languages_is_not_clear() -> None:
    assert is_clear(RUSSIAN, "ru", BOTH)
    assert not is_clear(RUSSIAN, "kk", BOTH)
    assert not is_clear(Stretch(20_000, {"ru": 0.2, "kk": 0.01}), "ru", BOTH)
    assert is_clear(SILENT, "kk", BOTH)


@given(
    st.lists(st.tuples(st.integers(0, 30_000), st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=12),
    st.integers(0, 12),
)
def test_no_other_path_explains_more(heard: list[tuple[int, float, float]], place: int) -> None:
    stretches = [Stretch(ms, {"kk": kk, "ru": ru}) for ms, kk, ru in heard]
    found, belief = steady(stretches, BOTH, Belief({}))
    assert set(found) <= set(BOTH)
    assert max(belief.nats.values()) == 0
    assert min(belief.nats.values()) >= -SWITCH_COST - MOST_EVIDENCE
    other = [*found]
    other[place % len(other)] = "ru" if other[place % len(other)] == "kk" else "kk"
    assert explained(stretches, found) >= explained(stretches, other) - 1e-9


def explained(stretches: list[Stretch], path: tuple[str, ...] | list[str]) -> float:
    """Return how well a path explains what was heard, counted by hand."""
    total = -SWITCH_COST * sum(one != other for one, other in pairwise(path))
    for stretch, language in zip(stretches, path, strict=True):
        shares = {"kk": 10 * stretch.heard["kk"], "ru": stretch.heard["ru"]}
        nats = {tag: math.log(max(share, 1e-4)) for tag, share in shares.items()}
        weight = min(1, stretch.speech_ms / 10_000)
        total += weight * max(nats[language] - max(nats.values()), -MOST_EVIDENCE)
    return total


@given(st.lists(st.tuples(st.integers(90, 9_000), st.integers(100, 3_000)), min_size=1, max_size=12))
def test_windows_hold_all_of_a_chunk_and_are_long_enough(lengths: list[tuple[int, int]]) -> None:
    spans, now_ms = [], 400
    for speech_ms, pause_ms in lengths:
        spans.append(Span(now_ms, now_ms + speech_ms))
        now_ms += speech_ms + pause_ms
    chunk = Chunk(3, 0, now_ms, tuple(spans))
    parts = windows(chunk)
    assert [span for part in parts for span in part.speech] == spans
    assert [part.start_ms for part in parts] == [0, *(part.end_ms for part in parts[:-1])]
    assert parts[-1].end_ms == now_ms
    assert len(parts) == 1 or all(part.end_ms - part.start_ms >= LEAST_WINDOW_MS for part in parts)


@pytest.mark.parametrize("tags", ["kk,auto", "kk,", "kazakh", "", "ru-x-yana", "x-yana", "en-t-yana", "en-u-yana"])
def test_what_is_no_list_of_languages_is_refused(db: Database, tags: str) -> None:
    programme_id = add_programme(db, {"title": "Күз", "language": "kk"}).programme_id
    with pytest.raises(UnknownLanguage):
        enqueue(db, "transcribe", programme_id, {"languages": tags})
    assert parse_languages("KK, ru,kk") == BOTH


@pytest.mark.parametrize(
    ("text", "language", "is_doubted"),
    [
        ("Бүгін ауылға қар жауды", "kk", False),
        ("Bügin auylğa qar jauady", "kk", True),
        ("بۈگىن اۋىلعا قار جاۋدى", "kk", True),
        ("Бүгін BBC мен CNN тілшілері келді", "kk", False),
        ("Сегодня выпал снег", "ru", False),
        ("Segodnya vypal sneg", "ru", True),
        ("Snow fell today", "en", False),
        ("Сноу фелл тудэй", "en", True),
        ("2018", "kk", False),
        ("Bugun qor yogʻdi", "uz", False),
        ("Бугун қор ёғди", "uz-Cyrl", False),
        ("ქალაქი", "ka", False),
        ("Snow", None, False),
    ],
)
def test_letters_that_are_not_those_of_the_language_are_seen(text: str, language: str | None, is_doubted: bool) -> None:
    assert doubt_script(text, language) == (Doubt.OTHER_SCRIPT if is_doubted else None)


def test_words_tell_kazakh_from_russian_where_an_engine_does_not() -> None:
    assert written_language("Олар құрғап қалған теңіз табанына сексеуіл отырғызады", BOTH) == "kk"
    assert written_language("Дети вышли на улицу и играли до обеда", BOTH) == "ru"
    assert written_language("Алматы", BOTH) == "und"
    assert written_language("Snow fell", ("kk", "en")) == "en"
    assert written_language("", BOTH) == "und"


@pytest.fixture
def mixed(archive: Archive, db: Database) -> str:
    """A programme of 97 s: Kazakh, Russian, Kazakh."""
    return add(archive, db, SOUND)


def test_a_real_engine_hears_where_the_language_changes(
    archive: Archive, db: Database, mixed: str, recogniser: EngineProcess
) -> None:
    recording = current_recording(db, mixed)
    assert recording
    sound = decoded_sound(archive, recording)
    chunks = list(plan(sound))
    held = lease.claim(db, enqueue(db, "transcribe", mixed, {}).job_id, this_process())
    assert held
    work = Work(archive, db, held, lambda done, total: None, lambda: None)
    asked = Recognition(recogniser.engine, recogniser.version, recogniser.model.sha256, recording.sha256, "und", {})
    listener = Listener(work, asked, sound, BOTH)
    labelled = listen(listener, recogniser, chunks)
    assert [language for language, _ in turns(labelled)] == ["kk", "ru", "kk"]
    for (_, heard), spoken in zip(turns(labelled), spoken_turns(), strict=True):
        assert heard.overlap_ms(Span(spoken.start_ms, spoken.end_ms)) > 0.8 * (spoken.end_ms - spoken.start_ms)
    assert len(labelled) > len(chunks), "the chunk in which Russian ends is cut"
    assert [span for chunk, _ in labelled for span in chunk.speech] == [span for c in chunks for span in c.speech]
    stored = db.table("chunk_result").count
    assert listen(listener, recogniser, chunks) == labelled
    assert db.table("chunk_result").count == stored, "what was asked once is not asked again"
    forced = Listener(work, asked, sound, ("kk",))
    assert {language for _, language in listen(forced, recogniser, chunks)} == {"kk"}
    assert db.table("chunk_result").count == stored, "a known language is not asked for"


def test_a_programme_in_two_languages_is_written_in_both(archive: Archive, db: Database, tmp_path: Path) -> None:
    """By an engine that tells no languages: its words do."""
    sound = tmp_path / "two.wav"
    pause = np.zeros(4 * RATE_HZ, np.float32)
    write_wav(sound, np.concatenate([pause, *(part for n in (0, 4, 1) for part in (sound_of(PHRASES[n]), pause))]))
    programme_id = add(archive, db, sound)
    options = {"engine": "onnx-asr", "model": str(GIGAAM), "languages": "kk,ru", "speakers": "off"}
    do_job(archive, db, "transcribe", programme_id, options)
    run = get_transcript(db, programme_id)
    assert (run.provenance.language, run.provenance.options["languages"]) == ("und", "kk,ru")
    assert [segment.language for segment in run.segments] == ["kk", "ru", "kk"]
    assert [segment.text for segment in run.segments] == [PHRASES[n].text for n in (0, 4, 1)]


@pytest.mark.release
def test_whisper_writes_a_programme_in_two_languages(archive: Archive, db: Database, mixed: str) -> None:
    do_job(archive, db, "transcribe", mixed, {"model": "base", "languages": "kk,ru", "speakers": "off"})
    languages = [segment.language for segment in get_transcript(db, mixed).segments if segment.words]
    assert [language for language, _ in groupby(languages)] == ["kk", "ru", "kk"]


def add(archive: Archive, db: Database, sound: Path) -> str:
    programme_id = add_programme(db, {"title": "Күз", "language": "kk"}).programme_id
    with sound.open("rb") as source:
        ingest_file(archive, db, programme_id, source, sound.name)
    return programme_id


def listen(listener: Listener, engine: EngineProcess, chunks: list[Chunk]) -> list[tuple[Chunk, str]]:
    """Label batch by batch, as a job does."""
    beliefs, found = [first_belief("kk", BOTH)], []

    def last() -> Talk[Belief]:
        return beliefs[-1]
        yield

    for labelled in in_order((listener.label(batch, last()) for batch in batches(chunks)), OneAtATime(engine)):
        beliefs.append(labelled.belief)
        found += zip(labelled.chunks, labelled.languages, strict=True)
    return found


def turns(labelled: list[tuple[Chunk, str]]) -> list[tuple[str, Span]]:
    """Return the stretches of one language after another."""
    groups = [[*group] for _, group in groupby(labelled, key=lambda pair: pair[1])]
    return [(group[0][1], Span(group[0][0].start_ms, group[-1][0].end_ms)) for group in groups]


def write_wav(target: Path, samples: Samples) -> None:
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((samples * 32767).astype("<i2").tobytes())


def test_a_region_or_a_script_changes_nothing() -> None:
    heard = [Stretch(20_000, {"kk": 0.98, "ru": 0.01}), Stretch(20_000, {"ru": 0.99, "kk": 0.001})]
    labels, _ = steady(heard, ("kk-KZ", "ru-RU"), first_belief("und", ("kk-KZ", "ru-RU")))
    assert labels == ("kk-KZ", "ru-RU")
