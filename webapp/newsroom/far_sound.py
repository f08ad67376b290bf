"""A part of an access copy that is in the archive's store and not on its disk, as the store has it."""

from __future__ import annotations

from flask import Response, request
from werkzeug.http import parse_range_header

from media.archive import Archive
from media.away.bring import far_bytes, far_size
from media.away.files import access_copy_of
from media.records import Recording
from webapp.public.ranges import PARTIAL, settle_range

PART_BYTES = 4 << 20
"""Some eight minutes. Whoever asks for more will hear more: all of it is brought to the disk."""
NO_TIME_S = 0
"""Of a file that has no time here: no date of If-Range is its."""


def far_part(archive: Archive, recording: Recording) -> Response | None:
    """Return the part that is asked for, no other byte of which is fetched; `None` for a large one or the whole.

    :raise 416: the part lies beyond the sound.
    :raises NoStore, StoreFailed: the store cannot be asked.
    """
    if recording.access_sha256 is None:
        return None
    copy = access_copy_of(archive, recording.sha256, recording.access_sha256)
    try:
        size_bytes = far_size(archive, copy)
        settle_range(request, copy.sha256, NO_TIME_S, size_bytes)
        asked = parse_range_header(request.environ.get("HTTP_RANGE"))
        span = asked.range_for_length(size_bytes) if asked else None
        if asked is None or span is None or span[1] - span[0] > PART_BYTES:
            return None
        found = far_bytes(archive, copy, span[0], span[1] - span[0])
    except FileNotFoundError:
        return None
    response = Response(found, PARTIAL, mimetype="audio/mp4")
    response.content_range = asked.make_content_range(size_bytes)
    response.accept_ranges = "bytes"
    response.set_etag(copy.sha256)
    return response
