"""Read a Praat TextGrid, long or short.

A tier of intervals is a speaker, and its name who that is. A tier "X - words" has the words of tier X with their times,
as we and the Montreal Forced Aligner write them. Phones and tiers of points are left out, and whoever brings the file
is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from transcribe.formats.textgrid import TRANSLATION, WORDS
from transcribe.formats.tiers import ABOUT
from transcribe.incoming.file import FileIn
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript
from transcribe.incoming.textgrid_text import GridTier, grid_tiers
from transcribe.incoming.tier_words import (
    NO_SPEAKERS,
    UNSPOKEN,
    Said,
    WordTier,
    disagreements,
    in_time,
    names_of,
    segment_of,
    share_alike,
)

NO_WORDS = re.compile(
    r"(?:.*[ _-])?(?:phon\w*|syl\w*|ton(?:e|es|ic\w*)|tobi|pitch\w*|breaks?|mau|ka[ns](?:-mau)?)"
    rf"|.*{TRANSLATION}(?: \([0-9]+\))?",
    re.IGNORECASE,
)
ALONE = re.compile(r"words?|ort(?:-mau)?", re.IGNORECASE)
"""The tier of the words in files of one speaker: of the Montreal Forced Aligner, of WebMAUS."""
PAUSES = frozenset(("sil", "sp", "<eps>", "<p:>"))
"""What aligners write where nobody speaks."""
NUMBERED = re.compile(r"(.+) \([1-9][0-9]*\)")
ALIKE = 0.5
"""In so many intervals of a tier another has the same words: it is that of its words."""


def read(file: FileIn) -> FoundTranscript:
    """Return what is said on its tiers, in the order of time.

    :raises BadTranscript: it is no TextGrid, or not a whole one.
    """
    tiers = [replace(tier, name=_unquoted(tier.name)) for tier in grid_tiers(file.text)]
    about = " ".join(text for tier in tiers if tier.name == ABOUT for _, text in tier.intervals)
    named = [tier for tier in tiers if tier.name != ABOUT and not NO_WORDS.fullmatch(tier.name)]
    of_words = [tier for tier in named if tier.name.endswith(WORDS) or ALONE.fullmatch(tier.name)]
    others = [tier for tier in named if tier not in of_words]
    spoken = [tier for tier in others if not UNSPOKEN & names_of(tier.name)] or others
    segments = in_time(list(_segments(spoken, of_words)))
    made_by, words_by = made_by_of(about)
    left_out = tuple(
        dict.fromkeys(tier.name for tier in tiers if tier not in (*spoken, *of_words) and tier.name != ABOUT)
    )
    return FoundTranscript(segments, made_by, words_by, remarks=tuple(_remarks(segments, left_out)))


def _unquoted(name: str) -> str:
    """Return a name without quotes around it: some programs write them twice."""
    return name[1:-1] if len(name) > len('""') and name[0] == name[-1] == '"' else name


def _segments(spoken: Sequence[GridTier], of_words: Sequence[GridTier]) -> Iterator[FoundSegment]:
    """Yield what each tier has that is on no other: words belong to the tier of what is said, where there is one."""
    names = {tier.name for tier in spoken}
    left = list(of_words)
    for tier in spoken:
        said = _said(tier)
        own = next((each for each in left if _is_of(each, tier, said, is_only=len(spoken) == 1)), None)
        if own:
            left.remove(own)
        words = WordTier(_said(own)) if own else None
        yield from (segment_of(each, words, _speaker(tier.name, names)) for each in said)
    for tier in left:
        whose = None if ALONE.fullmatch(tier.name) else _speaker(tier.name.removesuffix(WORDS), names)
        yield from WordTier(_said(tier, PAUSES)).grouped(whose)


def _is_of(words: GridTier, tier: GridTier, said: Sequence[Said], *, is_only: bool) -> bool:
    """Return whether a tier of words is that of a tier of what is said: by its name, or by what is in both."""
    if words.name.endswith(WORDS):
        return words.name == f"{tier.name}{WORDS}"
    is_named = is_only and not NO_SPEAKERS.isdisjoint(names_of(tier.name))
    return is_named or share_alike(said, WordTier(_said(words, PAUSES))) >= ALIKE


def _said(tier: GridTier, pauses: frozenset[str] = frozenset()) -> list[Said]:
    return [Said(span, text) for span, text in tier.intervals if text.strip() and text.strip() not in pauses]


def _speaker(name: str, names: Set[str]) -> str | None:
    """Return who a tier is of. What a speaker says while still speaking is on a second tier of the same name."""
    numbered = NUMBERED.fullmatch(name)
    first = numbered[1] if numbered and numbered[1] in names else name
    label = " ".join(first.split())
    return label if label and label.casefold() not in NO_SPEAKERS else None


def _remarks(segments: tuple[FoundSegment, ...], left_out: tuple[str, ...]) -> Iterator[str]:
    speakers = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    if speakers:
        yield f"Tiers were taken for speakers: {', '.join(speakers)}."
    if left_out:
        yield f"Other tiers were left out: {', '.join(left_out)}."
    yield from disagreements(segments)
