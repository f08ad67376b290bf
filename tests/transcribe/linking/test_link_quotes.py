"""What a sentence quotes is a claim of its own."""

from __future__ import annotations

import pytest

from tests.transcribe.linking.programmes import link_demo, summary_of
from transcribe.linking.claims import quotes_of
from transcribe.linking.embeddings import Embedder
from transcribe.records import PartKind, Verdict


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("“Water is all we have,” she says, “and it is going.”", ["Water is all we have,", "and it is going."]),
        ('He said: "We will not leave the village".', ["We will not leave the village"]),
        ("Ол «біз ешқайда кетпейміз» деді.", ["біз ешқайда кетпейміз"]),
        ("‘It’s our sea and we’ll wait,’ he said.", ["It’s our sea and we’ll wait,"]),
        ("The “new sea” project of the ‘Aral’ fund", []),
        ("It’s the villagers’ own money, and that’s all.", []),
    ],
)
def test_spoken_words_between_marks_are_quotes_and_titles_are_none(claim: str, quoted: list[str]) -> None:
    assert [claim[start:end] for start, end in quotes_of(claim)] == quoted


def test_a_quote_that_was_said_is_likely_and_one_that_was_not_is_not(embedder: Embedder) -> None:
    said = "An archive that hides its gaps is not an archive."
    summary = summary_of("reels")
    for text, verdict in ((summary, Verdict.LIKELY), (summary.replace(said[:-1], MADE_UP), Verdict.NOT_FOUND)):
        (quote,) = [
            part for link in link_demo("reels", text, embedder) for part in link.parts if part.kind is PartKind.QUOTE
        ]
        assert text[quote.start_char : quote.end_char] == quote.text
        assert quote.verdict is verdict
        assert (said in quote.heard) == (verdict is Verdict.LIKELY)


MADE_UP = "Our antelopes deserve cheaper railway tickets to Denmark"
