"""All operations of the API: one table, of which the routes, the description and the tests are made."""

from __future__ import annotations

from webapp.newsroom.api import (
    documents,
    english,
    facts,
    files,
    glossary,
    history,
    jobs,
    links,
    me,
    programmes,
    review,
    revisions,
    runs,
    segments,
    sound,
    speakers,
    voices,
)
from webapp.newsroom.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *me.OPERATIONS,
    *programmes.OPERATIONS,
    *facts.OPERATIONS,
    *sound.OPERATIONS,
    *documents.OPERATIONS,
    *segments.OPERATIONS,
    *english.OPERATIONS,
    *speakers.OPERATIONS,
    *links.OPERATIONS,
    *runs.OPERATIONS,
    *revisions.OPERATIONS,
    *files.OPERATIONS,
    *jobs.OPERATIONS,
    *review.OPERATIONS,
    *history.OPERATIONS,
    *glossary.OPERATIONS,
    *voices.OPERATIONS,
)

NOT_BY_TOKEN = {
    "POST /sign-in": "a token stands for somebody who has signed in",
    "POST /sign-out": "a token is ended, not signed out",
}
"""What pages change and the API does not, with the reason."""
