"""Every state that the words have had: what is otherwise now, and how to have one stand again."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from transcribe.errors import EditConflict, NoText, NothingChanged, UnknownRevision
from transcribe.records import ProgrammeText, Segment
from transcribe.restore import MACHINE, restore, text_at
from transcribe.revise import current_text, revisions_of
from webapp.interface import gettext
from webapp.newsroom.failures import failure_page
from webapp.newsroom.request import database, programme, user
from webapp.public.versions.difference import text_difference


def revisions(programme_id: str) -> str:
    """Show all edits, the newest first.

    :raise 404: no such programme, or not theirs, or it has no words.
    """
    found = programme(programme_id)
    _words(programme_id)
    return render_template(
        "newsroom/revisions.html", programme=found, revisions=revisions_of(database(), programme_id), machine=MACHINE
    )


def revision(programme_id: str, number: int) -> str:
    """Show what is otherwise now than after an edit.

    :raise 404: no such programme, or not theirs, or no such edit.
    """
    found = programme(programme_id)
    now = _words(programme_id)
    try:
        then = text_at(database(), programme_id, number)
    except UnknownRevision as error:
        raise NotFound from error
    edits = {each.number: each for each in revisions_of(database(), programme_id)}
    return render_template(
        "newsroom/revision.html",
        programme=found,
        revision=edits.get(number),
        number=number,
        difference=text_difference(_timed(then), _timed(now.segments)),
        is_same=then == now.segments,
        base_sha256=now.sha256,
    )


def restore_revision(programme_id: str, number: int) -> AnyResponse:
    """Have the words stand as they stood after an edit.

    :raise 404: no such programme, or not theirs, or no such edit.
    :raise 412: somebody has changed words since the page was loaded.
    """
    programme(programme_id)
    _words(programme_id)
    try:
        restore(database(), programme_id, number, user().name, base_sha256=request.form.get("base", ""))
    except UnknownRevision as error:
        raise NotFound from error
    except EditConflict:
        return make_response(
            failure_page(
                HTTPStatus.PRECONDITION_FAILED,
                gettext("Somebody has changed words since you opened this; look at it again, then restore."),
            )
        )
    except NothingChanged:
        flash(gettext("These words stand there already."))
    else:
        flash(gettext("Restored, as an edit of its own: what came after is kept too."))
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _words(programme_id: str) -> ProgrammeText:
    try:
        return current_text(database(), programme_id)
    except NoText as error:
        raise NotFound from error


def _timed(segments: Sequence[Segment]) -> list[tuple[str, int | None]]:
    return [(word.text, word.start_ms) for segment in segments for word in segment.words]
