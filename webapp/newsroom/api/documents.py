"""Summary and script. Each stored one is a new version; those before stay."""

from __future__ import annotations

import msgspec
from flask import url_for
from werkzeug.exceptions import NotFound

from media.catalogue import add_document, current_document, documents_of, get_programme
from media.database import immediate
from media.language import parse_language
from media.records import Document
from media.text_file import decode_text
from webapp.newsroom.api.answer import Made
from webapp.newsroom.api.operation import PROGRAMME, Condition, Operation
from webapp.newsroom.api.preconditions import require_seen
from webapp.newsroom.request import database, user
from webapp.newsroom.work import enqueue_all, relink
from webapp.openapi import InPath
from webapp.people.tokens import Scope
from webapp.review import record_changed
from webapp.summaries import store_summary

VERSION = InPath("document_id", "The id of a version.", "d1234567890ab")
SUMMARY, SCRIPT = "summary", "script"


class Text(msgspec.Struct, frozen=True):
    """A version of a summary or script."""

    id: str
    text: str
    language: str
    author: str | None
    sha256: str
    created_at: str


class TextVersions(msgspec.Struct, frozen=True):
    """All versions, the newest first."""

    versions: tuple[Text, ...]


class SummaryChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    language: str = "en"


class ScriptChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str


def summary(programme_id: str) -> Text:
    return _there(programme_id, SUMMARY)


def script(programme_id: str) -> Text:
    return _there(programme_id, SCRIPT)


def summary_versions(programme_id: str) -> TextVersions:
    return TextVersions(tuple(map(_record, documents_of(database(), programme_id, SUMMARY))))


def change_summary(change: SummaryChange, programme_id: str) -> Made:
    text, language = decode_text(change.text.encode(), SUMMARY), parse_language(change.language)
    return _stand(programme_id, text, language, change)


def restore_summary(programme_id: str, document_id: str) -> Made:
    for each in documents_of(database(), programme_id, SUMMARY):
        if each.document_id == document_id:
            return _stand(programme_id, each.text, each.language, None)
    raise NotFound


def _stand(programme_id: str, text: str, language: str, sent: object) -> Made:
    """Let a summary stand, where whoever says so saw the one that stands now."""
    db = database()
    with immediate(db):
        now = current_document(db, programme_id, SUMMARY)
        require_seen(_record(now) if now else None, sent)
        if store_summary(db, programme_id, text, language, user(), seen=now.document_id if now else ""):
            relink(db, programme_id)
        stands = _there(programme_id, SUMMARY)
    return Made(stands, url_for("api.summary", programme_id=programme_id))


def change_script(change: ScriptChange, programme_id: str) -> Made:
    text = decode_text(change.text.encode(), SCRIPT)
    db = database()
    with immediate(db):
        now = current_document(db, programme_id, SCRIPT)
        require_seen(_record(now) if now else None, change)
        if now is None or now.text != text:
            language = get_programme(db, programme_id).language
            now = add_document(db, programme_id, SCRIPT, text, language=language, saved_by=user().name)
            record_changed(db, programme_id, user().name)
            enqueue_all(db, programme_id, has_new_sound=False)
    return Made(_record(now), url_for("api.script", programme_id=programme_id))


def _there(programme_id: str, kind: str) -> Text:
    found = current_document(database(), programme_id, kind)
    if found is None:
        raise NotFound
    return _record(found)


def _record(document: Document) -> Text:
    return Text(
        document.document_id,
        document.text,
        document.language,
        document.author,
        document.sha256,
        document.created_at,
    )


OPERATIONS = (
    Operation(
        "summary",
        "GET",
        "/programmes/{programme_id}/summary",
        "Get the summary",
        "The newest version; 404 where there is none yet.",
        Scope.READ,
        summary,
        Text,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "change_summary",
        "PUT",
        "/programmes/{programme_id}/summary",
        "Write the summary",
        "As a new version. The machine looks for it in the words, where there are some.",
        Scope.EDIT,
        change_summary,
        Text,
        body=SummaryChange,
        is_of_text=True,
        condition=Condition.MATCH_OR_NONE,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/summary",),
    ),
    Operation(
        "summary_versions",
        "GET",
        "/programmes/{programme_id}/summary/versions",
        "List the versions of the summary",
        "Each stays as it was; the newest counts.",
        Scope.READ,
        summary_versions,
        TextVersions,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "restore_summary",
        "POST",
        "/programmes/{programme_id}/summary/versions/{document_id}/restore",
        "Restore a summary",
        "As a new version; If-Match is the ETag of the one that stands now.",
        Scope.EDIT,
        restore_summary,
        Text,
        condition=Condition.MATCH,
        in_path=(PROGRAMME, VERSION),
        pages=("POST /programmes/<programme_id>/summary/versions/<document_id>",),
    ),
    Operation(
        "script",
        "GET",
        "/programmes/{programme_id}/script",
        "Get the script",
        "The words as they were to be spoken; 404 where there is none.",
        Scope.READ,
        script,
        Text,
        in_path=(PROGRAMME,),
    ),
    Operation(
        "change_script",
        "PUT",
        "/programmes/{programme_id}/script",
        "Bring the script",
        "The machine then looks for its words in the sound instead of recognising them.",
        Scope.EDIT,
        change_script,
        Text,
        body=ScriptChange,
        is_of_text=True,
        condition=Condition.MATCH_OR_NONE,
        in_path=(PROGRAMME,),
        pages=("POST /programmes/<programme_id>/sound",),
    ),
)
