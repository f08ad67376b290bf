"""Each operation of a browser is done once, however often it is sent: a server may die before it has answered."""

from __future__ import annotations

import re
from collections.abc import Callable

from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.early.text import begin_editing
from transcribe.errors import BadEdit, UnknownRevision
from transcribe.records import Revision
from transcribe.revise import revision_by_id


class BadOperation(BadEdit):
    """An operation has no name, or one that is another person's; the page that sent it is to be loaded again."""


_NAME = re.compile(r"[0-9a-z]{16,40}")


def once(
    db: Database,
    programme_id: str,
    operation_id: str,
    user_name: str,
    do: Callable[[], Revision],
    is_that: Callable[[Revision], bool] = lambda _: True,
) -> Revision:
    """Do an operation, or return the edit that it made when it was sent before.

    :param operation_id: 16 to 40 small letters and digits that the browser drew.
    :param is_that: whether an edit is what is asked for now. Where two windows have one name for two things, the second
        is done as something new: called done, it would be lost.
    :raises BadOperation: the name is none, or somebody else's.
    """
    if not _NAME.fullmatch(operation_id):
        raise BadOperation("An operation is named by 16 to 40 small letters and digits; load the page again.")
    with immediate(db):
        done = revision_id_of(db, programme_id, operation_id, user_name)
        if done is not None:
            made = revision_by_id(db, done)
            return made if is_that(made) else do()
        begin_editing(db, programme_id)
        revision = do()
        db.table("editor_operation").insert(
            {
                "operation_id": operation_id,
                "programme_id": programme_id,
                "user_name": user_name,
                "revision_id": revision.revision_id,
                "created_at": utc_now(),
            }
        )
        return revision


def revision_id_of(db: Database, programme_id: str, operation_id: str, user_name: str) -> str | None:
    """Return the edit that an operation made, ``None`` where it was never done.

    :raises BadOperation: it is another person's, or of another programme.
    """
    for row in db.table("editor_operation").rows_where("operation_id = ?", [operation_id]):
        if (row["programme_id"], row["user_name"]) != (programme_id, user_name):
            raise BadOperation("This operation has another's name; load the page again.")
        return str(row["revision_id"])
    return None


def undone_by(db: Database, programme_id: str, operation_id: str, user_name: str) -> str:
    """Return the edit that is to be undone, by the operation that made it.

    :raises UnknownRevision: it was never done. :raises BadOperation: it is another person's.
    """
    revision_id = revision_id_of(db, programme_id, operation_id, user_name)
    if revision_id is None:
        raise UnknownRevision("This was never stored, so it cannot be undone; load the page again.")
    return revision_id
