"""An edition document as its page shows it: what the machine found, said in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from media.records import Span
from transcribe.kazakh_letters import is_kazakh, to_latin
from transcribe.records import Doubt
from webapp.edition.records import (
    EditionDocument,
    EditionSegment,
    EditionTranscript,
    EditionTranslated,
)
from webapp.interface import language_name
from webapp.public.finding.search import Query
from webapp.public.reading.choice import ORIGINAL, Choice, Letters
from webapp.public.reading.layers import LayerView, layer_views, shown_layer
from webapp.public.reading.notes import notes_beside
from webapp.public.reading.passages import passages
from webapp.public.reading.sentences import SentenceView, Starts, sentence_view
from webapp.public.reading.words import Marker, Places, as_written, doubts_in, first_words, word_times, words_markup
from webapp.speaker_name import speaker_name
from webapp.whose_words import from_file, speakers_said

STRETCH_SEGMENTS = 25
"""Chromium watches every element with ``content-visibility`` at every frame: ten thousand of them make it crawl."""

MARKED_LETTERS = 2
"""Shorter terms are not marked on the page: they begin every third word."""
MOST_MARKS = 2000
"""Nobody looks at more, and each costs its time here and in the browser."""


@dataclass(frozen=True, slots=True)
class SegmentView:
    segment: EditionSegment
    name: str | None
    """Its ``id`` on the page."""
    speaker: str | None
    """Only where somebody else begins to speak."""
    language: str | None
    """By its name, only where another language begins."""
    words: Markup
    times: str
    """When each of its words is said; see `word_times`."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassageView:
    """Segments, and what was translated of them."""

    segments: tuple[SegmentView, ...]
    layers: tuple[tuple[EditionTranslated, ...], ...]
    """One a `LayerView` of the page."""


@dataclass(frozen=True, slots=True)
class OmittedView:
    """A stretch that the summary leaves out."""

    span: Span
    words: str
    """Its first words."""


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    paragraphs: tuple[tuple[SentenceView, ...], ...]
    """Of the summary."""
    is_linked: bool
    omitted: tuple[OmittedView, ...]
    stretches: tuple[tuple[PassageView, ...], ...]
    """The transcript, in groups that a browser can leave unpainted as one."""
    layers: tuple[LayerView, ...]
    """Its translations."""
    shown: str
    """Which of them: the number of one, ``0`` for the original alone, ``all``."""
    letters: Letters | None
    """In which the words are written here; ``None`` where there is no choice."""
    segment_count: int
    has_unsure: bool
    has_unspoken: bool
    has_shared_times: bool
    """Whether it is known only of passages when they are spoken, and not of their words."""
    from_file: str | None
    """Whose words they are, where they came in as a file."""
    has_speakers: bool
    speakers_said: str | None
    """Who told who speaks, whatever they are called; ``None`` where people wrote it down, or nobody did."""
    corrected: int
    """How many segments a person has corrected."""
    mark: Marker
    """Marks in the summary and in translations what was asked for; the transcript's words are marked already."""

    @property
    def segments(self) -> Iterator[SegmentView]:
        return (segment for stretch in self.stretches for passage in stretch for segment in passage.segments)


