"""A quote as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from media.records import Span
from transcribe.records import Doubt
from webapp.edition.records import EditionDocument, EditionSegment, EditionWord, Maker
from webapp.interface import clock, gettext, language_name
from webapp.public.quoting.card import can_draw
from webapp.public.quoting.passage import Passage, Translated
from webapp.public.quoting.span import span_text
from webapp.public.quoting.whose import notes
from webapp.speaker_name import speaker_name

ALT_WORDS = 60
DESCRIBED_WORDS = 30


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are doubted in the same way, or not at all."""

    doubt: Doubt | None
    words: tuple[EditionWord, ...]

    @property
    def is_unspoken(self) -> bool:
        return self.doubt is Doubt.NOT_SPOKEN


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says."""

    speaker: str | None
    language: str | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class TranslatedView:
    language: str
    text: str
    label: str
    """Whose translation it is."""


@dataclass(frozen=True, slots=True)
class QuoteView:
    span: Span
    t: str
    """The span as addresses have it."""
    time: str
    """The span as people read it."""
    turns: tuple[Turn, ...]
    has_unsure: bool
    has_unspoken: bool
    notes: tuple[str, ...]
    """Whose words these are, and what else must be known of them."""
    translations: tuple[TranslatedView, ...]
    speakers: tuple[str, ...]
    description: str
    """The words, doubted ones said to be so, and whose they are: for pages that show no more of it."""
    starts: tuple[tuple[str, str], ...]
    """Words at which the quote may begin instead: their time as addresses have it, and the word."""
    ends: tuple[tuple[str, str], ...]
    picture_alt: str | None
    """What the picture says; ``None`` where there is none."""


def quote_view(document: EditionDocument, passage: Passage) -> QuoteView:
    """Return what the page of a quote shows."""
    words = passage.words
    doubts = {doubt for word in words if (doubt := _shown(word))}
    told = tuple(notes(document, passage.segments, passage.span))
    return QuoteView(
        span=passage.span,
        t=span_text(passage.span),
        time=f"{clock(passage.span.start_ms)}–{clock(passage.span.end_ms)}",
        turns=tuple(_turns(passage.segments)),
        has_unsure=Doubt.LOW_PROBABILITY in doubts,
        has_unspoken=Doubt.NOT_SPOKEN in doubts,
        notes=told,
        translations=tuple(translated_view(each) for each in passage.translations),
        speakers=tuple(map(speaker_name, passage.speakers)),
        description=f"{_cut(_read_out(words), DESCRIBED_WORDS)} ({told[0]})",
        starts=tuple((_seconds(word.start_ms), word.text) for word in (*passage.before, *words)),
        ends=tuple((_seconds(word.end_ms), word.text) for word in (*words, *passage.after)),
        picture_alt=_alt(passage) if can_draw(passage.text) else None,
    )


@dataclass(frozen=True, slots=True)
class Quotable:
    """A passage to begin a quote with."""

    t: str
    time: str
    speaker: str | None
    """Only where somebody else begins to speak."""
    language: str | None
    runs: tuple[Run, ...]


def quotable(document: EditionDocument) -> list[Quotable]:
    """Return the passages of a transcript as links to their quotes."""
    passages: list[Quotable] = []
    last: str | None = None
    for segment in document.transcript.segments if document.transcript else ():
        if not segment.words:
            continue
        span = Span(segment.words[0].start_ms, max(segment.words[-1].end_ms, segment.words[0].start_ms + 1))
        speaker = speaker_name(segment.speaker) if segment.speaker and segment.speaker != last else None
        runs = tuple(_runs(segment.words))
        passages.append(Quotable(span_text(span), clock(span.start_ms), speaker, segment.language, runs))
        last = segment.speaker
    return passages


def _turns(segments: tuple[EditionSegment, ...]) -> Iterator[Turn]:
    """Yield what is said, one speaker after the other."""
    for (speaker, language), group in groupby(segments, key=lambda segment: (segment.speaker, segment.language)):
        words = [word for segment in group for word in segment.words]
        yield Turn(speaker_name(speaker) if speaker else None, language, tuple(_runs(words)))


def _runs(words: Iterable[EditionWord]) -> Iterator[Run]:
    return (Run(doubt, tuple(run)) for doubt, run in groupby(words, key=_shown))


def _shown(word: EditionWord) -> Doubt | None:
    return word.doubt if word.doubt in {Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN} else None


def translated_view(each: Translated) -> TranslatedView:
    """Return a translation with whose it is."""
    language = language_name(each.language)
    if each.maker is Maker.MACHINE:
        label = gettext("%(language)s by machine, not checked") % {"language": language}
    else:
        label = gettext("%(language)s by the newsroom") % {"language": language}
    # Some languages write their own names small.
    return TranslatedView(each.language, each.text, label[:1].upper() + label[1:])


def _alt(passage: Passage) -> str:
    shown = _cut(_read_out(passage.words), ALT_WORDS)
    speakers = ", ".join(map(speaker_name, passage.speakers))
    return f"{speakers}: “{shown}”" if speakers else f"“{shown}”"


def _read_out(words: Iterable[EditionWord]) -> str:
    """Return words as they are read out: what a picture shows by lines is said."""
    said = {None: "{}", Doubt.NOT_SPOKEN: _aside(gettext("in the script, not heard"))}
    said[Doubt.LOW_PROBABILITY] = _aside(gettext("uncertain"))
    return " ".join(said[run.doubt].format(" ".join(word.text for word in run.words)) for run in _runs(words))


def _aside(told: str) -> str:
    return f"[{told}: {{}}]"


def _cut(text: str, most: int) -> str:
    words = text.split()
    return " ".join(words[:most]) + (" …" if len(words) > most else "")


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".")
