"""What the glossary offers in the words of a programme: terms that are spelt otherwise there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlite_utils import Database

from media.records import Programme
from transcribe.glossary import glossary_of
from transcribe.records import Segment
from webapp.accounts import User
from webapp.editor.checks import Check, checks_of
from webapp.redaction.errors import NoRedactionKey, WrongRedactionKey
from webapp.redaction.protected import Protected
from webapp.suggesting.near import Near, near_terms


def offered(db: Database, programme: Programme, segments: Sequence[Segment], person: User) -> tuple[Near, ...]:
    """Return the places that are spelt otherwise than a term of the programme's glossary, in the order of the words.

    None to a contributor: the terms of a series are the newsroom's. None of a passage that somebody vouches for, of a
    term with a name that is kept back in any programme, and none at all where nobody can tell which names those are.
    """
    terms = glossary_of(db, programme.series) if person.is_staff else ()
    if not terms:
        return ()
    checks = checks_of(db, programme.programme_id)
    open_ones = [each for each in segments if not _holds(checks, each)]
    near = near_terms(open_ones, terms, programme.language)
    if not near:
        return ()
    try:
        protected = Protected(db)
    except (NoRedactionKey, WrongRedactionKey):
        return ()
    return tuple(each for each in near if not protected.may_be_in(each.heard, each.written))


def _holds(checks: Mapping[str, Check], segment: Segment) -> bool:
    check = checks.get(segment.segment_id)
    return check is not None and check.holds_for(segment)


def put(text: str, near: Near) -> str | None:
    """Return a passage's words, perhaps typed in since, with the term written; ``None`` where the place is gone."""
    start = near.start if text[near.start : near.end] == near.heard else text.find(near.heard)
    return None if start < 0 else text[:start] + near.written + text[start + len(near.heard) :]
