"""Sound: bring it as a stream whose hash is known beforehand, and hear it."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from typing import Annotated, BinaryIO, cast

import msgspec
from flask import Response, request
from msgspec import Meta
from werkzeug.exceptions import UnsupportedMediaType

from media.catalogue import find_recording, recordings_of
from media.database import immediate
from media.errors import DuplicateRecording
from media.records import Recording
from webapp.intake import Intake, Upload, WholeFile, take_in
from webapp.newsroom import sound as page
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import BYTES, PROGRAMME, Operation
from webapp.newsroom.api.problems import NotInTable
from webapp.newsroom.api.programmes import Sha256
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.work import enqueue_all
from webapp.people.tokens import Scope
from webapp.review import record_changed


class WhichSound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What arrives, said before it does."""

    sha256: Annotated[
        Sha256, Meta(description="Of the bytes: what arrives otherwise is not stored.", examples=["0" * 64])
    ]
    file_name: Annotated[
        str, Meta(min_length=1, max_length=1000, description="As people call it; a label.", examples=["feature.mp3"])
    ]


class RecordingRecord(msgspec.Struct, frozen=True):
    """A sound file of a programme."""

    id: str
    sha256: str
    file_name: str
    size_bytes: int
    duration_ms: int
    container: str
    codec: str
    channels: int
    sample_rate_hz: int
    is_prepared: Annotated[bool, Meta(description="Whether it can be heard and published.")]
    loudness_lufs: float | None
    created_at: str


class RecordingList(msgspec.Struct, frozen=True):
    """The recordings of a programme, the newest first."""

    recordings: tuple[RecordingRecord, ...]


class Hashed:
    """A stream that holds what was read of it against the hash that was said."""

    def __init__(self, source: BinaryIO, sha256: str) -> None:
        self._source, self._wanted, self._seen = source, sha256, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes.

        :raises NotInTable: 422, it has ended and its hash is another.
        """
        data = self._source.read(size)
        self._seen.update(data)
        if not data and size and self._seen.hexdigest() != self._wanted:
            raise NotInTable(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                f"What arrived has the sha256 {self._seen.hexdigest()}, not what was said; nothing was stored: "
                "send it again.",
            )
        return data


def recordings(programme_id: str) -> RecordingList:
    return RecordingList(tuple(map(_record, recordings_of(database(), programme_id))))


def bring_sound(asked: WhichSound, programme_id: str) -> Made:
    if not (request.mimetype == BYTES or request.mimetype.startswith("audio/")):
        raise UnsupportedMediaType
    stream = Hashed(cast(BinaryIO, request.stream), asked.sha256)
    return store_sound(Upload(cast(BinaryIO, stream), asked.file_name), programme_id, asked.sha256)


def store_sound(sound: Upload | WholeFile, programme_id: str, sha256: str) -> Made:
    """Store a programme's sound, and ask for the machine's work on it.

    :param sha256: of the sound.
    :raises MediaError: it cannot be used, or another programme has it.
    """
    db = database()
    try:
        take_in(archive(), db, Intake({}, sound), programme_id, prepare_now=False)
    except DuplicateRecording as error:
        if error.programme_id != programme_id:
            raise
        status = HTTPStatus.OK  # The answer to the first time did not arrive.
    else:
        status = HTTPStatus.CREATED
        with immediate(db):
            record_changed(db, programme_id, user().name)
            enqueue_all(db, programme_id, has_new_sound=True)
    found = find_recording(db, sha256)
    assert found is not None  # noqa: S101 it was stored, or was there
    return Made(_record(found), status=status)


def hear(programme_id: str) -> Response:
    return page.hear(programme_id)


def _record(recording: Recording) -> RecordingRecord:
    probe = recording.probe
    return RecordingRecord(
        id=recording.recording_id,
        sha256=recording.sha256,
        file_name=recording.file_name,
        size_bytes=recording.size_bytes,
        duration_ms=recording.duration_ms,
        container=probe.container,
        codec=probe.codec,
        channels=probe.channels,
        sample_rate_hz=probe.sample_rate_hz,
        is_prepared=recording.access_sha256 is not None,
        loudness_lufs=recording.loudness_lufs,
        created_at=recording.created_at,
    )


OPERATIONS = (
    Operation(
        "recordings",
        "GET",
        "/programmes/{programme_id}/recordings",
        "List the recordings",
        "Each sound file that was brought; the words have the times of the one that they were heard in.",
        Scope.READ,
        recordings,
        RecordingList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "hear",
        "GET",
        "/programmes/{programme_id}/sound",
        "Hear the sound",
        "AAC in MP4, or the part of it that `Range` asks for; 404 until it is prepared.",
        Scope.READ,
        hear,
        BYTES,
        in_path=(PROGRAMME,),
        refusals=(HTTPStatus.PARTIAL_CONTENT, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE),
    ),
    Operation(
        "bring_sound",
        "POST",
        "/programmes/{programme_id}/sound",
        "Bring sound",
        "The file itself as the body, up to 2 GB, with its sha256 in the address. The same file again is answered with "
        "200 and changes nothing; one that another programme has is refused. The machine's work on it begins at once.",
        Scope.EDIT,
        bring_sound,
        RecordingRecord,
        HTTPStatus.CREATED,
        asked=WhichSound,
        body=BYTES,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/sound",),
    ),
)
