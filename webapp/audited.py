"""All kinds of rows that are there to be held against the audit."""

from __future__ import annotations

from webapp.alike.audited import SAME_SOUND
from webapp.audit_triggers import CHECKED as CHECKED_AT_FIRST
from webapp.audit_triggers import Audited
from webapp.bringing.audited import BROUGHT_TRANSCRIPT
from webapp.checking.audited import CHECK, LISTENED
from webapp.desk.audited import CHECKED as CHECKED_OF_THE_DESK
from webapp.importing.audited import CHECKED as CHECKED_OF_IMPORTS
from webapp.packing.audited import UNPACKED
from webapp.people.sign_in_schema import INVITATION, WAY_BACK
from webapp.voices.audited import VOICE_ACT

CHECKED: tuple[Audited, ...] = (
    *CHECKED_AT_FIRST,
    *CHECKED_OF_THE_DESK,
    *CHECKED_OF_IMPORTS,
    CHECK,
    LISTENED,
    INVITATION,
    WAY_BACK,
    BROUGHT_TRANSCRIPT,
    UNPACKED,
    SAME_SOUND,
    VOICE_ACT,
)


def kind_of(action: str) -> str:
    """Return what an action is before its details: two kinds of rows may have the same subject, as “check 3”."""
    return action.partition(":")[0]
