"""One or two words that nobody hears, in the time that the words around them leave: said, but badly heard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np

from media.records import Span
from transcribe.alignment.evidence import Evidence, join
from transcribe.alignment.script import ScriptWord
from transcribe.records import Chunk

BRIDGED_WORDS = 2
LEAST_SPEECH_MS = 80
"""What the detector sees of the words on both sides is shorter."""
LEAST_MS_A_LETTER, MOST_MS_A_LETTER = 25, 250


def bridge(heard: Evidence, words: Sequence[ScriptWord], chunks: Sequence[Chunk]) -> Evidence:
    """Return the words with those between them for which there is the right amount of speech; nothing speaks for them.

    :param heard: of the whole sound, in order.
    """
    speech = list(chain.from_iterable(chunk.speech for chunk in chunks))
    parts = [heard[:1]]
    for number, (left, right) in enumerate(pairwise(heard.places.tolist()), 1):
        missing = range(left + 1, right)
        if 0 < len(missing) <= BRIDGED_WORDS:
            gap = Span(int(heard.end_ms[number - 1]), max(int(heard.end_ms[number - 1]), int(heard.start_ms[number])))
            parts.append(_fill(missing, words, [s for s in speech if s.overlap_ms(gap) >= LEAST_SPEECH_MS], gap))
        parts.append(heard[number : number + 1])
    return join(*parts)


def _fill(missing: range, words: Sequence[ScriptWord], speech: Sequence[Span], gap: Span) -> Evidence:
    letters = np.array([words[place].letters for place in missing], np.int64)
    speech_ms = sum(span.overlap_ms(gap) for span in speech)
    if not LEAST_MS_A_LETTER * letters.sum() <= speech_ms <= MOST_MS_A_LETTER * letters.sum():
        return join()
    start_ms = max(gap.start_ms, speech[0].start_ms)
    end_ms = min(gap.end_ms, speech[-1].end_ms)
    edges = start_ms + (np.cumsum([0, *letters]) * (end_ms - start_ms) // letters.sum())
    nothing = np.zeros(len(missing))
    return Evidence(np.array(missing), nothing, nothing, edges[:-1], edges[1:], letters, np.diff(edges))
