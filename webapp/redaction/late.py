"""What is kept back after it was public: off the public site first, then noted, then out of its index and files."""

from __future__ import annotations

from pathlib import Path

from sqlite_utils import Database

from media.catalogue import get_programme
from webapp.accounts import get_user
from webapp.edition.layout import Layout
from webapp.edition.records import PublicReason
from webapp.edition.store import block, published_versions, remove_blocked
from webapp.review import record_blocked


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


def remove_public(edition: Path) -> None:
    """Take what is blocked out of the index, and remove its files: it comes back as a new version alone."""
    remove_blocked(Layout(edition))
