"""The feeds, and the files that they name."""

from __future__ import annotations

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.paging import page_number
from webapp.public.finding.search import Query, search
from webapp.public.machines.address import absolute, this_address
from webapp.public.machines.answer import answer, json_answer
from webapp.public.machines.feeds import chapters as podcast
from webapp.public.machines.feeds.atom import atom
from webapp.public.machines.feeds.listing import FEED_ITEMS, Feed, modified, records_of
from webapp.public.machines.feeds.podcast_transcript import podcast_transcript
from webapp.public.machines.feeds.rss import rss
from webapp.public.machines.xml import document
from webapp.public.request import check_page, shelf

blueprint = Blueprint("feeds", __name__)

SITE_NAME = "muragat"
RSS_TYPE, ATOM_TYPE = "application/rss+xml", "application/atom+xml"


@blueprint.get("/feeds/programmes.rss")
def programmes_rss() -> Response:
    """Send the newest programmes, or those of one series (``?series=``), as RSS.

    :raise 404: no such series.
    """
    feed = _programmes()
    return answer(document(rss(feed)), RSS_TYPE, feed.modified)


@blueprint.get("/feeds/programmes.atom")
def programmes_atom() -> Response:
    """Send the same as Atom.

    :raise 404: no such series.
    """
    feed = _programmes()
    return answer(document(atom(feed)), ATOM_TYPE, feed.modified)


@blueprint.get("/feeds/search.rss")
def search_rss() -> Response:
    """Send the programmes in which words were said or written (``?q=``) as RSS."""
    feed = _found()
    return answer(document(rss(feed)), RSS_TYPE, feed.modified)


@blueprint.get("/feeds/search.atom")
def search_atom() -> Response:
    """Send the same as Atom."""
    feed = _found()
    return answer(document(atom(feed)), ATOM_TYPE, feed.modified)


@blueprint.get("/programmes/<programme_id>/podcast-chapters.json")
def podcast_chapters(programme_id: str) -> Response:
    """Send the chapters of a programme for podcast programs.

    :raise 404: no such programme.
    :raise 410: it was withdrawn.
    """
    public = shelf().document(shelf().version(programme_id))
    return json_answer(podcast.chapters(public), podcast.MEDIA_TYPE)


@blueprint.get("/programmes/<programme_id>/podcast-transcript.json")
def podcast_words(programme_id: str) -> Response:
    """Send the words of a programme for podcast programs.

    :raise 404: no such programme, or it has no transcript.
    :raise 410: it was withdrawn.
    """
    public = shelf().document(shelf().version(programme_id))
    if public.transcript is None:
        raise NotFound
    return json_answer(podcast_transcript(public, public.transcript))


def _programmes() -> Feed:
    series, page = request.args.get("series"), page_number()
    entries = shelf().entries(series=series, limit=FEED_ITEMS + 1, offset=(page - 1) * FEED_ITEMS)
    if not entries and (series is not None or page > 1):
        raise NotFound
    programme_ids = [entry.programme_id for entry in entries]
    return Feed(
        title=series or SITE_NAME,
        description=f"Programmes of the series {series}" if series else "Radio to read and to hear",
        page_address=absolute("pages.home"),
        address=this_address(),
        next_address=_next(page) if len(programme_ids) > FEED_ITEMS else None,
        records=records_of(shelf(), programme_ids[:FEED_ITEMS]),
        modified=modified(shelf()),
    )


def _found() -> Feed:
    query, page = Query.parse(request.args.get("q", "")), page_number()
    found = search(shelf(), query, page)
    check_page(page, found.pages)
    return Feed(
        title=f"{SITE_NAME}: {query.text}",
        description=f"Programmes in which “{query.text}” is said or written",
        page_address=absolute("pages.search_page", q=query.text),
        address=this_address(),
        next_address=_next(page) if page < found.pages else None,
        records=records_of(shelf(), [each.entry.programme_id for each in found.programmes]),
        modified=modified(shelf()),
    )


def _next(page: int) -> str:
    assert request.endpoint  # noqa: S101 a view runs
    return absolute(request.endpoint, **{**request.args.to_dict(), "page": page + 1})
