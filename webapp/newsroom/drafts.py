"""The words as they stand as files, for the newsroom's own use: each says that it is not for publication."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, request

from transcribe.formats import FORMATS, render
from transcribe.formats.bundle import MEDIA_TYPE, pack
from webapp.downloads.asked import ALL, NAMES, options_of, require_use
from webapp.downloads.of_archive import draft_export
from webapp.errors import BadWish
from webapp.interface import gettext
from webapp.newsroom import request as asked


def draft(programme_id: str, name: str) -> Response:
    """Send a draft in a format, or a ZIP of all, as the query wants it.

    :raise 400: it cannot be had so.
    :raise 404: no such programme, or not theirs, or it has no words yet, or no translation.
    """
    return draft_file(programme_id, name, request.args)


def choose_draft(programme_id: str) -> Response:
    """Send the draft that a form asks for: its format is in the query, too.

    :raise 400: there is no such format, or it cannot be had so.
    :raise 404: no such programme, or not theirs, or it has no words yet, or no translation.
    """
    wished = request.args.to_dict()
    return draft_file(programme_id, wished.pop("format", ""), wished)


def draft_file(programme_id: str, name: str, wished: Mapping[str, str]) -> Response:
    """Return a draft as a file.

    :param wished: how (`webapp.downloads.asked`).
    :raises BadWish: it cannot be had so.
    """
    asked.programme(programme_id)
    if name not in NAMES:
        raise BadWish(gettext("There is no such format; choose one of the list."))
    options = options_of(wished)
    require_use(name, options)
    exported, stem = draft_export(asked.database(), programme_id), f"{programme_id}-draft"
    data = pack(exported, stem, options) if name == ALL else render(name, exported, options)
    response = Response(data, mimetype=MEDIA_TYPE if name == ALL else FORMATS[name].media_type)
    ending = ALL if name == ALL else FORMATS[name].ending
    response.headers.set("Content-Disposition", "attachment", filename=f"{stem}.{ending}")
    return response