def programme_view(document: EditionDocument, query: Query, choice: Choice = ORIGINAL) -> ProgrammeView:
    """Return what the programme's page shows."""
    transcript, summary = document.transcript, document.summary
    segments = transcript.segments if transcript else ()
    sentences = summary.sentences if summary else ()
    starts = Starts(transcript)
    views = [(sentence.paragraph, sentence_view(sentence, starts)) for sentence in sentences]
    omitted = tuple(OmittedView(starts.snap(span), first_words(segments, span)) for span in _omitted(document))
    linked = {span.start_ms for _, view in views for span in (*view.times, *view.others)}
    places = Places(linked | {each.span.start_ms for each in omitted})
    marked = _marked(query)
    found = _found(segments, marked)
    places.wanted |= {segments[s].words[n].start_ms for s, numbers in found.items() for n in numbers}
    doubts = doubts_in(segments)
    letters = choice.letters if transcript and is_kazakh(document.facts.language) else None
    layers = layer_views(document.translations if segments else ())
    views_of = tuple(_segments(document, found, places, letters is Letters.LATIN))
    return ProgrammeView(
        paragraphs=tuple(tuple(view for _, view in group) for _, group in groupby(views, key=lambda pair: pair[0])),
        is_linked=any(sentence.verdict for sentence in sentences),
        omitted=omitted,
        stretches=_stretches(document, views_of),
        layers=layers,
        shown=shown_layer(layers, choice.layer),
        letters=letters,
        segment_count=len(segments),
        has_unsure=Doubt.LOW_PROBABILITY in doubts,
        has_unspoken=Doubt.NOT_SPOKEN in doubts,
        has_shared_times=any(Doubt.SHARED_TIMES in segment.doubts for segment in segments),
        has_speakers=any(segment.speaker for segment in segments),
        speakers_said=speakers_said(transcript.method, transcript.provenance)
        if transcript and any(segment.speaker for segment in segments)
        else None,
        from_file=_from_file(transcript) if transcript else None,
        corrected=sum(segment.human for segment in segments),
        mark=Marker(marked, MOST_MARKS),
    )


def _from_file(transcript: EditionTranscript) -> str | None:
    is_corrected = all(segment.human for segment in transcript.segments)
    return from_file(transcript.method, transcript.provenance, is_corrected=is_corrected)


def _omitted(document: EditionDocument) -> tuple[Span, ...]:
    return document.summary.omitted if document.summary and document.transcript else ()


def _stretches(document: EditionDocument, segments: tuple[SegmentView, ...]) -> tuple[tuple[PassageView, ...], ...]:
    groups: list[list[PassageView]] = []
    room = 0
    for passage in passages([each.segment for each in segments], document.translations):
        if room <= 0:
            groups.append([])
            room = STRETCH_SEGMENTS
        groups[-1].append(PassageView(segments[passage.first : passage.end], passage.layers))
        room -= passage.end - passage.first
    return tuple(map(tuple, groups))


def _marked(query: Query) -> Query:
    """Return a query with the terms that are marked on the page."""
    return replace(query, terms=tuple(term for term in query.terms if len(term.text) >= MARKED_LETTERS))


def _found(segments: tuple[EditionSegment, ...], marked: Query) -> dict[int, frozenset[int]]:
    """Return which words to mark, by the number of their segment: the first `MOST_MARKS`."""
    found: dict[int, frozenset[int]] = {}
    room = MOST_MARKS if marked.terms else 0
    for number, segment in enumerate(segments):
        if room <= 0:
            break
        if places := marked.places([word.text for word in segment.words]):
            found[number] = frozenset(sorted(places)[:room])
            room -= len(places)
    return found


def _segments(
    document: EditionDocument, found: dict[int, frozenset[int]], places: Places, in_latin: bool
) -> Iterator[SegmentView]:
    speaker, language = None, document.facts.language
    transcript = document.transcript
    makers = (transcript.provenance, *transcript.others) if transcript else ()
    for number, segment in enumerate(transcript.segments if transcript else ()):
        spoken = segment.language or document.facts.language
        write = to_latin if in_latin and is_kazakh(spoken) else as_written
        yield SegmentView(
            segment=segment,
            name=places.take(segment.start_ms, always=True),
            speaker=speaker_name(segment.speaker) if segment.speaker and segment.speaker != speaker else None,
            language=language_name(spoken) if spoken != language else None,
            words=words_markup(segment, found.get(number, frozenset()), places, write),
            times=word_times(segment),
            notes=tuple(notes_beside(segment, makers, transcript.method)) if transcript else (),
        )
        speaker, language = segment.speaker, spoken
