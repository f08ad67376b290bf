"""Whether a sound is sung, or music in it is as loud as the voice: would Whisper's decoder begin with a note (♪)?

It learnt from captions, in which songs stand between notes. To write them it is forbidden, but not to think of them. It
is asked as if the sound were English: it has seen hardly any captions of songs in the languages that it seldom heard.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transcribe.engines.openvino_encoder import Encoded
from transcribe.engines.whisper_sound import for_decoder

NOTES = ("♪", " ♪")


def music_probabilities(model: Any, tokenizer: Any, encoded: Encoded, frames: Sequence[int]) -> list[float]:
    """Return for each sound how probable a note is as its first token, among all tokens of text.

    :param model: ctranslate2.models.Whisper. :param tokenizer: faster_whisper.tokenizer.Tokenizer, of English.
    :param encoded: (sounds, 1500, width). :param frames: how many columns of the spectrogram hold sound, of each.
    """
    sums = [0.0] * len(frames)
    for note in NOTES:
        texts = [tokenizer.encode(note)[:1]] * len(frames)
        results = model.align(for_decoder(encoded), tokenizer.sot_sequence, texts, list(frames))
        sums = [before + float(result.text_token_probs[0]) for before, result in zip(sums, results, strict=True)]
    return sums
