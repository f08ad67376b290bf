"""Who changes something says which state of it they saw: If-Match and If-None-Match (RFC 9110, section 13.1)."""

from __future__ import annotations

import hashlib

import msgspec
from flask import request

ETAG_DIGITS = 32


class NotSaidWhatWasSeen(Exception):
    """A change without If-Match; the text says what to send."""


class Stale(Exception):
    """What is to be changed is not what its maker saw."""

    def __init__(self, current: object, sent: object) -> None:
        """:param current: what stands there, ``None`` for nothing. :param sent: what was not stored."""
        super().__init__("changed since")
        self.current = current
        self.current_etag = None if current is None else f'"{tag_of(current)}"'
        self.sent = sent


def tag_of(record: object) -> str:
    """Return the ETag of a record, without its quotes: a hash of its JSON, so equal records have equal ones."""
    return hashlib.sha256(msgspec.json.encode(record)).hexdigest()[:ETAG_DIGITS]


def require_seen(current: object, sent: object) -> None:
    """Refuse a change of what its maker did not see; belongs into the transaction that makes it.

    :param current: the record as a GET answers it, ``None`` where there is none yet.
    :param sent: what is to be stored.
    :raises NotSaidWhatWasSeen: neither header says anything.
    :raises Stale: it is another by now.
    """
    if request.if_none_match.star_tag:
        if current is None:
            return
        raise Stale(current, sent)
    # “*” would be any state, also one that nobody has looked at.
    if not request.if_match or request.if_match.star_tag:
        raise NotSaidWhatWasSeen(
            "Send the ETag of what you saw as If-Match."
            if current is not None
            else "There is nothing here yet: send “If-None-Match: *”, so that nothing of others is written over."
        )
    if current is None or not request.if_match.contains(tag_of(current)):
        raise Stale(current, sent)


def require_tag(etag: str, current: object, sent: object) -> None:
    """Refuse a change where something else that it is about is not what was seen.

    :param etag: as it was given, with its quotes or without.
    :raises Stale: it is another by now.
    """
    if etag.strip('"') != tag_of(current):
        raise Stale(current, sent)
