"""What people corrected while the machine still listened, put on the whole run: no word of theirs goes.

Most segments are in the whole run under the id that they had; then nothing is to be done. One that is not there any
more, because it was cut or heard otherwise, is shared out among those that have its words now; where the words are
others, it stands as people left it in the place of what the run has there, and that is offered to them
(`transcribe.newer_run`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from rapidfuzz.distance import Levenshtein, Opcodes

from media.records import Span
from transcribe.editing.piece import origin_of
from transcribe.records import Segment, Word
from transcribe.retime import folded
from transcribe.revise import with_words


@dataclass(frozen=True, slots=True)
class Carried:
    """An edit that puts people's changes on the whole run."""

    changes: tuple[Segment, ...]
    seen: Mapping[str, tuple[Word, ...]]
    """What the machine had heard where the whole run has other words, by the id of the segment that stands there."""


def carried(
    changed: Sequence[Segment], heard: Sequence[Segment], whole: Sequence[Segment], kept: Collection[str] = ()
) -> Carried:
    """Return what an edit must change so that a text on the whole run has all that people changed before.

    :param changed: every segment that people changed, as it stands or as it was when it went (`Segment.gone`).
    :param heard: the machine's segments that people saw, of which those were made.
    :param whole: the whole run's.
    :param kept: ids of those heard that nobody changed and the whole run has not, though people have worked on them:
        they stay as they were heard.
    """
    before, after, standing = _by_id(heard), _by_id(whole), _by_id(changed)
    standing |= {each: before[each] for each in kept if each in before}
    made_of: defaultdict[str, list[Segment]] = defaultdict(list)
    for each in standing.values():
        made_of[origin_of(each.segment_id)].append(each)
    free = {segment_id: each for segment_id, each in after.items() if segment_id not in made_of and each.words}
    changes: list[Segment] = []
    seen: dict[str, tuple[Word, ...]] = {}
    for origin, members in made_of.items():
        if origin in after:
            changes += _named(members, after[origin].speaker)
            continue
        base = before.get(origin)
        there = _at(_room(members, base), free.values())
        for each in there:
            del free[each.segment_id]
        is_kept = any(each.segment_id in kept for each in members)
        made = _Made(members, base, there, _owner(members, standing), is_kept)
        changes += made.housed()
        seen |= made.seen()
    lost = (each for each in heard if each.words and each.segment_id not in after and each.segment_id not in made_of)
    changes += [replace(each, gone=_nearest(each, whole)) for each in lost]
    return Carried(tuple(changes), seen)


@dataclass(frozen=True, slots=True)
class _Made:
    """What people made of one segment that the whole run does not have."""

    members: Sequence[Segment]
    base: Segment | None
    there: Sequence[Segment]
    """What the whole run has at its time, and nobody has changed."""
    owner: str | None
    """The id of the segment that has its words, ``None`` where they were taken out."""
    is_kept: bool
    """Whether it stays as it was heard: what people wrote of it is of the whole of it."""

    @property
    def is_same(self) -> bool:
        """Return whether the run has the words that were heard before, cut otherwise."""
        if self.base is None or not self.there:
            return False
        return _folded(self.base.words) == _folded(_words(self.there))

    def housed(self) -> Iterator[Segment]:
        """Yield the segments of which this is a change."""
        is_one = len(self.members) == 1 and self.members[0].gone is None
        if self.is_same and self.base and is_one and not self.is_kept:
            yield from _shared_out(self.members[0], self.base, self.there)
            return
        longest = max(self.there, key=lambda each: each.span.duration_ms, default=None)
        speaker = longest.speaker if longest else None
        if self.is_kept:  # No edit has them yet.
            yield from (replace(each, speaker=each.speaker or speaker) for each in self.members)
        else:
            yield from _named(self.members, speaker)
        if self.owner is not None or self.is_same:
            yield from (replace(each, gone=self.owner or "") for each in self.there)

    def seen(self) -> Mapping[str, tuple[Word, ...]]:
        if self.owner is None or self.is_same or not self.there:
            return {}
        return {self.owner: self.base.words if self.base else ()}


def _shared_out(edited: Segment, base: Segment, parts: Sequence[Segment]) -> Iterator[Segment]:
    """Yield the parts of a segment with what a person made of each; what was typed between two goes to the first."""
    steps = Levenshtein.opcodes(_folded(base.words), _folded(edited.words))
    edges = [
        0,
        *(_place(steps, edge) for edge in accumulate(len(part.words) for part in parts[:-1])),
        len(edited.words),
    ]
    for part, (first, last) in zip(parts, pairwise(edges), strict=True):
        named = replace(part, speaker=edited.speaker or part.speaker)
        if edited.edited_by:
            named = with_words(named, " ".join(word.text for word in edited.words[first:last]), edited.edited_by)
        if named != part:
            yield named
    yield replace(edited, gone=parts[0].segment_id)


def _place(steps: Opcodes, edge: int) -> int:
    """Return how many of the words after an edit stand for the first ``edge`` words before it."""
    place = 0
    for step in steps:
        if step.src_end <= edge:
            place = step.dest_end
        elif step.src_start < edge:
            place = step.dest_start + (0 if step.tag == "delete" else edge - step.src_start)
    return place


def _named(members: Sequence[Segment], speaker: str | None) -> Iterator[Segment]:
    """Yield those segments of which nobody has said who speaks, with the label that the machine knows at the end."""
    if speaker:
        yield from (replace(each, speaker=speaker) for each in members if not each.speaker)


def _owner(members: Sequence[Segment], changed: Mapping[str, Segment]) -> str | None:
    standing = [each for each in members if each.gone is None]
    if standing:
        return min(standing, key=lambda each: each.start_ms).segment_id
    for each in members:
        target = each.gone
        while target and (owner := changed.get(target)) and owner.gone is not None:
            target = owner.gone
        if target:
            return target
    return None


def _room(members: Sequence[Segment], base: Segment | None) -> Span:
    spans = [each.span for each in (*members, *([base] if base else []))]
    return Span(min(span.start_ms for span in spans), max(span.end_ms for span in spans))


def _at(room: Span, segments: Iterable[Segment]) -> list[Segment]:
    """Return the segments whose middle lies in a span."""
    return [each for each in segments if room.start_ms <= (each.start_ms + each.end_ms) // 2 < room.end_ms]


def _nearest(lost: Segment, whole: Sequence[Segment]) -> str:
    """Return the id of the segment that has most of the time of one that is not there any more, empty for none."""
    overlaps = {each.segment_id: each.span.overlap_ms(lost.span) for each in whole if each.words}
    best = max(overlaps, key=overlaps.__getitem__, default="")
    return best if best and overlaps[best] else ""


def _by_id(segments: Iterable[Segment]) -> dict[str, Segment]:
    return {each.segment_id: each for each in segments}


def _words(segments: Iterable[Segment]) -> list[Word]:
    return [word for each in segments for word in each.words]


def _folded(words: Iterable[Word]) -> list[str]:
    return [folded(word.text) for word in words]
