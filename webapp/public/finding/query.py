"""What a reader asked for: words, phrases in quotes, what must not be there, and fields.

Nothing that can be typed is an error of the program: what cannot be understood is a `Trouble`, said on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from webapp.edition.catalogue import FacetKind, is_date
from webapp.edition.fold import fold, fold_words
from webapp.public.finding.spelling import IN_TEXT, Letters, Spelling, spellings

QUERY_CHARACTERS = 400
QUERY_TERMS = 8
QUERY_FILTERS = 12
WORD_LETTERS = 60
"""No word that people say is longer; each letter takes a look at all that the others left."""
OPENING, CLOSING = '"“„«”', '"”“»'
TOKEN = re.compile(
    rf"(?P<minus>[-\u2212](?=[^\s\-]))?(?:(?P<field>[A-Za-z]+):\s*(?=[^\s]))?"
    rf"(?:[{OPENING}](?P<quoted>[^{CLOSING}]*)(?P<close>[{CLOSING}]?)|(?P<bare>[^\s{OPENING}]+))"
)
YEARS = re.compile(r"(\d{4})(?:[-–]|\.\.)(\d{4})")
AFTER, BEFORE = "after", "before"


class TroubleKind(StrEnum):
    """What could not be understood."""

    TOO_LONG = "too long"
    TOO_MANY = "too many"
    LONG_WORD = "long word"
    OPEN_QUOTE = "open quote"
    UNKNOWN_FIELD = "unknown field"
    NO_DATE = "no date"
    EMPTY_FIELD = "empty field"
    ONLY_WITHOUT = "only without"
    NO_LETTERS = "no letters"


@dataclass(frozen=True, slots=True)
class Trouble:
    kind: TroubleKind
    said: str = ""
    """The words that it is about."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that must stand in a programme, or must not."""

    text: str
    """Folded; the words of a phrase with a space between."""
    is_phrase: bool = False
    """True: the words follow each other, the first from its beginning, the last may go on."""

    @property
    def spellings(self) -> tuple[Spelling, ...]:
        """In which it is looked for, as it was typed first."""
        return spellings(self.text, is_phrase=self.is_phrase)


@dataclass(frozen=True, slots=True)
class Filter:
    """What must be known of a programme, or must not."""

    kind: FacetKind
    value: str
    """Folded."""
    is_whole: bool
    """True: the value is all of it; false: each word of the value begins a word of it."""
    is_without: bool
    token: int
    """Its place in `Query.tokens`."""


@dataclass(frozen=True, slots=True)
class Moment:
    """An end of a range of dates."""

    is_before: bool
    date: str
    """``2024``, ``2024-05`` or ``2024-05-17``."""
    token: int


