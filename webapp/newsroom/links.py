"""Where every sentence of the summary is heard, and a person's word on it."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from media.database import immediate
from media.records import Span
from transcribe.errors import BadDecision
from transcribe.linking.claims import split_claims
from transcribe.linking.decided.decisions import decisions_of
from transcribe.records import DecisionKind, LinkDecision
from webapp.checking.listened import Listened, add_listened, listened_of, require_listened
from webapp.desk.coverage import link_coverage
from webapp.desk.looked_for import lack_of
from webapp.errors import BadAnswer, ChangedSince, NotHeard
from webapp.interface import gettext
from webapp.links import decide_as, links_now, orphans_now, settle, words_there
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.newsroom.typed_time import parse_time
from webapp.newsroom.work import relink
from webapp.review import Content, content

LOOKS_AGAIN = frozenset((DecisionKind.REJECT, DecisionKind.REOPEN))
"""Decisions after which the machine should look for another place."""
CONFIRM, DISMISS = "confirm", "dismiss"
"""What can be done about a decision whose sentence is gone."""
MOST_DIGITS = 9
"""Of a time in ms: no recording lasts eleven days."""
TIMES = ("start", "end")
WORDS = ("first", "last")
"""When a chosen first word begins and a chosen last one ends, in ms."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A decision that was not kept: what is wrong with it is said at its sentence, or above where that is gone."""

    claim_id: str
    problem: str
    typed: Mapping[str, str]
    """`TIMES`, as they were typed."""
    is_gone: bool
    """Whether the page has no such sentence."""


def links(programme_id: str) -> str:
    """List the links: stale ones first.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    return _page(programme_id)


def decide_link(programme_id: str, claim_id: str) -> AnyResponse:
    """Keep a decision about a sentence's link.

    :raise 400: no such decision.
    :raise 404: no such programme, or not theirs.
    :raise 412: the link is not what the person saw any more; the page says so at its sentence.
    :raise 422: the decision names no seconds of the recording, and what was typed comes back; or the words changed
        about which something was decided that should hold for another sentence; or nothing was heard by somebody who
        says that nothing bears it out.
    """
    programme(programme_id)
    asked, _, place = request.form.get("do", "").partition(" ")
    seen = request.form.get("seen", "")
    try:
        if asked in (CONFIRM, DISMISS):
            to = request.form.get("to", "") if asked == CONFIRM else None
            _after(programme_id, looks_again=settle(database(), programme_id, claim_id, to, user(), seen))
        else:
            kind = _kind(asked)
            with immediate(database()):
                listened = _listened(kind)
                require_listened(content(database(), programme_id), kind, listened)
                decide_as(database(), programme_id, claim_id, kind, _spans(kind, place), user(), seen)
                if listened:
                    add_listened(database(), programme_id, listened)
            _after(programme_id, looks_again=kind in LOOKS_AGAIN)
    except ChangedSince as error:
        return _refusal(programme_id, claim_id, sentence(error), HTTPStatus.PRECONDITION_FAILED)
    except (NotHeard, BadAnswer):
        problem = gettext("Hear it first, or tick that you have listened; then say that nothing bears it out.")
        return _refusal(programme_id, claim_id, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    except BadDecision:
        problem = (
            gettext("The words there have changed since. Listen, then decide again.")
            if asked == CONFIRM
            else gettext("Give a beginning and an end within the recording, such as 4:12 and 4:20.")
        )
        return _refusal(programme_id, claim_id, problem, HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(url_for("links", programme_id=programme_id, _anchor=claim_id), HTTPStatus.SEE_OTHER)


def _listened(kind: DecisionKind) -> Listened | None:
    """Return the second that the page noted, or that the box is ticked; ``None`` where it is not."""
    heard = request.form.get("heard", "")
    if kind is not DecisionKind.NO_SUPPORT or not heard:
        return None
    is_time = heard.isdecimal() and heard.isascii() and len(heard) <= MOST_DIGITS
    return Listened(int(heard) if is_time else None)


def _kind(asked: str) -> DecisionKind:
    try:
        return DecisionKind(asked.replace("-", " "))
    except ValueError:
        raise BadRequest from None


def _spans(kind: DecisionKind, place: str) -> tuple[Span, ...]:
    """Return the places of the button, or those typed; none for those that the link has.

    :raises BadDecision: times are missing, or are none.
    """
    if place:
        times = [int(part) if part.isdecimal() and part.isascii() else None for part in place.split("-", 1)]
    elif kind in (DecisionKind.MOVE, DecisionKind.ADD):
        times = [parse_time(request.form.get(name, "")) for name in TIMES]
        if not any(request.form.get(name, "").strip() for name in TIMES):
            times = [request.form.get(name, type=int) for name in WORDS]
    else:
        return ()
    start_ms, end_ms = (*times, None)[:2]
    if start_ms is None or end_ms is None or end_ms <= start_ms:
        raise BadDecision("These are no times.")
    return (Span(start_ms, end_ms),)


def _after(programme_id: str, *, looks_again: bool) -> None:
    if looks_again:
        relink(database(), programme_id)
        flash(gettext("Saved. The machine looks for another place."))
    else:
        flash(gettext("Saved."))


def _refusal(programme_id: str, claim_id: str, problem: str, code: int) -> AnyResponse:
    return make_response(_page(programme_id, (claim_id, problem)), code)


def _refused(claim_id: str, problem: str, shown: Set[str]) -> Refused:
    typed = {name: request.form.get(name, "") for name in TIMES}
    is_gone = claim_id not in shown
    return Refused(claim_id, sentence_gone() if is_gone else problem, typed, is_gone)


def sentence_gone() -> str:
    """Return what is said to whoever comes for a sentence that the summary, or this page, has no longer."""
    return gettext(
        "This sentence is here no more: the summary was changed, or somebody has settled it. Look at what stands here "
        "now."
    )


def _page(programme_id: str, problem: tuple[str, str] | None = None) -> str:
    """Return the page. :param problem: a claim's id, and what is wrong with what was decided about it."""
    now = content(database(), programme_id)
    shown, gone = links_now(now), orphans_now(database(), now)
    known = {each.placed.link.claim.claim_id for each in shown}
    return render_template(
        "newsroom/links.html",
        programme=now.programme,
        recording=now.recording,
        content=now,
        words_there=words_there(now, shown),
        links=sorted(shown, key=lambda link: not link.placed.is_stale),
        orphans=gone,
        history=_history(programme_id),
        listened=listened_of(database(), programme_id),
        coverage=link_coverage(database(), now),
        refused=_refused(*problem, known | {each.claim_id for each in gone}) if problem else None,
        lack=lack_of(now),
        not_looked_for=_not_looked_for(now, known),
    )


def _not_looked_for(now: Content, linked: Set[str]) -> int:
    """Return how many sentences came into the summary since the machine looked; none where all did."""
    claims = split_claims(now.summary.text) if now.summary and linked else ()
    return sum(claim.claim_id not in linked for claim in claims)


def _history(programme_id: str) -> Mapping[str, list[LinkDecision]]:
    """Return all decisions by claim, the newest first."""
    history: dict[str, list[LinkDecision]] = {}
    for decision in reversed(decisions_of(database(), programme_id)):
        history.setdefault(decision.claim_id, []).append(decision)
    return history
