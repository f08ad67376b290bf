"""The bundled programmes: what their summaries say is found; what was changed or made up is never borne out."""

from __future__ import annotations

import pytest

from tests.transcribe.linking.programmes import LANGUAGES, link, link_demo, segments_of, summary_of
from transcribe.linking.embeddings import Embedder
from transcribe.records import Verdict

SAXAUL = [
    ("supported", "Таңғы сағат алты"),
    ("supported", "2018 жылы ауылдың он екі әйелі құрды"),
    ("supported", "жетпіс пайызы қурап қалды"),
    ("supported", "жартысынан көбі аман қалады"),
    ("supported", "қырық гектар жерге"),
    ("supported", "төрттен біріне азайған"),
    ("supported", "«Сексеуіл – қалқан, бірақ ем емес."),
    ("supported", "Өзбекстанмен бірлескен жоба"),
]
REELS = [
    ("cannot tell", "one hundred and forty tape reels"),  # it sums up what is said in many places
    ("partly", "shepherds in the Alay valley"),  # the name of the guest is said elsewhere
    ("supported", "fifty degrees for eight hours"),
    ("supported", "An archive that hides its gaps is not an archive."),
    ("supported", "Sixty-two reels are done."),
    ("supported", "four hundred thousand som"),
    ("supported", "came to the station from Gulcha"),
    ("cannot tell", ""),  # the ministry: no word of it in the programme
]


@pytest.mark.parametrize(("name", "expected"), [("saxaul", SAXAUL), ("reels", REELS)])
def test_each_sentence_is_found_where_it_was_said(
    name: str, expected: list[tuple[str, str]], embedder: Embedder
) -> None:
    links = link_demo(name, summary_of(name), embedder)
    assert [link.verdict for link in links] == [verdict for verdict, _ in expected]
    for found, (_, words) in zip(links, expected, strict=True):
        assert words in found.quote
        assert found.spans or not words
        assert sum(span.duration_ms for span in found.spans) <= 35_000
        assert 0 <= found.score <= 1
        assert len(found.alternatives) <= 3
        assert all(each.score >= 0.05 for each in found.alternatives), "nothing speaks for such a place"
        assert all(
            2 * a.span.overlap_ms(span) <= a.span.duration_ms for a in found.alternatives for span in found.spans
        )


@pytest.mark.parametrize(
    ("name", "true", "false", "verdict"),
    [
        ("saxaul", "founded it in 2018", "founded it in 2008", Verdict.CONFLICTING),
        ("saxaul", "Twelve women", "Twenty women", Verdict.CONFLICTING),
        ("saxaul", "seventy per cent", "seventeen per cent", Verdict.CONFLICTING),
        ("saxaul", "3,000 saplings", "5,000 saplings", Verdict.PARTLY),
        ("saxaul", "40 hectares", "14 hectares", Verdict.CONFLICTING),
        ("saxaul", "by a quarter", "by a third", Verdict.CONFLICTING),
        ("saxaul", "Serik Omarov", "Serik Akhmetov", Verdict.CONFLICTING),
        ("saxaul", "Uzbekistan", "Germany", Verdict.PARTLY),
        ("reels", "140 tape reels", "240 tape reels", Verdict.PARTLY),
        ("reels", "since 1989", "since 1998", Verdict.CONFLICTING),
        ("reels", "50 degrees", "60 degrees", Verdict.CONFLICTING),
        ("reels", "400,000 som", "40,000 som", Verdict.CONFLICTING),
        ("reels", "Sixty-two reels", "Twenty-six reels", Verdict.PARTLY),
    ],
)
def test_a_changed_number_or_name_is_never_borne_out(
    name: str, true: str, false: str, verdict: Verdict, embedder: Embedder
) -> None:
    summary = summary_of(name)
    assert true in summary
    (changed,) = [link for link in link_demo(name, summary.replace(true, false), embedder) if false in link.claim.text]
    assert changed.verdict is verdict
    assert changed.missing


