"""Who did what: to one programme, and in the whole newsroom."""

from __future__ import annotations

import csv
import io

from flask import Response, render_template
from werkzeug.exceptions import Forbidden

from media.records import Programme
from transcribe.formats.spreadsheet import harmless
from webapp.audit import Entry, count, entries, newest_sha256
from webapp.interface import gettext
from webapp.newsroom.request import database, user
from webapp.newsroom.request import programme as programme_of
from webapp.paging import page_number

PAGE_ENTRIES = 100


def history(programme_id: str) -> str:
    """Show what was done to a programme, the newest first.

    :raise 404: no such programme, or not theirs.
    """
    return _page(programme_of(programme_id))


def audit() -> str:
    """Show what was done in the newsroom, the newest first.

    :raise 403: somebody who is no admin.
    """
    _require_admin()
    return _page(None)


def audit_file() -> Response:
    """Send all of it as CSV, the oldest first, to be kept and checked elsewhere.

    :raise 403: somebody who is no admin.
    """
    _require_admin()
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(Entry.__slots__)
    for entry in entries(database()):
        cells = (getattr(entry, name) for name in Entry.__slots__)
        writer.writerow(["" if cell is None else harmless(str(cell)) for cell in cells])
    response = Response("\ufeff" + written.getvalue(), mimetype="text/csv")
    response.headers.set("Content-Disposition", "attachment", filename="audit.csv")
    return response


def action_name(action: str) -> str:
    """Return what was done, in the reader's words; what the machine's tables call it where there are none."""
    kind, _, rest = action.partition(": ")
    said = {
        "the audit begins": gettext("The audit begins; what stands before was noted then"),
        "facts": gettext("Facts written"),
        "sound": gettext("Sound brought"),
        "page read": gettext("Facts and summary read off a page"),
        "summary": gettext("Summary written"),
        "script": gettext("Script brought"),
        "machine run": gettext("Words stored as a new run"),
        "machine translation": gettext("Translation by the machine"),
        "English": gettext("English written"),
        "words": gettext("Words corrected"),
        "words of a segment": gettext("Words of one passage"),
        "programme brought": gettext("Programme brought"),
        "unpacked": gettext("Brought in from another newsroom"),
        "run set aside": gettext("A newer run set aside"),
        "difference set aside": gettext("A difference set aside"),
        "difference brought back": gettext("A difference brought back"),
        "term added": gettext("A term added"),
        "term removed": gettext("A term removed"),
        "suggestion accepted": gettext("A suggested word taken"),
        "suggestion dismissed": gettext("A suggested word refused"),
        "voices: allowed": gettext("Voices of a series to be known again: turned on"),
        "voices: forbidden": gettext("Voices of a series to be known again: turned off, and the prints erased"),
        "voices: remembered": gettext("Somebody’s voice to be known again: a voice print is stored"),
        "voices: forgotten": gettext("Somebody’s voice forgotten, and the prints erased"),
        "signed in": gettext("Signed in"),
        "redaction: person": gettext("A person kept back"),
        "redaction: span": gettext("A stretch of the sound kept back"),
        "redaction: word": gettext("Words kept back"),
        "redaction: lifted": gettext("No longer kept back"),
        "redaction: opened": gettext("What another newsroom keeps back opened with its key"),
        "redaction: confirmed": gettext("A place confirmed: kept back"),
        "redaction: dismissed": gettext("A place dismissed: not kept back"),
        "erasure: asked": gettext("Asked to erase the programme"),
        "erasure: removed": gettext("Rows and files of the programme removed"),
        "erasure: done": gettext("The programme erased; nothing of it was found"),
        "listened: heard": gettext("The sound was heard before that"),
        "listened: said so": gettext("Says that they listened before that"),
        "review: in_review": gettext("Facts, summary, sound or links changed"),
        "review: approved": gettext("Approved"),
        "review: published": gettext("Published"),
        "review: withdrawn": gettext("Withdrawn"),
        "approval refused": gettext("Sent back: an approval refused"),
        "approval asked for": gettext("Approval asked for"),
        "obstacles overridden": gettext("Approved in spite of what stood against it"),
        "consent withdrawn": gettext("Consent taken back"),
        "upload begun": gettext("A file began to come in pieces"),
        "upload arrived": gettext("A file has come whole"),
        "upload ended": gettext("A file that came in pieces is used or removed"),
        "feed added": gettext("A feed added"),
        "feed removed": gettext("A feed removed"),
        "brought by a feed": gettext("Programme brought by a feed"),
        "comment: written": gettext("Comment written"),
        "comment: edited": gettext("Comment edited"),
        "comment: deleted": gettext("Comment deleted"),
        "comment: resolved": gettext("Comment resolved"),
        "comment: opened": gettext("Comment opened again"),
    }
    kinds = {
        "checked": gettext("Checked: %(what)s"),
        "link": gettext("A link decided: %(what)s"),
        "account made": gettext("Account made: %(what)s"),
        "account ended": gettext("Account ended: %(what)s"),
        "password changed": gettext("Password changed: %(what)s"),
        "assigned": gettext("Assigned: %(what)s"),
        "embargo": gettext("Embargo: %(what)s"),
        "identity expected": gettext("Sign-in by a verified address allowed: %(what)s"),
        "identity linked": gettext("Identity linked: %(what)s"),
        "identity no more expected": gettext("Sign-in by a verified address no more allowed: %(what)s"),
        "identity removed": gettext("Identity removed: %(what)s"),
        "invitation taken back": gettext("Invitation taken back by %(what)s"),
        "invitation used": gettext("Invitation used by %(what)s"),
        "invited": gettext("Invited: %(what)s"),
        "left": gettext("No more assigned, the account was ended: %(what)s"),
        "passkey added": gettext("Passkey added: %(what)s"),
        "passkey refused, perhaps copied": gettext("Passkey refused, there may be a copy: %(what)s"),
        "passkey removed": gettext("Passkey removed: %(what)s"),
        "password hashed anew": gettext("Password stored more safely: %(what)s"),
        "role": gettext("Role changed: %(what)s"),
        "token made": gettext("Token made: %(what)s"),
        "token ended": gettext("Token ended: %(what)s"),
        "page checked": gettext("Read off a page, and found right: %(what)s"),
        "signed out": gettext("Signed out: %(what)s"),
        "deleted": gettext("Deleted: %(what)s"),
        "unassigned": gettext("No more assigned: %(what)s"),
    }
    return said.get(action) or (kinds[kind] % {"what": rest} if kind in kinds else action)


def _page(programme: Programme | None) -> str:
    programme_id = programme.programme_id if programme else None
    page = page_number()
    return render_template(
        "newsroom/history.html",
        programme=programme,
        entries=entries(
            database(),
            programme_id,
            newest_first=True,
            limit=PAGE_ENTRIES,
            offset=(page - 1) * PAGE_ENTRIES,
            with_kept_back=user().is_staff,
        ),
        newest_sha256=newest_sha256(database()),
        page=page,
        pages=-(-count(database(), programme_id, with_kept_back=user().is_staff) // PAGE_ENTRIES),
    )


def _require_admin() -> None:
    if not user().is_admin:
        raise Forbidden
