"""What is known of a programme."""

from __future__ import annotations

import msgspec
from msgspec import UNSET, UnsetType

from media.catalogue import check_facts, get_programme, set_facts
from media.database import immediate
from media.records import KEPT, Programme
from webapp.newsroom.api.operation import PROGRAMME, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.request import database, user
from webapp.people.tokens import Scope
from webapp.review import record_changed

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


def facts_of(programme: Programme) -> msgspec.Struct:
    """Return the record of a programme's facts."""
    return Facts(**{name: getattr(programme, name) for name in KEPT})


def given(change: msgspec.Struct) -> dict[str, str]:
    """Return the facts that a change names; an empty text takes one away."""
    return {name: value or "" for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}


def facts(programme_id: str) -> msgspec.Struct:
    return facts_of(get_programme(database(), programme_id))


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
)
