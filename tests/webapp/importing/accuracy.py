"""How much of every story is found again in every layout, written in every way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.webapp.importing.layouts import LAYOUTS, Style, own_labels
from tests.webapp.importing.stories import FIELDS, STORIES, Story
from webapp.importing.pages.read import read_page
from webapp.importing.pages.records import PageRecord

STYLES = {
    "colon": Style(": "),
    "run in": Style(""),
    "space": Style(" "),
    "space and colon": Style(" : "),
    "own language": Style(": ", own_labels),
    "own language, run in": Style("", own_labels),
}
MUTATIONS: dict[str, Callable[[str], bytes]] = {
    "as it is": lambda page: page.encode(),
    "hard spaces": lambda page: re.sub(r"(?<=[\w,]) (?=\w)", "\xa0", page).encode(),
    "CRLF and indented": lambda page: page.replace("\n", "\r\n  ").encode(),
    "windows-1251": lambda page: page.encode("cp1251", "xmlcharrefreplace" if "<" in page[:30] else "ignore"),
    "UTF-16": lambda page: page.encode("utf-16"),
    "site's lines between": lambda page: _furnished(page).encode(),
}


def _furnished(page: str) -> str:
    if "<p>" in page:
        return page.replace("<p>", "<p>Share this page</p><p>", 2).replace("</body>", "<p>Back to top</p></body>")
    return "Skip to content\n\nSearch\n\n" + page + "\n\nPrint this page\n\nBack to top\n"


def expected(story: Story) -> dict[str, str]:
    """Return what is to be found, by field."""
    bare = story.broadcast.strip("[]")
    if bare.startswith("("):
        bare = bare[1:-1]
    return {
        "title": story.title,
        "publisher": story.publisher,
        "author": story.author,
        "citation": story.citation,
        "disclaimer": story.disclaimer,
        "rights": story.rights,
        "broadcast": bare,
        "summary": "\n\n".join(story.paragraphs),
        **story.found,
    }


def got(record: PageRecord) -> dict[str, str]:
    return {name: value for name in FIELDS if (value := record.facts.get(name))} | (
        {"summary": record.summary} if record.summary else {}
    )


def plain(text: str | None) -> str | None:
    return None if text is None else re.sub(r"[^\S\n]+", " ", text)


@dataclass(slots=True)
class Measured:
    """What came of a matrix."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str, str | None, str | None, bool]] = field(default_factory=list)
    """Where, field, what it should be, what it is, and whether it was marked."""
    spurious: list[tuple[str, str, str]] = field(default_factory=list)
    """Facts that the page does not have."""
    marked: int = 0
    fields: int = 0
    pages: int = 0


def variants() -> Iterator[tuple[str, Story, bytes]]:
    for story in STORIES:
        for layout, make in LAYOUTS.items():
            for style_name, style in STYLES.items():
                page = make(story, style)
                for mutation, change in MUTATIONS.items():
                    try:
                        data = change(page)
                    except UnicodeEncodeError:
                        continue
                    if mutation == "windows-1251" and "<" not in page[:30] and data.decode("cp1251") != page:
                        continue  # Kazakh letters are not in it.
                    yield f"{story.title[:12]} | {layout} | {style_name} | {mutation}", story, data


def measure(pages: Iterator[tuple[str, Story, bytes]]) -> Measured:
    found = Measured()
    for where, story, data in pages:
        record = read_page(data, "page.html")
        want, have = expected(story), got(record)
        unsure = {each.name for each in record.unsure}
        found.pages += 1
        for name in FIELDS:
            if name in want:
                found.fields += 1
                found.marked += name in unsure
                if plain(have.get(name)) == plain(want[name]):
                    found.right[name] += 1
                else:
                    found.wrong.append((where, name, want[name], have.get(name), name in unsure))
            elif name in have:
                found.spurious.append((where, name, have[name]))
    return found
