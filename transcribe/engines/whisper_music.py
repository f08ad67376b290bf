"""Whether a sound is sung, or music in it is as loud as the voice: would Whisper's decoder begin with a note (♪)?

It learnt from captions, in which songs stand between notes. To write them it is forbidden, but not to think of them. It
is asked as if the sound were English: it has seen hardly any captions of songs in the languages that it seldom heard.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from transcribe.engines.openvino_encoder import Encoded
from transcribe.engines.whisper_sound import for_decoder

NOTES = ("♪", " ♪")


def music_probabilities(model: Any, tokenizer: Any, encoded: Encoded) -> list[float]:
    """Return for each sound how probable a note is as its first token, among all tokens of text.

    :param model: ctranslate2.models.Whisper. :param tokenizer: faster_whisper.tokenizer.Tokenizer, of English.
    :param encoded: (sounds, 1500, width).
    """
    start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
    results = model.generate(
        for_decoder(encoded),
        [start] * len(encoded),
        beam_size=1,
        max_length=len(start) + 1,
        return_logits_vocab=True,
        suppress_blank=False,
        suppress_tokens=[],
    )
    notes = [tokenizer.encode(note)[0] for note in NOTES]
    return [_probability(np.array(result.logits[0][0])[: tokenizer.eot], notes) for result in results]


def _probability(logits: Any, tokens: list[int]) -> float:
    """:param logits: float32 (vocabulary,)."""
    weights = np.exp(logits.astype(np.float64) - logits.max())
    return float(weights[tokens].sum() / weights.sum())
