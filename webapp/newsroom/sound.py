"""The sound of a programme: to hear, and to add where a programme came without."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, flash, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import current_document
from media.database import immediate
from media.errors import DecoderFailed, DuplicateRecording, UnreadableSound
from media.originals import find_access_copy
from transcribe.errors import BadTranscript, NoSound
from webapp.intake import Intake, take_in
from webapp.interface import gettext
from webapp.newsroom.bringing import FIELD, tell, transcript_of, why_not
from webapp.newsroom.far_sound import far_part
from webapp.newsroom.form import text_of, uploaded_sound
from webapp.newsroom.request import archive, database, programme, user
from webapp.newsroom.sentences import sentence
from webapp.newsroom.uploading.taking import arrived, end_taken
from webapp.newsroom.work import enqueue_all
from webapp.public.ranges import hand_over, settle_range
from webapp.review import content, record_changed


def hear(programme_id: str) -> Response:
    """Send the access copy, or the part of it that was asked for.

    :raise 404: no such programme, or not theirs, or its sound is not prepared yet.
    :raise 416: the range lies beyond the sound.
    :raise 503: it is in the archive's store, which does not answer.
    """
    programme(programme_id)
    recording = content(database(), programme_id).recording
    if recording is None or recording.access_sha256 is None:
        raise NotFound
    if not archive().access_path(recording.sha256).exists() and (part := far_part(archive(), recording)):
        return part
    path = find_access_copy(archive(), recording)
    if path is None:
        raise NotFound
    state = path.stat()
    settle_range(request, recording.access_sha256, int(state.st_mtime), state.st_size)
    response = send_file(path, mimetype="audio/mp4", conditional=True, etag=recording.access_sha256)
    hand_over(response, path)
    return response


def bring(programme_id: str) -> AnyResponse:
    """Add sound, a script or a transcript to a programme, and ask for the machine's work on them.

    :raise 404: no such programme, or not theirs.
    :raise 422: it cannot be used; nothing is stored.
    """
    programme(programme_id)
    problems: dict[str, str] = {}
    sound, script = uploaded_sound(problems), text_of("script", problems)
    transcript = transcript_of(problems)
    if not sound and script is None and transcript is None and not problems:
        problems["sound"] = gettext("Choose a sound file.")
    had_script = script is not None and current_document(database(), programme_id, "script") is not None
    if not problems:
        intake = Intake({}, sound, script=script, transcript=transcript)
        try:
            taken = take_in(archive(), database(), intake, programme_id, prepare_now=False)
        except (UnreadableSound, DecoderFailed, DuplicateRecording, NoSound) as error:
            problems["sound"] = sentence(error)
        except BadTranscript as error:
            problems[FIELD] = why_not(error)
    if problems:
        page = render_template(
            "newsroom/bring.html", programme=programme(programme_id), problems=problems, arrived=arrived()
        )
        return make_response(page, HTTPStatus.UNPROCESSABLE_ENTITY)
    with immediate(database()):
        record_changed(database(), programme_id, user().name)
    has_words = taken.brought is not None and taken.brought.run is not None
    enqueue_all(database(), programme_id, has_new_sound=sound is not None, has_new_words=has_words)
    end_taken()
    if taken.brought:
        tell(taken.brought)
    else:
        flash(gettext("It is stored; the machine will work on it."))
    if had_script:
        flash(gettext("The script that was there stays in the archive; the new one counts from now on."))
    return redirect(url_for("show", programme_id=programme_id), HTTPStatus.SEE_OTHER)
