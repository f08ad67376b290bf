"""What the pages call roles and ways to sign in, in the reader's language."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from webapp.accounts import How
from webapp.interface import day, gettext
from webapp.people.directory import Person


def setup_people_words(app: Flask) -> None:
    """Give an app's templates these words."""
    app.jinja_env.filters.update(
        role_name=role_name,
        role_explained=role_explained,
        how_name=how_name,
        ways_named=ways_named,
        day_of_ms=day_of_ms,
    )


def role_name(role: str) -> str:
    return {
        "contributor": gettext("contributor"),
        "journalist": gettext("journalist"),
        "approver": gettext("approver"),
        "admin": gettext("admin"),
    }[role]


def role_explained(role: str) -> str:
    return {
        "contributor": gettext("brings programmes and works on those"),
        "journalist": gettext("works on what they brought or are assigned to"),
        "approver": gettext("sees everything, assigns, approves and publishes"),
        "admin": gettext("does all that an approver does, and keeps the accounts"),
    }[role]


def how_name(how: How) -> str:
    return {
        How.PASSWORD: gettext("by password"),
        How.PASSKEY: gettext("by passkey"),
        How.IDENTITY: gettext("by identity provider"),
        How.INVITATION: gettext("by invitation"),
    }[how]


def ways_named(person: Person) -> str:
    """Return by what somebody can sign in."""
    ways = (
        (person.has_password, gettext("password")),
        (person.passkeys, gettext("passkey")),
        (person.has_identity, gettext("identity")),
    )
    return ", ".join(name for has, name in ways if has) or gettext("cannot sign in")


def day_of_ms(time_ms: int) -> str:
    """Return the day of a Unix time, in UTC, in the reader's words."""
    return day(datetime.fromtimestamp(time_ms / 1000, UTC).isoformat())
