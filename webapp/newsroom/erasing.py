"""Erase a programme for good: asked with its id typed, gone on with here, told only when it is done."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from media.archive import Archive
from media.errors import MuragatError
from media.records import Programme
from webapp.erasing.erase import ask, go_on
from webapp.erasing.manifest import read_pending
from webapp.erasing.records import Erasure, Obstacle, Pending
from webapp.erasing.store import list_erasures
from webapp.errors import NotErased
from webapp.interface import gettext
from webapp.newsroom.request import archive, database, edition, programme, user
from webapp.schema import SCHEMAS

log = logging.getLogger(__name__)
SOON_S = 3
"""How long a page waits for an erasure; a large archive takes longer, and the list says how far it is."""


@dataclass(frozen=True, slots=True)
class Row:
    erasure: Erasure
    pending: tuple[Pending, ...] | None
    """What was in the way the last time, ``None`` where nobody has got that far."""


def erase_form(programme_id: str) -> str:
    """Show what erasing takes away, and ask for the id.

    :raise 403: somebody who is no admin.
    :raise 404: no such programme, or not theirs.
    """
    found = programme(programme_id)
    _require_admin()
    return _form(found, {}, {})


def erase_programme(programme_id: str) -> AnyResponse:
    """Erase it, as far as that can be done now.

    :raise 403: somebody who is no admin.
    :raise 404: no such programme, or not theirs.
    :raise 422: the id is not typed, or no reason is given, or one that repeats words of the programme.
    """
    found = programme(programme_id)
    _require_admin()
    problems = {}
    if request.form.get("typed_id", "").strip() != programme_id:
        problems["typed_id"] = gettext("Type the id of the programme as it stands above; nothing was erased.")
    else:
        try:
            ask(archive(), database(), edition(), programme_id, user().name, request.form.get("reason", ""))
        except NotErased:
            problems["reason"] = gettext(
                "Say why, without its title, a name or words of it: the reason is kept when all else is gone."
            )
    if problems:
        return make_response(_form(found, request.form, problems), HTTPStatus.UNPROCESSABLE_ENTITY)
    return _go_on(programme_id)


def erasures() -> str:
    """List what was erased, and what is not done yet.

    :raise 403: somebody who is no admin.
    """
    _require_admin()
    rows = [Row(each, read_pending(archive(), each.programme_id)) for each in list_erasures(database())]
    return render_template("newsroom/erasures.html", rows=rows, why=why)


def go_on_erasing(programme_id: str) -> AnyResponse:
    """Try again to end an erasure.

    :raise 403: somebody who is no admin.
    :raise 409: nobody asked for it.
    """
    _require_admin()
    return _go_on(programme_id)


def why(obstacle: Obstacle) -> str:
    """Return what is in the way, and what to do about it."""
    return {
        Obstacle.DATABASE_BUSY: gettext("Another process is writing to the database; try again when its work is done."),
        Obstacle.LOG_IN_USE: gettext("Another process still reads an older state of the database; try again soon."),
        Obstacle.NO_ROOM: gettext("The disk has no room to write the database anew."),
        Obstacle.VOICES_IN_USE: gettext("Another process reads the voice prints; try again soon."),
        Obstacle.EDITION_BUSY: gettext("The public edition still has files of it; try again."),
        Obstacle.PUBLIC_ELSEWHERE: gettext(
            "It is public in another edition than this newsroom's, and stays public there; ask whoever runs the "
            "machine to erase it with that one, at once."
        ),
        Obstacle.IN_THE_MAKING: gettext("A file in the making may be of it; try again in ten minutes."),
        Obstacle.BYTES_LEFT: gettext("Words of it were found here; somebody must look at this file."),
        Obstacle.UNKNOWN_TABLE: gettext("It is not known whether this table holds words of it; update the program."),
    }[obstacle]


def _go_on(programme_id: str) -> AnyResponse:
    """Work beside the request, and wait for it a little; a locked database or a full disk is said in the list."""
    asked = next((each for each in list_erasures(database()) if each.programme_id == programme_id), None)
    if asked is None:
        raise NotErased("Nobody has asked for this to be erased.")
    database().close()  # Else this request itself would hold the log that is to be emptied.
    work = threading.Thread(
        target=_work, args=(archive(), edition(), programme_id, user().name), name="erasing", daemon=True
    )
    work.start()
    work.join(SOON_S)
    if work.is_alive():
        flash(gettext("It is being erased; this list says when it is done."))
    return redirect(url_for("erasures"), HTTPStatus.SEE_OTHER)


def _work(kept: Archive, public: Path, programme_id: str, user_name: str) -> None:
    try:
        with closing(kept.open(SCHEMAS)) as db:
            go_on(kept, db, public, programme_id, user_name)
    except (MuragatError, OSError, sqlite3.OperationalError) as error:
        log.warning("erasing %s stopped (%s); it can be gone on with", programme_id, type(error).__name__)


def _form(found: Programme, typed: Mapping[str, str], problems: Mapping[str, str]) -> str:
    return render_template("newsroom/erase.html", programme=found, typed=typed, problems=problems)


def _require_admin() -> None:
    if not user().is_admin:
        raise Forbidden
