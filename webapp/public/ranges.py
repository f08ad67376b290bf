"""Range requests by RFC 9110, section 14, where Werkzeug's own reading of them differs.

Werkzeug answers 416 to units it does not know, to more than one range and to a suffix longer than the file; it
takes ``bytes=-0`` for the whole file, honours ranges of HEAD and compares If-Range weakly. So the header is
resolved here, and what Werkzeug then sees is one plain range or none.
"""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from pathlib import Path

from flask import Request, Response, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import http_date

PARTIAL = 206
BLOCK_BYTES = 1 << 16
SINGLE_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]{1,20})-([0-9]{0,20})|-([0-9]{1,20}))[ \t]*", re.IGNORECASE)


def settle_range(asked_for: Request, etag: str, modified_s: int, size_bytes: int) -> None:
    """Leave in the request's environment one satisfiable range, or none where the whole file is the answer.

    :param etag: of the file, without quotes.
    :param modified_s: its time of modification, Unix time.
    :raises RequestedRangeNotSatisfiable: the range is well-formed and lies beyond the file.
    """
    asked = asked_for.environ.pop("HTTP_RANGE", None)
    condition = asked_for.environ.pop("HTTP_IF_RANGE", None)
    if asked is None or asked_for.method != "GET" or not _is_current(condition, etag, modified_s):
        return
    span = _first_and_last(asked, size_bytes)
    if span is not None:
        asked_for.environ["HTTP_RANGE"] = f"bytes={span[0]}-{span[1]}"


def hand_over(response: Response, path: Path) -> None:
    """Let the server itself send a part of a file, where it can (waitress does, up to Content-Length).

    Werkzeug would read the part out in one of the server's few threads, for as long as its reader takes: as many
    listeners of long programmes as there are threads, and nobody else gets a page.
    """
    wrapper = request.environ.get("wsgi.file_wrapper")
    if wrapper is None or response.status_code != PARTIAL or response.content_range.start is None:
        return
    file = path.open("rb")
    file.seek(response.content_range.start)
    response.close()
    response.response = wrapper(file, BLOCK_BYTES)


def _is_current(condition: str | None, etag: str, modified_s: int) -> bool:
    """Return whether If-Range names this very file: a strong tag or the exact date, section 13.1.5."""
    if condition is None or condition.strip() == f'"{etag}"':
        return True
    try:
        return http_date(parsedate_to_datetime(condition)) == http_date(modified_s)
    except (ValueError, OverflowError):
        return False


def _first_and_last(asked: str, size_bytes: int) -> tuple[int, int] | None:
    """Return the bytes meant, both ends included; ``None`` where the header is to be ignored."""
    match = SINGLE_RANGE.fullmatch(asked.strip())
    if match is None:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        start, end = max(0, size_bytes - int(suffix)), size_bytes - 1
    else:
        start, end = int(first), min(int(last or size_bytes - 1), size_bytes - 1)
        if last and int(last) < start:
            return None
    if start >= size_bytes:
        raise RequestedRangeNotSatisfiable(size_bytes)
    return start, end
