"""A quote as its page and its picture show it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from flask import url_for

from media.records import Span
from transcribe.records import Doubt
from webapp.edition.records import EditionDocument, EditionFacts, EditionSegment, EditionWord, Maker
from webapp.interface import clock, gettext, language_name, some_day
from webapp.public.citing.reference import When
from webapp.public.quoting.card import Card, CardWord, can_draw
from webapp.public.quoting.passage import Passage, Translated
from webapp.public.quoting.span import span_text
from webapp.public.quoting.whose import notes, who_speaks, whose_words
from webapp.speaker_name import speaker_name

EMBED_WIDTH = 560
"""In CSS pixels, where the page around does not say otherwise."""
EMBED_HEIGHTS = (220, 600)
"""In CSS pixels, the least and the most; more words than have room are scrolled."""
EMBED_FRAME, EMBED_MARGIN = 170, 62
"""In CSS pixels: the height of title, facts and player, and what lies beside the words."""
EMBED_LETTER, EMBED_SMALL_LETTER = 10.5, 9.3
"""In CSS pixels: how wide one is, of quoted words and of a translation."""
EMBED_LINE, EMBED_GAP = 30, 24
"""In CSS pixels: the height of a line, and of a speaker's name or whose translation it is, with the space around."""
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


@dataclass(frozen=True, slots=True)
class Frame:
    """What another site puts into its page to show a programme or a quote."""

    src: str
    title: str
    width: int
    height: int

    @staticmethod
    def of(document: EditionDocument, view: QuoteView | None, most_width: int = EMBED_WIDTH) -> Frame:
        """Return a frame as high as its words are likely to be.

        :param most_width: in CSS pixels.
        """
        facts = document.facts
        here = {"programme_id": facts.programme_id, "number": document.version, "t": view.t if view else None}
        title = f"{facts.title}, {view.time}" if view else facts.title
        address = url_for("embedding.embed", _external=True, **here)  # type: ignore[arg-type]
        width = min(most_width, EMBED_WIDTH)
        return Frame(address, title, width, _height(_blocks(document, view), width))

    def at_most(self, height: int) -> Frame:
        return dataclasses.replace(self, height=min(self.height, height))


def first_sentence(document: EditionDocument) -> str | None:
    """Return what the summary says first, which stands for a whole programme."""
    return document.summary.sentences[0].text if document.summary and document.summary.sentences else None


def _blocks(document: EditionDocument, view: QuoteView | None) -> Iterator[tuple[str, float]]:
    """Yield the texts of an embedded page with the width of their letters."""
    if view is None:
        yield first_sentence(document) or "", EMBED_SMALL_LETTER
        return
    for turn in view.turns:
        yield " ".join(word.text for run in turn.runs for word in run.words), EMBED_LETTER
    for each in view.translations:
        yield each.text, EMBED_SMALL_LETTER
    yield " ".join(view.notes), EMBED_SMALL_LETTER


def _height(blocks: Iterable[tuple[str, float]], width: int) -> int:
    """Return how high a page with these texts is, in CSS pixels, within bounds."""
    room = max(width - EMBED_MARGIN, 1)
    lines = (math.ceil(len(text) * letter / room) * EMBED_LINE + EMBED_GAP for text, letter in blocks)
    least, most = EMBED_HEIGHTS
    return min(max(EMBED_FRAME + sum(lines), least), most)


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
        translations=tuple(_translated(each) for each in passage.translations),
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


def quote_card(document: EditionDocument, passage: Passage) -> Card | None:
    """Return what the picture of a quote says; ``None`` where the font lacks letters."""
    if not can_draw(passage.text):
        return None
    facts = document.facts
    when = f"{clock(passage.span.start_ms)}–{clock(passage.span.end_ms)}"
    by_people_first = sorted(passage.translations, key=lambda each: each.maker is Maker.MACHINE)
    translated = next(map(_translated, by_people_first), None)
    below = f"{translated.label}: {translated.text}" if translated and can_draw(translated.text) else None
    speakers = ", ".join(map(speaker_name, passage.speakers))
    made = (facts.broadcaster or facts.publisher, _date(document), when, _version(document))
    source = " · ".join(part for part in made if part)
    return Card(
        words=tuple(_card_word(word) for word in passage.words),
        below=below,
        name=speakers or facts.title,
        source=(facts.title, source) if speakers else (source,),
        link=_shown_link("quoting.quote", document, span_text(passage.span)),
        marks=tuple(_marks(document, passage)),
    )


