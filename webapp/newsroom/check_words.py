"""What the pages call what is to be checked, why, and what was said of it."""

from __future__ import annotations

from flask import Flask

from transcribe.records import Doubt, Verdict
from webapp.checking.of_summary import NOT_LOOKED_FOR, STALE
from webapp.checking.of_words import EDITED, UNEDITED
from webapp.checking.queue import Standing
from webapp.checking.records import Answer, Kind
from webapp.interface import gettext, ngettext
from webapp.newsroom.comparing import state_name

KEYS = {
    Answer.HEARD: "1",
    Answer.TAKEN: "1",
    Answer.NOT_HEARD: "2",
    Answer.KEPT: "2",
    Answer.WRONG: "3",
    Answer.CORRECTED: "4",
    Answer.LATER: "5",
}
"""The digit that answers; the digits are in the same place on every keyboard."""


def setup_check_words(app: Flask) -> None:
    """Give an app's templates these words."""
    app.jinja_env.filters.update(kind_name=kind_name, kinds_name=kinds_name, reason_name=reason_name)
    app.jinja_env.filters.update(answer_asked=answer_asked, answer_name=answer_name, answer_key=KEYS.__getitem__)
    app.jinja_env.filters.update(standing_name=standing_name, words_state=state_name)


def kind_name(kind: Kind) -> str:
    """Return what one item is."""
    return {
        Kind.NAME: gettext("Name in the summary"),
        Kind.NUMBER: gettext("Number in the summary"),
        Kind.DATE: gettext("Date in the summary"),
        Kind.QUOTE: gettext("Quotation in the summary"),
        Kind.SENTENCE: gettext("Sentence of the summary"),
        Kind.PASSAGE: gettext("Words of the transcript"),
        Kind.NEWER: gettext("A newer run heard otherwise"),
    }[kind]


def kinds_name(kind: Kind) -> str:
    """Return what all items of a kind are."""
    return {
        Kind.NAME: gettext("Names in the summary"),
        Kind.NUMBER: gettext("Numbers in the summary"),
        Kind.DATE: gettext("Dates in the summary"),
        Kind.QUOTE: gettext("Quotations in the summary"),
        Kind.SENTENCE: gettext("Sentences that the sound does not bear out"),
        Kind.PASSAGE: gettext("Passages that the machine doubts"),
        Kind.NEWER: gettext("What a newer run heard otherwise"),
    }[kind]


def reason_name(reason: str) -> str:
    """Return why an item is asked."""
    said = {
        Verdict.SUPPORTED: gettext("the machine hears it there"),
        Verdict.LIKELY: gettext("the machine hears something like it there"),
        Verdict.PARTLY: gettext("the machine hears a part of it there"),
        Verdict.CONFLICTING: gettext("the machine hears something else there"),
        Verdict.NOT_FOUND: gettext("the machine does not hear it"),
        Verdict.CANNOT_TELL: gettext("the machine cannot tell"),
        STALE: gettext("the words there have changed since"),
        NOT_LOOKED_FOR: gettext("new in the summary, not looked for yet"),
        EDITED: gettext("a person has corrected these words"),
        UNEDITED: gettext("nobody has edited these words"),
        Doubt.LOW_PROBABILITY: gettext("the machine is unsure of words"),
        Doubt.LOOP: gettext("it repeats itself"),
        Doubt.INVENTED: gettext("a phrase that machines invent"),
        Doubt.NO_SPEECH: gettext("perhaps nobody speaks here"),
        Doubt.MUSIC: gettext("perhaps it is sung, or music is as loud as the voice"),
        Doubt.GAP: gettext("the machine failed here"),
        Doubt.PASSED_OVER: gettext("somebody speaks here, and there are no words"),
        Doubt.OTHER_SCRIPT: gettext("in letters of another language"),
        Doubt.OTHER_LANGUAGE: gettext("perhaps in another language"),
        Doubt.NOT_IN_SCRIPT: gettext("heard, not in the script"),
        Doubt.NOT_SPOKEN: gettext("in the script, not heard"),
        Doubt.SHARED_TIMES: gettext("when each word is spoken is a guess"),
    }
    return said[reason]


def answer_asked(answer: Answer) -> str:
    """Return what a button says."""
    return {
        Answer.HEARD: gettext("It is heard so"),
        Answer.NOT_HEARD: gettext("Not heard; it may stay"),
        Answer.WRONG: gettext("It is wrong"),
        Answer.CORRECTED: gettext("Correct the words"),
        Answer.LATER: gettext("Later"),
        Answer.TAKEN: gettext("Take the new words"),
        Answer.KEPT: gettext("Keep the words"),
    }[answer]


def answer_name(answer: Answer) -> str:
    """Return what was answered."""
    return {
        Answer.HEARD: gettext("heard so"),
        Answer.NOT_HEARD: gettext("not heard, may stay"),
        Answer.WRONG: gettext("wrong, to be corrected"),
        Answer.CORRECTED: gettext("words corrected"),
        Answer.LATER: gettext("put off"),
        Answer.TAKEN: gettext("new words taken"),
        Answer.KEPT: gettext("words kept"),
    }[answer]


def standing_name(standing: Standing) -> str:
    return {
        Standing.OPEN: gettext("open"),
        Standing.LATER: gettext("put off"),
        Standing.WRONG: gettext("wrong"),
        Standing.DONE: gettext("checked"),
    }[standing]


def progress_told(done: int, total: int, must: int) -> str:
    """Return how far the checking is: “12 of 57 checked, 8 must be”."""
    if not must:
        return gettext("%(done)s of %(total)s checked") % {"done": done, "total": total}
    words = ngettext(
        "%(done)s of %(total)s checked, %(num)s must still be",
        "%(done)s of %(total)s checked, %(num)s must still be",
        must,
    )
    return words % {"done": done, "total": total, "num": must}
