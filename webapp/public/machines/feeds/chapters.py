"""Chapters for podcast programs (JSON chapters 1.2): the summary's sentences where they are heard, else who speaks.

A title says no more than the page does: a sentence that was heard in part says so, and one that was not found, is
contradicted or was judged by words that were corrected since is no chapter.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from transcribe.formats.chapters import NONE, VERSION, JsonChapter, JsonChapters
from transcribe.records import Verdict, WordsBy
from transcribe.speakers.labels import machine_number
from webapp.edition.records import EditionDocument, EditionSentence
from webapp.whose_words import told_speakers

MEDIA_TYPE = "application/json+chapters"
BY_MACHINE = (
    "Chapters are sentences of the summary, where a machine found them in the sound. It may be wrong; "
    "what a person of the newsroom has checked says so."
)
BY = {
    WordsBy.MACHINE: "Chapters are turns of speakers, whom a machine told apart. It may be wrong.",
    WordsBy.HUMAN: "Chapters are turns of speakers, as people wrote them down.",
    WordsBy.UNKNOWN: "Chapters are turns of speakers, as a file that was brought has them. Nobody has checked it.",
}
"""By who told who speaks."""


def chapters(document: EditionDocument) -> JsonChapters:
    """Return the chapters of a version; none where there are neither links nor names."""
    facts = document.facts
    told = tuple(_by_sentence(document))
    description = BY_MACHINE
    if not told:
        told = tuple(_by_speaker(document))
        description = _by_whom(document) if told else NONE
    return JsonChapters(VERSION, facts.title, description, told, facts.author or facts.publisher, facts.series)


def _by_whom(document: EditionDocument) -> str:
    made = document.transcript
    return BY[told_speakers(made.method, made.provenance)] if made else BY[WordsBy.MACHINE]


def _by_sentence(document: EditionDocument) -> Iterator[JsonChapter]:
    sentences = document.summary.sentences if document.summary else ()
    heard = sorted((sentence for sentence in sentences if sentence.is_heard), key=lambda each: each.spans[0].start_ms)
    for start_ms, together in groupby(heard, key=lambda each: each.spans[0].start_ms):
        said = tuple(together)
        end_ms = max(sentence.spans[0].end_ms for sentence in said)
        yield JsonChapter(start_ms / 1000, " ".join(map(_title, said)), end_ms / 1000)


def _title(sentence: EditionSentence) -> str:
    if sentence.confirmed:
        return f"{sentence.text} (checked by the newsroom)"
    return f"Partly: {sentence.text}" if sentence.verdict is Verdict.PARTLY else sentence.text


def _by_speaker(document: EditionDocument) -> Iterator[JsonChapter]:
    segments = document.transcript.segments if document.transcript else ()
    for speaker, turn in groupby(segments, key=lambda segment: segment.speaker):
        spoken = tuple(turn)
        if speaker and machine_number(speaker) is None:
            yield JsonChapter(spoken[0].start_ms / 1000, speaker, spoken[-1].end_ms / 1000)
