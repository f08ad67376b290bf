"""Nothing looks surer than it is: short recordings, machine English, missing parts, and two runs of one program."""

from __future__ import annotations

import os
import subprocess
import sys

from media.records import Span
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.linking.programmes import LANGUAGES, link, segments_of, summary_of
from transcribe.linking.anchors import anchors_of
from transcribe.linking.claims import split_claims
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import gather
from transcribe.linking.hits import find_hits
from transcribe.linking.link import Linker
from transcribe.linking.parts import Found
from transcribe.linking.verdict import judge
from transcribe.records import Link, Verdict


def test_in_a_recording_of_a_sentence_nothing_is_called_not_found(embedder: Embedder) -> None:
    segments = read_aloud(["Биыл көктемде олар қырық гектар жерге сексеуіл отырғызды."])
    for text in ("This spring they planted 40 hectares of saxaul.", "The orchestra played Mahler to an empty hall."):
        (only,) = link(segments, "kk", text, embedder)
        assert only.verdict is Verdict.CANNOT_TELL


def test_a_short_recording_is_looked_through_sentence_by_sentence(embedder: Embedder) -> None:
    segments = segments_of("reels")[:4]
    links = link(segments, "en", segments[2].text, embedder)
    assert any(span.overlap_ms(segments[2].span) for each in links for span in each.spans)


def test_machine_english_orders_places_and_makes_none_surer(embedder: Embedder) -> None:
    heard = gather(segments_of("saxaul"), LANGUAGES["saxaul"])
    claims = split_claims(summary_of("saxaul"))
    translated = tuple((heard.span(at, at + 40), claims[at % 8].text) for at in range(0, len(heard.words) - 40, 40))

    def linked(english: tuple[tuple[Span, str], ...]) -> tuple[Link, ...]:
        linker = Linker(heard, "en", embedder, words_are_known=True, link_id=str, english=english)
        return linker.link(claims, lambda done, total: None).links

    for without, with_it in zip(linked(()), linked(translated), strict=True):
        assert with_it.score <= without.score or with_it.spans != without.spans
        assert with_it.score <= max([without.score, *(each.score for each in without.alternatives)])


def test_where_nothing_was_heard_of_a_claim_it_is_not_borne_out_in_part() -> None:
    heard = gather(read_aloud(["Теңіз қайтпаса да, ауыл қалсын деймін."]), "kk")
    (claim,) = split_claims("In Denmark they bought 300 turbines.")
    anchors = anchors_of(claim.text, "en")
    found = Found(claim, anchors, find_hits(anchors, heard), [(0, len(heard.words))], 0.4)
    assert judge(found, heard, by_meaning=True, words_are_known=True).verdict is Verdict.CANNOT_TELL


def test_two_runs_find_the_same() -> None:
    program = (
        "from tests.transcribe.linking.programmes import link_demo, summary_of\n"
        "text = summary_of('saxaul') + ' The United Nations, the Red Cross and the European Union helped in May.'\n"
        "print(link_demo('saxaul', text, None))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(said) == 1
