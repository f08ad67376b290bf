"""All operations of the API: one table, of which the routes, the description and the tests are made."""

from __future__ import annotations

from webapp.newsroom.api import (
    assignments,
    bringing,
    checking,
    comments,
    documents,
    editing,
    english,
    facts,
    files,
    glossary,
    history,
    jobs,
    links,
    me,
    pages,
    people,
    programmes,
    redactions,
    replacing,
    review,
    revisions,
    runs,
    segments,
    sound,
    speakers,
    uploads,
    voices,
    vouching,
)
from webapp.newsroom.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *me.OPERATIONS,
    *assignments.OPERATIONS,
    *people.OPERATIONS,
    *programmes.OPERATIONS,
    *pages.OPERATIONS,
    *facts.OPERATIONS,
    *sound.OPERATIONS,
    *uploads.OPERATIONS,
    *documents.OPERATIONS,
    *bringing.OPERATIONS,
    *segments.OPERATIONS,
    *editing.OPERATIONS,
    *vouching.OPERATIONS,
    *english.OPERATIONS,
    *speakers.OPERATIONS,
    *links.OPERATIONS,
    *replacing.OPERATIONS,
    *checking.OPERATIONS,
    *comments.OPERATIONS,
    *runs.OPERATIONS,
    *revisions.OPERATIONS,
    *files.OPERATIONS,
    *jobs.OPERATIONS,
    *review.OPERATIONS,
    *redactions.OPERATIONS,
    *history.OPERATIONS,
    *glossary.OPERATIONS,
    *voices.OPERATIONS,
)

_WAY_IN = "who steals a token must not make a way in that outlasts it: a person does this, signed in"
_FOR_GOOD = "nothing can bring it back: a person says it twice, on its page"
_BEFORE = "somebody signs in, or has no account yet: there is no token"

NOT_BY_TOKEN = {
    "POST /sign-in": _BEFORE,
    "POST /sign-in/passkey": _BEFORE,
    "POST /sign-in/passkey/challenge": _BEFORE,
    "POST /sign-out": "a token is ended, not signed out",
    "POST /invitations/<token>": _BEFORE,
    "POST /invitations/<token>/passkey-challenge": _BEFORE,
    "POST /account/password": _WAY_IN,
    "POST /account/passkeys": _WAY_IN,
    "POST /account/passkeys/challenge": _WAY_IN,
    "POST /account/passkeys/<passkey_id>/remove": _WAY_IN,
    "POST /account/identity/remove": _WAY_IN,
    "POST /account/sessions/end-others": "sessions are of browsers; a script has none",
    "POST /account/sessions/<session_id>/end": "sessions are of browsers; a script has none",
    "POST /people/<user_id>/role": "who steals a token must not give anybody more than it may do itself",
    "POST /people/<user_id>/identity": _WAY_IN,
    "POST /programmes/<programme_id>/erase": _FOR_GOOD,
    "POST /erasures/<programme_id>": _FOR_GOOD,
    "POST /invitations": _WAY_IN,
    "POST /account/tokens": _WAY_IN,
    "POST /account/tokens/<token_id>/end": "whose token is stolen ends it on the page, or by ending the account",
}
"""What pages change and the API does not, with the reason."""
