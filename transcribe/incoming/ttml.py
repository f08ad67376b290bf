"""TTML2 (W3C), and its profiles IMSC 1.1 and EBU-TT-D: paragraphs with times, who speaks (``ttm:agent``), languages.

A time is its element's own, counted from its parent's begin (TTML2, section 12). Spans of one word with times of their
own are words with times.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lxml import etree

from media.records import Span
from transcribe.formats.timed_text import SPEAKER_ROLE
from transcribe.incoming.cues import remarks_of
from transcribe.incoming.file import HEAD_CHARACTERS, FileIn
from transcribe.incoming.labels import labels_of, split_label
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord
from transcribe.incoming.times import LONGEST_MS, span_of
from transcribe.incoming.xml_file import XML_ID, XML_LANG, local, parse_xml

PARAMETER = "{http://www.w3.org/ns/ttml#parameter}"
METADATA = "{http://www.w3.org/ns/ttml#metadata}"
EBU_USER_AREA = "{urn:ebu:tt:metadata}documentUserDefinedArea"
CLOCK = re.compile(r"(\d{2,4}):(\d{2}):(\d{2})(?:\.(\d{1,9})|:(\d{2,3})(?:\.\d+)?)?")
OFFSET = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)(h|ms|m|s|f|t)")
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
UNHEARD = frozenset({"metadata", "set", "layout", "styling"})


@dataclass(frozen=True, slots=True)
class _Rates:
    frames: Fraction
    ticks: Fraction


@dataclass(frozen=True, slots=True)
class _Place:
    """What an element has of those around it."""

    begin_ms: int | None
    end_ms: int | None
    agent: str | None
    language: str | None


def read(file: FileIn) -> FoundTranscript:
    """Return the paragraphs.

    :raises BadTranscript: it is not well-formed XML.
    """
    root = parse_xml(file.data, file.name)
    rates = _rates(root)
    agents = {each.get(XML_ID): _agent_name(each) for each in root.iter(f"{METADATA}agent")}
    head = _head(root)
    language = root.get(XML_LANG) or None
    body = next((each for each in root if local(each) == "body"), None)
    found = list(_paragraphs(body, _Place(None, None, None, None), rates, agents)) if body is not None else []
    labels = labels_of([" ".join(word.text for word in each.words) for each in found if each.speaker is None])
    tool, words_by = made_by_of(head)
    segments = tuple(_without_label(each, labels) for each in found)
    return FoundTranscript(segments, tool, words_by, language, remarks_of(labels))


def _head(root: Any) -> str:
    """Return the first characters of what a file says of itself; what is within another element is said with it."""
    said, length = [], 0
    walk = etree.iterwalk(root, events=("start",), tag=(f"{METADATA}desc", EBU_USER_AREA))
    for _, element in walk:
        walk.skip_subtree()
        for text in element.itertext():
            said.append(text[:HEAD_CHARACTERS])
            length += len(text)
            if length > HEAD_CHARACTERS:
                return " ".join(said)
    return " ".join(said)


def _without_label(segment: FoundSegment, labels: frozenset[str]) -> FoundSegment:
    if segment.speaker is not None or not labels:
        return segment
    speaker, left = split_label(" ".join(word.text for word in segment.words), labels)
    words = segment.words[len(segment.words) - len(left.split()) :]
    return FoundSegment(words, segment.span, speaker, segment.language)


def _agent_name(agent: Any) -> str:
    names = (" ".join("".join(name.itertext()).split()) for name in agent.iter(f"{METADATA}name"))
    return next(filter(None, names), agent.get(XML_ID) or "")


def _rates(root: Any) -> _Rates:
    rate = Fraction(_number(root.get(f"{PARAMETER}frameRate"), 30))
    multiplier = (root.get(f"{PARAMETER}frameRateMultiplier") or "1 1").split()
    if multiplier[1:]:
        rate *= Fraction(_number(multiplier[0], 1), _number(multiplier[1], 1))
    ticks = _number(root.get(f"{PARAMETER}tickRate"), 0)
    return _Rates(rate, Fraction(ticks) if ticks else (rate if root.get(f"{PARAMETER}frameRate") else Fraction(1)))


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and NUMBER.fullmatch(text) else otherwise


def _paragraphs(element: Any, around: _Place, rates: _Rates, agents: dict[str, str]) -> Iterator[FoundSegment]:
    """Yield the paragraphs in and below an element. Not by recursion: a file may be nested a thousand deep."""
    waiting = [(element, around)]
    while waiting:
        each, outside = waiting.pop()
        place = _place(each, outside, rates)
        if local(each) == "p":
            yield _paragraph(each, place, rates, agents)
            continue
        inside = []
        before = place
        for child in each:
            if local(child) in UNHEARD:
                continue
            inside.append((child, before))
            if each.get("timeContainer") == "seq":
                before = _after(_place(child, before, rates), place)
        waiting.extend(reversed(inside))


def _after(child: _Place, parent: _Place) -> _Place:
    return _Place(
        child.end_ms if child.end_ms is not None else parent.begin_ms, parent.end_ms, parent.agent, parent.language
    )


def _place(element: Any, around: _Place, rates: _Rates) -> _Place:
    begin, end, length = (_ms(element.get(name), rates) for name in ("begin", "end", "dur"))
    zero_ms = around.begin_ms or 0
    begin_ms = zero_ms + begin if begin is not None else around.begin_ms
    ends = [zero_ms + end] if end is not None else []
    if length is not None:
        ends.append((begin_ms or 0) + length)
    end_ms = min(ends) if ends else around.end_ms
    agent = (element.get(f"{METADATA}agent") or "").split()
    return _Place(begin_ms, end_ms, agent[0] if agent else around.agent, element.get(XML_LANG) or around.language)


def _paragraph(element: Any, place: _Place, rates: _Rates, agents: dict[str, str]) -> FoundSegment:
    words: list[FoundWord] = []
    agent, ends_word = place.agent, True
    for text, own in _pieces(element, place, rates):
        agent = agent or own.agent
        is_timed = (own.begin_ms, own.end_ms) != (place.begin_ms, place.end_ms)
        said = text.split()
        span = _span(own) if is_timed and len(said) == 1 else None
        if words and said and not text[:1].isspace() and not ends_word:
            joined = words[-1]
            words[-1] = FoundWord(joined.text + said[0], _hull([joined.span, span]))
            said = said[1:]
        words += [FoundWord(word, span) for word in said]
        ends_word = not text or text[-1:].isspace()
    span = _span(place) or _hull([word.span for word in words])
    return FoundSegment(tuple(words), span, agents.get(agent, agent) if agent else None, place.language)


def _pieces(element: Any, place: _Place, rates: _Rates) -> Iterator[tuple[str, _Place]]:
    """Yield the texts in a paragraph, each with the times that it has."""
    waiting: list[tuple[Any, _Place] | tuple[str, _Place]] = [(element, place)]
    while waiting:
        each, outside = waiting.pop()
        if isinstance(each, str):
            yield each, outside
            continue
        name = local(each)
        if name == "br":
            yield " ", outside
            continue
        if name in UNHEARD or SPEAKER_ROLE in (each.get(f"{METADATA}role") or "").split():
            continue
        own = outside if each is element else _place(each, outside, rates)
        inside: list[tuple[Any, _Place] | tuple[str, _Place]] = [(each.text, own)] if each.text else []
        for child in each:
            inside.append((child, own))
            if child.tail:
                inside.append((child.tail, own))
        waiting.extend(reversed(inside))


def _span(place: _Place) -> Span | None:
    return span_of(place.begin_ms, place.end_ms if place.end_ms is not None else place.begin_ms)


def _hull(spans: list[Span | None]) -> Span | None:
    known = [span for span in spans if span]
    return Span(min(s.start_ms for s in known), max(s.end_ms for s in known)) if known else None


def _ms(time: str | None, rates: _Rates) -> int | None:
    """Return a time expression (TTML2, section 12.3.1) in ms, ``None`` where it is none."""
    text = (time or "").strip()
    if found := CLOCK.fullmatch(text):
        hours, minutes, seconds, fraction, frames = found.groups()
        value = Fraction((int(hours) * 60 + int(minutes)) * 60 + int(seconds))
        value += Fraction(int(fraction), 10 ** len(fraction)) if fraction else 0
        value += Fraction(int(frames)) / rates.frames if frames else 0
    elif found := OFFSET.fullmatch(text):
        units = {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}
        units |= {"f": 1 / rates.frames, "t": 1 / rates.ticks}
        value = Fraction(found[1]) * units[found[2]]
    else:
        return None
    return min(round(value * 1000), LONGEST_MS)
