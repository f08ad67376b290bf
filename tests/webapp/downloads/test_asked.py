"""What is asked of a file in an address: everything that can be had, and one sentence for what cannot."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.formats import FORMATS
from transcribe.formats.guides import BBC, GUIDES
from transcribe.formats.options import DEFAULT, Options, Text, Unit
from webapp.downloads.asked import ASKED, NAMES, RANGES, options_of, query_of
from webapp.downloads.offered import offers
from webapp.errors import BadWish
from webapp.newsroom.api.files import Wish

ALL_OPTIONS = st.builds(
    Options,
    guide=st.sampled_from([*GUIDES.values()]),
    lines=st.none() | st.integers(*RANGES["lines"]),
    characters=st.none() | st.integers(*RANGES["characters"]),
    speed=st.none() | st.integers(*RANGES["speed"]),
    unit=st.sampled_from(Unit),
    speakers=st.booleans(),
    text=st.sampled_from(Text),
    latin=st.booleans(),
    clean=st.booleans(),
)


@given(ALL_OPTIONS)
def test_options_are_what_their_address_says(options: Options) -> None:
    assert options_of(query_of(options)) == options


def test_nothing_asked_is_what_most_want() -> None:
    assert options_of({"ui": "kk", "lines": ""}) == DEFAULT
    assert query_of(DEFAULT) == {}
    assert options_of({"guide": "bbc", "letters": "latin", "speakers": "no"}) == Options(
        BBC, latin=True, speakers=False
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("lines", "0", "“lines” is a whole number from 1 to 4."),
        ("lines", "٣", "“lines” is a whole number from 1 to 4."),
        ("characters", "9" * 5000, "“characters” is a whole number from 16 to 80."),
        ("speed", "-5", "“speed” is a whole number from 5 to 40."),
        ("guide", "mtv", "“guide” is one of netflix, bbc."),
        ("unit", "letters", "“unit” is one of sentences, words."),
        ("speakers", "maybe", "“speakers” is one of yes, no."),
        ("text", "<b>", "“text” is one of original, translation, both."),
        ("letters", "runes", "“letters” is one of cyrillic, latin."),
        ("utm_source", "x", "“utm_source” cannot be asked of a file; what can be is guide, lines,"),
    ],
)
def test_what_cannot_be_had_is_refused_in_one_sentence(name: str, value: str, said: str) -> None:
    with pytest.raises(BadWish) as refused:
        options_of({name: value})
    assert str(refused.value).startswith(said)
    assert "\n" not in str(refused.value)


def test_every_format_is_offered_once_with_its_use() -> None:
    made = offers()
    offered = [*made.common, *(offer for _, group in made.groups for offer in group), made.everything]
    assert sorted(offer.name for offer in offered) == sorted(NAMES)
    assert all(offer.title and offer.use for offer in offered)


def test_no_two_formats_have_one_file_name() -> None:
    endings = [each.ending for each in FORMATS.values()]
    assert len(set(endings)) == len(endings)


def test_api_may_be_asked_what_an_address_may() -> None:
    assert set(Wish.__struct_fields__) == set(ASKED)
    assert options_of({name: str(value) for name, value in _defaults().items()}) == DEFAULT


def _defaults() -> dict[str, object]:
    wish = Wish()
    return {name: value for name in Wish.__struct_fields__ if (value := getattr(wish, name)) is not None}
