"""The editor is told what the summary lacks of the programme, and the programme of the summary."""

from __future__ import annotations

from dataclasses import replace

from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.linking.programmes import LANGUAGES, link, link_demo, segments_of, summary_of
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.evidence import gather
from transcribe.linking.reporting.coverage import Coverage, cover
from transcribe.records import DecisionKind, Link, LinkDecision, Omitted, PartKind, Segment, Verdict


def coverage(links: tuple[Link, ...], segments: tuple[Segment, ...], language: str) -> Coverage:
    placed = [PlacedLink(link, link.spans, is_stale=False) for link in links]
    return cover(placed, (), gather(segments, language), "en")


def texts(found: Coverage, kind: PartKind) -> list[str]:
    return [mention.text for mention in found.unmentioned if mention.kind is kind]


def test_names_and_numbers_that_the_summary_lacks_are_told_with_their_first_time() -> None:
    segments = read_aloud(
        [
            "Бүгін қонағымыз Серік Омаров пен Айгүл Сейітова.",
            "Иә, Серік Омаровтың айтуынша 3000 көшет егілді, Айгүл Сейітованың айтуынша 70 пайызы қурады.",
            "Содан кейін Айгүл Сейітоваға хат келді.",
        ]
    )
    links = link(segments, "kk", "Serik Omarov spoke of 3,000 saplings.", None)
    found = coverage(links, segments, "kk")
    names = [mention for mention in found.unmentioned if mention.kind is PartKind.NAME]
    assert [(mention.text.split()[0], mention.times) for mention in names] == [("Айгүл", 3)]
    first = next(word for word in segments[0].words if word.text == "Айгүл")
    assert names[0].span.start_ms == first.start_ms
    assert texts(found, PartKind.NUMBER) == ["70"]


def test_what_the_summary_says_and_nobody_is_heard_to_say_is_listed() -> None:
    summary = summary_of("reels").replace("140 tape reels", "240 tape reels")
    made = link_demo("reels", summary, None)
    found = coverage(made, segments_of("reels"), LANGUAGES["reels"])
    assert "240" in " ".join(part.text for part in found.unheard)
    assert sum(found.verdicts.values()) == len(made)
    assert set(found.verdicts) == set(Verdict)


def test_a_programme_without_words_lacks_nothing() -> None:
    assert coverage((), (), "kk").unmentioned == ()


def test_what_people_point_at_is_not_left_out_any_longer() -> None:
    segments = read_aloud([f"Сөз{number} " * 9 for number in range(20)])  # 5 s each
    (link_made,) = link(segments, "kk", "Serik Omarov spoke.", None)
    pointed = Span(segments[6].start_ms, segments[8].end_ms)
    decision = LinkDecision("d1", "p", link_made.claim.claim_id, DecisionKind.ADD, (pointed,), "aigul", "2026-11-25")
    whole = Omitted(Span(0, segments[-1].end_ms), 0.6, "Сөз0", "Word.")
    heard = gather(segments, "kk")
    for decided, spans in ((None, [whole.span]), (decision, None)):
        now = replace(link_made, decided=decided, spans=(pointed,))
        found = cover([PlacedLink(now, (pointed,), is_stale=False)], [whole], heard, "en").omitted
        left = [Span(segments[9].start_ms, whole.span.end_ms), Span(0, segments[5].end_ms)]
        assert [each.span for each in found] == (spans or left)
        assert found[0].first_words.startswith("Сөз0" if spans else "Сөз9")
        assert sum(each.weight for each in found) <= whole.weight
