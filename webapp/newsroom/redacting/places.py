"""Every place where something that is kept back stands, or may stand: confirmed or dismissed one by one, or by part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from webapp.interface import gettext
from webapp.newsroom.redacting.asked import protected
from webapp.newsroom.redacting.sentences import said_of
from webapp.newsroom.request import database, edition, user
from webapp.redaction.elsewhere import private_places, public_places
from webapp.redaction.errors import NoSuchPlace
from webapp.redaction.find import find_places
from webapp.redaction.late import keep_decision
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Likeness, Place, Redaction, Where
from webapp.review import content


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one part of a programme."""

    where: Where
    places: tuple[Place, ...]

    @property
    def is_asked(self) -> bool:
        """Whether somebody is to confirm or dismiss them."""
        return any(place.is_asked for place in self.places)


def redaction_places(programme_id: str) -> str:
    """Show every place, of one redaction where ``?of=`` names it.

    :raise 404: no such programme, or not theirs, or no such redaction.
    """
    protected(programme_id)
    return _page(programme_id, request.args.get("of", ""))


def decide_places(programme_id: str) -> AnyResponse:
    """Store what somebody says of one place, or of all that stood in a part when they looked at it.

    :raise 404: no such programme, or not theirs.
    :raise 409: none of these places is there any more; nothing is stored.
    """
    protected(programme_id)
    form = request.form
    chosen = {Decision.CONFIRMED: form.getlist("confirm"), Decision.DISMISSED: form.getlist("dismiss")}
    for decision in Decision:
        if form.get("all") == decision:
            chosen[decision] = form.getlist("shown")
    of = form.get("of", "")
    try:
        for decision, place_ids in chosen.items():
            if place_ids:
                keep_decision(database(), edition(), programme_id, place_ids, decision, user().name)
    except NoSuchPlace as error:
        return make_response(_page(programme_id, of, said_of(error)), HTTPStatus.CONFLICT)
    flash(gettext("Saved."))
    back = form.get("back") or None
    place = url_for("redaction_places", programme_id=programme_id, of=of or None, _anchor=back)
    return redirect(place, HTTPStatus.SEE_OTHER)


def _page(programme_id: str, of: str, problem: str = "") -> str:
    now = content(database(), programme_id)
    kept = opened(now.redactions)
    names = {each.redaction_id: called(each) for each in kept.standing}
    if of and of not in names:
        raise NotFound
    found = (
        *find_places(now, kept),
        *private_places(database(), programme_id, kept),
        *public_places(edition(), programme_id, kept),
    )
    places = [place for place in found if not of or place.redaction_id == of]
    asked = [place for place in places if place.is_asked]
    return render_template(
        "newsroom/redacting/places.html",
        programme=now.programme,
        recording=now.recording,
        of=of,
        names=names,
        problem=problem,
        found=tuple(grouped(place for place in asked if place.likeness is not Likeness.RESEMBLES)),
        alike=tuple(grouped(place for place in asked if place.likeness is Likeness.RESEMBLES)),
        elsewhere=tuple(grouped(place for place in places if not place.is_asked)),
    )


def grouped(places: Iterable[Place]) -> Iterator[Group]:
    """Yield places by the part in which they stand, in the order of `Where`."""
    known = list(places)
    for where in Where:
        if own := tuple(place for place in known if place.quote.where is where):
            yield Group(where, own)


def called(redaction: Redaction) -> str:
    """Return what a redaction is called in the newsroom."""
    if redaction.names:
        return redaction.names[0]
    if redaction.quote:
        return f"“{redaction.quote.words}”"
    return gettext("a stretch of the sound")
