"""Which words of the machine people replaced, and by which. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz.distance import Levenshtein

from transcribe.records import Segment
from transcribe.retime import folded

MOST_WORDS = 3
"""On either side: what is longer was said anew, not corrected."""
EDGES = re.compile(r"^[\W_]+|[\W_]+$")

Pair = tuple[str, str]
"""What the machine wrote, and what a person put in its place, without punctuation around them."""


def corrected(machine: Mapping[str, Segment], segments: Sequence[Segment]) -> Iterator[Pair]:
    """Yield each correction of a few words by a few others.

    :param machine: the segments of the run that the words stand on, by id.
    :param segments: the words as they stand.
    """
    for segment in segments:
        before = machine.get(segment.segment_id)
        if segment.edited_by is not None and before is not None:
            yield from _pairs([word.text for word in before.words], [word.text for word in segment.words])


def _pairs(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    for block in Levenshtein.opcodes([folded(text) for text in before], [folded(text) for text in after]):
        old, new = before[block.src_start : block.src_end], after[block.dest_start : block.dest_end]
        if block.tag == "replace" and len(old) <= MOST_WORDS and len(new) <= MOST_WORDS:
            pair = _bare(old), _bare(new)
            if all(pair):
                yield pair


def _bare(words: Sequence[str]) -> str:
    return EDGES.sub("", " ".join(words))
