"""Segments → caption cues, by a published guide (`transcribe.formats.guides`): what is shown at once, and how long."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.phrases import BETWEEN_SENTENCES, edge
from transcribe.formats.prepare import timed
from transcribe.records import Segment, Word
from transcribe.speakers.labels import called

FILL_WEIGHT = 60
"""How much a full cue or line counts beside a good edge (`edge`)."""
CRUMB_CHARACTERS = 12
"""Less should not be left over for a cue of its own,"""
CRUMB_MS = 1_000
"""nor what is said in less time."""
CRUMB_COST = 45
OFF_MIDDLE_COST = 40
"""For each word that two halves of a cue differ by."""
TOP_HEAVY_COST = 5


@dataclass(frozen=True, slots=True)
class Measure:
    """What one cue may hold and how long it stays: a guide's figures, or those that were asked for instead."""

    lines: int
    characters: int
    speed: int
    minimum_ms: int
    maximum_ms: int
    gap_ms: int
    least_pause_ms: int
    hang_ms: int

    @staticmethod
    def of(options: Options, language: str) -> Measure:
        """:param language: of the words, a BCP 47 tag."""
        guide, subtag = options.guide, language.partition("-")[0].lower()
        return Measure(
            lines=options.lines or guide.lines,
            characters=options.characters or dict(guide.characters_of).get(subtag, guide.characters),
            speed=options.speed or dict(guide.speed_of).get(subtag, guide.speed),
            minimum_ms=guide.minimum_ms,
            maximum_ms=guide.maximum_ms,
            gap_ms=guide.gap_ms,
            least_pause_ms=guide.least_pause_ms,
            hang_ms=guide.hang_ms,
        )


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, of one segment."""

    segment: Segment
    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    words: tuple[Word, ...]
    begins_turn: bool
    """True where somebody else spoke before."""
    beside: tuple[str, ...] = ()
    """Lines of a translation, below."""


@dataclass(frozen=True, slots=True)
class _Group:
    segment: Segment
    start_ms: int
    words: tuple[Word, ...]
    edges: Sequence[int]
    """How well each two words are parted (`edge`)."""
    beside: tuple[Word, ...] = ()


def cues(export: Export, options: Options, *, labelled: bool = False, one_word: bool = False) -> tuple[Cue, ...]:
    """Return the cues of a transcript, in order, none beginning before the one before has ended.

    :param labelled: the speaker's name stands before the words where a turn begins (`label`).
    :param one_word: a cue for each word, for as long as it is spoken.
    """
    measure = Measure.of(options, export.language)
    named_in = export.language if labelled else None
    beside = tuple(word for passage in export.beside.passages for word in timed(passage)) if export.beside else None
    return cut(export.segments, measure, beside, named_in=named_in, one_word=one_word)


def cut(
    segments: Sequence[Segment],
    measure: Measure,
    beside: tuple[Word, ...] | None = None,
    *,
    named_in: str | None = None,
    one_word: bool = False,
) -> tuple[Cue, ...]:
    """Return the cues of some segments.

    :param beside: the words of a translation that stands below, each language with its share of the lines.
    :param named_in: the language of `label` where a turn begins; ``None`` for none.
    """
    room = measure if beside is None else replace(measure, lines=max(1, measure.lines // 2))
    groups: list[_Group] = []
    speaker: str | None = None
    for segment in segments:
        words = segment.heard_words
        if one_word:
            groups += [_Group(segment, word.start_ms, (word,), ()) for word in words]
            continue
        name = label(segment, named_in) if named_in and segment.speaker != speaker else ""
        speaker = segment.speaker if words else speaker
        groups += _groups(segment, words, room, len(name))
    # Two who speak at once are shown in turn.
    groups.sort(key=lambda group: group.start_ms)
    if beside is not None:
        groups = [part for group in _accompanied(groups, beside) for part in _fitted(group, room)]
    return tuple(_timed(groups, measure, named_in=named_in, one_word=one_word))


def label(segment: Segment, language: str) -> str:
    """Return the speaker as it stands before the words in formats without a place for it; empty without one.

    :param language: of the file.
    """
    return f"{' '.join(called(segment.speaker, language).split())}: " if segment.speaker else ""


def _timed(groups: Sequence[_Group], measure: Measure, *, named_in: str | None, one_word: bool) -> Iterator[Cue]:
    speaker: str | None = None
    end_ms = 0
    for place, group in enumerate(groups):
        segment = group.segment
        following_ms = groups[place + 1].start_ms if place + 1 < len(groups) else None
        name = label(segment, named_in) if named_in and segment.speaker != speaker else ""
        lines, below = _lines(group.words, group.edges, measure, name), _beside_lines(group, measure)
        start_ms = max(group.start_ms, end_ms)
        if one_word:
            end_ms = max(group.words[-1].end_ms, start_ms + 1)
            if following_ms is not None:
                end_ms = max(start_ms + 1, min(end_ms, following_ms))
        else:
            characters = sum(map(len, (*lines, *below)))
            end_ms = _end_ms(start_ms, group.words[-1].end_ms, characters, following_ms, measure)
        yield Cue(segment, start_ms, end_ms, lines, group.words, segment.speaker != speaker, below)
        speaker = segment.speaker


def _end_ms(start_ms: int, said_ms: int, characters: int, following_ms: int | None, measure: Measure) -> int:
    """Return until when a cue stays: long enough to be read, no longer than a guide lets it hang."""
    to_read_ms = start_ms + characters * 1000 // measure.speed
    least_ms = start_ms + measure.minimum_ms
    end_ms = max(said_ms, least_ms, min(to_read_ms, said_ms + measure.hang_ms))
    if following_ms is not None and following_ms - end_ms < measure.least_pause_ms:
        # A short pause flickers, so it is closed; where there is none, the cue makes way. What two say at once
        # keeps the least time, and the next waits for it.
        end_ms = max(following_ms - measure.gap_ms, min(end_ms, least_ms) if following_ms < said_ms else start_ms + 1)
    return end_ms


def _groups(segment: Segment, words: tuple[Word, ...], room: Measure, name_length: int) -> Iterator[_Group]:
    edges = _edges(words)
    start = 0
    while start < len(words):
        end = _farthest(words, start, room, name_length if start == 0 else 0)
        if end < len(words):
            end = _parting(words, edges, start, end)
        yield _Group(segment, words[start].start_ms, words[start:end], edges[start : end - 1])
        start = end


def _edges(words: Sequence[Word]) -> list[int]:
    return [edge(before, after) for before, after in pairwise(words)]


def _farthest(words: Sequence[Word], start: int, room: Measure, name_length: int) -> int:
    """Return the end of the most words from a place on that one cue may hold; at least one."""
    line, filled = 1, name_length
    for place in range(start, len(words)):
        length = len(words[place].text)
        if filled and filled + 1 + length > room.characters:
            line, filled = line + 1, length
        else:
            filled += length + (filled > 0)
        too_long = words[place].end_ms - words[start].start_ms > room.maximum_ms
        if place > start and (line > room.lines or too_long):
            return place
    return len(words)


def _parting(words: Sequence[Word], edges: Sequence[int], start: int, end: int) -> int:
    """Return where to end a cue of which no more than the words [start, end) fit: at a good edge, and not too soon."""
    lengths = [len(words[place].text) + 1 for place in range(start, end)]
    total = sum(lengths)
    rest = sum(len(word.text) + 1 for word in words[end : end + CRUMB_CHARACTERS])
    last_ms = words[-1].end_ms
    best, best_score, said = end, float("-inf"), 0
    for place in range(start + 1, end + 1):
        said += lengths[place - start - 1]
        score = edges[place - 1] + FILL_WEIGHT * said / total
        is_crumb = total - said + rest < CRUMB_CHARACTERS
        if is_crumb or (place < len(words) and last_ms - words[place].start_ms < CRUMB_MS):
            score -= CRUMB_COST
        if said * 3 < total and edges[place - 1] < BETWEEN_SENTENCES:
            score -= CRUMB_COST
        if score >= best_score:
            best, best_score = place, score
    return best


def _accompanied(groups: Sequence[_Group], beside: tuple[Word, ...]) -> Iterator[_Group]:
    """Yield groups with what of a translation is due while they are shown."""
    first = 0
    for place, group in enumerate(groups):
        end = first
        is_last = place + 1 == len(groups)
        while end < len(beside) and (is_last or beside[end].start_ms < groups[place + 1].start_ms):
            end += 1
        yield replace(group, beside=beside[first:end])
        first = end


def _fitted(group: _Group, room: Measure) -> Iterator[_Group]:
    """Yield a group, in parts where its translation needs more lines than it has."""
    if len(group.words) == 1 or len(_beside_lines(group, room)) <= room.lines:
        yield group
        return
    words, edges, middle = group.words, group.edges, len(group.words) // 2
    place = max(range(1, len(words)), key=lambda place: edges[place - 1] - OFF_MIDDLE_COST * abs(place - middle))
    turn = len(group.beside) * place // len(words)
    before = _Group(group.segment, group.start_ms, words[:place], edges[: place - 1], group.beside[:turn])
    after = _Group(group.segment, words[place].start_ms, words[place:], edges[place:], group.beside[turn:])
    yield from _fitted(before, room)
    yield from _fitted(after, room)


def _beside_lines(group: _Group, measure: Measure) -> tuple[str, ...]:
    return _lines(group.beside, _edges(group.beside), measure) if group.beside else ()


def _lines(words: Sequence[Word], edges: Sequence[int], measure: Measure, name: str = "") -> tuple[str, ...]:
    """Return the words as lines: one where they fit, else two that part at the best edge and are of like length."""
    tokens = [" ".join(word.text.split()) for word in words]
    text = name + " ".join(tokens)
    if len(text) <= measure.characters or len(tokens) == 1:
        return (text,)
    if measure.lines > 1 and (parted := _in_two(tokens, edges, name, measure.characters)):
        return parted
    return tuple(textwrap.wrap(text, measure.characters, break_long_words=False, break_on_hyphens=False))


def _in_two(tokens: Sequence[str], edges: Sequence[int], name: str, characters: int) -> tuple[str, str] | None:
    total = sum(map(len, tokens)) + len(tokens) - 1 + len(name)
    best, best_score = 0, float("-inf")
    first = len(name) - 1
    for place in range(1, len(tokens)):
        first += len(tokens[place - 1]) + 1
        second = total - first - 1
        if first > characters:
            break
        if second > characters:
            continue
        # Of two lines the lower may be the longer: the eye has less far to go back.
        uneven = abs(first - second) / characters
        score = edges[place - 1] - FILL_WEIGHT * uneven - (TOP_HEAVY_COST if first > second else 0)
        if score > best_score:
            best, best_score = place, score
    if not best:
        return None
    return name + " ".join(tokens[:best]), " ".join(tokens[best:])
