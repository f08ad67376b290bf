"""The words as they stand, with those marked that the public will not read."""

from __future__ import annotations

import logging
from collections.abc import Collection
from dataclasses import fields, replace

from transcribe.records import MaskedWord, Segment, Word
from webapp.accounts import User
from webapp.redaction.cover import cover
from webapp.redaction.errors import NoRedactionKey, WrongRedactionKey
from webapp.redaction.find import find_places
from webapp.redaction.flows import transcript_flow
from webapp.redaction.opened import opened
from webapp.review import Content

log = logging.getLogger(__name__)


def with_marks(content: Content, person: User) -> Content:
    """Return the same words, those that are kept back as `MaskedWord`; all of them can still be read.

    Who may not see that anything is kept back gets them without marks; so does everybody where the key is missing,
    which the page of the list says.
    """
    if not (person.is_staff and content.redactions and content.text):
        return content
    try:
        kept = opened(content.redactions)
    except (NoRedactionKey, WrongRedactionKey) as error:
        log.warning("what is kept back of programme %s cannot be read: %s", content.programme.programme_id, error)
        return content
    flow = transcript_flow(content.text)
    owners = cover(flow, find_places(content, kept), kept)
    marked: dict[int, set[int]] = {}
    for token, owner in zip(flow.tokens, owners, strict=True):
        if owner:
            marked.setdefault(token.unit, set()).add(token.start)
    segments = tuple(
        _marked(segment, marked[number]) if number in marked else segment
        for number, segment in enumerate(content.text.segments)
    )
    return replace(content, text=replace(content.text, segments=segments))


def _marked(segment: Segment, numbers: Collection[int]) -> Segment:
    words = (_kept_back(word) if place in numbers else word for place, word in enumerate(segment.words))
    return replace(segment, words=tuple(words))


def _kept_back(word: Word) -> MaskedWord:
    return MaskedWord(**{each.name: getattr(word, each.name) for each in fields(Word)})
