"""Check what the machine may have wrong, one item after another: hear it, then say what is heard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby

from flask import flash, make_response, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response as AnyResponse

from transcribe.editing.seen import tag_of
from transcribe.errors import BadEdit, EditConflict
from transcribe.records import Segment
from webapp.checking.decide import Typed, check, next_after
from webapp.checking.of_summary import AROUND_MS
from webapp.checking.queue import Asked, Queue, Standing, queue_of
from webapp.checking.records import ANSWERS, Answer, CheckDecision, Kind
from webapp.checking.store import decisions_about
from webapp.desk.looked_for import lack_of
from webapp.errors import BadAnswer, ChangedSince, NotHeard
from webapp.interface import gettext
from webapp.newsroom.changes import changes_markup
from webapp.newsroom.check_words import progress_told
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.review import Content, content

LISTED = 60
"""Of a kind on the page of the whole queue; the rest is asked in its turn."""


@dataclass(frozen=True, slots=True)
class Group:
    """The items of a kind that are still asked."""

    kind: Kind
    asked: tuple[Asked, ...]

    @property
    def shown(self) -> tuple[Asked, ...]:
        return self.asked[:LISTED]


@dataclass(frozen=True, slots=True)
class Shown:
    """One item as its page shows it."""

    asked: Asked
    answers: tuple[Answer, ...]
    text: Markup
    """Of an item of the summary its sentence, with what is to be checked marked; of others the words."""
    now: Markup
    """The words as they stand; where a newer run has others, with what would go marked."""
    offered: Markup | None
    """The newer run's words, with what would come marked."""
    segment: Segment | None
    """The passage whose words can be corrected here."""
    segment_tag: str
    """What a correction is made on (`tag_of`); empty where nothing can be corrected."""
    history: tuple[CheckDecision, ...]
    """All decisions about it, the newest first."""
    next_key: str | None
    """Of the item that is asked after it."""


def check_queue(programme_id: str) -> str:
    """Show what is to be checked, what was found wrong, and what is checked.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    now = content(database(), programme_id)
    queue = queue_of(database(), now)
    by_kind = sorted(queue.open, key=lambda each: list(Kind).index(each.item.kind))
    grouped = groupby(by_kind, key=lambda each: each.item.kind)
    return render_template(
        "newsroom/check_queue.html",
        programme=now.programme,
        content=now,
        queue=queue,
        told=_told(queue),
        groups=[Group(kind, tuple(those)) for kind, those in grouped],
        done=[each for each in queue.asked if each.standing is Standing.DONE],
        first=next(iter(queue.open), None),
        lack=lack_of(now),
    )


def check_item(programme_id: str, item_key: str) -> AnyResponse:
    """Show one item of the queue; what is asked no more leads back to the queue.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    now = content(database(), programme_id)
    queue = queue_of(database(), now)
    if item_key not in queue.by_key:
        flash(gettext("This is asked no more: its words have changed."))
        return redirect(url_for("check_queue", programme_id=programme_id), HTTPStatus.SEE_OTHER)
    return make_response(_page(now, queue, item_key))


def decide_item(programme_id: str, item_key: str) -> AnyResponse:
    """Keep what a person says of an item, and go on to the next.

    :raise 400: no such answer.
    :raise 404: no such programme, or not theirs.
    :raise 412: somebody decided it, or changed its words, since the page was loaded; nothing is lost.
    :raise 422: they have not heard it, or it cannot be said of this; the page comes back as it was typed.
    """
    programme(programme_id)
    db, form = database(), request.form
    answer = _answer(form.get("answer", ""))
    typed = None
    if answer is Answer.CORRECTED:
        typed = Typed(form.get("segment", ""), form.get("text", ""), form.get("base", ""))
    try:
        check(
            db,
            programme_id,
            item_key,
            answer,
            user(),
            seen=form.get("seen", ""),
            heard_ms=form.get("heard", type=int),
            typed=typed,
        )
    except (ChangedSince, EditConflict) as error:
        return _refusal(programme_id, item_key, sentence(error), HTTPStatus.PRECONDITION_FAILED)
    except (BadAnswer, NotHeard, BadEdit) as error:
        return _refusal(programme_id, item_key, sentence(error), HTTPStatus.UNPROCESSABLE_ENTITY)
    following = next_after(db, programme_id, item_key)
    if following is None:
        flash(gettext("Everything is checked that can be checked now."))
        return redirect(url_for("check_queue", programme_id=programme_id), HTTPStatus.SEE_OTHER)
    place = url_for("check_item", programme_id=programme_id, item_key=following.item.key)
    return redirect(place, HTTPStatus.SEE_OTHER)


def _answer(asked: str) -> Answer:
    try:
        return Answer(asked)
    except ValueError:
        raise BadRequest from None


def _refusal(programme_id: str, item_key: str, problem: str, code: int) -> AnyResponse:
    now = content(database(), programme_id)
    queue = queue_of(database(), now)
    typed = request.form if request.form.get("answer") == Answer.CORRECTED else {}
    if item_key not in queue.by_key:
        page = render_template(
            "newsroom/check_gone.html", programme=now.programme, problem=problem, typed=typed.get("text")
        )
        return make_response(page, code)
    return make_response(_page(now, queue, item_key, problem, typed), code)


def _page(
    now: Content, queue: Queue, item_key: str, problem: str | None = None, typed: Mapping[str, str] | None = None
) -> str:
    asked = queue.by_key[item_key]
    return render_template(
        "newsroom/check_item.html",
        programme=now.programme,
        content=now,
        recording=now.recording,
        queue=queue,
        told=_told(queue),
        shown=_shown(now, queue, asked),
        problem=problem,
        typed=(typed or {}).get("text"),
        around_ms=AROUND_MS,
    )


def _told(queue: Queue) -> str:
    return progress_told(queue.done, queue.total, queue.must_open)


def _shown(now: Content, queue: Queue, asked: Asked) -> Shown:
    item = asked.item
    segments = now.text.segments if now.text else ()
    words, offered = escape(item.said), None
    if item.difference:
        words, offered = changes_markup(item.said.split(), item.text.split())
    following = queue.after(item.key)
    segment = next((each for each in segments if each.segment_id in item.segment_ids), None)
    return Shown(
        asked=asked,
        answers=tuple(each for each in ANSWERS[item.kind] if item.span or each is not Answer.HEARD),
        text=_marked(asked),
        now=words,
        offered=offered,
        segment=segment,
        segment_tag=tag_of(segment) if segment else "",
        history=decisions_about(database(), queue.programme_id, item.key),
        next_key=following.item.key if following else None,
    )


def _marked(asked: Asked) -> Markup:
    """Return the sentence of a part with the part marked."""
    item = asked.item
    if not item.sentence:
        return escape(item.text)
    start = int(item.key.rpartition("-")[2])
    end = start + len(item.text) if item.sentence[start:].startswith(item.text) else start
    before, part, after = item.sentence[:start], item.sentence[start:end], item.sentence[end:]
    return Markup("{0}<mark>{1}</mark>{2}").format(before, part, after) if part else escape(item.sentence)
