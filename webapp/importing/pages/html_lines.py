"""HTML → the lines that a reader sees, and what the page says to machines. Nothing is fetched, nothing is run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

import lxml.etree
import lxml.html

from media.errors import UnreadableFile
from webapp.importing.pages.records import Line, Page

DROPPED = frozenset(
    {"script", "style", "template", "svg", "math", "iframe", "object", "embed", "canvas", "head", "noscript"}
)
ASIDE = frozenset({"nav", "aside", "footer", "form", "button", "select", "option", "textarea", "menu", "dialog"})
BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section"),
        *("select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "tr", "ul"),
    }
)
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LABELS = frozenset({"dt", "th"})
_OF_SITE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|shar(?:e|ing)|social|sidebar|cookies?|newsletter|footer|"
    r"related|skip|toolbar|search(?:box|form)?|pagination|pager|wm-ipp(?:-base)?|banner|donato)(?:$|[\s_-])",
    re.IGNORECASE,
)
MOST_OF_IT = 0.3
"""What holds more of a page's text than this is no sidebar, whatever its class is called."""
MAX_LD_LETTERS = 1 << 20
ARTICLES = frozenset(
    {"article", "newsarticle", "reportagenewsarticle", "report", "creativework", "radioepisode", "episode", "webpage"}
)
"""Of the things that JSON-LD describes, those that the page may be itself."""
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


class _Paper:
    """The lines so far, and the one that is being written, as the elements of a page open and close."""

    def __init__(self, asides: set[lxml.etree._Element]) -> None:
        self.lines: list[Line] = []
        self._asides = asides
        self._pieces: list[tuple[str, bool]] = []
        """Text, and whether it is within a link."""
        self._blocks: list[str] = []
        self._paragraph = self._links = self._aside = self._pre = 0

    def open(self, element: lxml.etree._Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self.end()
            self._blocks.append(tag)
        self._count(element, 1)
        if tag == "br":
            self._pieces.append(("\n", True))
        self.write(element.text)

    def close(self, element: lxml.etree._Element) -> None:
        if element.tag in BLOCKS:
            self.end()
            self._blocks.pop()
        self._count(element, -1)
        self.write(element.tail)

    def write(self, text: str | None) -> None:
        """Write a text; its own line breaks mean something in ``pre`` only."""
        if text:
            self._pieces.append((text if self._pre else text.replace("\n", " "), self._links > 0))

    def end(self) -> None:
        """Write the paragraph down: a line for each that ``br`` has ended."""
        self._paragraph += 1
        heading = next((HEADINGS[each] for each in reversed(self._blocks) if each in HEADINGS), 0)
        is_label = bool(self._blocks) and self._blocks[-1] in LABELS
        for written in _split(self._pieces):
            text = " ".join("".join(piece for piece, _ in written).split())
            if text:
                is_linked = all(linked for piece, linked in written if piece.strip())
                self.lines.append(Line(text, self._paragraph, heading, is_label, self._aside > 0, is_linked))
            else:  # Two “br” end a paragraph.
                self._paragraph += 1
        self._pieces = []

    def _count(self, element: lxml.etree._Element, by: int) -> None:
        self._aside += by * (element in self._asides)
        self._links += by * (element.tag == "a")
        self._pre += by * (element.tag == "pre")


def html_page(text: str, name: str) -> Page:
    """Return the lines of a page, in the order in which they stand.

    :raises UnreadableFile: it is nested too deeply, or has nothing to read.
    """
    parser = lxml.etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = lxml.etree.fromstring(text.encode("utf-8", "replace"), parser)
    except lxml.etree.LxmlError as error:
        raise UnreadableFile(f"“{name}” is not a page that can be read; save it as HTML or as text.") from error
    if root is None:
        raise UnreadableFile(f"“{name}” has nothing to read; save the page again.")
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise UnreadableFile(f"“{name}” is nested too deeply for a page; save it as text.")
    return Page(tuple(_lines(root)), _told(root))


def _lines(root: lxml.etree._Element) -> list[Line]:
    paper = _Paper(_asides(root))
    dropped: lxml.etree._Element | None = None
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if dropped is None and event == "start" and element.tag in DROPPED:
            dropped = element
        elif dropped is None:
            (paper.open if event == "start" else paper.close)(element)
        elif event == "end" and element is dropped:
            dropped = None
            paper.write(element.tail)
    paper.end()
    return paper.lines


def _split(pieces: list[tuple[str, bool]]) -> Iterator[list[tuple[str, bool]]]:
    line: list[tuple[str, bool]] = []
    for text, linked in pieces:
        first, *others = text.split("\n")
        line.append((first, linked))
        for other in others:
            yield line
            line = [(other, linked)]
    yield line


def _asides(root: lxml.etree._Element) -> set[lxml.etree._Element]:
    """Return the elements that belong to the site: by their tag, their role, or what they are called."""
    whole = len("".join(root.itertext())) or 1
    found = set()
    for element in root.iter(lxml.etree.Element):
        tag, called = element.tag, f"{element.get('class', '')} {element.get('id', '')}"
        if tag in ASIDE or element.get("role") in {"navigation", "banner", "contentinfo", "search", "complementary"}:
            is_aside = True
        else:
            is_aside = (
                _OF_SITE.search(called) is not None
                or element.get("hidden") is not None
                or _HIDDEN.search(element.get("style", "")) is not None
                or (tag == "header" and element.getparent() is not None and element.getparent().tag == "body")
            )
        if is_aside and not _has_the_text(element, whole):
            found.add(element)
    return found


def _has_the_text(element: lxml.etree._Element, whole: int) -> bool:
    """Return whether the page would be empty without it: old sites lay all of it out in one form."""
    if element.tag in {"body", "html", "main", "article"} or next(element.iter("h1"), None) is not None:
        return True
    if element.tag in {"nav", "footer"}:
        return False
    length = sum(len(text) for text in element.itertext())
    return length > MOST_OF_IT * whole and next(element.iter("p", "td", "dd"), None) is not None


def _told(root: lxml.etree._Element) -> Mapping[str, tuple[str, ...]]:
    """Return what the page says to machines, each text once."""
    told: dict[str, dict[str, None]] = {}
    for name, value in _said_to_machines(root):
        if name and isinstance(value, str) and value.strip():
            told.setdefault(name.strip().lower(), {})[" ".join(value.split())] = None
    return {name: tuple(texts) for name, texts in told.items()}


def _said_to_machines(root: lxml.etree._Element) -> Iterator[tuple[str | None, object]]:
    for element in root.iter("meta"):
        yield element.get("name") or element.get("property") or element.get("itemprop"), element.get("content")
    for element in root.iter("title"):
        yield "title", element.text
    for element in root.iter("link"):
        if element.get("rel") == "canonical":
            yield "canonical", element.get("href")
    for element in root.iter("script"):
        text = element.text or ""
        if element.get("type", "").strip().lower() == "application/ld+json" and len(text) <= MAX_LD_LETTERS:
            yield from _linked_data(text)


def _linked_data(text: str) -> Iterator[tuple[str, object]]:
    """Yield names and texts of JSON-LD; what cannot be read says nothing."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    things = data.get("@graph", [data]) if isinstance(data, dict) else data
    for thing in things if isinstance(things, list) else []:
        if isinstance(thing, dict) and str(thing.get("@type", "")).lower() in ARTICLES:
            for name, value in thing.items():
                for each in value if isinstance(value, list) else [value]:
                    yield f"ld:{name.lower()}", each.get("name") if isinstance(each, dict) else each
