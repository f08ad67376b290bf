"""The sitemap for search engines, and what they are asked to leave alone."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, request
from werkzeug.exceptions import NotFound

from webapp.public.machines.address import absolute, page_of, site
from webapp.public.machines.answer import answer
from webapp.public.machines.xml import Vocabulary, document
from webapp.public.request import shelf

blueprint = Blueprint("sitemap", __name__)

SITEMAP = Vocabulary("http://www.sitemaps.org/schemas/sitemap/0.9")
SITEMAP_ADDRESSES = 49_999
"""Of programmes in one file: with the site's own it may hold 50,000 (sitemaps.org)."""
ANY = "id"
"""Stands for a programme's id."""
ROBOTS = """User-agent: *
Disallow: /search
Disallow: /feeds/search
Disallow: /iiif/search/
Disallow: /programmes/*/clip.m4a
Allow: /

Sitemap: {sitemap}
"""


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Let crawlers read all but the endless: what is searched for, and what is cut out of the sound."""
    return answer(ROBOTS.format(sitemap=absolute("sitemap.sitemap")).encode(), "text/plain")


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    """List the programmes' pages, and when their newest versions came; in several files where there are many.

    :raise 404: there is no such file of them.
    """
    files = max(1, -(-shelf().count() // SITEMAP_ADDRESSES))
    asked = request.args.get("file", type=int)
    if asked is None and files > 1:
        root = SITEMAP.root("sitemapindex", {None: SITEMAP.uri})
        for each in range(1, files + 1):
            SITEMAP.add(SITEMAP.add(root, "sitemap"), "loc", absolute("sitemap.sitemap", file=each))
        return answer(document(root), "application/xml")
    number = 1 if asked is None else asked
    if not 1 <= number <= files:
        raise NotFound
    root = SITEMAP.root("urlset", {None: SITEMAP.uri})
    SITEMAP.add(SITEMAP.add(root, "url"), "loc", site())
    # Fifty thousand addresses made one by one by the router take seconds.
    pages = page_of(ANY).removesuffix(ANY)
    for entry in shelf().entries(limit=SITEMAP_ADDRESSES, offset=(number - 1) * SITEMAP_ADDRESSES):
        url = SITEMAP.add(root, "url")
        SITEMAP.add(url, "loc", pages + quote(entry.programme_id))
        SITEMAP.add(url, "lastmod", entry.updated_at)
    return answer(document(root), "application/xml")
