"""What the facts of a programme were before: who changed which, from what to what, and taking one back."""

from __future__ import annotations

from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import get_programme, set_facts
from media.database import immediate
from media.errors import UnknownFact
from media.fact_history import FactChange, fact_changes
from webapp.interface import gettext
from webapp.newsroom.changes import changes_markup
from webapp.newsroom.failures import failure_page
from webapp.newsroom.request import database, programme, user
from webapp.review import record_changed


def fact_history(programme_id: str) -> str:
    """List all changes of facts, the newest first.

    :raise 404: no such programme, or not theirs.
    """
    found = programme(programme_id)
    changes = fact_changes(database(), programme_id)
    shown = [(each, *changes_markup((each.old or "").split(), (each.new or "").split())) for each in changes]
    return render_template("newsroom/fact_history.html", programme=found, changes=shown, now=_now(programme_id))


def restore_fact(programme_id: str, change_id: int) -> AnyResponse:
    """Have a fact be again what it was before a change.

    :raise 404: no such programme, or not theirs, or no such change.
    :raise 412: the fact has become another since the page was loaded.
    """
    programme(programme_id)
    db = database()
    change = next((each for each in fact_changes(db, programme_id) if each.fact_change_id == change_id), None)
    if change is None:
        raise NotFound
    with immediate(db):
        is_as_seen = (_now(programme_id)[change.name] or "") == request.form.get("seen", "")
        is_done = is_as_seen and _restore(change)
    if not is_as_seen:
        problem = gettext("Somebody has changed this fact since you opened this; look at it again, then restore.")
        return make_response(failure_page(HTTPStatus.PRECONDITION_FAILED, problem))
    flash(gettext("It is as it was before; the change is kept.") if is_done else gettext("A programme needs this."))
    return redirect(url_for("fact_history", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _restore(change: FactChange) -> bool:
    """Return whether the fact could be what it was before: a programme cannot be without some."""
    try:
        set_facts(database(), change.programme_id, {change.name: change.old or ""}, user_name=user().name)
    except UnknownFact:
        return False
    record_changed(database(), change.programme_id, user().name)
    return True


def _now(programme_id: str) -> dict[str, str | None]:
    now = get_programme(database(), programme_id)
    return {name: getattr(now, name) for name in now.__slots__ if isinstance(getattr(now, name), str | None)}
