"""What a form carries, and what is wrong with it: nothing that was typed is lost when it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO, cast

from flask import request
from werkzeug.datastructures import FileStorage

from media.catalogue import check_facts
from media.errors import FactTooLong, MediaError, UnknownFact, UnreadableFile
from media.language import UNDETERMINED
from media.text_file import MAX_TEXT_BYTES, decode_text
from webapp.intake import Upload, WholeFile
from webapp.interface import gettext
from webapp.newsroom.sentences import sentence
from webapp.newsroom.uploading.taking import FIELD, whole_file
from webapp.uploads.errors import UploadError

DRAFT_SAVED = "saved"
"""The category of a flashed note to the page's script: it need not keep the draft of this form any longer."""
LANGUAGES = ("kk", "ru", "en", "ky", "uz", "tg", "tk", "az", "ug", "mn", "tr", "de", UNDETERMINED)
"""Offered in forms; the command line takes any BCP 47 tag."""


def given_facts(names: Iterable[str]) -> dict[str, str]:
    """Return the facts that the form has fields for, as they were typed."""
    return {name: request.form[name] for name in names if name in request.form}


def fact_problems(facts: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong, by field."""
    problems = {}
    for name, value in facts.items():
        try:
            check_facts({name: value})
        except FactTooLong as error:
            problems[name] = sentence(error)
        except UnknownFact:
            problems[name] = gettext("Write the date as year, month, day: 2026-11-24.")
        except MediaError as error:
            problems[name] = sentence(error)
    if not facts.get("title", "-").strip():
        problems["title"] = gettext("A programme needs a title.")
    if not facts.get("language", "-").strip():
        problems["language"] = gettext("Say which language is spoken.")
    return problems


def uploaded(name: str) -> FileStorage | None:
    """Return the file of a field, ``None`` where none was chosen."""
    file = request.files.get(name)
    return file if file is not None and file.filename else None


def uploaded_sound(problems: dict[str, str]) -> Upload | WholeFile | None:
    """Return the sound that was brought, with the form or before; ``None`` for none, or where a problem was noted."""
    file = uploaded("sound")
    if file is None and (upload_id := request.form.get(FIELD)):
        try:
            return whole_file(upload_id)
        except UploadError as error:
            problems["sound"] = sentence(error)
            return None
    return Upload(cast(BinaryIO, file.stream), file.filename or "") if file else None


def text_of(name: str, problems: dict[str, str]) -> str | None:
    """Return a text that was typed, or brought as a file; ``None`` where there is neither, or a problem was noted."""
    typed, file = request.form.get(name, ""), uploaded(f"{name}_file")
    if typed.strip() and file:
        problems[name] = gettext("Give it as text or as a file, not both.")
        return None
    data = file.stream.read(MAX_TEXT_BYTES + 1) if file else typed.encode()
    if not file and not typed.strip():
        return None
    try:
        return decode_text(data, name)
    except UnreadableFile as error:
        problems[name] = sentence(error)
        return None
