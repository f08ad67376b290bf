"""Speaks the phrases of `phrases` with espeak-ng, and writes down when it begins and ends each word.

Run it only to change the phrases: `python -m tests.transcribe.kazakh.speak` (needs libespeak-ng on the machine).
What it made is committed beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from tests.transcribe.espeak import END, PHONEME, Event, Voice, encode
from tests.transcribe.kazakh.phrases import PHRASES, PLACE, Phrase, SpokenWord

VOICES = {"kk": "kk+m2", "ru": "ru+m2"}
WORDS_A_MINUTE = 135


def main() -> None:
    """Speak all phrases."""
    voice = Voice()
    for phrase in PHRASES:
        samples, events = voice.speak(phrase.text, VOICES[phrase.language], WORDS_A_MINUTE)
        encode(samples, voice.rate_hz, PLACE / f"{phrase.name}.opus")
        (PLACE / f"{phrase.name}.words.json").write_bytes(msgspec.json.encode(tuple(_words(phrase, events))) + b"\n")


def _words(phrase: Phrase, events: Sequence[Event]) -> Iterator[SpokenWord]:
    """A word ends where the next begins: espeak-ng makes no pause between the words of a phrase."""
    end_ms = max(event.at_ms for event in events if event.kind in (PHONEME, END))
    words = [event for event in events if event.is_word]
    for word, last_ms in zip(words, [*(after.at_ms for _, after in pairwise(words)), end_ms], strict=True):
        start = word.position - 1
        yield SpokenWord(phrase.text[start : start + word.length], word.at_ms, last_ms)


if __name__ == "__main__":
    main()
