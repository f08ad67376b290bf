"""Read a Praat TextGrid, long or short.

A tier of intervals is a speaker, and its name who that is. A tier "X - words" has the words of tier X with their times,
as we and the Montreal Forced Aligner write them. Phones and tiers of points are left out, and whoever brings the file
is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from transcribe.formats.textgrid import TRANSLATION, WORDS
from transcribe.formats.tiers import ABOUT, NOBODY
from transcribe.incoming.file import FileIn
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript
from transcribe.incoming.textgrid_text import GridTier, grid_tiers
from transcribe.incoming.tier_words import Said, WordTier, disagreements, in_time, segment_of

ALONE = frozenset(("words", "word", "ort-mau", "ort"))
"""The tier of the words in files of one speaker: of the Montreal Forced Aligner, of WebMAUS."""
NO_WORDS = re.compile(
    rf"(?:.* - )?(?:phones?|phonemes|syllables|mau|ka[ns](?:-mau)?)|.*{TRANSLATION}(?: \([0-9]+\))?", re.IGNORECASE
)
PAUSES = frozenset(("sil", "sp", "<eps>", "<p:>"))
"""What aligners write where nobody speaks."""
NUMBERED = re.compile(r"(.+) \([1-9][0-9]*\)")


def read(file: FileIn) -> FoundTranscript:
    """Return what is said on its tiers, in the order of time.

    :raises BadTranscript: it is no TextGrid, or not a whole one.
    """
    tiers = grid_tiers(file.text)
    about = " ".join(text for tier in tiers if tier.name == ABOUT for _, text in tier.intervals)
    spoken = {tier.name: tier for tier in tiers if tier.name != ABOUT and not NO_WORDS.fullmatch(tier.name)}
    segments = in_time([segment for tier in spoken.values() for segment in _segments(tier, spoken)])
    made_by, words_by = made_by_of(about)
    left_out = tuple(tier.name for tier in tiers if NO_WORDS.fullmatch(tier.name))
    return FoundTranscript(segments, made_by, words_by, remarks=tuple(_remarks(segments, left_out)))


def _segments(tier: GridTier, tiers: Mapping[str, GridTier]) -> Iterator[FoundSegment]:
    """Yield what one tier has that is on no other: words belong to the tier of what is said, where there is one."""
    if tier.name.endswith(WORDS):
        if tier.name.removesuffix(WORDS) not in tiers:
            yield from WordTier(_said(tier, PAUSES)).grouped(_speaker(tier.name.removesuffix(WORDS), tiers))
    elif tier.name.casefold() in ALONE:
        yield from WordTier(_said(tier, PAUSES)).grouped(None)
    else:
        of_words = tiers.get(f"{tier.name}{WORDS}")
        words = WordTier(_said(of_words)) if of_words else None
        yield from (segment_of(said, words, _speaker(tier.name, tiers)) for said in _said(tier))


def _said(tier: GridTier, pauses: frozenset[str] = frozenset()) -> list[Said]:
    return [Said(span, text) for span, text in tier.intervals if text.strip() and text.strip() not in pauses]


def _speaker(name: str, tiers: Mapping[str, GridTier]) -> str | None:
    """Return who a tier is of. What a speaker says while still speaking is on a second tier of the same name."""
    numbered = NUMBERED.fullmatch(name)
    first = numbered[1] if numbered and numbered[1] in tiers else name
    return None if first == NOBODY else " ".join(first.split()) or None


def _remarks(segments: tuple[FoundSegment, ...], left_out: tuple[str, ...]) -> Iterator[str]:
    speakers = dict.fromkeys(segment.speaker for segment in segments if segment.speaker)
    if speakers:
        yield f"Tiers were taken for speakers: {', '.join(speakers)}."
    if left_out:
        yield f"Tiers without words of the recording were left out: {', '.join(left_out)}."
    yield from disagreements(segments)
