"""What a reader takes in at once: segments joined to passages, with what is translated of them beside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from media.records import Span
from transcribe.formats.export import Export, Remark, clock
from transcribe.formats.export import Passage as Translated
from transcribe.formats.xml_text import xml_text
from transcribe.records import Doubt, MaskedWord, Segment
from transcribe.speakers.labels import called

PAUSE_MS = 1_500
"""Silence after which a new passage begins."""
LONGEST_CHARACTERS = 600
"""After which a passage ends with its segment."""
TOUCH_MS = 300
"""A translation and what it does not translate overlap by no more: people and machines cut at slightly other times."""


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces."""

    text: str
    start_ms: int
    is_unsure: bool
    """A machine's word that should not be trusted as it stands."""
    is_masked: bool
    """Stands for words that the newsroom keeps back."""


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring tokens that look alike; the space before or after marked ones is not marked."""

    text: str
    is_unsure: bool
    is_masked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    span: Span
    speaker: str | None
    """A person's name, or a machine's label so that nobody takes it for a name."""
    is_turn: bool
    """Whether somebody else begins to speak with it."""
    language: str
    """A BCP 47 tag."""
    tokens: tuple[Token, ...]
    """Empty where somebody speaks and no words are written."""
    doubts: tuple[Doubt, ...]
    """Of its segments, each once."""
    translated: str
    """Empty where none is to stand beside it."""
    remarks: tuple[Remark, ...]

    @property
    def clock(self) -> str:
        """Return when it begins, ``hh:mm:ss``."""
        return clock(self.span.start_ms, ".")[:-4]

    @property
    def text(self) -> str:
        return " ".join(token.text for token in self.tokens)

    @property
    def note(self) -> str:
        """Return what is said where there are no words."""
        return "" if self.tokens else f"[no words{''.join(f', {doubt}' for doubt in self.doubts)}]"

    @property
    def runs(self) -> tuple[Run, ...]:
        """Return the text in pieces that look alike."""
        runs: list[Run] = []
        for (is_unsure, is_masked), tokens in groupby(
            self.tokens, key=lambda token: (token.is_unsure, token.is_masked)
        ):
            text = " ".join(token.text for token in tokens)
            if runs and not (is_unsure or is_masked):
                text = f" {text}"
            elif runs and not (runs[-1].is_unsure or runs[-1].is_masked):
                runs[-1] = replace(runs[-1], text=f"{runs[-1].text} ")
            elif runs:
                runs.append(Run(" ", is_unsure=False, is_masked=False))
            runs.append(Run(text, is_unsure, is_masked))
        return tuple(runs)


def passages(export: Export, *, joined: bool = True, remarked: bool = False) -> tuple[Passage, ...]:
    """Return a transcript as passages; every word of it that was heard is in one of them.

    :param export: as `transcribe.formats.prepare` gives it.
    :param joined: segments of one speaker without a pause between them are one passage; else each is one.
    :param remarked: with what reviewers say; never for publication.
    """
    beside = export.beside_segments()
    translated = [" ".join(" ".join(each.text.split()) for each in layer) for layer in beside]
    remarks = _remarks(export) if remarked and not export.for_publication else [()] * len(export.segments)
    made: list[Passage] = []
    for first, end in _groups(export.segments, beside, joined=joined):
        segments = export.segments[first:end]
        speaker = speaker_name(segments[0].speaker, export.language)
        made.append(
            Passage(
                span=Span(segments[0].start_ms, max(segments[0].start_ms, *(segment.end_ms for segment in segments))),
                speaker=speaker,
                is_turn=not made or made[-1].speaker != speaker,
                language=segments[0].language or export.language,
                tokens=tuple(token for segment in segments for token in _tokens(segment)),
                doubts=tuple(dict.fromkeys(doubt for segment in segments for doubt in segment.doubts)),
                translated=xml_text(" ".join(text for text in translated[first:end] if text)),
                remarks=tuple(remark for each in remarks[first:end] for remark in each),
            )
        )
    return tuple(made)


def speaker_name(speaker: str | None, language: str) -> str | None:
    """Return what a speaker is called in a document. :param language: of its words, a BCP 47 tag."""
    return plain(called(speaker, language)) if speaker else None


def has_doubts(made: Sequence[Passage]) -> bool:
    """Return whether any word is marked as unsure."""
    return any(token.is_unsure for passage in made for token in passage.tokens)


def plain(text: str) -> str:
    """Return a text of one line that an XML file can hold."""
    return " ".join(xml_text(text).split())


def _tokens(segment: Segment) -> Iterator[Token]:
    is_doubtful = bool(segment.doubts)
    for word in segment.heard_words:
        is_masked = isinstance(word, MaskedWord)
        is_unsure = not is_masked and (is_doubtful or word.doubt is not None)
        for text in xml_text(word.text).split():
            yield Token(text, word.start_ms, is_unsure, is_masked)


def _groups(
    segments: Sequence[Segment], beside: Sequence[tuple[Translated, ...]], *, joined: bool
) -> Iterator[tuple[int, int]]:
    """Yield which segments ``[first, end)`` are one passage: a translation stands beside all that it translates."""
    first, characters, reach_ms = 0, 0, 0
    for place in range(1, len(segments) + 1):
        before = segments[place - 1]
        characters += sum(len(word.text) + 1 for word in before.words)
        reach_ms = max((reach_ms, *(each.end_ms for each in beside[place - 1])))
        goes_on = joined and place < len(segments) and before.speaker == segments[place].speaker
        if goes_on and reach_ms <= segments[place].start_ms + TOUCH_MS:
            goes_on = characters <= LONGEST_CHARACTERS and _belongs(before, segments[place])
        if not goes_on:
            yield first, place
            first, characters, reach_ms = place, 0, 0


def _belongs(before: Segment, segment: Segment) -> bool:
    return (
        bool(before.heard_words)
        and bool(segment.heard_words)
        and before.language == segment.language
        and segment.start_ms - before.end_ms < PAUSE_MS
    )


def _remarks(export: Export) -> Sequence[tuple[Remark, ...]]:
    """Return for each segment the remarks on it: each goes to the last that has begun by then."""
    found: list[list[Remark]] = [[] for _ in export.segments]
    starts_ms = [segment.start_ms for segment in export.segments]
    for remark in export.remarks if found else ():
        found[max(0, bisect_right(starts_ms, remark.start_ms) - 1)].append(remark)
    return [tuple(each) for each in found]
