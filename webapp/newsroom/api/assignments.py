"""Who works on a programme, and until when."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from webapp.newsroom.api.operation import PROGRAMME, Operation, Who
from webapp.newsroom.request import database, user
from webapp.people import assignments as kept
from webapp.people.tokens import Scope

ASSIGNED = "/programmes/{programme_id}/assignments"


class Assignment(msgspec.Struct, frozen=True):
    """Somebody who is to work on a programme."""

    programme_id: str
    person: str
    due: Annotated[str | None, Meta(description="The day until which, as 2026-11-24.")]
    by: Annotated[str | None, Meta(description="Who said so; null for those who were there before.")]
    created_at: str


class AssignmentList(msgspec.Struct, frozen=True):
    assignments: tuple[Assignment, ...]


class NewAssignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: str
    due: Annotated[str | None, Meta(description="As 2026-11-24; null where there is no hurry.")] = None


class WhoseAssignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    person: str


def mine() -> AssignmentList:
    return AssignmentList(tuple(map(_record, kept.assigned_to(database(), user().name))))


def assignees(programme_id: str) -> AssignmentList:
    return AssignmentList(tuple(map(_record, kept.assignees(database(), programme_id))))


def assign(sent: NewAssignment, programme_id: str) -> AssignmentList:
    kept.assign(database(), programme_id, sent.person, user().name, sent.due)
    return assignees(programme_id)


def unassign(sent: WhoseAssignment, programme_id: str) -> AssignmentList:
    kept.unassign(database(), programme_id, sent.person, user().name)
    return assignees(programme_id)


def _record(assignment: kept.Assignment) -> Assignment:
    return Assignment(
        assignment.programme_id, assignment.user_name, assignment.due, assignment.by_name, assignment.created_at
    )


OPERATIONS = (
    Operation(
        "my_assignments",
        "GET",
        "/me/assignments",
        "List one's own work",
        "What this person is to work on: what is due first.",
        Scope.READ,
        mine,
        AssignmentList,
    ),
    Operation(
        "assignments",
        "GET",
        ASSIGNED,
        "List who works on a programme",
        "In the order in which they were assigned.",
        Scope.READ,
        assignees,
        AssignmentList,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "assign",
        "POST",
        f"{ASSIGNED}/assign",
        "Assign a programme",
        "Somebody sees it and works on it from now on, or has another day for it.",
        Scope.PEOPLE,
        assign,
        AssignmentList,
        who=Who.DECIDER,
        body=NewAssignment,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/assign",),
    ),
    Operation(
        "unassign",
        "POST",
        f"{ASSIGNED}/unassign",
        "Take somebody off a programme",
        "What they did stays.",
        Scope.PEOPLE,
        unassign,
        AssignmentList,
        who=Who.DECIDER,
        body=WhoseAssignment,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/unassign",),
    ),
)
