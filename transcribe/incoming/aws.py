"""The JSON of Amazon Transcribe (docs.aws.amazon.com/transcribe, “How it works: input and output”): items in order,
each a word with seconds as text, or a punctuation mark; segments beside them only in newer files.
"""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.incoming.fields import Fields, fields, label, objects, share, text
from transcribe.incoming.file import FileIn
from transcribe.incoming.grouping import by_speaker
from transcribe.incoming.records import FoundTranscript, FoundWord, Tool
from transcribe.incoming.times import ms_of, seconds_span
from transcribe.records import WordsBy


def read(file: FileIn) -> FoundTranscript:
    """Return sentences by speaker, put together from the items: they alone have all that is told."""
    content = fields(file.json)
    results = fields(content.get("results"))
    return FoundTranscript(
        by_speaker(_words(results, _turns(results))),
        made_by=Tool("Amazon Transcribe"),
        words_by=WordsBy.MACHINE,
        language=text(results.get("language_code")) or text(content.get("language_code")) or None,
    )


def _words(results: Fields, turns: dict[object, str]) -> Iterator[tuple[str | None, FoundWord]]:
    """Yield who says each word and the word, with the punctuation that follows it."""
    waiting: tuple[str | None, FoundWord] | None = None
    for item in objects(results.get("items")):
        best = next(objects(item.get("alternatives")), {})
        said = "".join(text(best.get("content")).split())
        if item.get("type") == "punctuation" and waiting:
            speaker, word = waiting
            waiting = speaker, FoundWord(word.text + said, word.span, word.probability)
        elif said:
            if waiting:
                yield waiting
            span = seconds_span(item.get("start_time"), item.get("end_time"))
            speaker = label(item.get("speaker_label")) or turns.get(ms_of(item.get("start_time")))
            waiting = speaker, FoundWord(said, span, share(best.get("confidence")))
    if waiting:
        yield waiting


def _turns(results: Fields) -> dict[object, str]:
    """Return who speaks at which moment, of files whose items do not say it."""
    found: dict[object, str] = {}
    for segment in objects(fields(results.get("speaker_labels")).get("segments")):
        for item in objects(segment.get("items")):
            speaker = label(item.get("speaker_label")) or label(segment.get("speaker_label"))
            if speaker:
                found[ms_of(item.get("start_time"))] = speaker
    return found
