"""What is kept back after it was public: off the public site first, then noted, then out of its index and files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate
from webapp.accounts import get_user
from webapp.edition.layout import Layout
from webapp.edition.records import PublicReason
from webapp.edition.store import block, published_versions, remove_blocked
from webapp.review import record_blocked

Kept = TypeVar("Kept")


def block_public(db: Database, edition: Path, programme_id: str, user_name: str) -> bool:
    """Make the public site answer 410 for a programme that is public, in all its versions, from now on.

    To be called before what is to be kept back is stored: a kill in between leaves too little public, never too much.
    It waits for nobody who holds the edition; `remove_public` does.

    :return: whether it was public.
    :raises UnknownUser: no active account has this name.
    :raises UnknownProgramme: no such id.
    """
    user = get_user(db, user_name)
    get_programme(db, programme_id)
    layout = Layout(edition)
    if not published_versions(layout, programme_id):
        return False
    block(layout, programme_id, PublicReason.CORRECTED)
    record_blocked(db, programme_id, user.name)
    return True


def keep_back(db: Database, edition: Path, programme_id: str, user_name: str, act: Callable[[], Kept]) -> Kept:
    """Do what keeps something back, and take the programme off the public site in the same step where it is public.

    The tombstone is there before the transaction ends: killed in between, the programme is off the site and nothing
    else has happened. Of what ``act`` refuses nothing is stored, and the programme stays public.

    :raises UnknownUser: no active account has this name.
    :raises UnknownProgramme: no such id.
    """
    with immediate(db):
        kept = act()
        was_public = block_public(db, edition, programme_id, user_name)
    if was_public:
        remove_public(edition)
    return kept


def remove_public(edition: Path) -> None:
    """Take what is blocked out of the index, and remove its files: it comes back as a new version alone."""
    remove_blocked(Layout(edition))
