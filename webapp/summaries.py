"""The summary of a programme: each saved one is a new document; links stay with the sentences that did not change."""

from __future__ import annotations

from sqlite_utils import Database

from media.catalogue import add_document, current_document, documents_of, get_programme
from media.database import immediate
from media.records import Document
from transcribe.errors import BadEdit
from transcribe.linking.decided.carry_links import carry_links
from webapp.accounts import User
from webapp.errors import ChangedSince
from webapp.review import record_changed

SUMMARY = "summary"


def store_summary(
    db: Database, programme_id: str, text: str, language: str, person: User, *, seen: str
) -> Document | None:
    """Store a summary as the newest, and carry the links of unchanged sentences over to it.

    :param seen: the id of the document that the person saw, empty for none.
    :return: the new one; ``None`` where this one stands there already.
    :raises UnknownProgramme: no such id.
    :raises BadEdit: it is empty.
    :raises ChangedSince: somebody has saved another in the meantime.
    """
    if not text.strip():
        raise BadEdit("A summary needs words; write some, or leave it as it is.")
    with immediate(db):
        now = current_document(db, programme_id, SUMMARY)
        if now and (now.text, now.language) == (text, language):
            return None
        if (now.document_id if now else "") != seen:
            raise ChangedSince("Somebody has changed the summary since you opened it; compare both and save again.")
        author = now.author if now else get_programme(db, programme_id).author
        made = add_document(db, programme_id, SUMMARY, text, language=language, author=author, saved_by=person.name)
        carry_links(db, programme_id, made)
        record_changed(db, programme_id, person.name)
    return made


def versions_of(db: Database, programme_id: str) -> list[Document]:
    """Return every summary that the programme has had, the newest first."""
    return documents_of(db, programme_id, SUMMARY)
