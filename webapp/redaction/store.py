"""What people keep back, lift, confirm and dismiss: rows that are only added."""

from __future__ import annotations

from collections.abc import Callable, Collection

import msgspec
from sqlite_utils import Database

from media.database import immediate
from media.records import Span
from webapp.accounts import User, get_user
from webapp.errors import NotAllowed
from webapp.people.assignments import may_see
from webapp.redaction.checked import (
    check_others,
    check_span,
    check_words,
    clean_authority,
    clean_names,
    clean_reason,
    clean_replacement,
)
from webapp.redaction.errors import NoSuchPlace, NotRedacted
from webapp.redaction.find import find_places, locate
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Place, Quote, Redaction, Redactions, RowKind, Where
from webapp.redaction.rows import Said, add_row, redaction_of, said_of
from webapp.redaction.vault import Vault
from webapp.review import Content, content


def require_redactor(db: Database, programme_id: str, user_name: str) -> User:
    """Return who may see and change what is kept back of a programme: staff that may see it.

    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: they may not; it is the same whether the programme exists or not.
    """
    user = get_user(db, user_name)
    if not (user.is_staff and may_see(db, user, programme_id)):
        raise NotAllowed(
            f"{user.name} may not see what is kept back of programme {programme_id}; name somebody who may, or assign "
            "them."
        )
    return user


def add_person(
    db: Database,
    programme_id: str,
    names: Collection[str],
    user_name: str,
    *,
    reason: str,
    authority: str | None = None,
    replacement: str | None = None,
    confirm: bool = False,
) -> Redaction:
    """Keep a person back, wherever one of the names stands.

    :param names: the first is the name under which the person is kept.
    :param replacement: a role; ``None`` for a mask that is the same for all.
    :param confirm: confirm every place where a name stands now.
    :raises UnknownUser: no active account has this name.
    :raises NotAllowed: they may not.
    :raises UnknownProgramme: no such id.
    :raises BadRedaction: what was typed cannot be used.
    :raises NoRedactionKey: the environment has no key.
    :raises WrongRedactionKey: it has another than that of the archive.
    """

    def checked(now: Content, kept: Redactions) -> Said:
        wanted = clean_names(names)
        check_others(wanted, kept.standing)
        return Said(replacement=clean_replacement(replacement, wanted, kept.standing), names=wanted)

    with immediate(db):
        made = _add(db, programme_id, RowKind.PERSON, user_name, reason, authority, checked)
        if confirm:
            _confirm_all(db, programme_id, made, get_user(db, user_name))
    return made


def add_span(
    db: Database,
    programme_id: str,
    span: Span,
    user_name: str,
    *,
    reason: str,
    authority: str | None = None,
    replacement: str | None = None,
    voice_only: bool = False,
) -> Redaction:
    """Keep a stretch of the sound back, and all that is said in it; raises as `add_person` does.

    :param voice_only: leave the words, and let them be said by another voice, which protects nobody.
    """

    def checked(now: Content, kept: Redactions) -> Said:
        check_span(span, now.recording)
        shown = clean_replacement(replacement, (), kept.standing)
        return Said(replacement=shown, span=span, recording_id=_recording_id(now), voice_only=voice_only)

    with immediate(db):
        return _add(db, programme_id, RowKind.SPAN, user_name, reason, authority, checked)


def add_word(
    db: Database,
    programme_id: str,
    quote: Quote,
    user_name: str,
    *,
    reason: str,
    authority: str | None = None,
    replacement: str | None = None,
) -> Redaction:
    """Keep the words of one place back; raises as `add_person` does.

    :param quote: where they stand (`webapp.redaction.find.quote_of`).
    :raises NoSuchPlace: they do not stand there any more.
    """

    def checked(now: Content, kept: Redactions) -> Said:
        place = locate(now, quote)
        if place is None:
            raise NoSuchPlace("These words do not stand there any more; load the page anew, and mark them again.")
        check_words(quote.words, kept.standing)
        shown = clean_replacement(replacement, (), kept.standing, quote.words)
        span = place.span if quote.where is Where.TRANSCRIPT else None
        return Said(replacement=shown, quote=quote, span=span, recording_id=_recording_id(now))

    with immediate(db):
        return _add(db, programme_id, RowKind.WORD, user_name, reason, authority, checked)


def lift(db: Database, programme_id: str, redaction_id: str, user_name: str, *, reason: str) -> None:
    """Keep something back no longer; that it was, and why it is no more, stays.

    :raises NotRedacted: nothing of this id is kept back; it raises further as `add_person` does.
    """
    with immediate(db):
        user = require_redactor(db, programme_id, user_name)
        kept = opened(content(db, programme_id).redactions)
        if all(each.redaction_id != redaction_id for each in kept.standing):
            raise NotRedacted(
                f"Programme {programme_id} has no redaction “{redaction_id}”; “muragat redactions” lists them."
            )
        said = Said(reason=clean_reason(reason))
        add_row(db, Vault.from_environment(), programme_id, RowKind.LIFTED, said, user.name, redaction_id)


def decide(
    db: Database, programme_id: str, place_ids: Collection[str], decision: Decision, user_name: str
) -> tuple[Place, ...]:
    """Confirm or dismiss places, each as it stands now: all of them, or, on an error, none.

    :raises NoSuchPlace: one of them is not there any more, or nobody is asked about it; raises further as
        `add_person` does.
    """
    with immediate(db):
        user = require_redactor(db, programme_id, user_name)
        now = content(db, programme_id)
        places = {each.place_id: each for each in find_places(now, opened(now.redactions)) if each.is_asked}
        if not set(place_ids) <= set(places):
            raise NoSuchPlace("The text was changed since these places were listed; look at them again.")
        chosen = tuple(places[each] for each in dict.fromkeys(place_ids))
        _decide(db, programme_id, [each for each in chosen if each.decision is not decision], decision, user)
    return chosen


def _add(
    db: Database,
    programme_id: str,
    kind: RowKind,
    user_name: str,
    reason: str,
    authority: str | None,
    checked: Callable[[Content, Redactions], Said],
) -> Redaction:
    user = require_redactor(db, programme_id, user_name)
    vault = Vault.from_environment()
    now = content(db, programme_id)
    kept = opened(now.redactions)
    said = checked(now, kept)
    said = msgspec.structs.replace(said, reason=clean_reason(reason), authority=clean_authority(authority))
    for standing in kept.standing:
        if standing.user_name == user.name and said_of(standing) == said:
            return standing  # Sent again, because no answer came: who lifts one of two would think that it is lifted.
    return redaction_of(add_row(db, vault, programme_id, kind, said, user.name), said)


def _recording_id(now: Content) -> str | None:
    return now.recording.recording_id if now.recording else None


def _confirm_all(db: Database, programme_id: str, made: Redaction, user: User) -> None:
    now = content(db, programme_id)
    found = find_places(now, opened(now.redactions))
    mine = [each for each in found if each.redaction_id == made.redaction_id and each.is_open]
    _decide(db, programme_id, mine, Decision.CONFIRMED, user)


def _decide(db: Database, programme_id: str, places: Collection[Place], decision: Decision, user: User) -> None:
    vault = Vault.from_environment()
    for place in places:
        said = Said(quote=place.quote, alike=place.alike)
        add_row(db, vault, programme_id, RowKind(decision.value), said, user.name, place.redaction_id)
