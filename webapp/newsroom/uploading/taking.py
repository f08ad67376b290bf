"""A file that came in pieces is taken as the sound of a programme."""

from __future__ import annotations

import sqlite3

from flask import request

from webapp.intake import WholeFile
from webapp.newsroom.request import database, user
from webapp.newsroom.uploading.views import uploads
from webapp.uploads.errors import UnknownUpload, UploadError, UploadNotWhole
from webapp.uploads.records import Upload

FIELD = "sound_upload"
"""Of a form: the id of an upload that stands in the place of a file."""


def whole_file(upload_id: str) -> WholeFile:
    """Return what came of an upload of this person, to be taken in.

    :raises UnknownUpload: there is none of this id, or it is not theirs. :raises UploadNotWhole: some is missing.
    """
    found = uploads().get(database(), user().user_id, upload_id)
    if found.sha256 is None:
        raise UploadNotWhole("Not all of this file has arrived; wait until it has, or choose it again to go on.")
    return WholeFile(uploads().path(found.upload_id), found.sha256, found.file_name)


def arrived() -> Upload | None:
    """Return the upload that a form names, ``None`` where it names none that is here."""
    try:
        return uploads().get(database(), user().user_id, request.form.get(FIELD, ""))
    except UnknownUpload:
        return None


def end_taken(upload_id: str | None = None) -> None:
    """Remove an upload whose bytes a programme has now. Where that fails nothing is lost: it expires.

    :param upload_id: ``None`` for the one that the form names, if any.
    """
    try:
        uploads().end(database(), user().user_id, upload_id or request.form.get(FIELD, ""))
    except (UploadError, sqlite3.OperationalError):
        return
