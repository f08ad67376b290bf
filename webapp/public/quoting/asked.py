"""What a request for a quote means, and what is said where it means nothing."""

from __future__ import annotations

from http import HTTPStatus

from flask import url_for

from webapp.edition.records import EditionDocument
from webapp.interface import gettext
from webapp.public.explained import Explained
from webapp.public.quoting.passage import Passage, find_passage
from webapp.public.quoting.span import parse_span


def find_quoted(document: EditionDocument, text: str) -> Passage:
    """Return the words of a span that is given as text.

    :raise 400: it names no span, or one that cannot be quoted.
    :raise 404: nothing is said then.
    """
    passage = find_passage(document, parse_span(text, way_back(document)))
    if passage is None:
        raise nothing_there(document)
    return passage


def way_back(document: EditionDocument) -> tuple[str, str]:
    """Return where a reader goes on who asked for what is not there: the version's page, and its name."""
    here = url_for("pages.programme", programme_id=document.facts.programme_id, number=document.version)
    return here, document.facts.title


def nothing_there(document: EditionDocument) -> Explained:
    """Return the answer for a time at which nothing is said."""
    sentence = gettext("Nothing is said at that time; choose words in the transcript.")
    return Explained(HTTPStatus.NOT_FOUND, sentence, way_back(document))
