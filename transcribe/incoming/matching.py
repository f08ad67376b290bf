"""Words that stand beside others with times: equal ones take their times over."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from transcribe.incoming.records import FoundWord
from transcribe.retime import folded


def with_times_of(said: Sequence[str], timed: Sequence[FoundWord]) -> tuple[FoundWord, ...]:
    """Return words with the times of those that are the same but for case and punctuation; others have none.

    :param said: of one segment: time and memory grow with both lengths.
    """
    words = list(map(FoundWord, said))
    for block in Levenshtein.opcodes([folded(word.text) for word in timed], list(map(folded, said))):
        if block.tag == "equal":
            for old, new in zip(
                range(block.src_start, block.src_end), range(block.dest_start, block.dest_end), strict=True
            ):
                words[new] = FoundWord(said[new], timed[old].span, timed[old].probability)
    return tuple(words)
