"""What a newer run heard otherwise, and taking its words: one place, or all that nobody has edited."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from transcribe import newer_run
from transcribe.errors import EditConflict, NothingChanged
from transcribe.merge import Difference, Kind
from transcribe.newer_run import Comparison
from transcribe.records import Segment
from webapp.interface import gettext, ngettext
from webapp.newsroom.changes import changes_markup
from webapp.newsroom.preview import preview
from webapp.newsroom.request import database, programme, user
from webapp.review import Content, content

PAGE_DIFFERENCES = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One difference as its page shows it."""

    difference: Difference
    now: Markup
    new: Markup
    notes: tuple[str, ...]
    """What the machine doubts of the new words."""

    @property
    def is_human(self) -> bool:
        return self.difference.kind is Kind.HUMAN


def differences(programme_id: str, number: int) -> str:
    """List what a run heard otherwise.

    :raise 404: no such programme, or not theirs, or it has no such run.
    :raise 409: the run is of another recording.
    """
    programme(programme_id)
    return _page(_compare(programme_id, number))


def take_over_unedited(programme_id: str, number: int) -> AnyResponse:
    """Take all of a run's words where nobody has edited.

    :raise 404: no such programme, or not theirs, or it has no such run.
    :raise 409: the run is of another recording.
    :raise 412: the text stands on another run by now.
    """
    programme(programme_id)
    try:
        revision = newer_run.accept_unedited(database(), _compare(programme_id, number), user().name)
        count = len(revision.changes)
        flash(ngettext("Taken over in %(num)s place.", "Taken over in %(num)s places.", count) % {"num": count})
    except NothingChanged:
        flash(gettext("These words stand there already."))
    return redirect(url_for("differences", programme_id=programme_id, number=number), HTTPStatus.SEE_OTHER)


def take_over(programme_id: str, number: int, segment_id: str) -> AnyResponse:
    """Take a run's words in one place.

    :raise 404: no such programme, or not theirs, or it has no such run.
    :raise 409: the run is of another recording.
    :raise 412: other words stand there than the person saw; both are shown.
    """
    return _settle(programme_id, number, segment_id, newer_run.accept, gettext("Taken over."))


def put_difference_aside(programme_id: str, number: int, segment_id: str) -> AnyResponse:
    """Note that nobody wants a run's words in one place. Raises as `take_over`."""
    done = gettext("Set aside. The words stay as they are.")
    return _settle(programme_id, number, segment_id, newer_run.set_difference_aside, done)


def _settle(programme_id: str, number: int, segment_id: str, settle: Callable[..., object], done: str) -> AnyResponse:
    """Do with one difference what a person asks, where it still is what they saw."""
    programme(programme_id)
    comparison = _compare(programme_id, number)
    try:
        settle(database(), comparison, segment_id, user().name, seen_sha256=request.form.get("seen", ""))
        flash(done)
    except NothingChanged:
        flash(gettext("These words stand there already."))
    except EditConflict as conflict:
        return make_response(_page(_compare(programme_id, number), conflict), HTTPStatus.PRECONDITION_FAILED)
    return redirect(_next(comparison, segment_id), HTTPStatus.SEE_OTHER)


def bring_difference_back(programme_id: str, number: int, segment_id: str) -> AnyResponse:
    """Offer again what was set aside in one place.

    :raise 404: no such programme, or not theirs, or it has no such run.
    :raise 409: the run is of another recording.
    """
    programme(programme_id)
    try:
        seen = request.form.get("seen", "")
        newer_run.bring_back(database(), _compare(programme_id, number), segment_id, seen_sha256=seen)
        flash(gettext("Brought back."))
    except (NothingChanged, EditConflict):  # What was set aside is another by now, and offered as such.
        flash(gettext("Somebody has changed this since you opened it; look at it again."))
    place = url_for("differences", programme_id=programme_id, number=number, _anchor=segment_id)
    return redirect(place, HTTPStatus.SEE_OTHER)


def put_aside(programme_id: str, number: int) -> AnyResponse:
    """Note that nobody wants more words of a run.

    :raise 404: no such programme, or not theirs, or it has no such run.
    :raise 409: the run is of another recording.
    """
    programme(programme_id)
    newer_run.set_aside(database(), _compare(programme_id, number), user().name)
    flash(gettext("Set aside. The words stay as they are."))
    return redirect(url_for("show", programme_id=programme_id, _anchor="transcript"), HTTPStatus.SEE_OTHER)


def _compare(programme_id: str, number: int) -> Comparison:
    return newer_run.compare(database(), programme_id, number)


def _page(comparison: Comparison, conflict: EditConflict | None = None) -> str:
    found = comparison.differences
    pages = max(1, -(-len(found) // PAGE_DIFFERENCES))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    now = content(database(), comparison.text.transcript.programme_id)
    return render_template(
        "newsroom/differences.html",
        programme=now.programme,
        recording=now.recording,
        comparison=comparison,
        shown=_shown(now, comparison, found[(page - 1) * PAGE_DIFFERENCES : page * PAGE_DIFFERENCES]),
        aside=zip(comparison.aside, _shown(now, comparison, comparison.all_aside), strict=True),
        page=page,
        pages=pages,
        conflict=conflict,
    )


def _shown(now: Content, comparison: Comparison, part: tuple[Difference, ...]) -> list[Shown]:
    offered = dataclasses.replace(
        comparison.text,
        segments=tuple(each.offered for each in part),
        other_runs={comparison.run.number: comparison.run.provenance},
    )
    _, view = preview(dataclasses.replace(now, text=offered, summary=None))
    return [
        Shown(each, *changes_markup(_words(each.current), _words(each.offered)), item.notes)
        for each, item in zip(part, view.segments, strict=True)
    ]


def _words(segment: Segment | None) -> list[str]:
    return [word.text for word in segment.words] if segment else []


def _next(comparison: Comparison, segment_id: str) -> str:
    """Return the place of the difference after this one."""
    ids = [each.offered.segment_id for each in comparison.differences]
    place = ids.index(segment_id) + 1 if segment_id in ids else 0
    return url_for(
        "differences",
        programme_id=comparison.text.transcript.programme_id,
        number=comparison.run.number,
        page=request.args.get("page", type=int),
        _anchor=ids[place] if 0 < place < len(ids) else None,
    )
