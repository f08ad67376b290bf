"""A name of which nobody has measured when it is said is masked wherever it may be said."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from media.records import Span
from tests.webapp.editions import programme_text
from tests.webapp.redaction.test_apply import content_of, kept, person, published, stretch, words_of
from transcribe.editing.piece import piece_id
from transcribe.incoming.place import place
from transcribe.incoming.records import FoundSegment, FoundTranscript, plain_words
from transcribe.records import ProgrammeText, Segment, Word, WordsBy
from transcribe.revise import with_words
from webapp.redaction.find import find_places
from webapp.redaction.records import Redactions
from webapp.redaction.sound import spans_of

NAME = "Омарова"
CUE = "Сол күні базарда бізді көрген Омарова еді дейді"
SENTENCES = " ".join(f"Ол ауылға {number} рет келген еді дейді көршілері." for number in range(20, 60))


def brought(*cues: tuple[str, int, int]) -> ProgrammeText:
    """Return words as they come in from a file that says when each cue begins and ends."""
    found = tuple(FoundSegment(plain_words(text), Span(start_ms, end_ms)) for text, start_ms, end_ms in cues)
    made = place(FoundTranscript(found), duration_ms=600_000, sound_sha256="s", words_by=WordsBy.HUMAN)
    return of_run(made.segments, made.segments)


def of_run(run: tuple[Segment, ...], now: tuple[Segment, ...]) -> ProgrammeText:
    text = programme_text("p1", "x")
    return dataclasses.replace(text, transcript=dataclasses.replace(text.transcript, segments=run), segments=now)


def masks(text: ProgrammeText, redactions: Redactions) -> list[tuple[int, int]]:
    content = content_of(text, None, title="Әңгіме")
    spans = spans_of(content, redactions, find_places(content, redactions))
    return [(each.start_ms, each.end_ms) for each in spans]


def test_all_of_a_cue_is_masked_in_which_a_name_is_said_nobody_knows_when() -> None:
    text = brought(("Келген кезде", 2_000, 9_500), (CUE, 10_500, 17_400), ("Иә", 20_000, 21_000))
    assert masks(text, kept(person(NAME))) == [(10_000, 18_000)]
    document = published(content_of(text, None, title="Әңгіме"), kept(person(NAME)))
    said = [word for word in words_of(document) if 10_000 <= word.start_ms < 18_000]
    assert [word.text for word in said if not word.redacted] == [each for each in CUE.split() if each != NAME]
    assert {(word.start_ms, word.end_ms) for word in said} == {(10_000, 18_000)}


def test_cues_without_a_pause_between_them_are_each_their_own() -> None:
    text = brought(("Келген кезде", 2_000, 10_500), (CUE, 10_500, 17_400), ("Иә, солай болды", 17_400, 21_000))
    assert masks(text, kept(person(NAME))) == [(10_000, 18_000)]


def test_all_of_a_paragraph_is_masked_that_was_cut_into_its_sentences_at_guessed_times() -> None:
    text = brought(
        ("Сәлем", 1_000, 5_000), (f"{SENTENCES} {CUE}. {SENTENCES}", 10_000, 200_000), ("Иә", 200_000, 210_000)
    )
    assert len(text.segments) > 20
    assert masks(text, kept(person(NAME))) == [(9_000, 201_000)]


def test_a_paragraph_of_which_no_file_says_when_it_ends_lasts_until_the_next_or_as_long_as_slow_speech() -> None:
    text = brought((CUE, 10_000, 10_000), ("Иә", 50_000, 50_000), (CUE, 90_000, 90_000))
    assert masks(text, kept(person(NAME))) == [(9_000, 51_000), (89_000, 151_000)]


@pytest.mark.parametrize("end_ms", [10_000, 17_400])
def test_nobody_can_tell_how_long_a_name_is_or_of_how_many_words(end_ms: int) -> None:
    told = {
        msgspec.json.encode(published(content_of(text, None, title="Әңгіме"), kept(person(name))))
        for name in ("Ли", "Ермек", "Құрманбек Әбдірахманұлы Жақсыбаев")
        for text in [brought((CUE.replace(NAME, name), 10_000, end_ms), ("Иә", 60_000, 61_000))]
    }
    assert len(told) == 1


def test_all_is_kept_back_of_a_cue_of_which_some_of_the_sound_is() -> None:
    text = brought((CUE, 10_500, 17_400), ("Иә", 20_000, 21_000))
    redactions = kept(stretch(11_000, 12_000))
    document = published(content_of(text, None, title="Әңгіме"), redactions)
    assert [word.text for word in words_of(document)] == ["[•••]", "Иә"]
    assert masks(text, redactions) == [(10_000, 18_000)]


def test_where_somebody_split_a_cue_is_a_guess_too() -> None:
    text = brought((CUE, 10_500, 17_400))
    (cue,) = text.segments
    before, after = cue.words[:4], cue.words[4:]
    second_id = piece_id(cue.segment_id, "0123456789")
    assert second_id
    pieces = (
        dataclasses.replace(cue, end_ms=before[-1].end_ms, words=before),
        dataclasses.replace(cue, segment_id=second_id, start_ms=after[0].start_ms, words=after),
    )
    assert masks(of_run(text.segments, pieces), kept(person(NAME))) == [(10_000, 18_000)]


def test_a_word_that_was_heard_has_a_mask_of_its_own() -> None:
    text = brought((CUE, 10_500, 17_400))
    aligned = tuple(dataclasses.replace(each, doubts=()) for each in text.segments)
    ((start_ms, end_ms),) = masks(of_run(text.segments, aligned), kept(person(NAME)))
    assert end_ms - start_ms <= 3_000


HEARD = "бірде ау марға базарда бізді көрген еді дейді"


def typed(words: str, heard: str = HEARD) -> ProgrammeText:
    """Return a passage that a machine heard, a word a second from 0:10 on, and over which somebody typed others."""
    said = [Word(each, 1000 * number, 1000 * number + 1000, 0.6) for number, each in enumerate(heard.split(), 10)]
    run = (
        Segment("a", 10_000, said[-1].end_ms, tuple(said)),
        Segment("b", 30_000, 31_000, (Word("Иә", 30_000, 31_000),)),
    )
    return of_run(run, (with_words(run[0], words, "journalist"), run[1]))


def test_words_typed_over_others_are_masked_with_all_that_these_were() -> None:
    assert masks(typed(f"бірде {NAME} базарда бізді көрген еді дейді"), kept(person(NAME))) == [(10_000, 14_000)]


def test_a_word_typed_over_one_other_has_its_time() -> None:
    text = typed(f"бірде ау марға базарда {NAME} көрген еді дейді")
    assert masks(text, kept(person(NAME))) == [(13_000, 16_000)]


def test_a_name_that_a_machine_passed_over_is_masked_with_the_words_on_both_sides() -> None:
    text = typed(f"бірде ау марға базарда {NAME} бізді көрген еді дейді")
    assert masks(text, kept(person(NAME))) == [(12_000, 16_000)]


def test_a_passage_typed_anew_is_masked_whole_until_its_words_were_looked_for() -> None:
    text = typed(f"Сол кезде ауылда {NAME} тұратын")
    assert masks(text, kept(person(NAME))) == [(9_000, 19_000)]
    timed = dataclasses.replace(text, timed=frozenset("a"))
    ((start_ms, end_ms),) = masks(timed, kept(person(NAME)))
    assert end_ms - start_ms <= 4_000
