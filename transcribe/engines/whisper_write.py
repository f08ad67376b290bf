"""Whisper's decoder writes down what it hears, by beam search without sampling; who loses their way is stopped early.

Now and then the decoder falls into a loop and writes the same until there is no room left (“10-0-0-0-0…”). So its text
is looked at when it is as long as speech of that length may take: a loop is written once more, without repeating any
phrase, and only what is no loop goes on to the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from faster_whisper.transcribe import get_compression_ratio

from transcribe.engines import protocol
from transcribe.engines.openvino_encoder import Encoded
from transcribe.engines.whisper_sound import for_decoder

TOKENS_AT_ONCE, TOKENS_A_SECOND, MOST_TOKENS = 24, 8, 224
"""So much of the text is written before it is looked at: English takes 4 tokens a second, Kazakh up to 12, of which one
is a letter or two. 224 is Whisper's own limit of a window."""


@dataclass(frozen=True, slots=True)
class Written:
    """The decoder's text for one sound."""

    tokens: tuple[int, ...]
    """Without those of the beginning and the end."""
    mean_log_probability: float | None
    """Nats, over the tokens and the end; ``None`` where the decoder was not free to write what it thought likeliest."""
    no_speech_probability: float


def write(
    model: Any, tokenizer: Any, encoded: Encoded, prompt: Sequence[int], room: int, longest_s: float
) -> list[Written]:
    """Return what the decoder writes for each sound.

    :param model: ctranslate2.models.Whisper. :param tokenizer: faster_whisper.tokenizer.Tokenizer.
    :param encoded: (sounds, 1500, width), at least one. :param prompt: the same before each text.
    :param room: how many tokens a text may have. :param longest_s: of these sounds.
    """
    first_room = min(room, MOST_TOKENS, TOKENS_AT_ONCE + int(TOKENS_A_SECOND * longest_s))
    written = _generate(model, tokenizer, encoded, [prompt] * len(encoded), first_room)
    for row, each in enumerate(written):
        sound = encoded[row : row + 1]
        if _loops(tokenizer, each):
            other = {"no_repeat_ngram_size": protocol.LOOP_PHRASE_TOKENS}
            [again] = _generate(model, tokenizer, sound, [prompt], first_room, **other)
            if again.tokens and not _loops(tokenizer, again):
                written[row] = Written(again.tokens, None, each.no_speech_probability)
        elif len(each.tokens) == first_room < room:
            [rest] = _generate(model, tokenizer, sound, [[*prompt, *each.tokens]], room - first_room)
            written[row] = Written((*each.tokens, *rest.tokens), None, each.no_speech_probability)
    return written


def compression_ratio(tokenizer: Any, tokens: Sequence[int]) -> float:
    """Return how many times shorter zlib makes the text; a loop is made very short."""
    return float(get_compression_ratio(tokenizer.decode(list(tokens))))


def _loops(tokenizer: Any, written: Written) -> bool:
    return compression_ratio(tokenizer, written.tokens) > protocol.MOST_COMPRESSION


def _generate(
    model: Any, tokenizer: Any, encoded: Encoded, prompts: Sequence[Sequence[int]], most: int, **how: int
) -> list[Written]:
    """:param most: tokens. :param how: what else CTranslate2 is told."""
    before = max(map(len, prompts))
    results = model.generate(
        for_decoder(encoded),
        [list(prompt) for prompt in prompts],
        beam_size=protocol.BEAM_SIZE,
        max_length=max(2 * most, before + most),  # CTranslate2 writes half of it, or what the prompt leaves of it
        return_scores=True,
        return_no_speech_prob=True,
        **how,
    )
    return [_written(tokenizer, result) for result in results]


def _written(tokenizer: Any, result: Any) -> Written:
    tokens = tuple(token for token in result.sequences_ids[0] if token < tokenizer.eot)
    # The score is the mean over the tokens without the end.
    return Written(tokens, float(result.scores[0]) * len(tokens) / (len(tokens) + 1), float(result.no_speech_prob))
