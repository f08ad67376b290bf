"""What is public of a programme at this moment, for whoever has the edition at hand and no site."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from werkzeug.exceptions import Gone, NotFound

from transcribe.formats.export import Export
from webapp.downloads.of_edition import export_of
from webapp.errors import NotPublished
from webapp.public.shelf import Shelf


def public_export(edition: Path, programme_id: str, site: str | None) -> Export:
    """Return the newest public words of a programme; nothing of the archive is read.

    :param site: the public site's address, without a slash at its end; ``None`` where none is known.
    :raises NotPublished: the edition does not have it, has it no more, or has no words of it.
    """
    with closing(Shelf(edition)) as shelf:
        try:
            document = shelf.document(shelf.version(programme_id))
        except Gone as error:
            raise NotPublished(f"{programme_id} was withdrawn; nothing of it is public.") from error
        except NotFound as error:
            raise NotPublished(
                f"{programme_id} is not public; publish it first, or leave --public out for a draft."
            ) from error
    if document.transcript is None:
        raise NotPublished(f"{programme_id} is public without words; there is nothing to write.")
    return export_of(document, document.transcript, site)
