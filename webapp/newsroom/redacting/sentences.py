"""What redaction is called on pages, and what went wrong with it, in the reader's language."""

from __future__ import annotations

from flask import Flask

from media.errors import MuragatError
from webapp.interface import gettext
from webapp.redaction.errors import BadRedaction, NoRedactionKey, NoSuchPlace, NotRedacted, WrongRedactionKey
from webapp.redaction.records import Likeness, Where


def setup_redacting(app: Flask) -> None:
    """Give an app's templates these words."""
    app.jinja_env.filters.update(where_said=where_said, likeness_said=likeness_said)


def where_said(where: Where) -> str:
    """Return what a part of a programme is called."""
    return {
        Where.FACTS: gettext("Facts"),
        Where.SUMMARY: gettext("Summary"),
        Where.TRANSCRIPT: gettext("Transcript"),
        Where.SPEAKERS: gettext("Names of speakers"),
        Where.TRANSLATION: gettext("Translation by machine"),
        Where.ENGLISH: gettext("English by the newsroom"),
        Where.LINKS: gettext("Links between summary and sound"),
        Where.SCRIPT: gettext("Script"),
        Where.EARLIER: gettext("Earlier words, facts and summaries"),
        Where.COMMENTS: gettext("Comments of the newsroom"),
        Where.PUBLIC: gettext("Versions that went out before"),
    }[where]


def likeness_said(likeness: Likeness) -> str:
    """Return why a place is listed."""
    return {
        Likeness.NAME: gettext("a name"),
        Likeness.SPLIT: gettext("its letters, over several words"),
        Likeness.RESEMBLES: gettext("looks alike"),
        Likeness.COUNTERPART: gettext("may tell it in other words"),
    }[likeness]


def said_of(error: MuragatError) -> str:
    """Return one sentence that says what to do."""
    sentences: dict[type[MuragatError], str] = {
        NoRedactionKey: gettext("There is no key to seal what is kept back; ask whoever runs the machine to set one."),
        WrongRedactionKey: gettext("The key does not open what is kept back here; ask whoever runs the machine."),
        NoSuchPlace: gettext("The text was changed since these places were listed; look at them again."),
        NotRedacted: gettext("This is not kept back any more; load the page again."),
    }
    if isinstance(error, BadRedaction):
        return _bad(str(error))
    return sentences.get(type(error), str(error))


def _bad(message: str) -> str:
    """Return what is wrong with what was typed; the core says it in English, with numbers."""
    said = {
        "Nobody is named": gettext("Write the name that is to be kept back."),
        "One person has at most": gettext("These are too many names for one person; make two of them."),
        "A name has at most": gettext("One of the names is too long; shorten it."),
        "A name needs two letters": gettext(
            "A name needs two letters at least to be looked for; mark the places of a shorter one as words."
        ),
        "What stands in its place has": gettext("What stands in its place is too long; shorten it."),
        "What is to stand in its place": gettext(
            "What is to stand in its place holds a name, or words, that are kept back; write a role instead."
        ),
        "This person is kept back already": gettext("This person is kept back already."),
        "What stands in the place of another": gettext(
            "What stands in the place of another redaction holds this name, or these words; lift that one, and write a "
            "role there."
        ),
        "Say why": gettext("Say why; the reason is sealed with it."),
        "The reason has": gettext("This is too long; shorten it."),
        "The programme has no sound": gettext("There is no sound yet; add it first."),
        "The stretch": gettext("Give a beginning and an end within the recording, such as 4:12 and 4:20."),
        "The sound ends": gettext("Give a beginning and an end within the recording, such as 4:12 and 4:20."),
        "What you wrote holds": gettext("This holds a character that nobody can see; type it anew."),
    }
    return next((sentence for beginning, sentence in said.items() if message.startswith(beginning)), message)
