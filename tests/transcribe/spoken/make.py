"""Speaks the passages with espeak-ng, and writes down when it begins and ends each word.

Run it only to change the passages: `python -m tests.transcribe.spoken.make` (needs libespeak-ng on the machine).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from tests.transcribe.espeak import Event, Voice, encode
from tests.transcribe.spoken.passages import PASSAGES, PLACE, Passage, SpokenWord


def _words(passage: Passage, events: Sequence[Event]) -> Iterator[SpokenWord]:
    places = [place for place, event in enumerate(events) if event.is_word]
    for place, after in pairwise([*places, len(events)]):
        event = events[place]
        ends = [other.at_ms for other in events[place + 1 : after + 1] if other.is_pause or other.is_word]
        text = re.match(r"\S+", passage.text[event.position - 1 :])
        assert text
        yield SpokenWord(text[0], event.at_ms, ends[0])


def main() -> None:
    """Speak all passages."""
    voice = Voice()
    for passage in PASSAGES:
        samples, events = voice.speak(passage.text, passage.voice, passage.words_a_minute)
        words = tuple(_words(passage, events))
        assert " ".join(word.text for word in words) == passage.text
        encode(samples, voice.rate_hz, passage.sound)
        (PLACE / f"{passage.name}.words.json").write_bytes(msgspec.json.encode(words) + b"\n")


if __name__ == "__main__":
    main()
