"""Correct what is known of a programme."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlite_utils import Database
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import check_facts, get_programme, set_facts
from media.database import immediate
from media.fact_history import fact_changes
from media.language import UNDETERMINED
from media.records import KEPT, Programme
from transcribe.records import canonical_json
from webapp.accounts import User
from webapp.desk.coverage import languages_ms
from webapp.errors import ChangedSince
from webapp.importing.pages.records import Unsure
from webapp.importing.store import doubts_of
from webapp.interface import gettext, language_name
from webapp.newsroom.form import DRAFT_SAVED, LANGUAGES, fact_problems, given_facts
from webapp.newsroom.importing.carried import said
from webapp.newsroom.request import database, programme, user
from webapp.review import content, record_changed


def edit_facts(programme_id: str) -> str:
    """Show the facts in a form.

    :raise 404: no such programme, or not theirs.
    """
    found = programme(programme_id)
    return _form(found, _facts(found), {}, _name(found))


def save_facts(programme_id: str) -> AnyResponse:
    """Store what the person changed of the facts of the form; what others changed of the rest meanwhile stays.

    :raise 404: no such programme, or not theirs.
    :raise 412: somebody changed the same facts since the form was loaded; both are shown.
    :raise 422: a value does not fit; the form comes back as it was typed.
    """
    programme(programme_id)
    typed = given_facts(KEPT)
    seen = request.form.get("base", "")
    problems = fact_problems(typed)
    if problems:
        page = _form(programme(programme_id), typed, problems, seen)
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        _store(database(), programme_id, typed, user(), seen=seen)
    except ChangedSince:
        now = programme(programme_id)
        typed = _facts(now) | _touched(database(), now, typed, seen)
        page = _form(now, typed, {}, _name(now), theirs=_differing(now, typed))
        return make_response(page, HTTPStatus.PRECONDITION_FAILED)
    flash(f"{programme_id}-facts", DRAFT_SAVED)
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _store(db: Database, programme_id: str, typed: Mapping[str, str], person: User, *, seen: str) -> None:
    with immediate(db):
        now = get_programme(db, programme_id)
        mine = _touched(db, now, typed, seen)
        theirs = _differing(now, mine)
        if not theirs:
            return
        was = _as_seen(db, now, seen)
        if was is None or any(was[name] != value for name, value in theirs.items()):
            raise ChangedSince("Somebody has changed these facts since you opened them; compare both and save again.")
        set_facts(db, programme_id, mine, user_name=person.name)
        record_changed(db, programme_id, person.name)


def _touched(db: Database, now: Programme, typed: Mapping[str, str], seen: str) -> dict[str, str]:
    """Return what a person has changed of a form: all of it where nobody knows what they saw."""
    was = _as_seen(db, now, seen)
    checked = check_facts(typed)
    return {name: value for name, value in typed.items() if was is None or (checked[name] or "") != was[name]}


def _as_seen(db: Database, now: Programme, seen: str) -> dict[str, str] | None:
    """Return the facts as they were when they had a name, ``None`` where they never had it."""
    facts = _facts(now)
    for change in fact_changes(db, now.programme_id):
        if _name_of(facts) == seen:
            break
        facts[change.name] = change.old or ""
    return facts if _name_of(facts) == seen else None


def _differing(now: Programme, typed: Mapping[str, str]) -> dict[str, str]:
    """Return the facts as they stand where the form has others."""
    facts = _facts(now)
    return {name: facts[name] for name, value in check_facts(typed).items() if (value or "") != facts[name]}


def _facts(programme: Programme) -> dict[str, str]:
    return {name: getattr(programme, name) or "" for name in KEPT}


def _name(programme: Programme) -> str:
    """Return the hash of the facts that a form was made from."""
    return _name_of(_facts(programme))


def _name_of(facts: Mapping[str, str]) -> str:
    return hashlib.sha256(canonical_json(facts)).hexdigest()


def _stands(unsure: Unsure, typed: Mapping[str, str]) -> bool:
    """Return whether a field still says what was read off the page."""
    return typed.get(unsure.name, "") == unsure.value


def _heard(now: Programme) -> dict[str, str]:
    """Return what to say of the language where only the machine knows one."""
    if now.language != UNDETERMINED:
        return {}
    text = content(database(), now.programme_id).text
    heard = languages_ms(text.segments if text else (), UNDETERMINED)
    names = ", ".join(language_name(tag) for tag in heard if tag != UNDETERMINED)
    return {"language": gettext("The machine heard: %(languages)s.") % {"languages": names}} if names else {}


def _form(
    now: Programme,
    typed: Mapping[str, str],
    problems: Mapping[str, str],
    base: str,
    theirs: Mapping[str, str] | None = None,
) -> str:
    """Return the form. :param base: `_name` of the facts that the person has seen."""
    return render_template(
        "newsroom/facts.html",
        programme=now,
        base=base,
        typed=typed,
        problems=problems,
        theirs=theirs or {},
        doubts=_heard(now)
        | said(each.unsure for each in doubts_of(database(), now.programme_id) if _stands(each.unsure, typed)),
        languages=dict.fromkeys((*LANGUAGES, now.language)),
    )
