"""The JSON of openai-whisper, faster-whisper, whisperX, the OpenAI API, Hugging Face pipelines, and of what is built on
them (Scriberr, OpenTranscribe, Speakr): segments with seconds, words where word times were asked for.

They differ in names alone, so one module reads all; `whisper_tools` says by what each is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcribe.incoming.fields import Fields, fields, items, label, objects, share, text, timed_word
from transcribe.incoming.file import FileIn
from transcribe.incoming.matching import with_times_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord
from transcribe.incoming.signs import FIELDS_OF_OLD_SEGMENT
from transcribe.incoming.times import seconds_span
from transcribe.incoming.whisper_tools import ARCHIVES, tool_of
from transcribe.records import WordsBy

OLD_SEGMENT = ("id", "seek", "start", "end", "text", "words")
OLD_WORD = ("start", "end", "word", "probability")


def read(file: FileIn) -> FoundTranscript:
    """Return the segments. What is no segment is passed over."""
    content = fields(file.json)
    segments = _segments_of(file.json)
    words = list(objects(content.get("word_segments"))) or list(objects(content.get("words")))
    found = [_segment(each) for each in segments]
    if words and not any(word.span for segment in found for word in segment.words):
        found = list(_with_words(found, words))
    info, tool = fields(content.get("info")), tool_of(content, segments)
    language = content.get("language") or info.get("language")
    return FoundTranscript(
        tuple(found),
        made_by=tool,
        words_by=WordsBy.UNKNOWN if tool and tool.name in ARCHIVES else WordsBy.MACHINE,
        language=text(language) or None,
        remarks=_remarks(content),
    )


def _segments_of(content: object) -> list[Fields]:
    if isinstance(content, dict):
        return list(objects(content.get("segments"))) or list(objects(content.get("chunks")))
    old: list[Fields] = [
        dict(zip(OLD_SEGMENT, (*each[:5], _old_words(each[9])), strict=True))
        for each in items(content)
        if isinstance(each, list) and len(each) == FIELDS_OF_OLD_SEGMENT
    ]
    return old or list(objects(content))


def _old_words(words: object) -> list[object]:
    """Named tuples too."""
    return [
        dict(zip(OLD_WORD, each, strict=True)) if isinstance(each, list) and len(each) == len(OLD_WORD) else each
        for each in items(words)
    ]


def _segment(segment: Fields) -> FoundSegment:
    start, end = _first(segment, "start", "start_time"), _first(segment, "end", "end_time")
    if isinstance(timestamp := segment.get("timestamp"), list) and timestamp:
        start, end = timestamp[0], timestamp[-1]
    return FoundSegment(
        _words(segment),
        seconds_span(start, end if end is not None else start),
        _speaker(segment),
        text(segment.get("language")) or None,
    )


def _first(segment: Fields, *names: str) -> object:
    return next((segment[name] for name in names if segment.get(name) is not None), None)


def _speaker(segment: Fields) -> str | None:
    speaker = segment.get("speaker")
    if isinstance(speaker, dict):
        speaker = speaker.get("display_name") or speaker.get("name")
    return label(speaker if speaker is not None else _first(segment, "resolved_speaker_name", "speaker_label"))


def _words(segment: Fields) -> tuple[FoundWord, ...]:
    """Return the words with times, where they are the words of the text; else those of the text."""
    said = text(_first(segment, "text", "sentence")).split()
    timed = [word for each in objects(segment.get("words")) for word in _word(each)]
    joined = _joined(segment)
    if [word.text for word in joined] == said:
        return joined
    if not said or [word.text for word in timed] == said:
        return tuple(timed)
    return with_times_of(said, timed)  # Corrected in the tool, which left the words as they were heard.


def _word(word: Fields) -> list[FoundWord]:
    name = "word" if "word" in word else "text"
    return timed_word(
        word, name, "probability" if "probability" in word else "score" if "score" in word else "confidence"
    )


def _joined(segment: Fields) -> tuple[FoundWord, ...]:
    """Return words whose pieces stand apart: Whisper's words begin with a space, and what does not goes on with the one
    before (“20”, “ %” are two, “10”, “-шы” are one).
    """
    groups: list[list[Fields]] = []
    for word in objects(segment.get("words")):
        if groups and text(word.get("word"))[:1].strip():
            groups[-1].append(word)
        else:
            groups.append([word])
    return tuple(word for group in groups for word in _one(group))


def _one(group: Sequence[Fields]) -> list[FoundWord]:
    if len(group) == 1:
        return _word(group[0])
    shares = [each for word in group if (each := share(word.get("probability"))) is not None]
    whole = {
        "word": "".join(text(word.get("word")) for word in group),
        "start": group[0].get("start"),
        "end": group[-1].get("end"),
        "probability": min(shares, default=None),
    }
    return _word(whole)


def _with_words(segments: Sequence[FoundSegment], words: Sequence[Fields]) -> Iterator[FoundSegment]:
    """Give segments the times of a list of words beside them: each takes as many of it as it has words."""
    timed = [each for word in words for each in _word(word)]
    first = 0
    for segment in segments:
        last = first + len(segment.words)
        own = with_times_of([word.text for word in segment.words], timed[first:last])
        first = last
        yield FoundSegment(own, segment.span, segment.speaker, segment.language)


def _remarks(content: Fields) -> tuple[str, ...]:
    comments = len(items(content.get("comments")))
    return (f"{comments} comments were left out; they are no words of the programme.",) if comments else ()
