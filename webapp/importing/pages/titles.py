"""Which line of a page is its title."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from webapp.importing.pages.dates import the_date
from webapp.importing.pages.furniture import is_prose
from webapp.importing.pages.records import Line, Unsure, Why

META = ("citation_title", "dc.title", "dcterms.title", "og:title", "twitter:title", "ld:headline", "ld:name")
_SITE = re.compile(r"\s+(?:[|»·•:]{1,2}|[-–—])\s+")
_ADDRESS = re.compile(r"\bhttps?:\S+")
MAX_OTHERS = 3
MAX_TITLE_WORDS = 20
LEAST_LETTERS = 4
"""Of a title that is found again elsewhere: “A” is everywhere."""


def choose_title(
    body: Sequence[Line], told: Mapping[str, tuple[str, ...]], citation: str, names: Collection[str]
) -> tuple[str | None, Unsure | None]:
    """Return the title, and why it may be wrong, where it may.

    :param body: the lines that are no label's and not the site's.
    :param names: of publisher and author, which stand above many a title.
    """
    cited = _folded(_ADDRESS.sub(" ", citation))
    no_title = {_folded(name) for name in (*names, *told.get("og:site_name", ()))}
    elsewhere = {_folded(text) for text in _told(told)}
    candidates = [text for text in dict.fromkeys(_candidates(body)) if _folded(text) not in no_title]
    for text in (*candidates, *_questions(body)):
        folded = _folded(text)
        if folded in elsewhere or (len(folded) >= LEAST_LETTERS and folded in cited):
            return text, None
    headings = [line.text for line in body if line.heading == 1 and line.text in candidates]
    if len(headings) == 1:
        return headings[0], None
    if candidates:
        title = candidates[0]
        return title, Unsure("title", title, Why.BY_PLACE, tuple(candidates[1 : MAX_OTHERS + 1]))
    hidden = next(_told(told), None) or _of_citation(citation, names)
    return hidden, Unsure("title", hidden, Why.BY_PLACE) if hidden else None


def _of_citation(citation: str, names: Collection[str]) -> str | None:
    """Return what a citation has between who published it and when."""
    day = the_date(citation)
    publisher = next((name for name in names if citation.startswith(f"{name}, ")), None)
    if day is None or publisher is None:
        return None
    return citation[len(publisher) : day.start].strip(' ,“”«»"') or None


def _candidates(body: Sequence[Line]) -> Iterator[str]:
    """Yield what may be the title: headings by their rank, then what stands before the story."""
    yield from (line.text for level in (1, 2, 3) for line in body if line.heading == level)
    for line in body:
        if not line.heading:
            if is_prose(line.text):
                return
            yield line.text


def _questions(body: Sequence[Line]) -> Iterator[str]:
    """Yield the first sentence of a page, which may be a title that asks: only where it stands elsewhere, too."""
    for line in body:
        if is_prose(line.text):
            if len(line.text.split()) <= MAX_TITLE_WORDS:
                yield line.text
            return


def _told(told: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    for name in META:
        yield from told.get(name, ())
    for text in told.get("title", ()):  # With the site's name on one side of it, which is shorter as a rule.
        yield max(_SITE.split(text), key=len)
        yield text


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
