"""What the picture of a quote or of a programme says: it is looked at without the page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from flask import url_for

from transcribe.records import Doubt
from webapp.edition.records import EditionDocument, EditionWord, Maker
from webapp.interface import clock, gettext, language_name
from webapp.public.quoting.card import Card, CardWord, can_draw
from webapp.public.quoting.in_short import day_said, first_sentence
from webapp.public.quoting.passage import Passage
from webapp.public.quoting.span import span_text
from webapp.public.quoting.view import translated_view
from webapp.public.quoting.whose import who_speaks, whose_words
from webapp.speaker_name import speaker_name


def quote_card(document: EditionDocument, passage: Passage) -> Card | None:
    """Return what the picture of a quote says; ``None`` where the font lacks letters."""
    if not can_draw(passage.text):
        return None
    facts = document.facts
    when = f"{clock(passage.span.start_ms)}–{clock(passage.span.end_ms)}"
    by_people_first = sorted(passage.translations, key=lambda each: each.maker is Maker.MACHINE)
    translated = next(map(translated_view, by_people_first), None)
    below = f"{translated.label}: {translated.text}" if translated and can_draw(translated.text) else None
    speakers = ", ".join(map(speaker_name, passage.speakers))
    made = (facts.broadcaster or facts.publisher, day_said(facts), when, _version(document))
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
    made = (publisher if facts.series else None, day_said(facts), _version(document))
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


def _card_word(word: EditionWord) -> CardWord:
    return CardWord(word.text, word.doubt is Doubt.LOW_PROBABILITY, word.doubt is Doubt.NOT_SPOKEN)
