"""Correct the words of one segment while hearing it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.database import immediate
from transcribe.early.text import begin_editing, text_to_edit
from transcribe.editing.seen import tag_of
from transcribe.errors import BadEdit, EditConflict, NoText, NothingChanged
from transcribe.records import Segment
from transcribe.speakers.labels import speakers_of
from transcribe.translation.records import sources_sha256, stale_segments
from webapp.editor.acts import change
from webapp.english import English, history_of, write_english
from webapp.interface import gettext
from webapp.moment import moment
from webapp.newsroom.form import DRAFT_SAVED
from webapp.newsroom.preview import preview
from webapp.newsroom.redacting.marks import with_marks
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.public.reading.view import SegmentView
from webapp.review import Content, content
from webapp.suggesting.near import Near
from webapp.suggesting.offered import offered, put

BY_MACHINE = "machine"
TERMS = "terms"
"""The list of what is spelt otherwise than in the glossary, from which a passage may be saved."""


@dataclass(frozen=True, slots=True)
class Place:
    """A segment of the text as it stands, and what is said around it."""

    content: Content
    segment: Segment
    view: SegmentView
    """Its words with what the machine doubts of them marked."""
    speakers: tuple[str, ...]
    """Of the whole programme: one of them may speak here."""
    before: Segment | None
    after: Segment | None
    english: tuple[English, ...]
    """All that people wrote for it in English, the newest first."""
    by_machine: tuple[str, ...]
    """What the newest machine translation has for its time, as far as it is of these words."""
    terms: tuple[Near, ...]
    """What the glossary would write otherwise in it."""

    @property
    def tag(self) -> str:
        """Of the words and the speaker: an edit says what it was made on."""
        return tag_of(self.segment)

    @property
    def words_sha256(self) -> str:
        """Of what English is written for."""
        return sources_sha256([self.segment])

    @property
    def newest_english(self) -> English | None:
        return self.english[0] if self.english else None


def edit(programme_id: str, segment_id: str) -> str:
    """Show a segment's words in a form; ``?english=machine``, or the id of an earlier one, begins the English with it.

    :raise 404: no such programme, or not theirs, or no such segment.
    """
    programme(programme_id)
    place = _place(programme_id, segment_id)
    if place is None:
        raise NotFound
    return _form(place, place.segment.text, begun_english=_begun(place, request.args.get("english", "")))


def _begun(place: Place, asked: str) -> str | None:
    """Return the English that somebody wants to begin with: the machine's, or an earlier one; ``None`` for none."""
    if asked == BY_MACHINE and place.by_machine:
        return " ".join(place.by_machine)
    return next((each.text for each in place.english if each.english_id == asked), None)


