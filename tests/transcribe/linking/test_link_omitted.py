"""What a summary leaves out is listed: speech that no sentence tells, and nothing that one tells."""

from __future__ import annotations

from dataclasses import dataclass

from media.records import Span
from tests.transcribe.linking.programmes import LANGUAGES, segments_of, summary_of
from transcribe.linking.claims import split_claims
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import gather
from transcribe.linking.link import Linker
from transcribe.linking.omitted import omitted_of
from transcribe.records import Link, Omitted


@dataclass(frozen=True)
class Found:
    links: tuple[Link, ...]
    omitted: tuple[Omitted, ...]
    channels: tuple[str, ...]


def linked(summary: str, embedder: Embedder, english: tuple[tuple[Span, str], ...] = ()) -> Found:
    heard = gather(segments_of("saxaul"), LANGUAGES["saxaul"])
    linker = Linker(heard, "en", embedder, words_are_known=True, link_id=str, english=english)
    found = linker.link(split_claims(summary), lambda done, total: None)
    return Found(found.links, omitted_of(found.links, found.told, found.windows, heard, english), found.channels)


def test_what_a_sentence_tells_is_not_omitted_and_what_it_does_not_is(embedder: Embedder) -> None:
    sentences = [claim.text for claim in split_claims(summary_of("saxaul"))]
    whole, half = linked(" ".join(sentences), embedder), linked(" ".join(sentences[4:]), embedder)
    told = [span for link in half.links for span in link.spans]
    for omitted in half.omitted:
        assert all(2 * omitted.span.overlap_ms(span) <= span.duration_ms for span in told)
        assert omitted.first_words
        assert 0 < omitted.weight < 1
    length = [sum(each.span.duration_ms for each in found.omitted) for found in (whole, half)]
    assert length[1] > length[0] + 15_000
    weights = [each.weight for each in half.omitted]
    assert weights == sorted(weights, reverse=True)


def test_a_machines_english_is_given_where_there_is_one(embedder: Embedder) -> None:
    english = ((Span(0, 10_000), "It is six in the morning in the Aral district."),)
    told = linked("“Saxaul is a shield, but not a cure,” warns Dana Alimova of Almaty.", embedder, english)
    assert any(each.english.startswith("It is six") for each in told.omitted if each.span.start_ms < 10_000)
    assert "english" in told.channels
