"""Pages in the ways in which archives, browsers and printers write them; each takes any story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape as e

from tests.webapp.importing.stories import Story

CYRILLIC = ("updated", "publisher", "author", "published", "citation", "disclaimer", "search", "rights")
ENGLISH = {
    "updated": "Last Updated",
    "publisher": "Publisher",
    "author": "Author",
    "published": "Publication Date",
    "citation": "Cite as",
    "disclaimer": "Disclaimer",
    "search": "Search the Steppe Document Library",
    "rights": "Copyright notice",
    "home": "Home",
    "title": "Title",
}
RUSSIAN = {
    "updated": "Последнее обновление",
    "publisher": "Издатель",
    "author": "Автор",
    "published": "Дата публикации",
    "citation": "Цитировать как",
    "disclaimer": "Отказ от ответственности",
    "search": "Поиск по библиотеке",
    "rights": "Авторские права",
    "home": "Главная",
    "title": "Название",
}
KAZAKH = {
    "updated": "Соңғы жаңарту",
    "publisher": "Баспагер",
    "author": "Автор",
    "published": "Жарияланған күні",
    "citation": "Сілтеме үлгісі",
    "disclaimer": "Жауапкершіліктен бас тарту",
    "search": "Іздеу",
    "rights": "Авторлық құқық",
    "home": "Басты бет",
    "title": "Тақырыбы",
}


@dataclass(frozen=True, slots=True)
class Style:
    """How labels stand before their values."""

    between: str = ": "
    labels: Callable[[Story], dict[str, str]] = lambda _: ENGLISH


def own_labels(story: Story) -> dict[str, str]:
    """Return labels in the language of the story."""
    if any(letter in "қғөұүһіәң" for letter in story.title.lower()):
        return KAZAKH
    return RUSSIAN if any("а" <= letter <= "я" for letter in story.title.lower()) else ENGLISH


def rows(story: Story, style: Style) -> list[tuple[str, str]]:
    said = style.labels(story)
    return [
        (said["publisher"], story.publisher),
        (said["author"], story.author),
        (said["published"], story.written_date),
        (said["citation"], story.citation),
        (said["disclaimer"], story.disclaimer),
    ]


def told(story: Story) -> str:
    return "".join(f"<p>{e(text)}</p>" for text in story.paragraphs)


def table(story: Story, style: Style) -> str:
    """The way of large document archives: a table of labels above the text, forms around it."""
    said = style.labels(story)
    labels = "".join(f"<tr><td class=l>{a}</td><td><a href=/x>{e(b)}</a></td></tr>" for a, b in rows(story, style)[:2])
    labels += "".join(f"<tr><td class=l>{a}</td><td>{e(b)}</td></tr>" for a, b in rows(story, style)[2:])
    paragraphs = "".join(f"<p>{e(text)}</p>" for text in (*story.paragraphs, story.broadcast))
    return (
        f"<!DOCTYPE html><html><head><title>Steppe Library | {e(story.title)}</title><script>var "
        f"x='Publisher';</script>"
        f"<style>.l{{}}</style></head><body><div id=nav><ul><li><a href=/>Home</a><li><a "
        f"href=/c>Countries</a></ul></div>"
        f"<p>{said['updated']}{style.between}{e(story.updated)}</p><h1>{e(story.title)}</h1><table>{labels}</table>"
        f"{paragraphs}<p>{said['rights']}{style.between}{e(story.rights)}</p>"
        f"<form><h3>{said['search']}</h3><label>by keyword</label><select><option>Afghanistan<option>Zambia</select>"
        "<button>Search</button></form><div class='share'>Share on <a href=/f>Facebook</a></div>"
        "<footer>About us | Contact us | © 2024 Steppe Document Library</footer></body></html>"
    )


def inline(story: Story, style: Style) -> str:
    """Labels that run into their values within one element."""
    said = style.labels(story)
    labels = "".join(
        f"<div><strong>{a}</strong>{style.between}<span>{e(b)}</span></div>" for a, b in rows(story, style)
    )
    paragraphs = "".join(f"<p>{e(text)}</p>" for text in story.paragraphs)
    return (
        f"<html><body><div class=breadcrumbs><a>{said['home']}</a> &gt; <a>Documents</a></div><div>{said['updated']}"
        f"{style.between}{e(story.updated)}</div><main><h2>{e(story.title)}</h2>{labels}<div class=text>{paragraphs}"
        f"<p><em>{e(story.broadcast)}</em></p><p>{e(story.rights)}</p></div></main><p>{said['search']}</p></body></html>"
    )


def breaks(story: Story, style: Style) -> str:
    """An old page: one cell, line breaks instead of paragraphs, capitals for tags."""
    said = style.labels(story)
    labels = "<BR>\n".join(f"<B>{a}{style.between}</B>{e(b)}" for a, b in rows(story, style))
    paragraphs = "<BR><BR>\n".join(e(text) for text in (*story.paragraphs, story.broadcast))
    return (
        f"<HTML><BODY><TABLE><TR><TD><FONT size=1>{said['updated']}{style.between}{e(story.updated)}</FONT><BR><BR>"
        f"<FONT size=5>{e(story.title)}</FONT><BR><BR>{labels}<BR><BR>{paragraphs}<BR><BR>{e(story.rights)}<BR><BR>"
        f"<A href=x>{said['search']}</A></TD></TR></TABLE></BODY></HTML>"
    )


def definitions(story: Story, style: Style) -> str:
    """A list of terms below the text, as library systems have it, with Dublin Core for machines."""
    said = style.labels(story)
    labels = "".join(f"<dt>{a}<dd>{e(b)}" for a, b in [*rows(story, style), (said["rights"], story.rights)])
    return (
        f'<html lang=en><head><meta charset=utf-8><meta name="DC.title" content="{e(story.title)}">'
        f"<title>{e(story.title)} - Steppe Library</title></head><body><header><a href=/>Steppe Library</a></header>"
        f"<article><h1>{e(story.title)}</h1>{told(story)}<p>{e(story.broadcast)}</p>"
        f"<dl>{labels}<dt>Document type<dd>News</dl></article><aside><h4>Related documents</h4><a href=/1>Another "
        f"title</a>"
        f"</aside><footer><p>{said['updated']}{style.between}{e(story.updated)}</p></footer></body></html>"
    )


def wayback(story: Story, style: Style) -> str:
    """A page that the Wayback Machine has kept, with its bar."""
    bar = (
        '<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id="wm-ipp-base"><div id="wm-ipp"><a>12 captures</a>'
        "<span>03 Apr 2012 - 25 May 2018</span><a>About this capture</a></div></div><!-- END WAYBACK TOOLBAR "
        "INSERT -->"
    )
    return table(story, style).replace("<body>", f"<body>{bar}") + "<!-- FILE ARCHIVED ON 10:49:01 May 25, 2018 -->"


def modern(story: Story, style: Style) -> str:
    """A page of nested containers with JSON-LD, headings for labels and a banner for cookies."""
    said = style.labels(story)
    labels = "".join(f"<section><h3>{a}</h3><p>{e(b)}</p></section>" for a, b in rows(story, style))
    return (
        "<!doctype html><html><head><script type='application/ld+json'>"
        '{"@type": "NewsArticle", "headline": "x"}</script>'
        f"</head><body class='has-sidebar page'><div class='cookie-banner'>We use cookies. "
        f"<button>Accept</button></div>"
        f"<header><nav><a>{said['home']}</a></nav></header><div class='layout "
        f"with-sidebar'><main><article><h1>{e(story.title)}</h1>"
        f"<p class=u>{said['updated']}{style.between}{e(story.updated)}</p>{labels}"
        f"<div>{told(story)}</div><blockquote>{e(story.broadcast)}</blockquote>"
        f"<p><small>{e(story.rights)}</small></p></article></main><div "
        f"class='sidebar'><a>Latest</a></div></div></body></html>"
    )


def printed(story: Story, style: Style) -> str:
    """A print view: facts in one paragraph, the text in `pre`-like wrapping."""
    said = style.labels(story)
    facts = "".join(f"<p>{a}{style.between}{e(b)}</p>" for a, b in rows(story, style))
    return (
        f"<html><body "
        f"onload=print()><p>{said['updated']}{style.between}{e(story.updated)}</p><p><b><big>{e(story.title)}</big></b></p>{facts}<hr>"
        f"{''.join(f'<p>{e(text)}' for text in (*story.paragraphs, story.broadcast))}<hr><p>{e(story.rights)}</p>"
        "<a href='javascript:print()'>Print</a> <a href='javascript:close()'>Close</a></body></html>"
    )


def text_lines(story: Story, style: Style) -> str:
    """A page copied into an editor: a line a paragraph."""
    said = style.labels(story)
    labels = "\n".join(f"{a}{style.between}{b}" for a, b in rows(story, style))
    body = "\n\n".join((*story.paragraphs, story.broadcast))
    return (
        f"{said['updated']}{style.between}{story.updated}\n\n{story.title}\n\n{labels}\n\n{body}\n\n"
        f"{said['rights']}{style.between}{story.rights}\n\n{said['search']}\n"
    )


def text_tabs(story: Story, style: Style) -> str:
    """“Save as text” of a table: tabs between cells, bullets for links, no blank lines between rows."""
    said = style.labels(story)
    labels = "\n".join(f"{a}\t{b}" for a, b in rows(story, style))
    return (
        f"  * {said['home']}\n  * Countries\n  * "
        f"Topics\n\n{said['updated']}{style.between}{story.updated}\n\n{story.title}\n\n{labels}\n\n"
        + "\n\n".join((*story.paragraphs, story.broadcast, story.rights))
        + f"\n\n{said['search']}\nby keyword\n"
    )


def text_wrapped(story: Story, style: Style) -> str:
    """A text that Lynx or a mail program has wrapped at 72 letters."""
    import textwrap

    said = style.labels(story)
    parts = (
        f"{said['updated']}{style.between}{story.updated}",
        story.title,
        *(f"{a}{style.between}{b}" for a, b in rows(story, style)),
        *story.paragraphs,
        story.broadcast,
        story.rights,
        f"[1]{said['search']}",
    )
    return "\n\n".join(textwrap.fill(part, 72, break_long_words=False, break_on_hyphens=False) for part in parts) + "\n"


def text_below(story: Story, style: Style) -> str:
    """Labels on lines of their own, the value below."""
    said = style.labels(story)
    labels = "\n\n".join(f"{a}\n{b}" for a, b in rows(story, style))
    body = "\n\n".join((*story.paragraphs, story.broadcast))
    return f"{story.title}\n\n{labels}\n\n{body}\n\n{story.rights}\n{said['updated']}{style.between}{story.updated}\n"


LAYOUTS: dict[str, Callable[[Story, Style], str]] = {
    each.__name__: each
    for each in (
        *(table, inline, breaks, definitions, wayback, modern, printed),
        *(text_lines, text_tabs, text_wrapped, text_below),
    )
}
