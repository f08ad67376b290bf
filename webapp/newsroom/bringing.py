"""A transcript that somebody brings as a file: read from a form, and what became of it, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from flask import flash, request

from media.errors import MuragatError, UnreadableFile
from transcribe.errors import BadTranscript
from transcribe.incoming.file import MOST_BYTES
from transcribe.incoming.store import Brought, TranscriptFile, open_transcript
from transcribe.records import WordsBy
from webapp.interface import gettext, interface_language, ngettext
from webapp.newsroom.form import uploaded
from webapp.newsroom.remarks import remark
from webapp.newsroom.request import user
from webapp.newsroom.sentences import sentence

FIELD = "transcript_file"


def transcript_of(problems: dict[str, str]) -> TranscriptFile | None:
    """Return the transcript that was brought; ``None`` where there is none, or a problem was noted."""
    file = uploaded(FIELD)
    if file is None:
        return None
    said = request.form.get("words_by", WordsBy.UNKNOWN)
    words_by = WordsBy(said) if said in (WordsBy.HUMAN, WordsBy.MACHINE) else None
    try:
        return open_transcript(file.stream.read(MOST_BYTES + 1), file.filename or "", words_by, user().name)
    except (BadTranscript, UnreadableFile) as error:
        problems[FIELD] = why_not(error)
        return None


def why_not(error: MuragatError) -> str:
    """Return why a file was not taken: in English what exactly is wrong with it."""
    if interface_language() == "en":
        return str(error)
    if isinstance(error, UnreadableFile):
        return gettext("It cannot be told in which encoding this file is; save it in UTF-8 and bring it again.")
    return sentence(error)


def tell(brought: Brought) -> None:
    """Say on the next page what became of a transcript."""
    flash(" ".join(_said(brought)))


def _said(brought: Brought) -> Iterator[str]:
    placed = brought.placed
    if placed is None:
        yield gettext("The transcript is stored. It says no times, so the machine looks for its words in the sound.")
    else:
        said = ngettext(
            "The transcript is stored: %(num)s word.", "The transcript is stored: %(num)s words.", placed.words
        )
        yield said % {"num": placed.words}
        if placed.guessed:
            yield gettext("The file does not say when each word is spoken; “Find when each word is spoken” does.")
        if placed.beyond:
            yield gettext("Some of it went on after the recording’s end, and ends there now; look at the last words.")
        if placed.is_reordered:
            yield gettext("Its passages were not in the order of time; they are now.")
    if brought.is_offered:
        yield gettext("People have corrected the words that stand, so these are only offered: see below.")
    yield from map(remark, brought.remarks)
