"""Read ELAN annotation files (EAF 2.5 to 3.0).

A topmost tier is a speaker. It, or a tier that hangs on it, is read as what is said, and another one as its words, by
what people call them; what else there is (translations, glosses, notes) is left out, and whoever brings the file is
told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transcribe.formats.tiers import ABOUT
from transcribe.incoming.eaf_tiers import EafTier, eaf_tiers
from transcribe.incoming.file import FileIn
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript
from transcribe.incoming.tier_words import (
    NO_SPEAKERS,
    OF_WORDS,
    SPOKEN,
    UNSPOKEN,
    Said,
    WordTier,
    disagreements,
    in_time,
    names_of,
    segment_of,
)
from transcribe.incoming.xml_file import parse_xml

TIMED = ("Time_Subdivision", "Included_In")
LABEL = re.compile(r"\S*\d\S*")
"""All that stands in a tier that only numbers what is said: 001, KIL.012."""
LONGEST_LABEL = 40
NUMBERED = re.compile(r"(.+) \([1-9][0-9]*\)")
MOST_NAMED = 10


def read(file: FileIn) -> FoundTranscript:
    """Return what is said on its tiers, in the order of time.

    :raises BadTranscript: it is no whole ELAN file.
    """
    root = parse_xml(file.data, file.name)
    tiers = [tier for tier in eaf_tiers(root) if tier.name != ABOUT]
    tops = [tier for tier in tiers if tier.parent is None]
    heard = [top for top in tops if not _is_called(top, UNSPOKEN)]
    chosen = [_Chosen(top, tiers) for top in heard or tops]
    languages = {each.spoken.language for each in chosen if each.spoken.said}
    language = languages.pop() if len(languages) == 1 else None
    segments = in_time([segment for each in chosen for segment in each.segments(of_all=language)])
    whose = root.findtext("HEADER/PROPERTY[@NAME='whose words']", "")
    made_by, words_by = made_by_of(whose)
    used = {tier.name for each in chosen for tier in each.used if tier.said}
    left_out = [tier.name for tier in tiers if tier.said and tier.name not in used]
    return FoundTranscript(segments, made_by, words_by, language, tuple(_remarks(segments, left_out)))


class _Chosen:
    """What is read of a topmost tier and all that hangs on it."""

    def __init__(self, top: EafTier, tiers: Sequence[EafTier]) -> None:
        below = [tier for tier in tiers if tier.parent == top.name]
        self._top = top
        self.spoken = _spoken(top, [tier for tier in below if tier.constraint not in TIMED])
        hanging = [tier for tier in tiers if tier.parent in {top.name, self.spoken.name} and tier.constraint in TIMED]
        self._words = next((tier for tier in hanging if _is_called(tier, OF_WORDS)), None)

    @property
    def used(self) -> tuple[EafTier, ...]:
        return (self.spoken, *([self._words] if self._words else []))

    def segments(self, of_all: str | None) -> Iterator[FoundSegment]:
        """Yield them. :param of_all: the language of the whole file, which is said once."""
        words = WordTier(self._words.said) if self._words else None
        said = [each for each in self.spoken.said if each.text.strip()]
        if words and not said:
            yield from words.grouped(self._speaker())
        for each in said:
            language = each.language or (self.spoken.language if of_all is None else None)
            yield segment_of(Said(each.span, each.text, language), words, self._speaker())

    def _speaker(self) -> str | None:
        """ELAN has a field for it, which many leave empty; then names are as "tx@Aigul", or only the name."""
        top = self._top
        if told := self.spoken.participant or top.participant:
            return told
        numbered = NUMBERED.fullmatch(top.name)
        kind, at, name = (numbered[1] if numbered else top.name).partition("@")
        label = " ".join((name if at else kind).split())
        return label if label and label.casefold() not in NO_SPEAKERS else None


def _spoken(top: EafTier, below: Sequence[EafTier]) -> EafTier:
    """Return the tier of what is said: the topmost, unless that only numbers it."""
    texts = [each.text.strip() for each in top.said if each.text.strip()]
    if texts and not all(len(text) <= LONGEST_LABEL and LABEL.fullmatch(text) for text in texts):
        return top
    called = (tier for tier in below if tier.said and _is_called(tier, SPOKEN))
    return next(called, top)


def _is_called(tier: EafTier, names: frozenset[str]) -> bool:
    """Return whether a part of a tier's name, or of that of its type, is one of some names."""
    return not names.isdisjoint(names_of(f"{tier.name.partition('@')[0]} {tier.kind}"))


def _remarks(segments: Sequence[FoundSegment], left_out: Sequence[str]) -> Iterator[str]:
    if left_out:
        more = f" and {len(left_out) - MOST_NAMED} more" if len(left_out) > MOST_NAMED else ""
        yield f"Other tiers were left out: {', '.join(left_out[:MOST_NAMED])}{more}."
    yield from disagreements(segments)