def programme_card(document: EditionDocument) -> Card | None:
    """Return what the picture of a programme says; ``None`` where the font lacks letters."""
    facts = document.facts
    if not can_draw(facts.title):
        return None
    abstract = first_sentence(document)
    publisher = facts.broadcaster or facts.publisher or ""
    made = (publisher if facts.series else None, _date(document), _version(document))
    source = " · ".join(part for part in made if part)
    return Card(
        words=tuple(map(CardWord, facts.title.split())),
        below=abstract if abstract and can_draw(abstract) else None,
        name=facts.series or publisher,
        source=(source, language_name(facts.language)),
        link=_shown_link("pages.programme", document),
        marks=tuple(_of_material(document)),
    )


def _version(document: EditionDocument) -> str:
    return gettext("version %(version)s") % {"version": document.version}


def _shown_link(endpoint: str, document: EditionDocument, t: str | None = None) -> str:
    """Return the address that stays, as people write it: without the scheme that browsers put before it."""
    here = {"programme_id": document.facts.programme_id, "number": document.version, "t": t}
    return unquote(url_for(endpoint, _external=True, **here)).removeprefix("https://")  # type: ignore[arg-type]


def _marks(document: EditionDocument, passage: Passage) -> Iterator[str]:
    """Yield what a picture says of its words and of the lines in them: it is looked at without the page."""
    yield from _of_material(document)
    # Whose words they are, and whether it is known who says them: the picture names somebody.
    if transcript := document.transcript:
        yield whose_words(transcript, passage.segments).rstrip(".")
        yield from (said.rstrip(".") for said in who_speaks(transcript, passage.segments))
    doubts = {word.doubt for word in passage.words}
    if Doubt.NOT_SPOKEN in doubts:
        yield gettext("Struck through") + ": " + gettext("in the script, not heard")
    if Doubt.LOW_PROBABILITY in doubts:
        yield gettext("Dotted") + ": " + gettext("uncertain")


def _of_material(document: EditionDocument) -> Iterator[str]:
    if document.facts.synthetic:
        yield gettext("synthetic demo material")


def _turns(segments: tuple[EditionSegment, ...]) -> Iterator[Turn]:
    """Yield what is said, one speaker after the other."""
    for (speaker, language), group in groupby(segments, key=lambda segment: (segment.speaker, segment.language)):
        words = [word for segment in group for word in segment.words]
        yield Turn(speaker_name(speaker) if speaker else None, language, tuple(_runs(words)))


def _runs(words: Iterable[EditionWord]) -> Iterator[Run]:
    return (Run(doubt, tuple(run)) for doubt, run in groupby(words, key=_shown))


def _shown(word: EditionWord) -> Doubt | None:
    return word.doubt if word.doubt in {Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN} else None


def _translated(each: Translated) -> TranslatedView:
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


def _card_word(word: EditionWord) -> CardWord:
    return CardWord(word.text, word.doubt is Doubt.LOW_PROBABILITY, word.doubt is Doubt.NOT_SPOKEN)


def date_of(facts: EditionFacts) -> str | None:
    """Return the day on which a programme was on air, or else published, or as much of it as is known, ISO 8601."""
    found = When.parse(facts.aired) or When.parse(facts.published)
    return found.isoformat() if found else None


def _date(document: EditionDocument) -> str | None:
    date = date_of(document.facts)
    return some_day(date) if date else None


def _seconds(time_ms: int) -> str:
    return f"{time_ms / 1000:.3f}".rstrip("0").rstrip(".")
