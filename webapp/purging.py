"""What caches of others must be told to forget when a programme is withdrawn: addresses, printed and never public."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import get_programme, recordings_of

OF_PROGRAMME = (
    "/programmes/{id}*",
    "/embed/programmes/{id}*",
    "/iiif/programmes/{id}*",
    "/iiif/search/{id}*",
    "/api/v1/programmes/{id}*",
)
"""Of these a star stands for whatever follows: versions, files, and what is asked after “?”."""
OF_SOUND = ("/sound/{sha256}.m4a", "/sound/{sha256}.dat")
LISTS = (
    "/",
    "/?*",
    "/search*",
    "/browse*",
    "/timeline*",
    "/feeds/*",
    "/oai*",
    "/oembed*",
    "/sitemap.xml",
    "/api/v1/programmes?*",
    "/api/v1/programmes",
    "/api/v1/search*",
    "/api/v1/facets/*",
)
"""What names several programmes, or one by what is asked."""


def purge_list(archive: Archive, db: Database, programme_id: str) -> Iterator[str]:
    """Yield the addresses, from the site's own on, at which a programme could be had.

    Its sounds are all that it may ever have had in public: the whole one of each recording, and every one in which
    something is covered.

    :raises UnknownProgramme: no such id.
    """
    get_programme(db, programme_id)
    yield from (pattern.format(id=programme_id) for pattern in OF_PROGRAMME)
    for sha256 in _sounds(archive, db, programme_id):
        yield from (pattern.format(sha256=sha256) for pattern in OF_SOUND)
    yield from LISTS


def _sounds(archive: Archive, db: Database, programme_id: str) -> Iterator[str]:
    for recording in recordings_of(db, programme_id):
        if recording.access_sha256:
            yield recording.access_sha256
        masked = archive.masked / recording.sha256[:2] / recording.sha256
        yield from sorted({path.stem for path in masked.glob("*/*.m4a")})
