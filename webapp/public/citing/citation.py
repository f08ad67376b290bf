"""How to cite a programme whose newsroom has not said how."""

from __future__ import annotations

from webapp.edition.records import EditionDocument


def citation(document: EditionDocument) -> str:
    """Return the newsroom's own citation, or one made of the facts.

    The site's address is not in it: a page says the same whatever name it was asked for by.
    """
    facts = document.facts
    if facts.citation:
        return facts.citation
    author = facts.author or facts.publisher
    year = f"({facts.published[:4]})" if facts.published else None
    head = " ".join(part for part in (author, year, f"“{facts.title}”") if part)
    publisher = facts.publisher if facts.publisher != author else None
    tail = [part for part in (facts.series, publisher, facts.broadcast) if part]
    name = f"muragat {facts.programme_id}, version {document.version}"
    return ". ".join(part.rstrip(".") for part in (head, *tail, name)) + "."
