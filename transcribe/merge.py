"""Compare a newer run of the machine with the words as they stand, three ways: what people wrote is never touched.

Words are paired by text and time with those of the run that the text stands on, so a person's edit moves nothing. Each
word of the newer run belongs to the segment of its pair, else to that at its time, else to none: then it is new.
"""

from __future__ import annotations

import enum
import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import groupby, pairwise

from rapidfuzz.distance import Levenshtein

from media.records import Span
from transcribe.editing.times import within
from transcribe.records import (
    Doubt,
    ProgrammeText,
    Segment,
    Transcript,
    Word,
    canonical_json,
    content_sha256,
    make_segment_id,
)
from transcribe.regrouped import regrouped
from transcribe.retime import folded

PAUSE_MS = 500
"""Both silent for so long: words on its two sides are never paired."""
APART_MS = 1_500
"""The same word further apart in two runs was said twice."""
KEPT_RUNS = 2
"""How many runs a process remembers where they were held against the words before."""
REACH_MS = 400
"""A word so near to a segment belongs to it; runs differ in times by less."""


class Kind(enum.StrEnum):
    MACHINE = "nobody edited"
    """Only machines have written here, and they differ."""
    HUMAN = "edited by a person"
    """A person's words stand here, and the newer run says what neither they nor the run before said."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One segment of which the newer run has other words."""

    kind: Kind
    current: Segment | None
    """As it stands, ``None`` where nothing stands."""
    offered: Segment
    """As it would stand once a person has accepted it; the id is the current one's."""

    @property
    def sha256(self) -> str:
        """Name the choice that a person is shown: both texts, and where."""
        texts = (self.offered.segment_id, self.current.text if self.current else None, self.offered.text)
        return hashlib.sha256(canonical_json(texts)).hexdigest()


def differences(
    text: ProgrammeText, run: Transcript, seen: Mapping[str, tuple[Word, ...]] | None = None
) -> tuple[Difference, ...]:
    """Return where a run differs from the words as they stand, ascending in time.

    Not told: times and probabilities alone; where a person's words differ from both runs' same words, or only in case
    and punctuation from the newer one's; stretches on which the newer run failed.

    :param text: of the same recording; it may stand on any run.
    :param seen: what people saw instead of the run that the text stands on, by segment (`transcribe.early.carry`).
    """
    current = {segment.segment_id: segment for segment in text.segments}
    gone = {segment.segment_id: segment for segment in text.gone}
    failed = [segment.span for segment in run.segments if Doubt.GAP in segment.doubts]
    found = [
        _of_gone(gone[part.segment_id], part, run)
        if part.segment_id in gone
        else _difference(current.get(part.segment_id), part, run)
        for part in _as_seen(_parts_of(_held(_frame(text, run), run)), seen or {})
        if not any(part.span.overlap_ms(span) for span in failed)
    ]
    return tuple(sorted(filter(None, found), key=lambda difference: difference.offered.start_ms))


