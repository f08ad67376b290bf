"""The people of the newsroom, for admins: who is there, who leaves, and who does what they had to do."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta
from werkzeug.exceptions import NotFound

from webapp.errors import UnknownUser
from webapp.newsroom.api.assignments import Assignment, AssignmentList
from webapp.newsroom.api.operation import Operation, Who
from webapp.newsroom.request import database, user
from webapp.openapi import InPath
from webapp.people import directory
from webapp.people.assignments import assigned_to, left_by
from webapp.people.invitations import open_invitations, take_back
from webapp.people.leaving import end_account, hand_over
from webapp.people.tokens import Scope

USER = InPath("user_id", "The id of an account.", "u1234567890ab")
INVITATION = InPath("invitation_id", "The id of an invitation.", "i1234567890ab")
MOST_AT_ONCE = 10_000


class Person(msgspec.Struct, frozen=True):
    """An account."""

    id: str
    name: str
    role: str
    created_at: str
    ended_at: str | None
    has_password: bool
    passkeys: int
    has_identity: bool
    assignments: Annotated[int, Meta(description="On how many programmes they work, or had to when they left.")]


class PersonList(msgspec.Struct, frozen=True):
    """Everybody by name; those who have left last."""

    people: tuple[Person, ...]


class Invitation(msgspec.Struct, frozen=True):
    id: str
    role: str
    whom: str | None
    by: str
    created_at: str
    expires_at_ms: int


class InvitationList(msgspec.Struct, frozen=True):
    """Those that can still be used, the newest first."""

    invitations: tuple[Invitation, ...]


class HandOver(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    to: Annotated[str, Meta(description="The name of who does it from now on.")]
    programme_ids: Annotated[tuple[str, ...], Meta(max_length=MOST_AT_ONCE)]


class HandedOver(msgspec.Struct, frozen=True):
    programmes: int


def people() -> PersonList:
    return PersonList(tuple(map(_record, directory.everybody(database()))))


def person(user_id: str) -> Person:
    return _record(_found(user_id))


def work_of(user_id: str) -> AssignmentList:
    db, found = database(), _found(user_id)
    given = left_by(db, user_id) if found.ended_at is not None else assigned_to(db, found.user.name)
    return AssignmentList(
        tuple(Assignment(each.programme_id, each.user_name, each.due, each.by_name, each.created_at) for each in given)
    )


def end(user_id: str) -> Person:
    found = _found(user_id)
    if found.ended_at is not None:
        raise NotFound
    end_account(database(), found.user.name, user())
    return _record(_found(user_id))


def give_work(sent: HandOver, user_id: str) -> HandedOver:
    _found(user_id)
    return HandedOver(hand_over(database(), user_id, sent.to, user(), sent.programme_ids))


def invitations() -> InvitationList:
    return InvitationList(
        tuple(
            Invitation(each.invitation_id, each.role, each.whom, each.by_name, each.created_at, each.expires_at_ms)
            for each in open_invitations(database())
        )
    )


def take_invitation_back(invitation_id: str) -> InvitationList:
    take_back(database(), invitation_id, user())
    return invitations()


def _found(user_id: str) -> directory.Person:
    try:
        return directory.find_person(database(), user_id)
    except UnknownUser as error:
        raise NotFound from error


def _record(found: directory.Person) -> Person:
    return Person(
        found.user.user_id,
        found.user.name,
        found.user.role,
        found.created_at,
        found.ended_at,
        found.has_password,
        found.passkeys,
        found.has_identity,
        found.assignments,
    )


OPERATIONS = (
    Operation(
        "people",
        "GET",
        "/people",
        "List the people",
        "Who has an account, and who had one.",
        Scope.PEOPLE,
        people,
        PersonList,
        who=Who.ADMIN,
    ),
    Operation(
        "person",
        "GET",
        "/people/{user_id}",
        "Get a person",
        "One account.",
        Scope.PEOPLE,
        person,
        Person,
        who=Who.ADMIN,
        in_path=(USER,),
    ),
    Operation(
        "work_of",
        "GET",
        "/people/{user_id}/assignments",
        "List a person's work",
        "What they are to work on; of one who has left, what is nobody's since.",
        Scope.PEOPLE,
        work_of,
        AssignmentList,
        who=Who.ADMIN,
        in_path=(USER,),
    ),
    Operation(
        "end_account",
        "POST",
        "/people/{user_id}/end",
        "End an account",
        "Every way in ends at once; what they did keeps their name.",
        Scope.PEOPLE,
        end,
        Person,
        who=Who.ADMIN,
        in_path=(USER,),
        pages=("POST /people/<user_id>/end",),
    ),
    Operation(
        "hand_over",
        "POST",
        "/people/{user_id}/hand-over",
        "Hand over a person's work",
        "What somebody who has left had to do is given to another.",
        Scope.PEOPLE,
        give_work,
        HandedOver,
        who=Who.ADMIN,
        body=HandOver,
        in_path=(USER,),
        pages=("POST /people/<user_id>/hand-over",),
    ),
    Operation(
        "invitations",
        "GET",
        "/invitations",
        "List invitations",
        "Those that can still be used; their links are shown once, to who made them.",
        Scope.PEOPLE,
        invitations,
        InvitationList,
        who=Who.ADMIN,
    ),
    Operation(
        "take_invitation_back",
        "POST",
        "/invitations/{invitation_id}/take-back",
        "Take an invitation back",
        "It can be used no more.",
        Scope.PEOPLE,
        take_invitation_back,
        InvitationList,
        who=Who.ADMIN,
        in_path=(INVITATION,),
        pages=("POST /invitations/<invitation_id>/take-back",),
    ),
)