@dataclass(frozen=True)
class Query:
    """What a reader asked for."""

    text: str
    """As typed, cut at `QUERY_CHARACTERS`."""
    terms: tuple[Term, ...]
    """Each once."""
    without: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    moments: tuple[Moment, ...] = ()
    spans_without: tuple[tuple[Moment, Moment], ...] = ()
    """Years in which it was not, each from a moment on and before another."""
    troubles: tuple[Trouble, ...] = ()
    tokens: tuple[str, ...] = field(default=(), repr=False)
    """The text in its pieces."""

    @staticmethod
    def parse(text: str) -> Query:
        return _Parser(text).query()

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for."""
        return bool(self.terms or self.filters or self.moments or self.spans_without)

    @property
    def is_understood(self) -> bool:
        """False where a date is none: what was found without it would be something else than asked for."""
        return all(trouble.kind is not TroubleKind.NO_DATE for trouble in self.troubles)

    def places(self, words: list[str]) -> set[int]:
        """Return the indices of the words that a term touches."""
        folded = fold_words(words)
        found: set[int] = set()
        written = {Letters.WRITTEN: folded.text}
        for spelling in self._spellings:
            if spelling.letters not in written:
                written[spelling.letters] = IN_TEXT[spelling.letters](folded.text)
            text = written[spelling.letters]
            if spelling.text in text:
                found |= folded.places_in(text, spelling.text, at_word_start=spelling.at_word_start)
        return found

    @cached_property
    def _spellings(self) -> tuple[Spelling, ...]:
        return tuple(spelling for term in self.terms for spelling in term.spellings)

    def narrowed(self, kind: FacetKind, value: str) -> str:
        """Return the text that asks for a value of a facet too: first, so that nothing takes it in or cuts it off."""
        quoted = " ".join(re.sub(f"[{OPENING}{CLOSING}]", " ", value).split())
        is_open = any(trouble.kind is TroubleKind.OPEN_QUOTE for trouble in self.troubles)
        return f'{kind}:"{quoted}" {self.text}'.strip() + ('"' if is_open else "")

    def narrowings(self) -> list[tuple[str, str]]:
        """Return each field as it is typed, and the text without it."""
        moments = [*self.moments, *(first for first, _ in self.spans_without)]
        tokens = sorted({each.token for each in self.filters} | {each.token for each in moments})
        return [(self.tokens[token], " ".join(self.tokens[:token] + self.tokens[token + 1 :])) for token in tokens]


class _Parser:
    """Goes over the text once."""

    def __init__(self, text: str) -> None:
        self.text = text[:QUERY_CHARACTERS].strip()
        self.terms: dict[Term, None] = {}
        self.without: dict[Term, None] = {}
        self.filters: list[Filter] = []
        self.moments: list[Moment] = []
        self.spans_without: list[tuple[Moment, Moment]] = []
        self.troubles: dict[Trouble, None] = {}
        self.tokens: list[str] = []
        if len(text.strip()) > QUERY_CHARACTERS:
            self._trouble(TroubleKind.TOO_LONG)

    def query(self) -> Query:
        for token in TOKEN.finditer(self.text):
            self.tokens.append(token[0])
            if token["quoted"] is not None and not token["close"]:
                self._trouble(TroubleKind.OPEN_QUOTE)
            self._take(token)
        if len(self.terms) > QUERY_TERMS or len(self.without) + len(self.filters) > QUERY_FILTERS:
            self._trouble(TroubleKind.TOO_MANY)
        return Query(
            text=self.text,
            terms=tuple(self.terms)[:QUERY_TERMS],
            without=tuple(self.without)[:QUERY_FILTERS],
            filters=tuple(self.filters)[:QUERY_FILTERS],
            moments=tuple(self.moments)[:QUERY_FILTERS],
            spans_without=tuple(self.spans_without)[:QUERY_FILTERS],
            troubles=(*self.troubles, *self._nothing_asked()),
            tokens=tuple(self.tokens),
        )

    def _nothing_asked(self) -> Iterator[Trouble]:
        if self.text and not (self.terms or self.filters or self.moments or self.spans_without or self.troubles):
            yield Trouble(TroubleKind.ONLY_WITHOUT if self.without else TroubleKind.NO_LETTERS)

    def _take(self, token: re.Match[str]) -> None:
        name, said = (token["field"] or "").lower(), token["quoted"] if token["bare"] is None else token["bare"]
        is_quoted, is_without = token["bare"] is None, token["minus"] is not None
        if name in {AFTER, BEFORE}:
            self._date(said, is_before=(name == BEFORE) is not is_without)
        elif name == FacetKind.YEAR:
            self._year(said, is_without=is_without)
        elif name in set(FacetKind):
            self._filter(FacetKind(name), said, is_whole=is_quoted, is_without=is_without)
        else:
            if name:
                self._trouble(TroubleKind.UNKNOWN_FIELD, name)
                self._words(name, is_quoted=False, is_without=is_without)
            self._words(said, is_quoted=is_quoted, is_without=is_without)

    def _words(self, said: str, *, is_quoted: bool, is_without: bool) -> None:
        if not is_quoted and said.endswith(":") and said[:-1].lower() in {*FacetKind, AFTER, BEFORE}:
            self._trouble(TroubleKind.EMPTY_FIELD, said[:-1].lower())
            return
        folded = fold(said)
        if any(len(word) > WORD_LETTERS for word in folded.split()):
            self._trouble(TroubleKind.LONG_WORD)
            return
        chosen = self.without if is_without else self.terms
        if is_quoted or is_without:
            if folded:
                chosen[Term(folded, is_phrase=True)] = None
        else:
            chosen.update(dict.fromkeys(map(Term, folded.split())))

    def _filter(self, kind: FacetKind, said: str, *, is_whole: bool, is_without: bool) -> None:
        if value := fold(said):
            self.filters.append(Filter(kind, value, is_whole, is_without, len(self.tokens) - 1))
        else:
            self._trouble(TroubleKind.EMPTY_FIELD, kind)

    def _date(self, said: str, *, is_before: bool) -> None:
        if is_date(said):
            self.moments.append(Moment(is_before, said, len(self.tokens) - 1))
        else:
            self._trouble(TroubleKind.NO_DATE, said)

    def _year(self, said: str, *, is_without: bool) -> None:
        years = YEARS.fullmatch(said)
        first, last = years.groups() if years else (said, said)
        if not (is_date(first) and is_date(last) and len(first) == len("2024") == len(last)):
            self._trouble(TroubleKind.NO_DATE, said)
            return
        token = len(self.tokens) - 1
        begin = Moment(is_before=False, date=first, token=token)
        behind = Moment(is_before=True, date=str(min(int(last) + 1, 9999)).zfill(4), token=token)
        if is_without:
            self.spans_without.append((begin, behind))
        else:
            self.moments += [begin, behind] if last < "9999" else [begin]

    def _trouble(self, kind: TroubleKind, said: str = "") -> None:
        self.troubles[Trouble(kind, said)] = None
