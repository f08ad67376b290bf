"""Say where a sentence of the summary is heard: by dragging on the waveform, by words, or by times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.records import Span
from media.waveform import heights
from transcribe.records import Segment, Word
from webapp.links import LinkNow, links_now
from webapp.newsroom.links import sentence_gone
from webapp.newsroom.request import archive, database, programme
from webapp.newsroom.typed_time import parse_time
from webapp.review import Content, content

WINDOW_MS = 60_000
"""Shown at once: in a window of a phone a second is still some pixels wide."""
BARS = 600
BEFORE_MS = 20_000
"""Shown before the place that the sentence has."""


@dataclass(frozen=True, slots=True)
class Line:
    """A segment's words in the window."""

    segment: Segment
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of the recording, and what is said in it."""

    span: Span
    lines: tuple[Line, ...]
    heights: tuple[int, ...]
    """Of the waveform, 0…100; empty where it is not prepared yet."""
    earlier_ms: int | None
    later_ms: int | None
    """Where the windows beside it begin, ``None`` where there is none."""

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)


def place_link(programme_id: str, claim_id: str) -> AnyResponse:
    """Show a stretch of the recording in which a sentence's place can be chosen: that which it has, or ``?at=4:12``.

    A sentence that the summary has no longer leads back to those that it has.

    :raise 404: no such programme, or not theirs, or it has no sound.
    """
    programme(programme_id)
    now = content(database(), programme_id)
    links = links_now(now)
    link = next((each for each in links if each.placed.link.claim.claim_id == claim_id), None)
    if now.recording is None:
        raise NotFound
    if link is None:
        flash(sentence_gone(), "alarm")
        return redirect(url_for("links", programme_id=programme_id), HTTPStatus.SEE_OTHER)
    at_ms = parse_time(request.args.get("at", ""))
    page = render_template(
        "newsroom/place.html",
        programme=now.programme,
        recording=now.recording,
        content=now,
        link=link,
        window=_window(now, _expected(links, link) if at_ms is None else at_ms),
    )
    return make_response(page)


def _expected(links: tuple[LinkNow, ...], link: LinkNow) -> int:
    """Return where to look: where the sentence is heard, else where the nearest sentence before it is."""
    for each in reversed(links[: links.index(link) + 1]):
        if each.placed.spans:
            return max(0, each.placed.spans[0].start_ms - BEFORE_MS)
    return 0


def _window(now: Content, start_ms: int) -> Window:
    assert now.recording is not None  # noqa: S101 place_link has looked
    duration_ms = now.recording.duration_ms
    start_ms = max(0, min(start_ms, duration_ms - WINDOW_MS))
    span = Span(start_ms, min(duration_ms, start_ms + WINDOW_MS))
    path = archive().peaks_path(now.recording.sha256)
    return Window(
        span,
        tuple(_lines(now, span)),
        heights(path, span, BARS) if path.exists() else (),
        max(0, start_ms - WINDOW_MS) if start_ms else None,
        start_ms + WINDOW_MS if span.end_ms < duration_ms else None,
    )


def _lines(now: Content, span: Span) -> Iterator[Line]:
    for segment in now.text.segments if now.text else ():
        words = tuple(word for word in segment.words if word.start_ms < span.end_ms and word.end_ms > span.start_ms)
        if words:
            yield Line(segment, words)
