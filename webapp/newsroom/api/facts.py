"""What is known of a programme."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType
from werkzeug.exceptions import NotFound

from media.catalogue import check_facts, get_programme, set_facts
from media.database import immediate
from media.fact_history import fact_changes
from media.records import KEPT, Programme
from webapp.newsroom.api.operation import PROGRAMME, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.review import record_changed

FACT_CHANGE = InPath(
    "change_id",
    "The id of a change.",
    1,
    {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    "int(max=999999999)",
)

Facts = msgspec.defstruct(
    "Facts",
    [(name, str if name in {"title", "language"} else str | None) for name in KEPT],
    frozen=True,
    namespace={"__doc__": "What is known of a programme; lists have a semicolon between two, dates are as 2026-11-24."},
)
FactsChange = msgspec.defstruct(
    "FactsChange",
    [(name, str | None | UnsetType, UNSET) for name in KEPT],
    frozen=True,
    forbid_unknown_fields=True,
    namespace={"__doc__": "The facts to be changed (RFC 7386): null takes one away, what is left out stays."},
)


class FactWas(msgspec.Struct, frozen=True):
    """A fact that became another."""

    id: int
    name: str
    old: str | None
    new: str | None
    user_name: str | None
    changed_at: str


class FactHistory(msgspec.Struct, frozen=True):
    """All changes of facts, the newest first."""

    changes: tuple[FactWas, ...]


def facts_of(programme: Programme) -> msgspec.Struct:
    """Return the record of a programme's facts."""
    return Facts(**{name: getattr(programme, name) for name in KEPT})


def given(change: msgspec.Struct) -> dict[str, str]:
    """Return the facts that a change names; an empty text takes one away."""
    return {name: value or "" for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}


def facts(programme_id: str) -> msgspec.Struct:
    return facts_of(get_programme(database(), programme_id))


def fact_history(programme_id: str) -> FactHistory:
    return FactHistory(
        tuple(
            FactWas(each.fact_change_id, each.name, each.old, each.new, each.user_name, each.changed_at)
            for each in fact_changes(database(), programme_id)
        )
    )


def restore_fact(programme_id: str, change_id: int) -> msgspec.Struct:
    db = database()
    for each in fact_changes(db, programme_id):
        if each.fact_change_id == change_id:
            with immediate(db):
                now = get_programme(db, programme_id)
                require_seen(facts_of(now), None)
                if getattr(now, each.name) != each.old:
                    set_facts(db, programme_id, {each.name: each.old or ""}, user_name=user().name)
                    record_changed(db, programme_id, user().name)
                return facts_of(get_programme(db, programme_id))
    raise NotFound


def change_facts(change: msgspec.Struct, programme_id: str) -> msgspec.Struct:
    db = database()
    with immediate(db):
        now = get_programme(db, programme_id)
        require_seen(facts_of(now), change)
        checked = check_facts(given(change))
        new = {name: value or "" for name, value in checked.items() if value != getattr(now, name)}
        if new:
            set_facts(db, programme_id, new, user_name=user().name)
            record_changed(db, programme_id, user().name)
        return facts_of(get_programme(db, programme_id))


OPERATIONS = (
    Operation(
        "facts",
        "GET",
        "/programmes/{programme_id}/facts",
        "Get the facts",
        "All that is known of a programme beside its sound and words.",
        Scope.READ,
        facts,
        Facts,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "change_facts",
        "PATCH",
        "/programmes/{programme_id}/facts",
        "Change facts",
        "What is left out stays as it is; null takes a fact away. A change voids an approval.",
        Scope.EDIT,
        change_facts,
        Facts,
        body=FactsChange,
        condition=Condition.MATCH,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/facts",),
    ),
    Operation(
        "fact_history",
        "GET",
        "/programmes/{programme_id}/facts/history",
        "List what the facts were",
        "Who changed which, from what to what.",
        Scope.READ,
        fact_history,
        FactHistory,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "restore_fact",
        "POST",
        "/programmes/{programme_id}/facts/history/{change_id}/restore",
        "Restore a fact",
        "As it was before this change; If-Match is the ETag of the facts.",
        Scope.EDIT,
        restore_fact,
        Facts,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, FACT_CHANGE),
        pages=("POST /programmes/<programme_id>/facts/history/<int(max=999999999):change_id>",),
    ),
)
