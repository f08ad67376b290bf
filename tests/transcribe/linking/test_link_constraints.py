"""What a person decided, the machine keeps to when it looks again."""

from __future__ import annotations

import numpy as np
import pytest

from media.records import Span
from tests.transcribe.linking.programmes import LANGUAGES, segments_of, summary_of
from transcribe.linking.claims import split_claims
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import gather
from transcribe.linking.link import Linker
from transcribe.linking.windows import windows_of
from transcribe.records import DecisionKind, Link, LinkDecision, Standing, Verdict

NAME = "saxaul"
HEARD = gather(segments_of(NAME), LANGUAGES[NAME])
CLAIMS = split_claims(summary_of(NAME))


def linked(embedder: Embedder, standings: dict[str, Standing]) -> tuple[Link, ...]:
    linker = Linker(HEARD, "en", embedder, words_are_known=True, link_id=str, standings=standings)
    return linker.link(CLAIMS, lambda done, total: None).links


def decided(kind: DecisionKind, **spans: tuple[Span, ...]) -> Standing:
    decision = LinkDecision("d1", "p1", CLAIMS[3].claim_id, kind, (), "aigerim", "day")
    return Standing(decision, no_support=kind is DecisionKind.NO_SUPPORT, **spans)


def test_a_place_that_was_rejected_is_not_chosen_again_nor_offered(embedder: Embedder) -> None:
    free = linked(embedder, {})[3]
    (span,) = free.spans
    again = linked(embedder, {CLAIMS[3].claim_id: decided(DecisionKind.REJECT, rejected=(span,))})[3]
    assert all(2 * other.overlap_ms(span) <= other.duration_ms for other in again.spans)


@pytest.mark.parametrize("claim", [0, 3, 7])
def test_a_place_that_was_fixed_is_kept_to(claim: int, embedder: Embedder) -> None:
    place = windows_of(HEARD)[-1].span
    (link,) = linked(embedder, {CLAIMS[claim].claim_id: decided(DecisionKind.MOVE, fixed=(place,))})[claim : claim + 1]
    assert any(span.overlap_ms(place) for span in link.spans)


def test_what_nothing_bears_out_by_a_persons_word_gets_no_place(embedder: Embedder) -> None:
    links = linked(embedder, {CLAIMS[3].claim_id: decided(DecisionKind.NO_SUPPORT)})
    assert links[3].spans == ()
    assert links[3].verdict is Verdict.NOT_FOUND
    assert [link.spans for link in links[:3]] == [link.spans for link in linked(embedder, {})[:3]]


def test_what_nothing_bears_out_tells_no_minute(embedder: Embedder) -> None:
    standings = {claim.claim_id: decided(DecisionKind.NO_SUPPORT) for claim in CLAIMS}
    linker = Linker(HEARD, "en", embedder, words_are_known=True, link_id=str, standings=standings)
    assert not linker.link(CLAIMS, lambda done, total: None).told.any()


def test_scores_are_probabilities(embedder: Embedder) -> None:
    scores = np.array([link.score for link in linked(embedder, {})])
    assert ((scores >= 0) & (scores <= 1)).all()
