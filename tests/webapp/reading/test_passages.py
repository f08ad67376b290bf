"""Original and translated words side by side: nothing is lost, and what is said together stands together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.edition.records import EditionSegment, EditionTranslated, EditionTranslation, Maker
from webapp.public.reading.passages import passages


def segments(*times: tuple[int, int]) -> list[EditionSegment]:
    return [EditionSegment(f"s{start}", start, end, (), None, None, (), False) for start, end in times]


def translation(*times: tuple[int, int], maker: Maker = Maker.MACHINE) -> EditionTranslation:
    pieces = tuple(EditionTranslated(start, end, f"{start}") for start, end in times)
    return EditionTranslation("en", maker, "m", pieces)


SPOKEN = segments((0, 1000), (1000, 2500), (2500, 4000), (4200, 6000))


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((), [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (((0, 1000), (1000, 2500)), [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (((0, 2500), (4200, 6000)), [(0, 2), (2, 3), (3, 4)]),
        (((0, 6000),), [(0, 4)]),
        # A journalist cuts a little elsewhere.
        (((40, 1150), (1150, 2400), (2600, 4100)), [(0, 1), (1, 2), (2, 3), (3, 4)]),
        # Before the first and after the last.
        (((9000, 9500),), [(0, 1), (1, 2), (2, 3), (3, 4)]),
    ],
)
def test_segments_that_one_piece_translates_stand_together(
    pieces: tuple[tuple[int, int], ...], expected: list[tuple[int, int]]
) -> None:
    found = list(passages(SPOKEN, [translation(*pieces)]))
    assert [(each.first, each.end) for each in found] == expected
    assert [piece.start_ms for each in found for (layer,) in [each.layers] for piece in layer] == [p[0] for p in pieces]


def test_two_translations_share_their_passages() -> None:
    found = list(
        passages(SPOKEN, [translation((0, 1000), (1000, 2500)), translation((0, 2500), maker=Maker.JOURNALIST)])
    )
    assert [(each.first, each.end) for each in found] == [(0, 2), (2, 3), (3, 4)]
    assert [len(layer) for layer in found[0].layers] == [2, 1]


def test_no_words_no_passages() -> None:
    assert list(passages([], [translation((0, 1000))])) == []


times = st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 9_000)), max_size=30).map(
    lambda pairs: [(start, start + length) for start, length in sorted(pairs)]
)


@given(times.filter(bool), st.lists(times, max_size=3))
def test_nothing_is_lost(spoken: list[tuple[int, int]], translated: list[list[tuple[int, int]]]) -> None:
    layers = [translation(*each) for each in translated]
    found = list(passages(segments(*spoken), layers))
    assert [place for each in found for place in range(each.first, each.end)] == list(range(len(spoken)))
    for number, layer in enumerate(layers):
        assert tuple(piece for each in found for piece in each.layers[number]) == layer.segments
