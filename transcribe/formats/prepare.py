"""From the record to what was asked for: who is named, which words, which letters. Every format is given the result."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from transcribe.errors import NoTranslation
from transcribe.formats.export import Export, Layer, Passage
from transcribe.formats.options import Options, Text
from transcribe.kazakh_letters import LANGUAGE as LATIN_KAZAKH
from transcribe.kazakh_letters import is_kazakh, to_latin
from transcribe.records import Segment, Word


def prepare(export: Export, options: Options) -> Export:
    """Return the transcript as it is to be written.

    :raises NoTranslation: a translation is wanted and there is none.
    """
    if options.text is not Text.ORIGINAL:
        if not export.layers:
            raise NoTranslation("There is no translation of it; ask for the original.")
        layer = export.layers[0]
        export = replace(export, untranslated=_untranslated(export.segments, layer, export.programme.language))
        export = _translated(export, layer) if options.text is Text.TRANSLATION else replace(export, beside=layer)
    if options.latin:
        export = _in_latin(export)
    if not options.speakers:
        export = replace(export, segments=tuple(replace(each, speaker=None) for each in export.segments))
    return export


def _translated(export: Export, layer: Layer) -> Export:
    speakers = list(_speakers(export.segments, layer.passages))
    segments = tuple(
        Segment(
            segment_id=f"{layer.language}{passage.start_ms}",
            start_ms=passage.start_ms,
            end_ms=passage.end_ms,
            words=timed(passage),
            speaker=speaker,
            language=layer.language,
        )
        for passage, speaker in zip(layer.passages, speakers, strict=True)
    )
    return replace(export, segments=segments, made_from=layer, original_words=export.whose_words())


def _untranslated(segments: tuple[Segment, ...], layer: Layer, language: str) -> str:
    """Return of how many passages in another language a translation has nothing; empty where there is none such."""
    other = [each for each in segments if each.heard_words and (each.language or language) != layer.language]
    starts_ms = [passage.start_ms for passage in layer.passages]
    left_out = 0
    for segment in other:
        before = bisect_left(starts_ms, max(segment.end_ms, segment.start_ms + 1))
        left_out += before == 0 or layer.passages[before - 1].end_ms <= segment.start_ms
    return f"{left_out} of {len(other)} passages" if left_out else ""


def _speakers(segments: tuple[Segment, ...], passages: tuple[Passage, ...]) -> Iterator[str | None]:
    """Yield who speaks when each passage begins."""
    place = 0
    for passage in passages:
        while place + 1 < len(segments) and segments[place + 1].start_ms <= passage.start_ms:
            place += 1
        yield segments[place].speaker if segments else None


def timed(passage: Passage) -> tuple[Word, ...]:
    """Give the words of a passage shares of its time by their length: captions are cut by it, nothing else is."""
    texts = passage.text.split()
    total, length_ms = sum(map(len, texts)), passage.end_ms - passage.start_ms
    words, said = [], 0
    for text in texts:
        start_ms, said = passage.start_ms + length_ms * said // total, said + len(text)
        words.append(Word(text, start_ms, passage.start_ms + length_ms * said // total))
    return tuple(words)


def _in_latin(export: Export) -> Export:
    language = export.programme.language
    segments = tuple(
        replace(
            segment,
            words=tuple(replace(word, text=to_latin(word.text)) for word in segment.words),
            language=LATIN_KAZAKH if segment.language else None,
        )
        if is_kazakh(segment.language or language)
        else segment
        for segment in export.segments
    )
    # Where nothing is Kazakh no letter is changed, and a head that told of a change would be wrong.
    spoken = [each.language or language for each in export.segments] or [language]
    return replace(export, segments=segments, is_latin=any(map(is_kazakh, spoken)))
