"""A saved page of a document archive → what it says of a programme, and what of that is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from media.errors import UnreadableFile
from media.records import LIST_MARK
from webapp.importing.pages.broadcast import is_broadcast_line, read_broadcast
from webapp.importing.pages.dated import read_date
from webapp.importing.pages.dates import dates_in, the_date
from webapp.importing.pages.decoding import page_text
from webapp.importing.pages.furniture import is_prose
from webapp.importing.pages.html_lines import html_page
from webapp.importing.pages.records import Line, Page, PageRecord, Unsure, Why
from webapp.importing.pages.sorting import ACCESSED, Said, Sorted, sort_lines, without_date
from webapp.importing.pages.text_lines import text_page
from webapp.importing.pages.titles import choose_title
from webapp.importing.pages.tongues import language_named

PLAIN = ("publisher", "broadcaster", "project", "funder", "series", "disclaimer", "citation")
"""Facts whose value is taken as it stands."""
DATES = ("published", "page_updated", "accessed", "aired")
LEAST_SIGNS = 2
"""How many things must be known by their label or form before the story of a page is taken for a summary."""
LEAST_WITHOUT_A_STOP = 12
"""Words of a paragraph that does not end as a sentence does."""
AT_THE_END = 4
"""Among so many last paragraphs the one is looked for that says how it was broadcast."""
UNDETERMINED = "auto"
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|table|meta|title|h1|br|article|dl)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"\b(?:is|was|are) (?:an?|the|both) [^.]{0,80}?"
    r"\b(?:pseudonym|journalists?|reporters?|correspondents?|contributors?|editors?|producers?|presenters?)\b"
)
_VAGUE = frozenset({"author", "date"})
"""Of the site or of the page: who knows."""
MAX_ABOUT_WORDS = 45
MAX_TITLE_LETTERS = 400
_KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_META_OF = {
    "author": ("citation_author", "dc.creator", "dcterms.creator", "article:author", "author", "ld:author"),
    "publisher": ("citation_publisher", "dc.publisher", "dcterms.publisher", "ld:publisher"),
    "published": (
        *("citation_publication_date", "citation_date", "dc.date", "dc.date.issued", "dcterms.issued", "dcterms.date"),
        *("article:published_time", "ld:datepublished", "date"),
    ),
    "page_updated": ("dcterms.modified", "article:modified_time", "ld:datemodified", "last-modified"),
    "rights": ("dc.rights", "dcterms.rights", "ld:copyrightnotice"),
}


def read_page(data: bytes, file_name: str) -> PageRecord:
    """Return what a saved page says: HTML, MHTML or plain text.

    :raises UnreadableFile: it is too large, not a page, or has nothing to read.
    """
    text = page_text(data, file_name)
    page = html_page(text, file_name) if _HTML.search(text[:20_000]) else text_page(text)
    if not page.lines:
        raise UnreadableFile(f"“{file_name}” has nothing to read; save the page again.")
    return read_lines(page, PurePath(file_name).stem)


def read_lines(page: Page, called: str) -> PageRecord:
    """Return what a page says.

    :param called: taken for the title of a page that has none.
    """
    return _Reading(page, called).record()


class _Reading:
    """One page, read step by step: each takes its part and leaves the rest to be a note."""

    def __init__(self, page: Page, called: str) -> None:
        self.page, self.called = page, called
        self.sorted: Sorted = sort_lines(page.lines)
        self.facts: dict[str, str] = {}
        self.unsure: dict[str, Unsure] = {}
        self.notes = self.sorted.notes

    def record(self) -> PageRecord:
        """Take the parts in an order in which each can be held against those before."""
        self._plain()
        self._author()
        self._dates()
        self._lists()
        self._rights()
        broadcast = self._broadcast()
        self._language()
        summary = self._story(broadcast)
        self._told()
        if "language" not in self.facts:
            self._put("language", UNDETERMINED, Why.ABSENT)
        if summary is None:
            self.unsure["summary"] = Unsure("summary", "", Why.ABSENT)
        notes = "\n".join(dict.fromkeys(note for note in self.notes if note))
        if notes:
            self.facts["notes"] = notes
        return PageRecord(
            self.facts, summary, _written_in(summary or ""), tuple(self.unsure.values()), tuple(self.sorted.furniture)
        )

    def _put(self, name: str, value: str, why: Why | None = None, others: tuple[str, ...] = ()) -> None:
        self.facts[name] = value
        self.unsure.pop(name, None)
        if why:
            self.unsure[name] = Unsure(name, value, why, others)

    def _take(self, name: str) -> Said | None:
        """Return what the page says first, by a label if there is one; what it says otherwise becomes a note."""
        said = self.sorted.said.pop(name, [])
        if not said:
            return None
        chosen = next((each for each in said if each.is_labelled), said[0])
        self.notes += [each.line for each in said if each is not chosen and each.value != chosen.value]
        return chosen

    def _plain(self) -> None:
        for name in PLAIN:
            others = {each.value for each in self.sorted.said.get(name, ())}
            if said := self._take(name):
                others.discard(said.value)
                self._put(name, said.value, Why.DIFFERS if others else None, tuple(sorted(others)))

    def _author(self) -> None:
        said = self.sorted.said.pop("author", [])
        labelled = list(dict.fromkeys(each.value for each in said if each.is_labelled))
        bylines = [each for each in said if not each.is_labelled and each.value not in labelled]
        if labelled:
            self._put("author", f"{LIST_MARK} ".join(labelled))
            self.notes += [each.line for each in bylines]
        elif bylines:
            self._put("author", bylines[0].value, Why.BY_PLACE)
            self.notes += [each.line for each in bylines[1:]]

    def _dates(self) -> None:
        citation = self.facts.get("citation", "")
        accessed = ACCESSED.search(citation)
        if accessed and "accessed" not in self.sorted.said:
            self.sorted.say("accessed", accessed["date"], "")  # The citation keeps the words of it.
        cited = {found.iso for found in dates_in(citation[: accessed.start()] if accessed else citation)}
        for name in DATES:
            if said := self._take(name):
                dated = read_date(name, said, cited)
                if dated.iso:
                    self.facts[name] = dated.iso
                if dated.unsure:
                    self.unsure[name] = dated.unsure
                if dated.iso is None or without_date(said.value):
                    self.notes.append(said.line)
        if "published" not in self.facts and "published" not in self.unsure and len(cited) == 1:
            self._put("published", cited.pop(), Why.BY_PLACE)

    def _lists(self) -> None:
        for name in ("places", "topics"):
            if said := self._take(name):
                parts = re.split(r"\s*[|;,]\s*", said.value)
                self._put(name, f"{LIST_MARK} ".join(part for part in parts if part), Why.BY_PLACE)

    def _rights(self) -> None:
        said = self.sorted.said.pop("rights", [])
        if said:
            chosen = next((each for each in said if each.is_labelled), said[0])
            others = dict.fromkeys(each.value for each in said if each.is_labelled and each.value != chosen.value)
            self._put("rights", chosen.value, Why.DIFFERS if others else None, tuple(others))
            self.notes += dict.fromkeys(each.line for each in said if each.value != chosen.value)
            self.sorted.furniture += self.sorted.site_rights
        elif self.sorted.site_rights:
            first, *rest = self.sorted.site_rights
            self._put("rights", first, Why.BY_PLACE)
            self.notes += rest

    def _broadcast(self) -> Line | None:
        """Take the line that says how it was broadcast, the last that does."""
        if said := self._take("broadcast"):
            self._take_broadcast(said.value)
            return None
        told = [line for line in self.sorted.body if is_prose(line.text) or line.text.startswith("[")]
        bracketed = [line for line in told if line.text.startswith(("[", "(")) and is_broadcast_line(line.text)]
        last = [line for line in told[1:][-AT_THE_END:] if is_broadcast_line(line.text)]
        found = (bracketed or last)[-1:]
        if not found:
            return None
        line = found[0]
        self._take_broadcast(line.text)
        if not bracketed and line is not told[-1] and len([each for each in last if each is not line]) > 0:
            self.unsure["broadcast"] = Unsure("broadcast", self.facts["broadcast"], Why.SEVERAL)
        return line

    def _take_broadcast(self, text: str) -> None:
        read = read_broadcast(text)
        for each in read.unsure:
            if each.name not in self.facts:
                self.unsure[each.name] = each
        for name, value in read.facts.items():
            self.facts.setdefault(name, value)

    def _language(self) -> None:
        said = self._take("language")
        if said is None:
            return
        tag = language_named(said.value)
        is_spoken = "broadcast" in said.line.lower()
        if "language" not in self.facts and tag:
            # “Language: English” on a page may be of its text.
            self._put("language", tag, None if is_spoken else Why.BY_PLACE)
        if not (tag and is_spoken):
            self.notes.append(said.line)

    def _story(self, broadcast: Line | None) -> str | None:
        """Take title and story; what is neither is a note."""
        title, doubt = self._title()
        body = [line for line in self.sorted.body if line is not broadcast]
        is_known = self._signs() >= LEAST_SIGNS
        paragraphs: list[str] = []
        groups = list(_paragraphs(body))
        for lines, below in zip(groups, [*groups[1:], []], strict=False):
            text = " ".join(line.text for line in lines)
            is_story = is_prose(text) or (not paragraphs and _begins_a_story(text, below))
            if lines[0].heading or not is_known or not is_story or text == title:
                self.notes += [line.text for line in lines if line.text != title]
            else:
                paragraphs.append(text)
        while len(paragraphs) > 1 and _is_about_a_person(paragraphs[-1]):
            self.notes.append(paragraphs.pop())
        self._put_title(title, doubt)
        return "\n\n".join(paragraphs) or None

    def _title(self) -> tuple[str | None, Unsure | None]:
        titled = self.sorted.said.pop("title", [])
        short = [each.value for each in titled if len(each.value) <= MAX_TITLE_LETTERS]
        if short:
            self.notes += [each.line for each in titled if each.value != short[0]]
            return short[0], None
        self.notes += [each.line for each in titled]
        names = [self.facts[name] for name in ("publisher", "author") if name in self.facts]
        title, doubt = choose_title(self.sorted.body, self.page.told, self.facts.get("citation", ""), names)
        return (title, doubt) if title and len(title) <= MAX_TITLE_LETTERS else (None, None)

    def _put_title(self, title: str | None, doubt: Unsure | None) -> None:
        self._put("title", title or self.called, None if title else Why.ABSENT)
        if doubt:
            self.unsure["title"] = doubt

    def _signs(self) -> int:
        known = ("publisher", "author", "published", "citation", "disclaimer", "broadcast", "page_updated", "rights")
        machine = any(name.startswith(("citation_", "dc.", "dcterms.", "ld:")) for name in self.page.told)
        return sum(name in self.facts for name in known) + LEAST_SIGNS * machine

    def _told(self) -> None:
        """Take from what the page says to machines what it does not say to readers."""
        for name, metas in _META_OF.items():
            if name in self.facts:
                continue
            values = [value for meta in metas for value in self.page.told.get(meta, ()) if not value.startswith("http")]
            if name in DATES:
                values = [found.iso for value in values if (found := the_date(value))]
            if values:
                others = tuple(each for each in dict.fromkeys(values) if each.casefold() != values[0].casefold())
                is_vague = all(meta in _VAGUE for meta in metas if self.page.told.get(meta))
                why = Why.DIFFERS if others else Why.BY_PLACE if is_vague else None
                self._put(name, values[0], why, others)
        self.notes += self.page.told.get("canonical", ())[:1]


def _paragraphs(body: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield the lines of each paragraph: those that are sentences each stand for themselves."""
    group: list[Line] = []
    for line in body:
        if group and (line.paragraph != group[-1].paragraph or line.heading or is_prose(group[-1].text)):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _begins_a_story(text: str, below: Sequence[Line]) -> bool:
    """Return whether a first paragraph is of the story though its full stop was forgotten: too long for a heading."""
    is_above_prose = bool(below) and not below[0].heading and is_prose(" ".join(line.text for line in below))
    return len(text.split()) >= LEAST_WITHOUT_A_STOP and is_above_prose


def _is_about_a_person(text: str) -> bool:
    return len(text.split()) <= MAX_ABOUT_WORDS and _PERSON.search(text) is not None


def _written_in(text: str) -> str:
    """Return the language of a text by its letters: Kazakh has some that Russian lacks."""
    cyrillic = len(_CYRILLIC.findall(text)) + len(_KAZAKH.findall(text))
    if cyrillic < len(text) / 4:
        return "en"
    return "kk" if len(_KAZAKH.findall(text)) > cyrillic / 100 else "ru"
