"""Sound that comes in pieces, by tus 1.0, and becomes a programme's."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

import msgspec
from flask import Response
from msgspec import Meta

from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import BYTES, PROGRAMME, InHeader, Operation
from webapp.newsroom.api.sound import RecordingRecord, store_sound
from webapp.newsroom.failures import CHECKSUM_MISMATCH
from webapp.newsroom.request import database, user
from webapp.newsroom.uploading import tus
from webapp.newsroom.uploading.taking import end_taken, whole_file
from webapp.newsroom.uploading.views import begin, end, go_on, overridden, uploads
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.uploads.records import Upload

UPLOAD = InPath("upload_id", "The id of an upload; “Location” of the answer that began it ends so.", "f1234567890ab")
SPEAKS = InHeader("Tus-Resumable", "The protocol.", tus.VERSION, is_needed=True)
LENGTH = InHeader("Upload-Length", "How many bytes will come.", "1048576", is_needed=True)
METADATA = InHeader(
    "Upload-Metadata", "`filename` and its value in base64, as people call the file; a label.", "filename YS53YXY="
)
OFFSET = InHeader("Upload-Offset", "At which byte this piece begins.", "0", is_needed=True)
CHECKSUM = InHeader("Upload-Checksum", "`sha256` or `sha1`, a space, and the piece's hash in base64.")
PERHAPS_OFFSET = InHeader(OFFSET.name, OFFSET.description)
METHOD = InHeader(tus.OVERRIDE, "`PATCH` or `DELETE`, for whom a proxy lets neither through.", "DELETE", is_needed=True)


class UploadRecord(msgspec.Struct, frozen=True):
    """A file that is coming, or has come and that no programme has."""

    id: str
    file_name: str
    size_bytes: int
    offset_bytes: Annotated[int, Meta(description="How much is here, and outlasts a power cut.")]
    sha256: Annotated[str | None, Meta(description="Of the whole file, taken as it came; null until it is here.")]
    created_at: str
    expires_at_unix_ms: Annotated[int, Meta(description="After this moment (Unix time) it is removed.")]


class UploadList(msgspec.Struct, frozen=True):
    """One's own files that no programme has, the newest first."""

    uploads: tuple[UploadRecord, ...]


def list_uploads() -> UploadList:
    return UploadList(tuple(map(_record, uploads().of(database(), user().user_id))))


def begin_upload() -> Response:
    return begin("api.show_upload")


def show_upload(upload_id: str) -> Response:
    found = uploads().get(database(), user().user_id, upload_id)
    response = Response(msgspec.json.encode(_record(found)), mimetype="application/json")
    response.headers.update(tus.headers_of(found))
    return response


def take_upload(programme_id: str, upload_id: str) -> Made:
    file = whole_file(upload_id)
    made = store_sound(file, programme_id, file.sha256)
    end_taken(upload_id)
    return made


def _record(upload: Upload) -> UploadRecord:
    return UploadRecord(
        upload.upload_id,
        upload.file_name,
        upload.size_bytes,
        upload.offset_bytes,
        upload.sha256,
        upload.created_at,
        upload.expires_at_ms,
    )


OPERATIONS = (
    Operation(
        "list_uploads",
        "GET",
        "/uploads",
        "List your uploads",
        "What has come, in part or whole, and is no programme's yet.",
        Scope.EDIT,
        list_uploads,
        UploadList,
    ),
    Operation(
        "begin_upload",
        "POST",
        "/uploads",
        "Begin an upload",
        "tus 1.0 (core, creation, checksum, termination, expiration): `Location` says where the pieces are sent. Any "
        "client of the protocol will do; send pieces of some megabytes, so that a broken line costs one.",
        Scope.EDIT,
        begin_upload,
        BYTES,
        HTTPStatus.CREATED,
        headers=(SPEAKS, LENGTH, METADATA),
        refusals=(HTTPStatus.REQUEST_ENTITY_TOO_LARGE,),
        pages=("POST /uploads",),
    ),
    Operation(
        "show_upload",
        "GET",
        "/uploads/{upload_id}",
        "Ask how much of an upload is here",
        "`Upload-Offset` says where to go on; HEAD is answered alike. What is somebody else's is not there.",
        Scope.EDIT,
        show_upload,
        UploadRecord,
        in_path=(UPLOAD,),
    ),
    Operation(
        "continue_upload",
        "PATCH",
        "/uploads/{upload_id}",
        "Send a piece",
        "Answered when it outlasts a power cut. 409 where it does not begin at what is here, 413 where it reaches past "
        "the end, 460 where it is not what its checksum says: nothing is stored then.",
        Scope.EDIT,
        go_on,
        body=BYTES,
        in_path=(UPLOAD,),
        headers=(SPEAKS, OFFSET, CHECKSUM),
        refusals=(HTTPStatus.LENGTH_REQUIRED, HTTPStatus.LOCKED, CHECKSUM_MISMATCH),
        pages=("PATCH /uploads/<upload_id>",),
    ),
    Operation(
        "end_upload",
        "DELETE",
        "/uploads/{upload_id}",
        "Remove an upload",
        "It is not wanted any more.",
        Scope.EDIT,
        end,
        in_path=(UPLOAD,),
        headers=(SPEAKS,),
        refusals=(HTTPStatus.LOCKED,),
        pages=("DELETE /uploads/<upload_id>",),
    ),
    Operation(
        "override_upload",
        "POST",
        "/uploads/{upload_id}",
        "Send a piece, or remove an upload, by POST",
        "As the header says.",
        Scope.EDIT,
        overridden,
        body=BYTES,
        in_path=(UPLOAD,),
        headers=(METHOD, SPEAKS, PERHAPS_OFFSET, CHECKSUM),
        refusals=(HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.LENGTH_REQUIRED, HTTPStatus.LOCKED, CHECKSUM_MISMATCH),
        pages=("POST /uploads/<upload_id>",),
    ),
    Operation(
        "take_upload",
        "POST",
        "/programmes/{programme_id}/uploads/{upload_id}/take",
        "Take an upload as a programme's sound",
        "409 until all of it is here. The upload is gone then; the machine's work on the sound begins at once.",
        Scope.EDIT,
        take_upload,
        RecordingRecord,
        HTTPStatus.CREATED,
        in_path=(PROGRAMME, UPLOAD),
        pages=("POST /programmes/<programme_id>/sound",),
    ),
)
