"""What an operation of the API is."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import msgspec

from webapp.accounts import User
from webapp.openapi import InPath, rule_of
from webapp.people.tokens import Scope

JSON = "application/json"
BYTES = "application/octet-stream"


class Who(enum.Enum):
    """Whose role allows an operation, beside the programme that it is about."""

    ANYBODY = "anybody"
    STAFF = "staff"
    INSIDE = "staff, and nobody else is told of it"
    DECIDER = "decider"
    ADMIN = "admin"

    def has(self, user: User) -> bool:
        match self:
            case Who.ANYBODY:
                return True
            case Who.STAFF | Who.INSIDE:
                return user.is_staff
            case Who.DECIDER:
                return user.is_decider
            case Who.ADMIN:
                return user.is_admin


class Condition(enum.Enum):
    """What a change must say of the state that its maker saw."""

    NONE = "none"
    MATCH = "If-Match"
    """Of something that is there."""
    MATCH_OR_NONE = "If-Match or If-None-Match"
    """Of something that may not be there yet: ``If-None-Match: *``."""


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The address says all."""


@dataclass(frozen=True, slots=True)
class InHeader:
    """A header that an operation is asked with."""

    name: str
    description: str
    example: str = "0"
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked or done."""

    name: str
    method: str
    path: str
    """As OpenAPI writes it."""
    summary: str
    description: str
    scope: Scope
    do: Callable[..., object]
    """Is given what was asked (where `asked` has fields), the body (where there is one), and the parts of the path."""
    result: object = None
    """A type of record; ``None`` for no content; `BYTES` for a file."""
    status: HTTPStatus = HTTPStatus.OK
    who: Who = Who.ANYBODY
    asked: type[msgspec.Struct] = Nothing
    body: object = None
    """A type of record, or `BYTES` for a stream."""
    condition: Condition = Condition.NONE
    in_path: tuple[InPath, ...] = ()
    headers: tuple[InHeader, ...] = ()
    refusals: tuple[int, ...] = ()
    """Beside those that every operation has."""
    pages: tuple[str, ...] = ()
    """Routes of the newsroom's pages that do the same: “POST /programmes/<programme_id>/facts”."""
    is_of_text: bool = False
    """Whether the body carries a whole text, so that it may be as large as one."""
    is_once: bool = False
    """Whether ``Idempotency-Key`` is needed, and makes a second asking the same as the first."""

    @property
    def rule(self) -> str:
        """The path as Flask writes it."""
        return rule_of(self.path, self.in_path)

    @property
    def is_unsafe(self) -> bool:
        return self.method != "GET"


PROGRAMME = InPath("programme_id", "The id of a programme.", "p1234567890ab")
SEGMENT = InPath("segment_id", "The id of a segment of its words.", "s1234567890ab")
CLAIM = InPath("claim_id", "The id of a sentence of its summary.", "c1234567890ab")
JOB = InPath("job_id", "The id of a piece of the machine's work.", "j1234567890ab")
NUMBER_SCHEMA: dict[str, object] = {"type": "integer", "minimum": 0, "maximum": 999_999}
RUN = InPath("number", "The number of a machine's run.", 1, NUMBER_SCHEMA, "int(max=999999)")
REVISION = InPath("number", "The number of an edit; 0 is the machine's words.", 1, NUMBER_SCHEMA, "int(max=999999)")
