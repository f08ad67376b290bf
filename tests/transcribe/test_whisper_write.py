"""A decoder that loses its way is stopped, and writes once more; one that only has much to say is not cut off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import numpy as np
import pytest

from transcribe.engines.protocol import BEAM_SIZE, LOOP_PHRASE_TOKENS
from transcribe.engines.whisper_write import TOKENS_A_SECOND, TOKENS_AT_ONCE, Written, write

END = 1_000
BEGIN = (END + 1, END + 2)
FOUR_SECONDS = TOKENS_AT_ONCE + 4 * TOKENS_A_SECOND
ROOM = 300


class Tokenizer:
    """Every token is a word."""

    eot = END

    def decode(self, tokens: Sequence[int]) -> str:
        return " ".join(sha256(bytes([token % 256, token // 256])).hexdigest()[:9] for token in tokens)


@dataclass
class Result:
    """As of CTranslate2, which stands behind `Decoder` otherwise."""

    sequences_ids: list[list[int]]
    scores: tuple[float] = (-0.5,)
    no_speech_prob: float = 0.25


@dataclass
class Decoder:
    """Writes what it is told to, as far as it is let; asked not to repeat itself, it writes ``otherwise``.

    What is asked of one sound alone is asked of the last.
    """

    texts: Sequence[Sequence[int]]
    otherwise: Sequence[int] = ()
    asked: list[dict[str, Any]] = field(default_factory=list)

    def generate(self, encoded: Any, prompts: list[list[int]], **how: Any) -> list[Result]:
        self.asked.append({"prompts": prompts, **how})
        return [
            self._write(text, prompt, how) for text, prompt in zip(self.texts[-len(prompts) :], prompts, strict=True)
        ]

    def _write(self, text: Sequence[int], prompt: list[int], how: dict[str, Any]) -> Result:
        if "no_repeat_ngram_size" in how:
            text = self.otherwise
        said = len(prompt) - len(BEGIN)
        most = min(how["max_length"] // 2, how["max_length"] - len(prompt))
        return Result([[*text[said : said + most], END][:most]])


def written(decoder: Decoder) -> list[Written]:
    encoded = np.zeros((len(decoder.texts), 1, 1), np.float32)
    return write(decoder, Tokenizer(), encoded, BEGIN, ROOM, longest_s=4.0)


LOOP = [7, 8, 9] * 200
SPEECH = list(range(40))


def test_what_is_no_loop_is_written_once_and_as_it_comes() -> None:
    decoder = Decoder([SPEECH, SPEECH[:5]])
    first, second = written(decoder)
    assert (first.tokens, second.tokens) == (tuple(SPEECH), tuple(SPEECH[:5]))
    assert first.mean_log_probability == pytest.approx(-0.5 * 40 / 41)
    assert (first.no_speech_probability, len(decoder.asked), decoder.asked[0]["beam_size"]) == (0.25, 1, BEAM_SIZE)


def test_a_loop_is_stopped_and_written_once_more_without_repeating_any_phrase() -> None:
    decoder = Decoder([SPEECH, LOOP], otherwise=SPEECH[:30])
    first, second = written(decoder)
    assert first.tokens == tuple(SPEECH), "its neighbour stays as it was"
    assert second == Written(tuple(SPEECH[:30]), None, 0.25), "how likely it is the decoder is asked when it is free"
    assert [(len(each["prompts"]), each.get("no_repeat_ngram_size")) for each in decoder.asked] == [
        (2, None),
        (1, LOOP_PHRASE_TOKENS),
    ]


@pytest.mark.parametrize("otherwise", [(), LOOP])
def test_a_loop_that_becomes_nothing_else_is_kept_as_far_as_speech_could_go(otherwise: Sequence[int]) -> None:
    [kept] = written(Decoder([LOOP], otherwise))
    assert kept.tokens == tuple(LOOP[:FOUR_SECONDS])
    assert kept.mean_log_probability is not None


def test_who_speaks_fast_is_heard_to_the_end_of_the_room() -> None:
    fast = list(range(FOUR_SECONDS + 100))
    decoder = Decoder([SPEECH, fast])
    first, second = written(decoder)
    assert (first.tokens, second.tokens) == (tuple(SPEECH), tuple(fast))
    assert decoder.asked[1]["prompts"] == [[*BEGIN, *fast[:FOUR_SECONDS]]]
    [cut] = written(Decoder([list(range(900))]))
    assert len(cut.tokens) == ROOM
