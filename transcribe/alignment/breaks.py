"""Words beside speech that the script does not have.

The model must spend all of a chunk's time on the words it is given, so foreign speech is swallowed by the word before
or after it, and which of the two cannot be told from that listening. Such a word shows by its length. The words around
it are then listened for twice more, in the sound up to it and in the sound after it, and each goes where it is better
heard.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from media.records import Span
from transcribe.alignment.edges import find_pauses
from transcribe.alignment.evidence import NOTHING, Evidence, Listener, join
from transcribe.alignment.runs import said, support
from transcribe.alignment.track import MOST_MS_A_LETTER, chunk_span
from transcribe.records import Chunk

SLACK_MS = 900
"""On top of a slow pace, before a word is taken to have swallowed other speech."""
CONTEXT_WORDS = 4
UNSURE_WORDS = 6
"""On either side of a break, among them those that were passed over there."""
NEAR_WORDS = 2
SIDE_MS = 500
LEAST_KEPT = 0.7
MOST_BREAKS = 6
PACES_MS_A_LETTER = (MOST_MS_A_LETTER, 80)
"""How much sound is left for the words in doubt: at the second look less."""
LEAST_WORDLESS_MS = 1_000
"""Shorter speech without words is breath, a drawl or a word's edge."""
ISLAND_WORDS = 2
MISSING_WORDS = 8
STARTS = 4
LEAST_RECLAIMED_NATS = 3.0
"""What the words reclaimed must bring."""


def mend_breaks(listener: Listener, chunk: Chunk, heard: Evidence, open_places: range) -> Evidence:
    """Return the words heard in a chunk, those beside foreign speech in their true places.

    :param open_places: the words of the script that may lie in this chunk.
    """
    looks: Counter[int] = Counter()
    for _ in range(MOST_BREAKS):
        heard = _without_islands(chunk, heard)
        broken = [
            number
            for number, place in enumerate(heard.places.tolist())
            if looks[place] < len(PACES_MS_A_LETTER) and _is_broken(chunk, heard, number, open_places.start)
        ]
        if not broken:
            break
        place = int(heard.places[broken[0]])
        mended = _mend(listener, heard, broken[0], open_places, PACES_MS_A_LETTER[looks[place]])
        if _is_better(chunk, mended, heard):
            heard = mended
        looks[place] += 1
    return _reclaim(listener, chunk, _without_islands(chunk, heard), open_places.start)


def _is_better(chunk: Chunk, mended: Evidence, heard: Evidence) -> bool:
    """Tell whether words give foreign speech back that they had swallowed, or are more and swallow none."""
    if _wordless_total_ms(chunk, mended) > _wordless_total_ms(chunk, heard) + LEAST_WORDLESS_MS:
        return True
    return len(mended) > len(heard) and not _swallows(mended)


def _swallows(heard: Evidence) -> bool:
    return any(swallowed_ms(heard, number) > SLACK_MS for number in range(len(heard)))


def _reclaim(listener: Listener, chunk: Chunk, heard: Evidence, first: int) -> Evidence:
    """Return the words with those that come after foreign speech and before the first that was heard.

    A model that has to begin in the middle of other speech does not find its first words; one that begins at the pause
    before them does.
    """
    pauses = find_pauses(listener.samples(chunk_span(chunk)), chunk_span(chunk))
    number = 0
    while number < len(heard):
        missing = _missing(heard, number, first)
        if missing and _wordless_ms(chunk, heard, number) > LEAST_WORDLESS_MS:
            high = min(len(heard), number + CONTEXT_WORDS)
            known, starts_ms = heard[number:high], _starts(heard, number, pauses, chunk)
            found = hear_from_pauses(listener, known, missing, starts_ms, int(known.end_ms[-1]))
            heard = join(heard[:number], found, heard[high:])
            number += len(found) - (high - number)
        number += 1
    return heard


def _starts(heard: Evidence, number: int, pauses: Sequence[Span], chunk: Chunk) -> list[int]:
    """Return where the words before a word may begin: the last pauses before it."""
    earliest_ms = int(heard.end_ms[number - 1]) if number else chunk.start_ms
    before = [pause.end_ms for pause in pauses if earliest_ms <= pause.start_ms < heard.start_ms[number]]
    return before[-STARTS:]


def hear_from_pauses(
    listener: Listener, known: Evidence, missing: range, starts_ms: Sequence[int], end_ms: int
) -> Evidence:
    """Return the known words with those missing before them that are heard from the best of the starts on."""
    best, best_nats = known, said(support(known))[1] + LEAST_RECLAIMED_NATS
    for start_ms in starts_ms:
        evidence = listener.listen(Span(start_ms, max(start_ms, end_ms)), [*missing, *known.places.tolist()])
        flags, nats = said(support(evidence))
        if nats > best_nats and not _swallows(evidence.of(flags)):
            best, best_nats = evidence.of(flags), nats
    return best


