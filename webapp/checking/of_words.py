"""What is to be checked of the words: what the machine doubts, and what a newer run of it heard otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transcribe.newer_run import Comparison
from transcribe.records import Doubt, Segment
from webapp.checking.records import NEWER_KEY, Item, Kind

ORDER = (
    Doubt.LOW_PROBABILITY,
    Doubt.LOOP,
    Doubt.INVENTED,
    Doubt.NO_SPEECH,
    Doubt.MUSIC,
    Doubt.GAP,
    Doubt.PASSED_OVER,
    Doubt.OTHER_SCRIPT,
    Doubt.OTHER_LANGUAGE,
    Doubt.NOT_IN_SCRIPT,
    Doubt.NOT_SPOKEN,
)
"""In which doubts are asked about."""
EDITED = "edited by a person"
"""Reason of a difference where the newer run says otherwise than a person."""
UNEDITED = "nobody edited"


def passages_to_check(segments: Sequence[Segment]) -> list[Item]:
    """Return every passage that the machine doubts, by its first doubt in `ORDER` and then by time."""
    doubted = [(doubts, segment) for segment in segments if (doubts := doubts_of(segment))]
    doubted.sort(key=lambda pair: (ORDER.index(pair[0][0]), pair[1].start_ms))
    return [_passage(doubts, segment) for doubts, segment in doubted]


def doubts_of(segment: Segment) -> tuple[Doubt, ...]:
    """Return what is doubted of a segment or of one of its words; nothing of one from which a person took all words."""
    if segment.edited_by and not segment.words:
        return ()
    found = {*segment.doubts, *(word.doubt for word in segment.words if word.doubt)}
    return tuple(doubt for doubt in ORDER if doubt in found) if found else ()


def differences_to_check(comparison: Comparison | None) -> Iterator[Item]:
    """Yield what the newest run heard otherwise, with what was set aside; nothing where the whole run was."""
    if comparison is None or comparison.set_aside_by:
        return
    found = (*comparison.differences, *comparison.all_aside)
    for each in sorted(found, key=lambda each: each.offered.start_ms):
        now = each.current
        yield Item(
            key=f"{NEWER_KEY}{comparison.run.number}-{each.offered.segment_id}",
            kind=Kind.NEWER,
            reasons=(EDITED if now and now.edited_by else UNEDITED,),
            text=each.offered.text,
            sentence="",
            span=each.offered.span,
            segment_ids=(now.segment_id,) if now else (),
            said=now.text if now else "",
            words=now.text if now else "",
            difference=each,
        )


def _passage(doubts: tuple[Doubt, ...], segment: Segment) -> Item:
    return Item(
        key=f"s-{segment.segment_id}",
        kind=Kind.PASSAGE,
        reasons=tuple(map(str, doubts)),
        text=segment.text,
        sentence="",
        span=segment.span,
        segment_ids=(segment.segment_id,),
        said=segment.text,
        words=segment.text,
    )
