"""JSON that is a list of words with seconds, and of who speaks when: Hyperaudio, BBC Digital Paper Edit."""

from __future__ import annotations

from collections.abc import Iterator

from media.records import Span
from transcribe.incoming.fields import Fields, fields, label, objects, timed_word
from transcribe.incoming.file import FileIn
from transcribe.incoming.grouping import by_speaker
from transcribe.incoming.records import FoundTranscript, FoundWord
from transcribe.incoming.times import seconds_span


def read(file: FileIn) -> FoundTranscript:
    """Return sentences by speaker."""
    content = fields(file.json)
    turns = [(span, label(each.get("speaker"))) for each in objects(content.get("paragraphs")) if (span := _span(each))]
    return FoundTranscript(by_speaker(_words(content, sorted(turns, key=lambda turn: turn[0].start_ms))))


def _span(turn: Fields) -> Span | None:
    return seconds_span(turn.get("start"), turn.get("end"))


def _words(content: Fields, turns: list[tuple[Span, str | None]]) -> Iterator[tuple[str | None, FoundWord]]:
    """Yield each word with who speaks in the turn in which it begins; words and turns ascend."""
    number, speaker = 0, None
    for each in objects(content.get("words")):
        for word in timed_word(each, "text", "confidence"):
            while word.span and number < len(turns) and turns[number][0].start_ms <= word.span.start_ms:
                speaker = turns[number][1]
                number += 1
            yield speaker, word
