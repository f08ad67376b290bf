"""Where a line may end: as the BBC's and Netflix's guides ask, at the edges of phrases.

After a mark, before a conjunction or a preposition; never between a preposition or an article and its noun, a first and
a last name, a number and what is counted. Kazakh has postpositions: there the word before is held.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from transcribe.records import Word

SENTENCE_ENDS: Final = (".", "!", "?", "…")
CLOSING: Final = '»”")]’'
AROUND: Final = ',.!?…;:«»“”"()'
CLAUSE_ENDS: Final = (",", ";", ":", "—", "–")
PAUSE_MS: Final = 300
LONG_PAUSE_MS: Final = 700


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONJUNCTIONS: Final = _words("""
    and but or nor because although while when that which who where if than so
    и а но или что чтобы если когда потому хотя который которая которое которые где как либо
    және бірақ немесе ал өйткені себебі сондықтан егер яғни әрі
""")
PREPOSITIONS: Final = _words("""
    in on at by for with from to of about into over after before under between through during without against
    в во на с со к ко о об обо от до из у за по под над при про для без через между перед около
""")
"""These begin a line; and none of these, or of the conjunctions, ends one."""
LEADING: Final = _words("""
    a an the my your his her its our their this these those not i we they he she
    is are was were be been has have had will would can could do does did
    не ни
""")
"""Articles, pronouns, auxiliaries: these do not end a line."""
POSTPOSITIONS: Final = _words("үшін туралы дейін кейін бойынша арқылы сияқты сайын қарай")
"""Of Kazakh: with them a phrase ends."""
HELD: Final = POSTPOSITIONS | _words("мен бен пен ғана емес еді екен да де та те ма ме ба бе па пе же ли бы ль")
"""These do not begin a line."""
BADLY_LAST: Final = CONJUNCTIONS | PREPOSITIONS | LEADING
BETWEEN_SENTENCES, BETWEEN_CLAUSES, BEFORE_CONJUNCTION, AT_PREPOSITION = 100, 60, 40, 25
AT_LONG_PAUSE, AT_PAUSE = 30, 15
TORN, TORN_NAME = -50, -25
REMEMBERED = 1 << 13
"""Words: most of what is said is said again."""


def edge(before: Word, after: Word) -> int:
    """Return how well two words are parted: `BETWEEN_SENTENCES` best, 0 for words of no kind, negative where badly."""
    last = _last(before.text)
    if last == BETWEEN_SENTENCES:
        return BETWEEN_SENTENCES
    pause_ms = after.start_ms - before.end_ms
    weight = AT_LONG_PAUSE if pause_ms >= LONG_PAUSE_MS else AT_PAUSE if pause_ms >= PAUSE_MS else 0
    if last == BETWEEN_CLAUSES:
        return weight + BETWEEN_CLAUSES
    first = _first(after.text)
    if TORN in (last, first):
        return weight + TORN
    if first or last == AT_PREPOSITION:
        return weight + (first or AT_PREPOSITION)
    is_name = last == TORN_NAME and (before.text[:1].isdigit() or after.text[:1].isupper())
    return weight + (TORN_NAME if is_name else 0)


@lru_cache(maxsize=REMEMBERED)
def _last(text: str) -> int:
    """Return what a word says of a line that it ends; of a capital or a digit that it may belong to what follows."""
    bare = text.rstrip(CLOSING)
    if bare.endswith(SENTENCE_ENDS):
        return BETWEEN_SENTENCES
    if bare.endswith(CLAUSE_ENDS):
        return BETWEEN_CLAUSES
    said = bare.casefold()
    if said in BADLY_LAST:
        return TORN
    if said in POSTPOSITIONS:
        return AT_PREPOSITION
    return TORN_NAME if bare[:1].isupper() or bare[:1].isdigit() else 0


@lru_cache(maxsize=REMEMBERED)
def _first(text: str) -> int:
    """Return what a word says of a line that it begins."""
    said = text.strip(AROUND).casefold()
    if not said or said in HELD:  # A mark that stands alone.
        return TORN
    return BEFORE_CONJUNCTION if said in CONJUNCTIONS else AT_PREPOSITION if said in PREPOSITIONS else 0
