"""Add a programme: sound, summary, script, facts, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from sqlite_utils import Database
from werkzeug.wrappers import Response as AnyResponse

from media.catalogue import get_programme
from media.errors import DecoderFailed, UnreadableSound
from media.records import DATES, DATES_IN_PART, KEPT
from transcribe.errors import BadTranscript
from webapp.accounts import User
from webapp.intake import Intake, Taken, Upload, take_in
from webapp.interface import gettext
from webapp.newsroom.bringing import FIELD, tell, transcript_of, why_not
from webapp.newsroom.form import DRAFT_SAVED, LANGUAGES, fact_problems, given_facts, text_of, uploaded_sound
from webapp.newsroom.importing.carried import doubts_in, keep_carried
from webapp.newsroom.request import archive, database, user
from webapp.newsroom.sent_once import FIELD as FORM
from webapp.newsroom.sent_once import MadeBefore, name_of_form, note_sent
from webapp.newsroom.sentences import sentence
from webapp.newsroom.uploading.taking import arrived, end_taken
from webapp.newsroom.work import enqueue_all
from webapp.owners import set_owner
from webapp.people.assignments import may_see, seen_by

SHOWN_FACTS = ("title", "language", "series")
WHOLE_DATE, ANY_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{4}(-[0-9]{2}){0,2}"
"""As browsers look at what is typed."""
"""The others are folded away until one of them is typed."""


def add() -> str:
    """Show the empty form."""
    return form_of({}, {})


def take() -> AnyResponse:
    """Store what was brought, ask for the machine's work on it, and show it.

    :raise 422: a part cannot be used; nothing is stored and the form comes back as it was typed.
    """
    facts = {"title": "", "language": ""} | given_facts(KEPT)
    problems = fact_problems(facts)
    intake = _intake(facts, problems)
    if problems:
        return _refused(intake, problems)

    def beside(programme_id: str) -> None:
        note_sent(request.form.get(FORM, ""), intake, programme_id)
        keep_carried(programme_id)

    try:
        taken = take_in(archive(), database(), intake, prepare_now=False, beside=beside)
    except MadeBefore as error:
        return redirect(url_for("show", programme_id=error.programme_id), HTTPStatus.SEE_OTHER)
    except (UnreadableSound, DecoderFailed) as error:
        return _refused(intake, {"sound": sentence(error)})
    except BadTranscript as error:
        return _refused(intake, {FIELD: why_not(error)})
    if taken.remark and _has_more(intake):
        return _refused(intake, {"sound": _there_already(database(), taken.programme_id, user())})
    flash("add", DRAFT_SAVED)
    flash("add-page", DRAFT_SAVED)
    after = _after(database(), taken, user(), has_sound=intake.sound is not None)
    end_taken()
    return redirect(after, HTTPStatus.SEE_OTHER)


def _has_more(intake: Intake) -> bool:
    """Return whether somebody has brought more than a sound and what the form asks for."""
    texts = (intake.summary, intake.script, intake.transcript)
    return any(text is not None for text in texts) or any(
        value for name, value in intake.facts.items() if name not in SHOWN_FACTS
    )


def _there_already(db: Database, programme_id: str, person: User) -> str:
    if not may_see(db, person, programme_id):
        return gettext("This recording is in the archive already; nothing was added.")
    said = gettext(
        "This recording is in the archive already, as “%(title)s”; nothing was added: put the rest in there."
    )
    return said % {"title": get_programme(db, programme_id).title}


def _intake(facts: Mapping[str, str], problems: dict[str, str]) -> Intake:
    sound = uploaded_sound(problems)
    summary, script = text_of("summary", problems), text_of("script", problems)
    transcript = transcript_of(problems)
    if sound is None and summary is None and not problems:
        problems["sound"] = gettext("Bring a recording, a summary, or both.")
    if script is not None and sound is None:
        problems["script"] = gettext("A script needs its recording.")
    if transcript is not None and sound is None:
        problems[FIELD] = gettext("A transcript needs its recording.")
    language = request.form.get("summary_language", "en")
    if found := fact_problems({"language": language}):
        problems["summary_language"] = found["language"]
    return Intake(
        facts=facts,
        sound=sound,
        summary=summary,
        summary_language=language,
        script=script,
        transcript=transcript,
    )


def _refused(intake: Intake, problems: dict[str, str]) -> AnyResponse:
    """Give the form back: what was typed, what was read of text files, and that the sound must be chosen again."""
    typed = request.form | {
        name: text for name, text in (("summary", intake.summary), ("script", intake.script)) if text is not None
    }
    if intake.transcript is not None and FIELD not in problems:
        problems[FIELD] = gettext("Choose the transcript once more: a browser does not keep it.")
    if isinstance(intake.sound, Upload) and "sound" not in problems:
        problems["sound"] = gettext("Choose the sound file once more: a browser does not keep it.")
    return make_response(form_of(typed, problems), HTTPStatus.UNPROCESSABLE_ENTITY)


def _after(db: Database, taken: Taken, person: User, *, has_sound: bool) -> str:
    """Return the address of what was taken in, or of the list where it was there already and is not theirs."""
    if taken.remark:
        flash(gettext("This recording is in the archive already; nothing was added."), "alarm")
        if not may_see(db, person, taken.programme_id):
            return url_for("index")
    else:
        set_owner(db, taken.programme_id, person)
        has_words = taken.brought is not None and taken.brought.run is not None
        enqueue_all(db, taken.programme_id, has_new_sound=has_sound, has_new_words=has_words)
        if taken.brought:
            tell(taken.brought)
    return url_for("show", programme_id=taken.programme_id)


def form_of(typed: Mapping[str, str], problems: Mapping[str, str], page_name: str | None = None) -> str:
    """Return the form.

    :param typed: what stands in it, by field.
    :param page_name: of the saved page from which it was just filled.
    """
    more = tuple(name for name in KEPT if name not in SHOWN_FACTS)
    return render_template(
        "newsroom/add.html",
        typed=typed,
        form_name=typed.get(FORM) or name_of_form(),
        problems=problems,
        languages=LANGUAGES,
        more=more,
        # Looked at by the browser before it sends a gigabyte of sound in vain.
        patterns={name: ANY_DATE if name in DATES_IN_PART else WHOLE_DATE for name in DATES},
        is_more_open=any(typed.get(name) or name in problems for name in more),
        series=_series(database(), user()),
        arrived=arrived(),
        page_name=page_name,
        doubts=doubts_in(typed),
    )


def _series(db: Database, person: User) -> list[str]:
    """Return the series of the programmes that a person sees, to be chosen from."""
    seen = seen_by(db, person)
    rows = db.execute("SELECT programme_id, series FROM programme WHERE series IS NOT NULL").fetchall()
    return sorted({series for programme_id, series in rows if programme_id in seen})
