"""A newer run beside a person's words: what is offered, what is left alone, and that nothing of a person's is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from transcribe.merge import Difference, Kind, apply, differences
from transcribe.records import Doubt, ProgrammeText, Provenance, Segment, Transcript, Word, make_segment_id

SOUND = "f" * 64
PROVENANCE = Provenance("faster-whisper", "1.2.1", "base", "m" * 64, SOUND, "kk", {})


def words(text: str, start_ms: int, word_ms: int = 400) -> tuple[Word, ...]:
    return tuple(
        Word(each, start_ms + number * word_ms, start_ms + (number + 1) * word_ms, 0.5)
        for number, each in enumerate(text.split())
    )


def segment(text: str, start_ms: int, *, doubts: tuple[Doubt, ...] = (), edited_by: str | None = None) -> Segment:
    said = words(text, start_ms)
    end_ms = said[-1].end_ms if said else start_ms + 1_000
    return Segment(make_segment_id(SOUND, start_ms, text), start_ms, end_ms, said, "S1", "kk", doubts, edited_by)


def run(number: int, *segments: Segment) -> Transcript:
    return Transcript(f"t{number}", "p", "r", number, "recognised", PROVENANCE, segments, f"{number}", "2026-11-25")


def standing(base: Transcript, *edits: Segment) -> ProgrammeText:
    return ProgrammeText(base, None, apply(base.segments, edits))


def edited(segment: Segment, text: str, author: str = "Айгүл") -> Segment:
    return replace(segment, words=words(text, segment.start_ms, 100), edited_by=author)


def offers(text: ProgrammeText, newer: Transcript) -> list[tuple[Kind, str, str]]:
    return [
        (each.kind, each.current.text if each.current else "", each.offered.text) for each in differences(text, newer)
    ]


ONE, TWO = segment("Бір екі үш", 0), segment("Төрт бес алты", 5_000)
BASE = run(1, ONE, TWO)


def test_the_same_words_are_no_difference() -> None:
    assert differences(standing(BASE), run(2, ONE, TWO)) == ()
    assert differences(standing(BASE), BASE) == ()


def test_words_stay_with_their_segment_however_the_newer_run_is_cut() -> None:
    whole = Segment("x", 0, 6_200, (*words("Бір екі жүз", 100), *words("Төрт бес алты", 5_100)))
    (found,) = differences(standing(BASE), run(2, whole))
    assert (found.kind, found.current) == (Kind.MACHINE, ONE)
    assert found.offered == replace(
        ONE, start_ms=100, end_ms=1_300, words=words("Бір екі жүз", 100), language=None, run=2
    )


def test_a_persons_words_are_only_offered_others() -> None:
    mine = edited(ONE, "Бір екі төрт")
    assert offers(standing(BASE, mine), run(2, segment("Бір екі жүз", 0), TWO)) == [
        (Kind.HUMAN, "Бір екі төрт", "Бір екі жүз")
    ]


def test_a_newer_run_that_repeats_what_a_person_corrected_says_nothing_new() -> None:
    assert offers(standing(BASE, edited(ONE, "Бір екі төрт")), run(2, ONE, TWO)) == []
    assert offers(standing(BASE, edited(ONE, "")), run(2, ONE, TWO)) == []


def test_a_newer_run_that_agrees_with_a_person_leaves_their_punctuation() -> None:
    agreeing = run(2, segment("бір, екі төрт.", 0), TWO)
    assert offers(standing(BASE, edited(ONE, "Бір екі төрт")), agreeing) == []


def test_speech_that_nothing_stood_for_is_offered_as_a_segment_of_its_own() -> None:
    found = differences(standing(BASE), run(2, ONE, segment("Жаңа сөз", 3_000), TWO, segment("Соңғы", 9_000)))
    assert [(each.current, each.offered.text, each.offered.start_ms) for each in found] == [
        (None, "Жаңа сөз", 3_000),
        (None, "Соңғы", 9_000),
    ]
    text = apply(BASE.segments, [each.offered for each in found])
    assert [each.text for each in text] == ["Бір екі үш", "Жаңа сөз", "Төрт бес алты", "Соңғы"]


def test_words_for_a_passage_that_failed_fill_it() -> None:
    gap = segment("", 5_000, doubts=(Doubt.GAP,))
    (found,) = differences(standing(run(1, ONE, gap)), run(2, ONE, segment("Төрт бес", 5_200)))
    assert (found.offered.segment_id, found.offered.text, found.offered.doubts) == (gap.segment_id, "Төрт бес", ())


def test_where_the_newer_run_failed_it_says_nothing() -> None:
    assert differences(standing(BASE), run(2, ONE, segment("", 5_000, doubts=(Doubt.GAP,)))) == ()


def test_words_that_the_newer_run_does_not_hear_are_offered_to_go() -> None:
    assert offers(standing(BASE), run(2, ONE)) == [(Kind.MACHINE, "Төрт бес алты", "")]


def test_doubts_come_with_the_words_and_the_speaker_stays() -> None:
    doubtful = replace(segment("Бір екі жүз", 0, doubts=(Doubt.LOOP,)), speaker="S9", language="ru")
    (found,) = differences(standing(BASE), run(2, doubtful, TWO))
    assert (found.offered.doubts, found.offered.speaker, found.offered.language) == ((Doubt.LOOP,), "S1", "ru")


def test_the_same_word_long_before_is_another_word() -> None:
    before, after = run(1, segment("иә", 0), segment("жоқ", 20_000)), run(2, segment("иә", 20_000))
    assert offers(standing(before), after) == [(Kind.MACHINE, "иә", ""), (Kind.MACHINE, "жоқ", "иә")]


def test_the_same_word_at_the_other_end_of_unbroken_speech_is_another_word() -> None:
    unbroken = run(2, segment("бұл ән биыл күзде тағы да айтылды иә", 400))
    assert offers(standing(run(1, segment("иә", 0))), unbroken) == [
        (Kind.MACHINE, "иә", "бұл"),
        (Kind.MACHINE, "", "ән биыл күзде тағы да айтылды иә"),
    ]


def test_a_word_that_is_heard_a_little_earlier_stays_with_its_segment() -> None:
    late, early = segment("Төрт бес", 2_000), segment("Төрт бес", 1_250)
    assert differences(standing(run(1, ONE, late)), run(2, ONE, early)) == ()


def test_a_trace_of_silence_within_speech_takes_no_words() -> None:
    trace = Segment("silence", 400, 800, (), doubts=(Doubt.NO_SPEECH,))
    found = differences(standing(run(1, ONE, trace, TWO)), run(2, segment("Бір жиырма үш", 0), TWO))
    offered = [(each.offered.segment_id, each.offered.words) for each in found]
    assert offered == [(ONE.segment_id, words("Бір жиырма үш", 0))]


VOCABULARY = ("бір", "екі", "үш", "төрт", "Төрт", "иә,")


@st.composite
def runs(draw: st.DrawFn, number: int) -> Transcript:
    """Segments of up to five words, none over another, some without words, some of them failed."""
    now_ms, segments = 0, []
    for _ in range(draw(st.integers(0, 6))):
        now_ms += draw(st.integers(0, 3_000))
        text = " ".join(draw(st.lists(st.sampled_from(VOCABULARY), max_size=5)))
        made = segment(text, now_ms)
        segments.append(made)
        now_ms = made.end_ms + 1
    return run(number, *segments)


@st.composite
def texts(draw: st.DrawFn) -> ProgrammeText:
    base = draw(runs(1))
    chosen = [each for each in base.segments if draw(st.booleans())]
    return standing(base, *(edited(each, " ".join(draw(st.lists(st.sampled_from(VOCABULARY))))) for each in chosen))


def said(segments: Sequence[Segment]) -> list[str]:
    return [word.text for segment in segments for word in segment.words]


def take(text: ProgrammeText, *accepted: Difference) -> ProgrammeText:
    return replace(text, segments=apply(text.segments, [each.offered for each in accepted]))


def is_in_order(text: ProgrammeText) -> bool:
    starts = [each.start_ms for each in text.segments]
    within = all(
        each.start_ms <= word.start_ms <= word.end_ms <= each.end_ms
        for each in text.segments
        if each.run
        for word in each.words
    )
    return within and starts == sorted(starts)


@given(texts(), runs(2), runs(3), st.data())
@settings(max_examples=150, deadline=None)
def test_a_persons_words_stay_unless_that_very_difference_is_accepted(
    text: ProgrammeText, second: Transcript, third: Transcript, data: st.DataObject
) -> None:
    replaced = set()
    now = text
    for _ in range(data.draw(st.integers(0, 6))):
        found = differences(now, data.draw(st.sampled_from((second, third))))
        if not found:
            continue
        chosen = data.draw(st.sampled_from(found))
        replaced |= {chosen.offered.segment_id} if chosen.kind is Kind.HUMAN else set()
        now = take(now, chosen)
        assert is_in_order(now)
    standing_now = {each.segment_id: each for each in now.segments}
    assert len(standing_now) == len(now.segments)
    for each in text.segments:
        assert each.segment_id in standing_now
        if each.edited_by and each.segment_id not in replaced:
            assert standing_now[each.segment_id] == each


@given(texts(), runs(2))
@settings(max_examples=150, deadline=None)
def test_accepting_all_that_nobody_edited_touches_no_person_and_leaves_nothing_over(
    text: ProgrammeText, newer: Transcript
) -> None:
    found = differences(text, newer)
    assert take(text) == text
    machine = [each for each in found if each.kind is Kind.MACHINE]
    after = take(text, *machine)
    assert [each for each in after.segments if each.edited_by] == [each for each in text.segments if each.edited_by]
    assert [each for each in differences(after, newer) if each.kind is Kind.MACHINE] == []
    assert [each.kind for each in differences(after, newer)] == [Kind.HUMAN] * (len(found) - len(machine))
    assert is_in_order(after)


@given(runs(1), runs(2), st.randoms())
@settings(max_examples=150, deadline=None)
def test_accepting_all_in_any_order_gives_the_newer_runs_words(
    base: Transcript, newer: Transcript, dice: object
) -> None:
    at_once = take(standing(base), *differences(standing(base), newer))
    assert said(at_once.segments) == said(newer.segments)
    one_by_one = standing(base)
    while found := differences(one_by_one, newer):
        one_by_one = take(one_by_one, dice.choice(found))  # type: ignore[attr-defined]
    assert one_by_one == at_once