MADE_UP = [
    "The ministry of energy has bought 300 wind turbines from Denmark.",
    "A bridge over the river Ili was opened by the president on Friday.",
    "The orchestra played two symphonies by Mahler to an empty hall.",
    "Wheat prices rose by 12 per cent in the first half of the year.",
    "The football team of Karaganda lost its third match in a row.",
    "Police arrested four men who had smuggled antelope horns to China.",
    "She learned to fly a helicopter before she could drive a car.",
    "The museum will be closed until its roof has been repaired.",
]


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_was_made_up_is_not_found_and_the_true_sentences_keep_their_places(name: str, embedder: Embedder) -> None:
    summary = summary_of(name)
    links = link_demo(name, summary + " " + " ".join(MADE_UP), embedder)
    assert {link.claim.text: link.verdict for link in links if link.claim.text in MADE_UP} == dict.fromkeys(
        MADE_UP, Verdict.NOT_FOUND
    )
    expected = {"saxaul": SAXAUL, "reels": REELS}[name]
    for found, (_, words) in zip(links, expected, strict=False):
        if words:  # their order is blurred, so one may be less sure than without
            assert words in found.quote
            assert found.verdict not in (Verdict.NOT_FOUND, Verdict.CONFLICTING)


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_summary_of_another_programme_is_found_nowhere(name: str, embedder: Embedder) -> None:
    (other,) = LANGUAGES.keys() - {name}
    verdicts = {link.claim.text: link.verdict for link in link_demo(name, summary_of(other), embedder)}
    assert verdicts == dict.fromkeys(verdicts, Verdict.NOT_FOUND)


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_summary_in_another_order_finds_the_same_places(name: str, embedder: Embedder) -> None:
    in_order = link_demo(name, summary_of(name), embedder)
    backwards = link_demo(name, " ".join(link.claim.text for link in reversed(in_order)), embedder)
    for one, other in zip(in_order, reversed(backwards), strict=True):
        assert one.claim.text == other.claim.text
        assert not one.spans or not other.spans or any(a.overlap_ms(b) for a in one.spans for b in other.spans)
    linked = [bool(one.spans and other.spans) for one, other in zip(in_order, reversed(backwards), strict=True)]
    assert sum(linked) >= len(linked) - 2  # order counts for something


@pytest.mark.parametrize("name", LANGUAGES)
def test_names_and_numbers_alone_find_places_and_prove_nothing(name: str) -> None:
    links = link_demo(name, summary_of(name) + " " + " ".join(MADE_UP), None)
    assert {link.verdict for link in links} <= {Verdict.LIKELY, Verdict.CANNOT_TELL, Verdict.NOT_FOUND}
    assert all(link.verdict is not Verdict.LIKELY for link in links if link.claim.text in MADE_UP)
    expected = {"saxaul": SAXAUL, "reels": REELS}[name]
    found = [words in link.quote for link, (_, words) in zip(links, expected, strict=False) if words]
    assert sum(found) >= len(found) // 2


def test_a_sentence_without_any_name_number_or_long_word_is_weighed_by_its_meaning(embedder: Embedder) -> None:
    (bare,) = link_demo("reels", "It is so.", embedder)
    assert bare.verdict in (Verdict.NOT_FOUND, Verdict.CANNOT_TELL)
    assert bare.anchors == bare.missing == ()


def test_words_that_the_recogniser_was_not_sure_of_tell_nothing(embedder: Embedder) -> None:
    unsure = link(segments_of("reels", 0.3), "en", summary_of("reels"), embedder, words_are_known=False)
    assert {link.verdict for link in unsure} <= {Verdict.CANNOT_TELL, Verdict.NOT_FOUND}
    sure = link(segments_of("reels", 0.9), "en", summary_of("reels"), embedder, words_are_known=False)
    assert [link.verdict for link in sure] == [verdict for verdict, _ in REELS]


def test_a_programme_in_which_nothing_was_heard_bears_nothing_out(embedder: Embedder) -> None:
    links = link((), "kk", summary_of("saxaul"), embedder)
    assert [link.verdict for link in links] == [Verdict.NOT_FOUND] * len(links)
    assert all(link.score == 0 and not link.spans and not link.alternatives for link in links)
    assert "Gulnar Zhaksybayeva" in links[2].missing
