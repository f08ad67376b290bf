"""A summary falls into its sentences, and each keeps its id while others come and go."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcribe.linking.claims import split_claims


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Smith arrived at 9 a.m. on Monday.", "He paid 3,000 som."],
        ["J. K. Rowling and S. Omarov came.", "“Is it so?” she asked.", "It is."],
        ["The U.S. Senate met the U.N. envoy.", "It said no.", "It was 5 p.m.", "The rest left at 6 p.m. Almaty time."],
        ["She left the U.S.", "The Senate did not."],
        ["It was 5 p.m.", "Police came at 6 p.m. Monday."],
        ["See No. 5 and p. 3.", "The answer is no.", "Then 40 people came."],
        ["“Saxaul is a shield, but not a cure,” warns Dana Alimova.", "She said: “Water is needed. It is gone.”"],
        ["It cost 3.5 million… and more.", "What?!", "(Nobody knew.)", "Well."],
        ["Ауыл дәрігері С. Омаров 3,5 мың теңге алды.", "2018 ж. басталды.", "Ол келді."],
        ["В 1989 г. было 3,5 тыс. человек.", "А. С. Пушкин писал.", "«Да!» — сказал он."],
    ],
)
def test_sentences_survive_abbreviations_initials_numbers_and_quotations(sentences: list[str]) -> None:
    if "It is gone" in sentences[-1]:  # a quotation of two sentences is two claims
        last = sentences.pop()
        sentences += [last.split(" It ")[0], "It is gone.”"]
    assert [claim.text for claim in split_claims(" ".join(sentences))] == sentences


def test_a_line_ends_a_sentence_and_lines_without_words_are_none() -> None:
    claims = split_claims("The reels\n\n* * *\nThey were found\nunder the stairs.\n")
    assert [claim.text for claim in claims] == ["The reels", "They were found", "under the stairs."]


@given(st.text(alphabet=st.sampled_from("Aб. !?“”»3,\nЖs'’"), max_size=60) | st.text(max_size=60))
def test_every_word_is_in_one_claim_at_the_place_that_it_names(summary: str) -> None:
    claims = split_claims(summary)
    covered = [False] * len(summary)
    for number, claim in enumerate(claims):
        assert claim.position == number
        assert claim.text == summary[claim.start_char : claim.end_char] == claim.text.strip()
        for place in range(claim.start_char, claim.end_char):
            assert not covered[place]
            covered[place] = True
    assert all(covered[place] for place, character in enumerate(summary) if character.isalnum())
    assert len({claim.claim_id for claim in claims}) == len(claims)


def test_an_id_stays_when_others_come_and_punctuation_goes_and_changes_with_the_words() -> None:
    (before,) = split_claims("Twelve women founded it in 2018.")
    _, after = split_claims("It is small. Twelve  women founded it, in 2018!")
    (other,) = split_claims("Twelve women founded it in 2008.")
    assert before.claim_id == after.claim_id != other.claim_id


def test_a_sentence_that_stands_twice_is_two_claims() -> None:
    first, second = split_claims("Silence. Silence.")
    assert first.claim_id != second.claim_id
