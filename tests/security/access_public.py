"""What an anonymous reader is answered on the public site: one row a route and method, everything else is refused.

There are no other actors: the public site knows nobody.
"""

from __future__ import annotations

from webapp.downloads.asked import IN_ADDRESS
from webapp.static_files import static_path

ROUTES = (
    "/",
    "/search",
    "/search/meaning",
    "/browse",
    "/browse/<kind>",
    "/timeline",
    "/programmes/<programme_id>",
    "/programmes/<programme_id>/versions/<int:number>",
    f"/programmes/<programme_id>/transcript.<{IN_ADDRESS}:name>",
    f"/programmes/<programme_id>/versions/<int:number>/transcript.<{IN_ADDRESS}:name>",
    "/programmes/<programme_id>/download",
    "/programmes/<programme_id>/versions/<int:number>/download",
    "/sound/<string(length=64):sha256>.m4a",
    "/sound/<string(length=64):sha256>.dat",
    "/healthz",
    "/readyz",
    "/programmes/<programme_id>/metadata.<any(dc, pbcore, ebucore):name>.xml",
    "/programmes/<programme_id>/metadata.jsonld",
    "/feeds/programmes.rss",
    "/feeds/programmes.atom",
    "/feeds/search.rss",
    "/feeds/search.atom",
    "/programmes/<programme_id>/podcast-chapters.json",
    "/programmes/<programme_id>/podcast-transcript.json",
    "/oai",
    "/iiif/programmes/<programme_id>/manifest.json",
    "/iiif/programmes/<programme_id>/transcript.json",
    "/iiif/programmes/<programme_id>/translations/<int:number>.json",
    "/iiif/search/<programme_id>",
    "/api",
    "/api/v1/openapi.json",
    "/api/v1/programmes",
    "/api/v1/programmes/<programme_id>",
    "/api/v1/programmes/<programme_id>/versions",
    "/api/v1/programmes/<programme_id>/versions/<int:number>",
    "/api/v1/programmes/<programme_id>/transcript",
    "/api/v1/programmes/<programme_id>/summary",
    "/api/v1/search",
    "/api/v1/facets/<kind>",
    "/sitemap.xml",
    "/robots.txt",
    "/programmes/<programme_id>/versions/<int:number>/quote",
    "/programmes/<programme_id>/versions/<int:number>/clip.m4a",
    "/programmes/<programme_id>/versions/<int:number>/card.png",
    "/embed/programmes/<programme_id>/versions/<int:number>",
    "/oembed",
    "/programmes/<programme_id>/cite.<any(bib, ris, json):name>",
    "/programmes/<programme_id>/versions/<int:number>/cite.<any(bib, ris, json):name>",
    "/programmes/<programme_id>/versions",
    "/programmes/<programme_id>/versions/<int:number>/changes",
    f"{static_path()}/<path:filename>",
)
ASKED = {
    "/api/v1/search": "?q=the",
    "/programmes/<programme_id>/versions/<int:number>/quote": "?t=1,5",
    "/programmes/<programme_id>/versions/<int:number>/clip.m4a": "?t=1,5",
    "/programmes/<programme_id>/download": "?format=vtt",
    "/programmes/<programme_id>/versions/<int:number>/download": "?format=vtt&lines=1",
    "/oembed": "?url=http://localhost/programmes/saxaul",
}
"""What a route must be asked with."""

READ, REFUSED = ("GET", "HEAD", "OPTIONS"), ("POST", "PUT", "PATCH", "DELETE")

PUBLIC_ACCESS: dict[tuple[str, str], int] = {
    (rule, method): 200 if method in READ else 405 for rule in ROUTES for method in (*READ, *REFUSED)
}
"""(rule, method) → status, for arguments that name something public."""

for rule in ("/programmes/<programme_id>/download", "/programmes/<programme_id>/versions/<int:number>/download"):
    PUBLIC_ACCESS.update({(rule, "GET"): 303, (rule, "HEAD"): 303})
"""A form leads to the address of the file that it asks for."""

# A harvester may ask by a form (OAI-PMH 2.0, section 3.1.1.2): that reads, changes nothing and needs no token.
PUBLIC_ACCESS["/oai", "POST"] = 200
