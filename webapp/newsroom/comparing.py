"""Any two states of the words or of the summary, word by word: in one text, or side by side."""

from __future__ import annotations

from collections.abc import Sequence

from flask import render_template, request
from werkzeug.exceptions import NotFound

from transcribe.errors import NoText
from transcribe.records import Segment
from webapp.errors import UnknownState
from webapp.interface import gettext
from webapp.newsroom.request import database, programme
from webapp.public.versions.difference import text_difference
from webapp.states import State, StateKind, states_of, words_in

INLINE, BESIDE = "inline", "beside"


def compare_words(programme_id: str) -> str:
    """Show how the words differ in two states, those of the address, else what was public and what stands.

    :raise 404: no such programme, or not theirs, or no such state.
    """
    found = programme(programme_id)
    states = states_of(database(), programme_id)
    if not states:
        raise NotFound
    first, second = request.args.get("a") or _before(states), request.args.get("b") or _standing(states)
    try:
        old, new = (words_in(database(), programme_id, key) for key in (first, second))
    except (UnknownState, NoText) as error:
        raise NotFound from error
    names = {each.key: each for each in states}
    return render_template(
        "newsroom/compare.html",
        programme=found,
        states=states,
        first=names[first],
        second=names[second],
        difference=text_difference(_timed(old), _timed(new)),
        is_same=old == new,
        view=shown_view(),
    )


def shown_view() -> str:
    """Return how two texts are shown: `INLINE` or `BESIDE`."""
    return BESIDE if request.args.get("view") == BESIDE else INLINE


def state_name(state: State) -> str:
    """Return what a state is called, without when and by whom."""
    return {
        StateKind.RUN: gettext("Run %(number)s"),
        StateKind.EDIT: gettext("Edit %(number)s"),
        StateKind.APPROVED: gettext("Approved"),
        StateKind.PUBLISHED: gettext("Published"),
    }[state.kind] % {"number": state.number}


def _standing(states: Sequence[State]) -> str:
    """Return the state in which the words are: after the newest edit, or of the newest run where nobody edited."""
    return (_newest(states, StateKind.EDIT) or states[0]).key


def _before(states: Sequence[State]) -> str:
    """Return the state that this is held against: what was public or approved last, else the first run."""
    known = _newest(states, StateKind.PUBLISHED) or _newest(states, StateKind.APPROVED)
    return (known or next(state for state in reversed(states) if state.kind is StateKind.RUN)).key


def _newest(states: Sequence[State], kind: StateKind) -> State | None:
    return next((state for state in states if state.kind is kind), None)


def _timed(segments: Sequence[Segment]) -> list[tuple[str, int | None]]:
    return [(word.text, word.start_ms) for segment in segments for word in segment.words]