def save(programme_id: str, segment_id: str) -> AnyResponse:
    """Store the words as a revision.

    :raise 404: no such programme, or not theirs, or no such segment.
    :raise 410: somebody took it out since the form was loaded; what was typed is given back.
    :raise 412: somebody changed this segment since the form was loaded; both texts are shown, neither is lost.
    :raise 422: these are not words that can be kept; the form comes back as it was typed.
    """
    programme(programme_id)
    typed = _with_term(programme_id, segment_id, request.form.get("text", ""))
    try:
        seen, speaker = request.form.get("base", ""), request.form.get("speaker")
        with immediate(database()):
            begin_editing(database(), programme_id)
            change(database(), programme_id, segment_id, user().name, seen=seen, text=typed, speaker=speaker)
        flash(gettext("Saved."))
        flash(f"{programme_id}-{segment_id}", DRAFT_SAVED)
    except NothingChanged:
        flash(gettext("These words stand there already."))
        flash(f"{programme_id}-{segment_id}", DRAFT_SAVED)
    except EditConflict:
        place = _place(programme_id, segment_id)
        if place is None:
            raise
        return make_response(_form(place, typed, is_conflict=True), HTTPStatus.PRECONDITION_FAILED)
    except BadEdit as error:
        place = _place(programme_id, segment_id)
        if place is None:
            raise
        return make_response(_form(place, typed, problem=sentence(error)), HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(_next(programme_id, segment_id), HTTPStatus.SEE_OTHER)


def _with_term(programme_id: str, segment_id: str, typed: str) -> str:
    """Return what was typed with the term of the glossary that was asked for in its place."""
    at = request.form.get("term", type=int)
    place = _place(programme_id, segment_id) if at is not None else None
    near = place and next((each for each in place.terms if each.start == at), None)
    return (near and put(typed, near)) or typed


def save_english(programme_id: str, segment_id: str) -> AnyResponse:
    """Store a person's English for the segment.

    :raise 404: no such programme, or not theirs, or no such segment.
    :raise 412: somebody wrote some since the form was loaded; both texts are shown, neither is lost.
    :raise 422: this cannot be kept; the form comes back as it was typed.
    """
    programme(programme_id)
    form = request.form
    typed, seen = form.get("english", ""), form.get("english_source", "")
    try:
        write_english(
            database(),
            programme_id,
            segment_id,
            typed,
            user().name,
            base_id=form.get("english_base") or None,
            source_sha256=seen,
        )
        flash(gettext("Saved."))
    except NothingChanged:
        flash(gettext("These words stand there already."))
    except (EditConflict, BadEdit) as error:
        place = _place(programme_id, segment_id)
        if place is None:
            raise
        is_conflict = isinstance(error, EditConflict)
        page = _form(
            place, place.segment.text, typed_english=typed, english_problem=None if is_conflict else sentence(error)
        )
        return make_response(page, HTTPStatus.PRECONDITION_FAILED if is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY)
    flash(f"{programme_id}-{segment_id}-english", DRAFT_SAVED)
    return redirect(_next(programme_id, segment_id), HTTPStatus.SEE_OTHER)


def _place(programme_id: str, segment_id: str) -> Place | None:
    try:
        now = dataclasses.replace(content(database(), programme_id), text=text_to_edit(database(), programme_id))
    except NoText:
        return None
    if now.text is None:  # It has words, as was just said.
        raise AssertionError(now)
    segments = (None, *now.text.segments, None)
    for index, segment in enumerate(now.text.segments):
        if segment.segment_id == segment_id:
            speakers = speakers_of(now.text.segments)
            view = _view(now, segment)
            return Place(
                content=now,
                segment=segment,
                view=view,
                speakers=speakers,
                before=segments[index],
                after=segments[index + 2],
                english=history_of(database(), programme_id, segment_id),
                by_machine=tuple(_by_machine(now, segment)),
                terms=offered(database(), now.programme, [segment], user()),
            )
    return None


def _by_machine(content: Content, segment: Segment) -> Iterator[str]:
    if content.translation and content.text:
        stale = stale_segments(content.translation, content.text.segments)
        for place, each in enumerate(content.translation.segments):
            if segment.segment_id in each.source_ids and place not in stale:
                yield each.text


def _view(content: Content, segment: Segment) -> SegmentView:
    """Return one segment as the public would see it: ten hours of them take a second."""
    text = with_marks(content, user()).text
    only = tuple(each for each in text.segments if each.segment_id == segment.segment_id) if text else ()
    alone = text and dataclasses.replace(text, segments=only)
    _, view = preview(dataclasses.replace(content, text=alone, summary=None))
    return next(view.segments)


def _next(programme_id: str, segment_id: str) -> str:
    """Return where the person wants to go from here: the next segment's form, the list that they came from, or the
    programme."""
    if request.form.get("list") == TERMS:
        return url_for("terms_list", programme_id=programme_id)
    if "term" in request.form:
        return url_for("edit", programme_id=programme_id, segment_id=segment_id)
    place = _place(programme_id, segment_id)
    if place and place.after and "on" in request.form:
        return url_for("edit", programme_id=programme_id, segment_id=place.after.segment_id)
    name = moment(place.segment.start_ms) if place else None
    return url_for("show", programme_id=programme_id, _anchor=name)


def _form(
    place: Place,
    typed: str,
    *,
    problem: str | None = None,
    is_conflict: bool = False,
    typed_english: str | None = None,
    english_problem: str | None = None,
    begun_english: str | None = None,
) -> str:
    newest = place.newest_english
    stands = newest.text if newest else ""
    return render_template(
        "newsroom/segment.html",
        programme=place.content.programme,
        recording=place.content.recording,
        place=place,
        typed=typed,
        speaker=request.form.get("speaker", place.segment.speaker or ""),
        base=_seen("base", place.tag, is_again=problem is not None),
        english_base=_seen("english_base", newest.english_id if newest else "", is_again=english_problem is not None),
        english_source=_seen("english_source", place.words_sha256, is_again=english_problem is not None),
        problem=problem,
        is_conflict=is_conflict,
        typed_english=next(text for text in (typed_english, begun_english, stands) if text is not None),
        english_problem=english_problem,
        is_english_conflict=typed_english is not None and english_problem is None,
    )


def _seen(name: str, now: str, *, is_again: bool) -> str:
    """Return what an edit was made on: where its form only comes back to be mended, what its person saw before."""
    return request.form.get(name, now) if is_again else now
