"""Name the voices that the machine told apart, once for the whole programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from transcribe.errors import BadEdit, NothingChanged
from transcribe.name_speakers import name_speakers
from transcribe.records import Segment
from transcribe.revise import current_text
from transcribe.speakers.labels import machine_number, speakers_of
from webapp.interface import gettext
from webapp.newsroom.request import database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.newsroom.voices import after_naming, decline_voice, known_here, require_known
from webapp.review import Content, content
from webapp.speaker_name import speaker_name
from webapp.whose_words import told_speakers

FIELD = "name:"
"""Followed by what the speaker is called now."""
ACCEPTED, DECLINED = "accept", "decline"
"""Buttons beside a suggestion; their value is the label."""
REMEMBER = "remember"
"""Boxes: the voices that are to be known again, by what they are called now."""
EXAMPLES = 3
"""The longest passages of a voice: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the form shows one."""

    speaker: str
    title: str
    is_named: bool
    spoken_ms: int
    examples: tuple[Segment, ...]
    """To be heard, the longest first."""


def edit_speakers(programme_id: str) -> str:
    """Show who speaks in a form.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    return _form(content(database(), programme_id), {})


def save_speakers(programme_id: str) -> AnyResponse:
    """Store the names as one edit.

    :raise 404: no such programme, or not theirs.
    :raise 403: somebody's voice is to be known again, and this person may not ask for that.
    :raise 409: it has no words yet, or a voice is to be known again where that is turned off.
    :raise 412: somebody has named a voice otherwise since the form was loaded; nothing is stored, and what was typed
        for it is said.
    :raise 422: a name cannot be kept; the form comes back as it was typed.
    """
    asked = programme(programme_id)
    now = content(database(), programme_id)
    if now.text and DECLINED in request.form:
        decline_voice(now.text, request.form[DECLINED])
        return redirect(url_for("edit_speakers", programme_id=programme_id), HTTPStatus.SEE_OTHER)
    names = {field.removeprefix(FIELD): name for field, name in request.form.items() if field.startswith(FIELD)}
    known, voices = known_here(asked, now.text, user()), request.form.getlist(REMEMBER)
    if voices:
        require_known(known, programme_id, [names.get(voice, "") for voice in voices])
    if request.form.get(ACCEPTED) in known.perhaps:
        names[request.form[ACCEPTED]] = known.perhaps[request.form[ACCEPTED]].name
    if lost := _named_since(now, names):
        return make_response(_form(now, names, " ".join(map(_said, lost.items()))), HTTPStatus.PRECONDITION_FAILED)
    try:
        name_speakers(database(), programme_id, names, user().name)
        flash(gettext("Saved."))
    except NothingChanged:
        flash(gettext("The speakers have these names already."))
    except BadEdit as error:
        return make_response(
            _form(content(database(), programme_id), names, sentence(error)), HTTPStatus.UNPROCESSABLE_ENTITY
        )
    if now.text:
        text = current_text(database(), programme_id)
        after_naming(asked, text, [names.get(voice, "").strip() for voice in voices])
    return redirect(url_for("show", programme_id=programme_id, _anchor="transcript"), HTTPStatus.SEE_OTHER)


def _named_since(now: Content, names: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was typed for voices that are called otherwise by now, but what somebody is called now."""
    there = speakers_of(now.text.segments) if now.text else ()
    typed = {speaker: name.strip() for speaker, name in names.items() if speaker not in there}
    return {speaker: name for speaker, name in typed.items() if name not in ("", speaker, *there)}


def _said(lost: tuple[str, str]) -> str:
    speaker, typed = lost
    said = gettext("There is no “%(voice)s” here any more; “%(typed)s” is not stored: look at the names again.")
    return said % {"voice": speaker_name(speaker), "typed": typed}


def _form(now: Content, typed: Mapping[str, str], problem: str | None = None) -> str:
    voices = _voices(now)
    return render_template(
        "newsroom/speakers.html",
        programme=now.programme,
        recording=now.recording,
        voices=voices,
        told_by=told_speakers(now.text.transcript.method, now.text.transcript.provenance) if now.text else None,
        field=FIELD,
        typed={voice.speaker: typed.get(voice.speaker, voice.speaker if voice.is_named else "") for voice in voices},
        problem=problem,
        known=known_here(now.programme, now.text, user()),
    )


def _voices(now: Content) -> tuple[Voice, ...]:
    segments = now.text.segments if now.text else ()
    return tuple(_each(segments))


def _each(segments: tuple[Segment, ...]) -> Iterator[Voice]:
    for speaker in speakers_of(segments):
        own = [segment for segment in segments if segment.speaker == speaker]
        yield Voice(
            speaker=speaker,
            title=speaker_name(speaker),
            is_named=machine_number(speaker) is None,
            spoken_ms=sum(segment.span.duration_ms for segment in own),
            examples=tuple(sorted(own, key=lambda segment: -segment.span.duration_ms)[:EXAMPLES]),
        )
