"""Let a programme out only where the gate has passed it as it stands."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from webapp.accounts import User
from webapp.edition.note import REMOVED
from webapp.edition.store import SoundFiles
from webapp.errors import NotChecked, NoteTells, ProtectedNameFound
from webapp.gate.kept_back import KeptBack
from webapp.gate.said import sentence_of
from webapp.gate.store import let_through_unheard, newest_check
from webapp.leaks.spots import Spotter
from webapp.redaction.records import RedactionKind
from webapp.redaction.wanted import tells_words
from webapp.review import require_approved, require_decider


def require_checked(
    db: Database, programme_id: str, content_sha256: str, guard: KeptBack, sound: SoundFiles | None
) -> None:
    """Refuse what nobody has looked through, or what did not pass.

    :param sound: what would be public.
    :raises NotChecked: the job ``check`` has not been done for this content and sound.
    :raises ProtectedNameFound: it found something; says where.
    """
    if not guard.needs_check:
        return
    found = newest_check(db, programme_id, content_sha256)
    if found is None or found.sound_sha256 != (sound.sound.sha256 if sound else None):
        raise NotChecked(programme_id)
    if not found.has_passed:
        raise ProtectedNameFound(sentence_of(programme_id, found.findings))


def require_nameless(note: str | None, guard: KeptBack) -> None:
    """:raises NoteTells: a note for readers has one of the names, what resembles one, or words that are kept back."""
    if not note or note == REMOVED:
        return
    said = note.split()
    if any(Spotter(guard.wanted).spots(said)) or any(tells_words(quote, said) for quote in _quotes(guard)):
        raise NoteTells("The correction note has a word that is, or resembles, what is kept back; say it without.")


def _quotes(guard: KeptBack) -> Iterator[str]:
    for redaction in guard.redactions.standing:
        if redaction.kind is RedactionKind.WORD and redaction.quote:
            yield redaction.quote.words


def let_out_unheard(db: Database, programme_id: str, user_name: str, reason: str) -> User:
    """Let what is approved be published though no machine can listen to its sound.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: the role does not publish; nothing is written.
    :raises NotApproved: nobody has approved it as it stands.
    """
    user = require_decider(db, user_name)
    approval = require_approved(db, programme_id)
    let_through_unheard(db, programme_id, approval.content_sha256, user, " ".join(reason.split()))
    return user
