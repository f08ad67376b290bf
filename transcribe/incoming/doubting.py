"""What machines get wrong, looked for in words that came in as a file, unless a person says that people wrote them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.doubts import DOUBTED_SHARE, OF_WORDS, UNSURE
from transcribe.incoming.clean import language_tag
from transcribe.inventions import invented
from transcribe.loops import repeated
from transcribe.records import Doubt, Segment, Word, WordsBy
from transcribe.written import doubt_script


def doubted(segments: Sequence[Segment], words_by: WordsBy, language: str | None) -> list[Segment]:
    """Return the segments with what their words are to be doubted for, beside what the file says.

    :param language: of the whole file, as it has it.
    """
    if words_by is WordsBy.HUMAN:
        return list(segments)
    texts = [word.text for segment in segments for word in segment.words]
    marks = iter(zip(repeated(texts).tolist(), invented(texts).tolist(), strict=True))
    return [_segment(segment, [next(marks) for _ in segment.words], language_tag(language)) for segment in segments]


def _segment(segment: Segment, marks: Sequence[tuple[bool, bool]], language: str | None) -> Segment:
    words = tuple(_word(word, *mark) for word, mark in zip(segment.words, marks, strict=True))
    found = (*segment.doubts, *_of_words(words))
    script = doubt_script(segment.text, segment.language or language)
    return replace(segment, words=words, doubts=tuple(dict.fromkeys((*found, *([script] if script else [])))))


def _word(word: Word, repeats: bool, is_invented: bool) -> Word:
    if word.doubt is not None:
        return word
    if repeats:
        return replace(word, doubt=Doubt.LOOP)
    if is_invented:
        return replace(word, doubt=Doubt.INVENTED)
    if word.probability is not None and word.probability < UNSURE:
        return replace(word, doubt=Doubt.LOW_PROBABILITY)
    return word


def _of_words(words: Sequence[Word]) -> Iterator[Doubt]:
    for doubt in OF_WORDS:
        if sum(word.doubt is doubt for word in words) > DOUBTED_SHARE * len(words):
            yield doubt
