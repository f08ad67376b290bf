"""Words of a programme that are spelt otherwise than in the names and terms: for the editor, and as a list."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, render_template

from media.records import Programme
from transcribe.early.text import text_to_edit
from transcribe.editing.seen import tag_of
from transcribe.errors import NoText
from transcribe.records import Segment
from webapp.newsroom.editor.answers import as_json
from webapp.newsroom.request import database, programme, user
from webapp.suggesting.near import Near
from webapp.suggesting.offered import offered, put


@dataclass(frozen=True, slots=True)
class Offers:
    """What the editor in a browser is told."""

    offers: tuple[Near, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One place in the list."""

    near: Near
    segment: Segment
    text: str
    """The passage with the term written."""

    @property
    def tag(self) -> str:
        return tag_of(self.segment)


def terms_offered(programme_id: str) -> Response:
    """Tell an open editor what is offered.

    :raise 404: no such programme, or not theirs.
    """
    _, near = found_in(programme(programme_id))
    return as_json(Offers(near))


def terms_list(programme_id: str) -> str:
    """Show what is offered, each to be written by one button.

    :raise 404: no such programme, or not theirs.
    """
    found = programme(programme_id)
    segments, near = found_in(found)
    rows = [Row(each, segments[each.segment_id], put(segments[each.segment_id].text, each) or "") for each in near]
    return render_template("newsroom/terms.html", programme=found, rows=rows)


def found_in(found: Programme) -> tuple[dict[str, Segment], tuple[Near, ...]]:
    """Return the passages of a programme by id, and what is offered in them to whoever asks."""
    try:
        segments = text_to_edit(database(), found.programme_id).segments
    except NoText:
        return {}, ()
    return {each.segment_id: each for each in segments}, offered(database(), found, segments, user())
