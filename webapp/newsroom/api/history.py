"""Who did what: to one programme, and in the whole newsroom."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from media.database import acted_by
from webapp import audit
from webapp.newsroom.api.cursor import Next, Part, cut
from webapp.newsroom.api.operation import PROGRAMME, Operation, Who
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope


class Entry(msgspec.Struct, frozen=True):
    """One row of the audit; each has the hash of the one before in its own."""

    number: int
    at: str
    person: Annotated[str | None, Meta(description="Null where a machine did it, or the command line for nobody.")]
    token: Annotated[str | None, Meta(description="The name of the token that they did it by; null where by none.")]
    action: str
    programme_id: str | None
    subject: Annotated[str | None, Meta(description="The id of what it is about.")]
    content_sha256: str
    sha256: str


class EntryList(msgspec.Struct, frozen=True):
    """Rows of the audit, the oldest first: new ones come at the end."""

    entries: tuple[Entry, ...]
    next: Next


def history(asked: Part, programme_id: str) -> EntryList:
    return _part(asked, programme_id)


def whole_audit(asked: Part) -> EntryList:
    return _part(asked, None)


def _part(asked: Part, programme_id: str | None) -> EntryList:
    rows = audit.entries(database(), programme_id, with_kept_back=user().is_staff)
    part, following = cut(rows, lambda each: (each.number,), asked)
    return EntryList(tuple(map(_record, part)), following)


def _record(kept: audit.Entry) -> Entry:
    person, token = acted_by(kept.user_name or "")
    return Entry(
        kept.number,
        kept.at,
        person or None,
        token or None,
        kept.action,
        kept.programme_id,
        kept.subject,
        kept.content_sha256,
        kept.sha256,
    )


OPERATIONS = (
    Operation(
        "history",
        "GET",
        "/programmes/{programme_id}/history",
        "List who did what to a programme",
        "By people, machines and tokens, the oldest first.",
        Scope.READ,
        history,
        EntryList,
        asked=Part,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "audit",
        "GET",
        "/audit",
        "List who did what in the newsroom",
        "For admins. Keep the newest `sha256` elsewhere, and no row before it can be changed unseen.",
        Scope.PEOPLE,
        whole_audit,
        EntryList,
        who=Who.ADMIN,
        asked=Part,
    ),
)
