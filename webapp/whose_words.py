"""Whose words a transcript has that came in as a file: no surer than whoever brought it said."""

from __future__ import annotations

from pathlib import PurePath

from transcribe.records import Provenance, WordsBy
from webapp.interface import gettext


def from_file(method: str, made: Provenance, *, is_corrected: bool) -> str | None:
    """Return a sentence for readers; ``None`` where no file was brought, or nothing of a machine's is left of it.

    :param method: of the run: where its words were looked for in the sound, ``made`` is who did that.
    :param is_corrected: whether all of the words are a person's now; those that people wrote are so from the beginning.
    """
    if made.words_by is None or (is_corrected and made.words_by is not WordsBy.HUMAN):
        return None
    machine = machine_of(made)
    if method == "aligned":
        return wrote(made.words_by) + " " + gettext("Times by machine (%(machine)s).") % {"machine": machine}
    if machine and made.words_by is not WordsBy.HUMAN:
        return wrote(made.words_by) + " " + gettext("The file is of %(machine)s.") % {"machine": machine}
    return wrote(made.words_by)


def told_speakers(method: str, made: Provenance) -> WordsBy:
    """Return who told who speaks: people where they wrote it down, with times or in a script; else a machine."""
    return (made.words_by if method == "imported" else made.speakers_by) or WordsBy.MACHINE


def speakers_said(method: str, made: Provenance) -> str | None:
    """Return a sentence on who speaks for readers; ``None`` where people wrote it down."""
    return {
        WordsBy.HUMAN: None,
        WordsBy.MACHINE: gettext("Who speaks is the machine’s guess."),
        WordsBy.UNKNOWN: gettext("Who speaks is as the file says, not checked."),
    }[told_speakers(method, made)]


def machine_of(made: Provenance) -> str:
    """Return a tool with its version and model, as far as they are known."""
    parts = (" ".join(filter(None, (made.engine, made.engine_version))), PurePath(made.model).name)
    return ", ".join(filter(None, parts))


def wrote(words_by: WordsBy) -> str:
    """Return who wrote words that came in as a file, as far as it was said."""
    return {
        WordsBy.HUMAN: gettext("Words that people wrote down, brought as a file."),
        WordsBy.MACHINE: gettext("Machine words, brought as a file, not checked."),
        WordsBy.UNKNOWN: gettext("Words brought as a file; whether people or a machine wrote them is not known."),
    }[words_by]