def _is_broken(chunk: Chunk, heard: Evidence, number: int, first: int) -> bool:
    """Tell whether a word swallowed other speech, or follows on speech without words while words are missing."""
    if swallowed_ms(heard, number) > SLACK_MS:
        return True
    return bool(_missing(heard, number, first)) and _wordless_ms(chunk, heard, number) > LEAST_WORDLESS_MS


def _missing(heard: Evidence, number: int, first: int) -> range:
    """Return the nearest words of the script that were not heard right before a word that was."""
    place = int(heard.places[number])
    start = int(heard.places[number - 1]) + 1 if number else first
    return range(max(start, place - MISSING_WORDS), place)


def _wordless_ms(chunk: Chunk, heard: Evidence, number: int) -> int:
    """Return how much speech lies between a word and the one before; for ``len(heard)``, after the last."""
    start_ms = int(heard.end_ms[number - 1]) if number else chunk.start_ms
    end_ms = int(heard.start_ms[number]) if number < len(heard) else chunk.end_ms
    gap = Span(start_ms, max(start_ms, end_ms))
    return sum(gap.overlap_ms(speech) for speech in chunk.speech)


def _wordless_total_ms(chunk: Chunk, heard: Evidence) -> int:
    return sum(_wordless_ms(chunk, heard, number) for number in range(len(heard) + 1))


def _without_islands(chunk: Chunk, heard: Evidence) -> Evidence:
    """Return the words without those that stand alone in foreign speech: they are heard in words much like them."""
    cuts = [number for number in range(len(heard) + 1) if _wordless_ms(chunk, heard, number) > LEAST_WORDLESS_MS]
    kept = np.ones(len(heard), bool)
    for low, high in pairwise(cuts):
        if high - low <= ISLAND_WORDS:
            kept[low:high] = False
    return heard.of(kept)


def swallowed_ms(heard: Evidence, number: int) -> int:
    """Return how much more speech a word spans than it takes to say it slowly."""
    return int(heard.spoken_ms[number]) - MOST_MS_A_LETTER * int(heard.letters[number])


def _mend(listener: Listener, heard: Evidence, number: int, open_places: range, ms_a_letter: int) -> Evidence:
    """Return the words with those around ``number`` heard anew, in the sound before the break and in that after it.

    :param ms_a_letter: how much sound of the break itself is heard with them.
    """
    place = int(heard.places[number])
    low, high = max(0, number - CONTEXT_WORDS), min(len(heard), number + CONTEXT_WORDS + 1)
    start, stop = int(heard.start_ms[low]), int(heard.end_ms[high - 1])
    before = _unsure(heard, number, range(max(open_places.start, place - UNSURE_WORDS), place))
    after = _unsure(heard, number, range(place + 1, min(open_places.stop, place + 1 + UNSURE_WORDS)))

    def time_for(places: Sequence[int]) -> int:
        return ms_a_letter * sum(listener.words[p].letters for p in places) + SIDE_MS

    right_start = max(start, int(heard.end_ms[number]) - time_for([*before, place]))
    left_end = min(stop, int(heard.start_ms[number]) + time_for([place, *after]))
    left = listener.listen(Span(start, left_end), [*heard.places[low : number + 1].tolist(), *after])
    right = listener.listen(Span(right_start, stop), [*before, *heard.places[number:high].tolist()])
    parted, nats = _part(left, right)
    if nats < LEAST_KEPT * said(support(heard)[low:high])[1]:
        return heard  # cutting the sound has lost more than it has found
    return join(heard[:low], parted, heard[high:])


def _unsure(heard: Evidence, number: int, places: range) -> list[int]:
    """Return those of the places that may lie on the other side of a break: the nearest words, and all not heard."""
    heard_places = set(heard.places.tolist())
    near = set(heard.places[max(0, number - NEAR_WORDS) : number + NEAR_WORDS + 1].tolist())
    return [place for place in places if place in near or place not in heard_places]


def _part(left: Evidence, right: Evidence) -> tuple[Evidence, float]:
    """Return the words, each as heard on its side of the best boundary, and what speaks for them."""
    best, best_nats = NOTHING, -1.0
    for boundary in sorted({*left.places.tolist(), *right.places[:1].tolist(), *(right.places + 1).tolist()}):
        before, after = left.of(left.places < boundary), right.of(right.places >= boundary)
        (before_said, before_nats), (after_said, after_nats) = said(support(before)), said(support(after))
        if before_nats + after_nats > best_nats:
            best, best_nats = join(before.of(before_said), after.of(after_said)), before_nats + after_nats
    return best, best_nats
