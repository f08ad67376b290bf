"""Who speaks, as a transcript without times says it, carried to the segments in which its words were found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from transcribe.records import Doubt, Segment

FROM_FILE = "the transcript’s own names"
"""For provenance: how speakers were told apart."""
AHEAD = 20
"""Signs that nobody can say are not looked for; so many words on, a sentence is surely found again."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks so many words of a text without times."""

    speaker: str | None
    words: int


def with_speakers(segments: Sequence[Segment], script: str, turns: Sequence[Turn]) -> tuple[Segment, ...]:
    """Return the segments, each with who speaks its first word; speech that the script does not have has nobody.

    :param segments: of `transcribe.alignment.compose`: the script's words in order.
    :param script: whose words the turns count.
    """
    speakers = chain.from_iterable([turn.speaker] * turn.words for turn in turns)
    said = list(zip(script.split(), speakers, strict=False))
    place, told = 0, []
    for segment in segments:
        if Doubt.NOT_IN_SCRIPT in segment.doubts or not segment.words:
            told.append(segment)
            continue
        first = segment.words[0].text
        ahead = islice(enumerate(said[place : place + AHEAD], place), AHEAD)
        place = next((number for number, (word, _) in ahead if word == first), place)
        speaker = said[place][1] if place < len(said) else None
        told.append(replace(segment, speaker=speaker))
        place += len(segment.words)
    return tuple(told)
