"""What a long transcript weighs on its way to the reader."""

from __future__ import annotations

import gzip

import pytest

from tests.webapp.published import public_client
from tests.webapp.reading.long_programme import LONG, WORDS, long_programme

MOST_BYTES_A_WORD = 15
MOST_ELEMENTS_A_WORD = 0.5


def test_forty_thousand_words_are_light(tmp_path_factory: pytest.TempPathFactory) -> None:
    client = public_client(long_programme(tmp_path_factory.getbasetemp() / "long").root)
    packed = client.get(f"/programmes/{LONG}", headers={"Accept-Encoding": "gzip"})
    transcript = gzip.decompress(packed.data).decode().partition('<section class="transcript"')[2]
    times = [item for part in transcript.split('data-w="')[1:] for item in part.partition('"')[0].split(" ")]
    assert len(times) == WORDS
    assert len(packed.data) / WORDS <= MOST_BYTES_A_WORD
    assert transcript.count("<") / 2 / WORDS <= MOST_ELEMENTS_A_WORD
