"""Where the gate finds what is kept back: in what is written, in what is heard, in a mask; and how it says so."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from media.records import Span
from media.store import arrive
from tests.webapp.desk import Desk, make_desk
from tests.webapp.editions import approved as approved_records
from tests.webapp.editions import make_sound
from webapp.edition.records import EditionConflict, EditionTranslated, EditionTranslation, Maker
from webapp.edition.render import render_document
from webapp.gate.kept_back import Covered, Dismissed
from webapp.gate.places import places_beside, places_heard, places_in
from webapp.gate.records import Finding, HeardWord, Part
from webapp.gate.said import sentence_of, to_listen
from webapp.gate.tone import is_tone
from webapp.gate.written import look_through, written
from webapp.leaks.names import Alias, Name
from webapp.leaks.spots import Spotter, Wanted

HIDDEN = "Жақсыбаева"
PLACES = {
    "title": (Part.TITLE, None),
    "summary": (Part.SUMMARY, None),
    "text": (Part.TRANSCRIPT, 800),
}


@pytest.mark.parametrize("where", PLACES)
def test_a_name_in_what_is_written_is_found_and_its_place_told(desk_archive: Desk, tmp_path: Path, where: str) -> None:
    said = {"title": f"{HIDDEN} туралы", "summary": f"About {HIDDEN}.", "text": f"бір екі {HIDDEN} үш"}
    files = make_sound(tmp_path / "sound")
    made = approved_records("p1", **{where: said[where]}, sound=files.sound)  # type: ignore[arg-type]
    names = [Name((Alias(HIDDEN),))]
    with written(desk_archive.archive, made, files) as layout:
        found = look_through(layout, names, Spotter([Wanted("", Alias(HIDDEN))]), lambda: None)
        assert layout.root.is_dir()
    assert not layout.root.exists()
    assert found == (Finding(*PLACES[where]),)


def test_every_part_of_a_document_is_looked_through_and_told_by_its_name() -> None:
    document = render_document(approved_records("p1"), 1, "2026-11-26T00:00:00.000Z")
    assert document.transcript
    assert document.summary
    segment, sentence = document.transcript.segments[0], document.summary.sentences[0]
    parts = {
        Finding(Part.FACTS): replace(document, facts=replace(document.facts, people=("Арал", f"{HIDDEN} апай"))),
        Finding(Part.SPEAKERS): replace(
            document, transcript=replace(document.transcript, segments=(replace(segment, speaker=HIDDEN),))
        ),
        Finding(Part.LINKS): replace(
            document, summary=replace(document.summary, sentences=(replace(sentence, missing=(HIDDEN,)),))
        ),
        Finding(Part.LINKS, 700): replace(
            document,
            summary=replace(
                document.summary,
                sentences=(replace(sentence, conflicts=(EditionConflict("х", HIDDEN, Span(700, 900)),)),),
            ),
        ),
        Finding(Part.TRANSLATION, 400): replace(
            document,
            translations=(
                EditionTranslation("en", Maker.JOURNALIST, None, (EditionTranslated(400, 900, f"Said {HIDDEN}."),)),
            ),
        ),
    }
    spotter = Spotter([Wanted("", Alias(HIDDEN))])
    assert list(places_in(document, spotter)) == []
    for finding, made in parts.items():
        assert list(places_in(made, spotter)) == [finding]


def test_a_name_in_the_bytes_of_the_sound_is_found(desk_archive: Desk, tmp_path: Path) -> None:
    files = make_sound(tmp_path / "sound")
    files.access.write_bytes(files.access.read_bytes() + HIDDEN.encode())
    sound = replace(files.sound, sha256=hashlib.sha256(files.access.read_bytes()).hexdigest())
    made = approved_records("p1", sound=sound)
    with written(desk_archive.archive, made, replace(files, sound=sound)) as layout:
        found = look_through(layout, [Name((Alias(HIDDEN),))], Spotter([Wanted("", Alias(HIDDEN))]), lambda: None)
    assert found == (Finding(Part.SOUND),)


def test_what_a_killed_check_has_left_goes_when_something_comes_in(desk_archive: Desk, tmp_path: Path) -> None:
    files = make_sound(tmp_path / "sound")
    with written(desk_archive.archive, approved_records("p1", sound=files.sound), files) as layout:
        left = shutil.copytree(layout.root, layout.root.with_name(".making-left"))
    os.utime(left, (time.time() - 90_000,) * 2)
    with arrive(desk_archive.archive, io.BytesIO(b"sound")):
        assert not left.exists()


@pytest.fixture(scope="module")
def desk_archive(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("written"))


def words(*said: tuple[str, int]) -> list[HeardWord]:
    return [HeardWord(text, start_ms, start_ms + 400) for text, start_ms in said]


def test_what_somebody_let_through_may_be_heard_there_and_nowhere_else() -> None:
    spotter = Spotter([Wanted("x", Alias("Дана"))])
    heard = words(("екі", 0), ("дана", 5_000), ("бар", 5_400), ("дана", 90_000))
    assert list(places_heard(heard, spotter, [Dismissed("x", Span(5_300, 5_700))], [])) == [Finding(Part.HEARD, 90_000)]
    assert len(list(places_heard(heard, spotter, [], []))) == 2


def test_what_was_let_through_as_one_persons_excuses_nobody_else() -> None:
    spotter = Spotter([Wanted("a", Alias("Роза")), Wanted("b", Alias("Гүлнәр"))])
    heard, let_through = words(("Роза", 10_000), ("Гүлнәр", 10_900)), [Dismissed("a", Span(10_000, 10_400))]
    assert list(places_heard(heard, spotter, let_through, [])) == [Finding(Part.HEARD, 10_900)]
    twice = Spotter([Wanted("a", Alias("Роза")), Wanted("b", Alias("Роза"))])
    assert list(places_heard(words(("Роза", 10_000)), twice, let_through, [])) == [Finding(Part.HEARD, 10_000)]


def test_one_place_that_was_let_through_excuses_one_hearing_the_nearest() -> None:
    spotter, heard = Spotter([Wanted("a", Alias("Роза"))]), words(("Роза", 9_200), ("және", 9_600), ("Роза", 10_100))
    let_through = [Dismissed("a", Span(10_000, 10_400))]
    assert list(places_heard(heard, spotter, let_through, [])) == [Finding(Part.HEARD, 9_200)]
    both = [Dismissed("a", Span(9_300, 9_600)), *let_through]
    assert not list(places_heard(heard, spotter, both, []))


def test_what_only_resembles_a_name_is_to_be_listened_to_and_stops_only_beside_a_mask() -> None:
    spotter, heard = Spotter([Wanted("x", Alias("Жақсыбаева"))]), words(("Жақсылықова", 10_000))
    assert list(places_heard(heard, spotter, [], [])) == [Finding(Part.HEARD, 10_000, is_certain=False)]
    assert list(places_heard(heard, spotter, [], [Span(12_000, 13_000)])) == [Finding(Part.NEAR_MASK, 10_000)]
    let_through = [Dismissed("x", Span(10_000, 10_400))]
    assert not list(places_heard(heard, spotter, let_through, [Span(12_000, 13_000)]))


def test_a_covered_word_that_is_heard_beside_its_mask_is_found() -> None:
    covered = [Covered(Span(4_000, 5_000), ("Shymkent",))]
    assert list(places_beside(words(("Shymkent", 5_600)), covered)) == [Finding(Part.NEAR_MASK, 5_600)]
    assert not list(places_beside(words(("Shymkent", 60_000), ("station", 5_600)), covered))


def test_a_sentence_names_places_and_not_too_many() -> None:
    findings = [Finding(Part.HEARD, minute * 60_000) for minute in range(20)]
    said = sentence_of("p1", [Finding(Part.TITLE), *findings, Finding(Part.HEARD, 5, is_certain=False)])
    assert said.startswith("Programme p1 was not let out: what is kept back is still in it, in the title, ")
    assert "the sound at 0:06:00 and 13 more." in said


def test_what_a_person_should_listen_to_is_said_and_nothing_where_there_is_nothing() -> None:
    assert to_listen([Finding(Part.TITLE)]) is None
    said = to_listen([Finding(Part.HEARD, 3_723_000, is_certain=False)])
    assert said == "A machine hears what resembles a name that is kept back: listen to the sound at 1:02:03."


RATE_HZ = 16_000


@pytest.mark.parametrize(("voice_db", "is_clean"), [(-60.0, True), (-26.0, True), (-17.0, False), (0.0, False)])
def test_a_voice_beneath_a_tone_is_no_tone(voice_db: float, is_clean: bool) -> None:
    """A voice of 200 ms within two seconds of a tone; the level is beside that of the tone."""
    tone = 0.1 * np.sin(2 * np.pi * 1_000 * np.arange(2 * RATE_HZ) / RATE_HZ)
    voice = np.zeros_like(tone)
    said = np.random.default_rng(1).normal(0, 0.1 / np.sqrt(2), RATE_HZ // 5)
    voice[RATE_HZ : RATE_HZ + len(said)] = said * 10 ** (voice_db / 20)
    assert is_tone((tone + voice).astype(np.float32)) is is_clean


def test_silence_and_another_pitch_are_no_tone() -> None:
    assert not is_tone(np.zeros(RATE_HZ, np.float32))
    assert not is_tone((0.1 * np.sin(np.arange(RATE_HZ) * 0.3)).astype(np.float32))
    assert is_tone(np.zeros(3, np.float32))
