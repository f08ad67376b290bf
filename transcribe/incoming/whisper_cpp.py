"""The JSON of whisper.cpp: ``-oj`` has segments, ``-ojf`` their tokens too, with times and probabilities.

Its times are ms (``offsets``). A token may be a part of a letter, so that a full file of a language in Cyrillic is no
UTF-8 until its tokens are joined (`transcribe.incoming.file.FileIn.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PureWindowsPath

from media.records import Span
from transcribe.incoming.fields import Fields, fields, label, objects, share, text
from transcribe.incoming.file import FileIn
from transcribe.incoming.grouping import grouped
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord, Tool, has_words, plain_words
from transcribe.incoming.times import ms_of, span_of
from transcribe.records import WordsBy

SPECIAL = re.compile(r"\[_[A-Z]{2,}_?\d*_?\]|<\|[^|]*\|>")
"""Tokens that are no text: “[_BEG_]”, “[_TT_150]”."""


def read(file: FileIn) -> FoundTranscript:
    """Return the segments; a file of one word a segment (``-ml 1``) is put together to sentences."""
    content = fields(file.json)
    entries = list(objects(content.get("transcription")))
    segments = tuple(map(_segment, entries))
    if len(segments) > 1 and sum(len(each.words) <= 1 for each in segments) * 10 >= 9 * len(segments):
        segments = grouped(_words_of_entries(entries))
    parameters, result = fields(content.get("params")), fields(content.get("result"))
    is_translated = parameters.get("translate") is True
    return FoundTranscript(
        segments,
        made_by=Tool("whisper.cpp", model=_model(parameters, content)),
        words_by=WordsBy.MACHINE,
        language="en" if is_translated else text(result.get("language")) or None,
        remarks=("whisper.cpp was asked to translate: these are no words that were spoken.",)
        if is_translated and has_words(segments)
        else (),
    )


def _model(parameters: Fields, content: Fields) -> str:
    """Return the name of the weights' file without its place: that is of somebody's disk."""
    return PureWindowsPath(text(parameters.get("model"))).name or text(fields(content.get("model")).get("type"))


def _segment(entry: Fields) -> FoundSegment:
    said = text(entry.get("text"))
    words = tuple(_of_tokens(list(objects(entry.get("tokens")))))
    if [word.text for word in words] != said.split():
        words = plain_words(said)
    return FoundSegment(words, _span(entry, entry), label(entry.get("speaker")))


def _span(first: Fields, last: Fields) -> Span | None:
    start, end = fields(first.get("offsets")).get("from"), fields(last.get("offsets")).get("to")
    return span_of(_ms(start), _ms(end))


def _ms(value: object) -> int | None:
    return ms_of(value / 1000) if isinstance(value, int | float) else None


def _of_tokens(tokens: Sequence[Fields]) -> Iterator[FoundWord]:
    """Yield the words: a token that begins with a space begins a word."""
    group: list[Fields] = []
    for token in tokens:
        piece = token.get("text")
        if not isinstance(piece, str) or SPECIAL.fullmatch(piece.strip()):
            continue
        if piece[:1].isspace() and group:
            yield from _joined(group)
            group = []
        group.append(token)
    if group:
        yield from _joined(group)


def _joined(group: Sequence[Fields]) -> Iterator[FoundWord]:
    said = text("".join(piece for token in group if isinstance(piece := token.get("text"), str))).split()
    shares = [each for token in group if (each := share(token.get("p"))) is not None]
    for word in said:
        span = _span(group[0], group[-1]) if len(said) == 1 else None
        yield FoundWord(word, span, round(sum(shares) / len(shares), 4) if shares else None)


def _words_of_entries(entries: Sequence[Fields]) -> Iterator[FoundWord]:
    """Yield the words of segments that are a token each; one without a space before it goes on with the last."""
    group: list[Fields] = []
    for entry in entries:
        if group and text(entry.get("text"))[:1].isspace():
            yield from _joined(group)
            group = []
        group.append(entry)
    if group:
        yield from _joined(group)
