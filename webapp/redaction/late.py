"""What is kept back after it was public: off the public site first, then noted, then out of its index and files."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from sqlite_utils import Database

from media.catalogue import get_programme
from media.database import immediate
from webapp.accounts import get_user
from webapp.edition.elsewhere import copies_elsewhere, forget_copy
from webapp.edition.layout import Layout
from webapp.edition.records import PublicReason
from webapp.edition.store import block, published_versions, remove_blocked
from webapp.errors import PublishedElsewhere
from webapp.redaction.records import Decision
from webapp.redaction.store import decide
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
    elsewhere = copies_elsewhere(db, layout, programme_id)
    block(layout, programme_id, PublicReason.CORRECTED)
    with immediate(db):
        forget_copy(db, layout, programme_id)
        if not elsewhere:  # Else it would be taken for withdrawn while it is still read there.
            record_blocked(db, programme_id, user.name)
    return True


def keep_back(db: Database, edition: Path, programme_id: str, user_name: str, act: Callable[[], Kept]) -> Kept:
    """Do what keeps something back, and take the programme off the public site in the same step where it is public.

    The tombstone is there before the transaction ends: killed in between, the programme is off the site and nothing
    else has happened. Of what ``act`` refuses nothing is stored, and the programme stays public.

    :raises UnknownUser: no active account has this name.
    :raises UnknownProgramme: no such id.
    :raises PublishedElsewhere: it is kept back now, and the programme is still public in another edition.
    """
    with immediate(db):
        kept = act()
        was_public = block_public(db, edition, programme_id, user_name)
        elsewhere = copies_elsewhere(db, Layout(edition), programme_id)
    if was_public:
        remove_public(edition)
    if elsewhere:
        raise PublishedElsewhere(programme_id, [each.place for each in elsewhere])
    return kept


def keep_decision(
    db: Database, edition: Path, programme_id: str, place_ids: Collection[str], decision: Decision, user_name: str
) -> None:
    """Store what somebody says of places: the one door of pages, API and command line.

    Whatever is confirmed takes a programme off the public site, without asking whether the place is masked in the
    archive: the archive may have been edited since, and the public version has the place as it was.

    :raises NoSuchPlace: one of them is not there any more; nothing is stored, and the programme stays public. It raises
        further as `keep_back` and `webapp.redaction.store.decide` do.
    """

    def store() -> object:
        return decide(db, programme_id, place_ids, decision, user_name)

    if decision is Decision.CONFIRMED:
        keep_back(db, edition, programme_id, user_name, store)
    else:
        store()


def remove_public(edition: Path) -> None:
    """Take what is blocked out of the index, and remove its files: it comes back as a new version alone."""
    remove_blocked(Layout(edition))