def apply(segments: Sequence[Segment], changes: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return a text after an edit: changed segments in their places, new ones at their time, none that is gone."""
    changed = {segment.segment_id: segment for segment in changes}
    kept = [changed.pop(segment.segment_id, segment) for segment in segments]
    standing = [segment for segment in (*kept, *changed.values()) if segment.gone is None]
    return tuple(sorted(standing, key=lambda segment: segment.start_ms) if changed else standing)


@dataclass(frozen=True, slots=True)
class _Held:
    """A run held against the words before it: the same as another where its key is."""

    key: tuple[str, str, int]
    frame: tuple[Segment, ...] = field(compare=False)
    run: Transcript = field(compare=False)


def _held(frame: tuple[Segment, ...], run: Transcript) -> _Held:
    return _Held((content_sha256(frame), content_sha256(run.segments), run.number), frame, run)


def _as_seen(parts: Iterable[_Part], seen: Mapping[str, tuple[Word, ...]]) -> Iterator[_Part]:
    yield from (replace(part, before=seen.get(part.segment_id, part.before)) for part in parts)


@lru_cache(maxsize=KEPT_RUNS)
def _parts_of(held: _Held) -> tuple[_Part, ...]:
    """Return `_parts`, remembered: of ten hours they take seconds, and no edit of a word changes them."""
    return tuple(_parts(held.frame, held.run))


@dataclass(frozen=True, slots=True)
class _Part:
    """What the newer run says in the place of one segment, or beside all of them."""

    segment_id: str
    span: Span
    before: tuple[Word, ...]
    """What the run that the text stands on has there."""
    words: tuple[Word, ...]
    heard: tuple[Segment, ...]
    """The segments of the newer run that the words are from."""


def _frame(text: ProgrammeText, run: Transcript) -> tuple[Segment, ...]:
    """Return what the newer run is held against: the segments of the run before, with what was added from others.

    What was added from the newer run itself is found again by its id. A segment without words that lies in another is
    the trace of words left out; it is no place for words.
    """
    before = regrouped(text)
    own = {segment.segment_id for segment in before}
    added = [segment for segment in text.segments if segment.segment_id not in own and segment.run != run.number]
    segments = sorted([*before, *added], key=lambda segment: segment.start_ms)
    latest_ms, kept = 0, []
    for segment in segments:
        if segment.words or segment.start_ms >= latest_ms:
            kept.append(segment)
        latest_ms = max(latest_ms, segment.end_ms if segment.words else 0)
    return tuple(kept)


def _parts(frame: Sequence[Segment], run: Transcript) -> Iterator[_Part]:
    heard = [(word, segment) for segment in run.segments for word in segment.words]
    rooms = _rooms(frame)
    slots = _slots(frame, rooms, [word for word, _ in heard])
    said: dict[int, list[tuple[Word, Segment]]] = {}
    for slot, pair in zip(slots, heard, strict=True):
        said.setdefault(slot, []).append(pair)
    for number, (segment, room) in enumerate(zip(frame, rooms, strict=True)):
        pairs = said.get(2 * number + 1, [])
        yield _part(segment.segment_id, segment.span, segment.words, pairs, room)
    for slot in range(0, 2 * len(frame) + 1, 2):
        for _, group in groupby(said.get(slot, []), key=lambda pair: pair[1].segment_id):
            yield _new_part(list(group), _between(rooms, slot // 2), run.provenance.sound_sha256)


def _part(
    segment_id: str, span: Span, before: tuple[Word, ...], pairs: Sequence[tuple[Word, Segment]], room: Span
) -> _Part:
    words = within((word for word, _ in pairs), room)
    heard = {segment.segment_id: segment for _, segment in pairs}
    if words:
        span = Span(words[0].start_ms, words[-1].end_ms)
    return _Part(segment_id, span, before, words, tuple(heard.values()))


def _new_part(pairs: Sequence[tuple[Word, Segment]], room: Span, sound_sha256: str) -> _Part:
    words = [word for word, _ in pairs]
    segment_id = make_segment_id(sound_sha256, words[0].start_ms, " ".join(word.text for word in words))
    return _part(segment_id, room, (), pairs, room)


def _rooms(frame: Sequence[Segment]) -> list[Span]:
    """Return for each segment the time that is its own: its span and some of the pauses beside it. None overlaps."""
    walls = [_wall(before, after) for before, after in pairwise(frame)]
    latest_ms = max((segment.end_ms for segment in frame), default=0) + REACH_MS
    return [
        Span(max(start_ms, segment.start_ms - REACH_MS), min(end_ms, segment.end_ms + REACH_MS))
        for segment, (start_ms, end_ms) in zip(frame, pairwise([0, *walls, latest_ms]), strict=False)
    ]


def _wall(before: Segment, after: Segment) -> int:
    return min((before.end_ms + after.start_ms) // 2, after.start_ms)


def _between(rooms: Sequence[Span], number: int) -> Span:
    """Return the time before the room of this number that is nobody's."""
    start_ms = rooms[number - 1].end_ms if number else 0
    return Span(start_ms, rooms[number].start_ms if number < len(rooms) else 1 << 53)


def _slots(frame: Sequence[Segment], rooms: Sequence[Span], words: Sequence[Word]) -> list[int]:
    """Return for each word, ascending, where it belongs: 2n + 1 is segment n, 2n the time before it."""
    edges = [edge for room in rooms for edge in (room.start_ms, room.end_ms)]
    base = [(word, 2 * number + 1) for number, segment in enumerate(frame) for word in segment.words]
    pairs = _pairs([word for word, _ in base], words)
    latest, ends = len(edges), []
    for number in reversed(range(len(words))):
        latest = base[pairs[number]][1] if number in pairs else latest
        ends.append(latest)
    slots: list[int] = []
    for word, end in zip(words, reversed(ends), strict=True):
        at_its_time = bisect_right(edges, (word.start_ms + word.end_ms) // 2)
        slots.append(min(max(at_its_time, slots[-1] if slots else 0), end))
        if len(slots) - 1 in pairs:
            slots[-1] = end
    return slots


def _pairs(before: Sequence[Word], after: Sequence[Word]) -> Mapping[int, int]:
    """Return which words are the same: index in ``after`` → index in ``before``, both ascending."""
    pairs = {}
    for old, new in _windows(before, after):
        keys = ([folded(word.text) for word in before[old]], [folded(word.text) for word in after[new]])
        for block in Levenshtein.opcodes(*keys):
            for offset in range(block.src_end - block.src_start if block.tag == "equal" else 0):
                first, second = old.start + block.src_start + offset, new.start + block.dest_start + offset
                if abs(before[first].start_ms - after[second].start_ms) <= APART_MS:
                    pairs[second] = first
    return pairs


def _windows(before: Sequence[Word], after: Sequence[Word]) -> Iterator[tuple[slice, slice]]:
    """Yield the stretches between pauses that both have."""
    marked = sorted([(word.start_ms, word.end_ms, 0) for word in before] + [(w.start_ms, w.end_ms, 1) for w in after])
    ends_ms, first, count = 0, [0, 0], [0, 0]
    for start_ms, end_ms, side in marked:
        if start_ms > ends_ms + PAUSE_MS and sum(count) > sum(first):
            yield slice(first[0], count[0]), slice(first[1], count[1])
            first = list(count)
        count[side] += 1
        ends_ms = max(ends_ms, end_ms)
    yield slice(first[0], count[0]), slice(first[1], count[1])


def _of_gone(gone: Segment, part: _Part, run: Transcript) -> Difference | None:
    """Return what a newer run says where people took the words out, unless it is what they took out.

    What they joined to another segment stands there.
    """
    if gone.gone or _folded(part.words) in ([], _folded(part.before), _folded(gone.words)):
        return None
    return Difference(Kind.HUMAN, None, _offered(None, part, run))


def _difference(current: Segment | None, part: _Part, run: Transcript) -> Difference | None:
    if current is not None and current.run == run.number:
        return None
    if current is None or current.edited_by is None:
        if _texts(current.words if current else ()) == _texts(part.words):
            return None
        return Difference(Kind.MACHINE, current, _offered(current, part, run))
    if _folded(part.words) in (_folded(current.words), _folded(part.before)):
        return None
    return Difference(Kind.HUMAN, current, _offered(current, part, run))


def _offered(current: Segment | None, part: _Part, run: Transcript) -> Segment:
    """Labels of voices are of one run only, so the speaker stays who it was."""
    span = part.span if part.words or current is None else current.span
    return Segment(
        segment_id=part.segment_id,
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        words=part.words,
        speaker=current.speaker if current else None,
        language=next((segment.language for segment in part.heard), current.language if current else None),
        doubts=tuple(dict.fromkeys(doubt for segment in part.heard for doubt in segment.doubts)),
        run=run.number,
    )


def _texts(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words]


def _folded(words: Sequence[Word]) -> list[str]:
    return [folded(word.text) for word in words]
