"""Where in a public document, or in what is heard, names stand: its parts and times, not the names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from media.records import Span
from webapp.edition.records import EditionDocument, EditionFacts
from webapp.gate.kept_back import BESIDE_MS, Covered, Dismissed
from webapp.gate.records import Finding, HeardWord, Part
from webapp.leaks.names import Alias
from webapp.leaks.spots import Likeness, Spot, Spotter, Wanted

AGREED_MS = 1_500
"""By how much two hearings of a word may differ in when it is said."""

Timed = Iterable[tuple[str, int | None]]


def places_in(document: EditionDocument, spotter: Spotter) -> Iterator[Finding]:
    """Yield where a document has one of the names, surely."""
    for part, said in _parts(document):
        words = [(word, at_ms) for text, at_ms in said for word in text.split()]
        for spot in spotter.spots([word for word, _ in words]):
            if spot.likeness is not Likeness.RESEMBLES:
                yield Finding(part, words[spot.first][1])


def places_heard(
    words: Sequence[HeardWord], spotter: Spotter, dismissed: Sequence[Dismissed], masks: Sequence[Span]
) -> Iterator[Finding]:
    """Yield when one of the names is heard.

    What only resembles one is not certain, but beside a mask it is: there a name was said, and machines mishear names.

    :param dismissed: what somebody has let through: each excuses one hearing of that name, the nearest.
    """
    spots = [(spot, _heard(words, spot)) for spot in spotter.spots([word.text for word in words])]
    excused = _excused(spots, dismissed)
    for spot, heard in spots:
        if any(spot.owner == each.owner and spot.first < each.end and each.first < spot.end for each in excused):
            continue
        if spot.likeness is not Likeness.RESEMBLES:
            yield Finding(Part.HEARD, heard.start_ms)
        elif any(_near(heard, mask, BESIDE_MS) for mask in masks):
            yield Finding(Part.NEAR_MASK, heard.start_ms)
        else:
            yield Finding(Part.HEARD, heard.start_ms, is_certain=False)


def places_beside(words: Sequence[HeardWord], covered: Iterable[Covered]) -> Iterator[Finding]:
    """Yield when a word is heard beside the mask that should cover it."""
    for each in covered:
        near = [word for word in words if _near(Span(word.start_ms, word.end_ms), each.span, BESIDE_MS)]
        spotter = Spotter([Wanted("", Alias(word)) for word in each.words])
        for spot in spotter.spots([word.text for word in near]):
            if spot.likeness is not Likeness.RESEMBLES:
                yield Finding(Part.NEAR_MASK, near[spot.first].start_ms)


def _heard(words: Sequence[HeardWord], spot: Spot) -> Span:
    return Span(words[spot.first].start_ms, max(word.end_ms for word in words[spot.first : spot.end]))


def _excused(spots: Sequence[tuple[Spot, Span]], dismissed: Sequence[Dismissed]) -> set[Spot]:
    """Return one hearing for each place that was let through; the nearest pairs are taken first."""
    pairs = sorted(
        (abs(heard.start_ms - each.span.start_ms), -spot.likeness, nth, spot.first, spot.end, spot)
        for nth, each in enumerate(dismissed)
        for spot, heard in spots
        if spot.owner == each.redaction_id and _near(heard, each.span, AGREED_MS)
    )
    excused: set[Spot] = set()
    used: set[int] = set()
    for _apart_ms, _likeness, nth, _first, _end, spot in pairs:
        if nth not in used and spot not in excused:
            used.add(nth)
            excused.add(spot)
    return excused


def _near(span: Span, other: Span, within_ms: int) -> bool:
    return span.start_ms < other.end_ms + within_ms and other.start_ms < span.end_ms + within_ms


def _parts(document: EditionDocument) -> Iterator[tuple[Part, Timed]]:
    """Yield the texts of each part, so that a name is found that goes on from one into the next."""
    facts = document.facts
    yield Part.TITLE, [(facts.title, None)]
    for text in _facts(facts):
        yield Part.FACTS, [(text, None)]
    if document.summary:
        yield Part.SUMMARY, [(each.text, None) for each in document.summary.sentences]
        yield Part.SUMMARY, [(document.summary.author or "", None)]
        for sentence in document.summary.sentences:
            for text in (*sentence.anchors, *sentence.missing):
                yield Part.LINKS, [(text, None)]
            for conflict in sentence.conflicts:
                yield Part.LINKS, [(conflict.text, conflict.span.start_ms if conflict.span else None)]
                yield Part.LINKS, [(conflict.heard, conflict.span.start_ms if conflict.span else None)]
    if document.transcript:
        segments = document.transcript.segments
        yield Part.TRANSCRIPT, [(word.text, word.start_ms) for segment in segments for word in segment.words]
        for speaker in dict.fromkeys(segment.speaker for segment in segments if segment.speaker):
            yield Part.SPEAKERS, [(speaker, None)]
    for translation in document.translations:
        yield Part.TRANSLATION, [(each.text, each.start_ms) for each in translation.segments]


def _facts(facts: EditionFacts) -> Iterator[str]:
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.name == "title" or not value or isinstance(value, bool):
            continue
        yield from (value,) if isinstance(value, str) else value
