"""What another newsroom keeps back: opened with its key and sealed with this one's, or locked until it is opened."""

from __future__ import annotations

import msgspec
from sqlite_utils import Database

from media.database import immediate
from webapp.packing.errors import NotUnpacked
from webapp.packing.kept import locked_of
from webapp.packing.lines import read_row
from webapp.packing.quietly import quietly
from webapp.packing.rows import REDACTIONS, redaction_line
from webapp.redaction.errors import WrongRedactionKey
from webapp.redaction.rows import Said
from webapp.redaction.vault import Vault, has_key, has_other_key


def seal_or_lock(db: Database, programme_id: str) -> bool:
    """Seal the redactions of a stage with this archive's key, or, without the key that opens them, lock them away.

    :return: whether they are locked.
    :raises WrongRedactionKey: what is given as a key is none.
    :raises NoRedactionKey: the other key is here, and none of this archive to seal them with.
    :raises NotUnpacked: a row was changed, or says what cannot be read.
    """
    rows = list(db.query("SELECT row_id, key_id, sealed FROM redaction_row ORDER BY rowid"))
    if not rows:
        return False
    if has_key() or has_other_key():
        vault = Vault.from_environment(with_other=True)
        if all(vault.opens(row["key_id"]) for row in rows):
            with db.atomic():
                for row in rows:
                    key_id, sealed = _sealed_anew(vault, row["row_id"], row["key_id"], row["sealed"])
                    values = [key_id, sealed, row["row_id"]]
                    db.conn.execute("UPDATE redaction_row SET key_id = ?, sealed = ? WHERE row_id = ?", values)
            return False
    with db.atomic():
        for position, row in enumerate(rows):
            line = redaction_line(db, row["row_id"])
            db.conn.execute(
                "INSERT INTO locked_redaction VALUES (?, ?, ?, ?, ?, ?)",
                [programme_id, position, row["row_id"], line, row["key_id"], row["sealed"]],
            )
    return True


def open_locked(db: Database, programme_id: str, user_name: str) -> bool:
    """Open what is locked of a programme that is here, where its key is here now; return whether it was.

    :raises WrongRedactionKey, NoRedactionKey, NotUnpacked: as `seal_or_lock`.
    """
    with immediate(db):
        locked = list(locked_of(db, programme_id))
        if not locked or not (has_key() or has_other_key()):
            return False
        vault = Vault.from_environment(with_other=True)
        if not all(vault.opens(each.key_id) for each in locked):
            return False
        with quietly(db, [REDACTIONS]):
            for each in locked:
                key_id, sealed = _sealed_anew(vault, each.row_id, each.key_id, each.sealed)
                row = read_row(each.line, REDACTIONS) | {"key_id": key_id, "sealed": sealed}
                db.table(REDACTIONS).insert(row)
                values = [each.row_id, programme_id, each.row_id]
                db.conn.execute(
                    "UPDATE origin_entry SET subject = ? WHERE programme_id = ? AND "
                    "json_extract(line, '$.subject') = ?",
                    values,
                )
        db.conn.execute("DELETE FROM locked_redaction WHERE programme_id = ?", [programme_id])
        db.conn.execute("UPDATE unpacked SET opened_by = ? WHERE programme_id = ?", [user_name, programme_id])
    return True


def _sealed_anew(vault: Vault, row_id: str, key_id: str, sealed: bytes) -> tuple[str, bytes]:
    try:
        said = vault.open(sealed, row_id, key_id)
        msgspec.json.decode(said, type=Said)
    except (WrongRedactionKey, ValueError, msgspec.MsgspecError) as error:
        raise NotUnpacked(
            "What is kept back of this programme was changed after it was sealed; nothing was brought in."
        ) from error
    # Under the same key it stays as it is: packed again it is the same bytes.
    return (key_id, sealed) if key_id == vault.key_id else (vault.key_id, vault.seal(said, row_id))
