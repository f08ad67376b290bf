"""The rows of redactions in ``archive.db``: read without the key, and written with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlite_utils import Database

from media.database import immediate, new_id, utc_now
from media.records import Span
from webapp.redaction.records import (
    Decision,
    Lifted,
    Quote,
    Redaction,
    RedactionKind,
    Redactions,
    RowKind,
    SealedRow,
)
from webapp.redaction.vault import Vault


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a row says, sealed."""

    replacement: str = ""
    reason: str = ""
    authority: str | None = None
    names: tuple[str, ...] = ()
    span: Span | None = None
    recording_id: str | None = None
    quote: Quote | None = None
    voice_only: bool = False
    alike: int = 0
    """Of a decision: how many places had these very words with the same around; 0 where an older release made it."""


def rows_of(db: Database, programme_id: str) -> tuple[SealedRow, ...]:
    """Return all rows of a programme in the order in which they were made, sealed."""
    rows = db.query("SELECT * FROM redaction_row WHERE programme_id = ? ORDER BY rowid", [programme_id])
    return tuple(SealedRow(**(row | {"kind": RowKind(row["kind"])})) for row in rows)


def add_row(
    db: Database,
    vault: Vault,
    programme_id: str,
    kind: RowKind,
    said: Said,
    user_name: str,
    redaction_id: str | None = None,
) -> SealedRow:
    """Store a row; belongs into the transaction that decided on it.

    :param redaction_id: which redaction it is about, ``None`` where it makes one.
    """
    row_id = new_id("x")
    row = SealedRow(
        row_id=row_id,
        programme_id=programme_id,
        redaction_id=redaction_id or row_id,
        kind=kind,
        user_name=user_name,
        created_at=utc_now(),
        key_id=vault.key_id,
        sealed=vault.seal(msgspec.json.encode(said), row_id),
    )
    db.table("redaction_row").insert({name: getattr(row, name) for name in SealedRow.__slots__})
    return row


def unseal(rows: Sequence[SealedRow], vault: Vault) -> Redactions:
    """Return what rows say.

    :raises WrongRedactionKey: one of them was sealed with a key that is not there.
    """
    standing: dict[str, Redaction] = {}
    lifted: list[Lifted] = []
    decisions: dict[tuple[str, Quote], Decision] = {}
    alike: dict[tuple[str, Quote], int] = {}
    for row, said in _said(rows, vault):
        if row.kind in (RowKind.PERSON, RowKind.SPAN, RowKind.WORD):
            standing[row.redaction_id] = redaction_of(row, said)
        elif row.kind is RowKind.LIFTED:
            redaction = standing.pop(row.redaction_id, None)
            if redaction:
                lifted.append(Lifted(redaction, said.reason, row.user_name, row.created_at))
        elif said.quote:
            place = row.redaction_id, said.quote
            decisions[place] = Decision(row.kind.value)
            alike.pop(place, None)
            if said.alike:
                alike[place] = said.alike
    return Redactions(tuple(standing.values()), tuple(lifted), decisions, vault.salt, alike)


def check_key(db: Database) -> None:
    """Refuse to work where names are kept back and what is kept cannot be read.

    :raises NoRedactionKey: the environment has no key.
    :raises WrongRedactionKey: it has others than those that the rows were sealed with.
    """
    for row in db.query("SELECT * FROM redaction_row GROUP BY key_id"):
        sealed = SealedRow(**(row | {"kind": RowKind(row["kind"])}))
        Vault.from_environment().open(sealed.sealed, sealed.row_id, sealed.key_id)


def seal_anew(db: Database, vault: Vault) -> int:
    """Seal every row with the newest key, so that the older ones are needed no more; return how many.

    :raises WrongRedactionKey: a row was sealed with a key that is not there; nothing was changed.
    """
    with immediate(db):
        old = list(db.query("SELECT row_id, key_id, sealed FROM redaction_row WHERE key_id != ?", [vault.key_id]))
        for row in old:
            said = vault.open(row["sealed"], row["row_id"], row["key_id"])
            values = [vault.key_id, vault.seal(said, row["row_id"]), row["row_id"]]
            db.conn.execute("UPDATE redaction_row SET key_id = ?, sealed = ? WHERE row_id = ?", values)
    return len(old)


def _said(rows: Iterable[SealedRow], vault: Vault) -> Iterator[tuple[SealedRow, Said]]:
    for row in rows:
        yield row, msgspec.json.decode(vault.open(row.sealed, row.row_id, row.key_id), type=Said)


def said_of(made: Redaction) -> Said:
    """Return what the row says that has made a redaction."""
    return Said(
        replacement=made.replacement,
        reason=made.reason,
        authority=made.authority,
        names=made.names,
        span=made.span,
        recording_id=made.recording_id,
        quote=made.quote,
        voice_only=made.voice_only,
    )


def redaction_of(row: SealedRow, said: Said) -> Redaction:
    """Return what a row says that makes a redaction."""
    return Redaction(
        redaction_id=row.redaction_id,
        programme_id=row.programme_id,
        kind=RedactionKind(row.kind.value),
        replacement=said.replacement,
        reason=said.reason,
        authority=said.authority,
        user_name=row.user_name,
        created_at=row.created_at,
        names=said.names,
        span=said.span,
        recording_id=said.recording_id,
        quote=said.quote,
        voice_only=said.voice_only,
    )
