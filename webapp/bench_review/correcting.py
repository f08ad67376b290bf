"""Time to correct: a transcript of the base model is brought to its reference, and what that takes is reckoned.

The keystroke-level model of Card, Moran and Newell (Communications of the ACM 23, 1980, 396-410): a key of an average
typist 0.28 s, pointing 1.1 s, a press of the mouse's button 0.1 s, the hand to the mouse or back 0.4 s, making up one's
mind 1.35 s. The sound is heard once as it is, and at each place two seconds of it again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from transcribe.records import Segment
from webapp.bench_review.records import Effort, Hunk

KEY_S, POINT_S, BUTTON_S, HAND_S, MIND_S = 0.28, 1.1, 0.1, 0.4, 1.35
CLICK_S = HAND_S + POINT_S + 2 * BUTTON_S + HAND_S
"""The hand goes to the mouse, points at a word, clicks twice, and goes back."""
AGAIN_S = 2.0


@dataclass(frozen=True, slots=True)
class TimeToCorrect:
    """What it takes in the editor and in plain text; seconds of the model, the sound's own among them."""

    recording: str
    model: str
    sound_s: float
    words: int
    """Of the reference."""
    places: int
    """That are corrected."""
    editor: Effort
    plain: Effort
    editor_s: float
    plain_s: float


def hunks(segments: Sequence[Segment], reference: Sequence[str]) -> tuple[Hunk, ...]:
    """Return which words of segments are to be replaced by which, so that all together are the reference.

    What goes in several segments is replaced in the first of them.
    """
    owners = [(each.segment_id, place) for each in segments for place in range(len(each.text.split()))]
    heard = [word for each in segments for word in each.text.split()]
    return tuple(_hunks(heard, owners, list(reference)))


def _hunks(heard: list[str], owners: list[tuple[str, int]], reference: list[str]) -> Iterator[Hunk]:
    for first, last, words in _changes(heard, reference):
        if first == last:
            segment_id, place = owners[first - 1] if first else (owners[0][0], -1)
            yield Hunk(segment_id, place + 1, place + 1, words)
            continue
        left = words
        for segment_id, places in _by_segment(owners[first:last]):
            yield Hunk(segment_id, places[0], places[-1] + 1, left)
            left = ()


def _changes(heard: list[str], reference: list[str]) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield stretches of words that differ, those that touch as one."""
    pending: tuple[int, int, int, int] | None = None
    for operation in Levenshtein.opcodes(heard, reference):
        if operation.tag == "equal":
            if pending:
                yield pending[0], pending[1], tuple(reference[pending[2] : pending[3]])
            pending = None
            continue
        start, to = (pending[0], pending[2]) if pending else (operation.src_start, operation.dest_start)
        pending = (start, operation.src_end, to, operation.dest_end)
    if pending:
        yield pending[0], pending[1], tuple(reference[pending[2] : pending[3]])


def _by_segment(owners: Sequence[tuple[str, int]]) -> Iterator[tuple[str, list[int]]]:
    found: dict[str, list[int]] = {}
    for segment_id, place in owners:
        found.setdefault(segment_id, []).append(place)
    yield from found.items()


def seconds(effort: Effort, places: int, sound_s: float) -> float:
    """Return what an effort takes by the model, with hearing the sound."""
    acting_s = effort.strokes * KEY_S + effort.clicks * CLICK_S + places * MIND_S
    return round(acting_s + sound_s + places * AGAIN_S, 1)
