"""Whether the machine has looked for the summary as it stands, in the words as they stand."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from typing import TYPE_CHECKING

from transcribe.linking.claims import split_claims
from webapp.checking.of_summary import NOT_LOOKED_FOR
from webapp.checking.queue import Asked

if TYPE_CHECKING:
    from webapp.review import Content


class Lack(enum.Enum):
    """Why nobody was asked about names and numbers of a summary."""

    NEVER = enum.auto()
    OTHER_SUMMARY = enum.auto()
    """No sentence of the summary is as it was when the machine looked."""
    OTHER_WORDS = enum.auto()
    """A machine has written the words down, or a file was brought, since it looked."""


def lack_of(content: Content) -> Lack | None:
    """Return what is wrong with how the summary was looked for, ``None`` where nothing is or there is nothing to do.

    What people corrected since is not: each place follows its words, or is out of date by itself.
    """
    linking, text, summary = content.linking, content.text, content.summary
    if text is None or summary is None or not split_claims(summary.text):
        return None
    if linking is None:
        return Lack.NEVER
    if linking.document_id != summary.document_id:
        return Lack.OTHER_SUMMARY
    if linking.text_sha256 != text.sha256 and linking.created_at < text.transcript.created_at:
        return Lack.OTHER_WORDS
    return None


def not_looked_for(asked: Sequence[Asked]) -> int:
    """Return how many sentences came into the summary since the machine looked, and are still to be answered."""
    return sum(each.item.reasons == (NOT_LOOKED_FOR,) for each in asked)
