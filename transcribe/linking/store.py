"""Linkings in ``archive.db``: each run is kept, none is changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

import msgspec
from sqlite_utils import Database

from media.database import immediate
from transcribe.records import Link, Linking, Omitted, canonical_json

ID_DIGITS = 12


def link_id(programme_id: str, claim_id: str) -> str:
    """Return the id that the link of a claim has in every run."""
    return f"l{hashlib.sha256(f'{programme_id} {claim_id}'.encode()).hexdigest()[:ID_DIGITS]}"


def latest_linking(db: Database, programme_id: str) -> Linking | None:
    """Return the newest linking of a programme, ``None`` where its summary was never linked."""
    for row in db.table("linking").rows_where("programme_id = ?", [programme_id], order_by="rowid DESC", limit=1):
        return _linking(db, row)
    return None


def newest_link(db: Database, programme_id: str, claim_id: str, *, by_machine: bool = False) -> Link | None:
    """Return the newest link of a claim in all runs, ``None`` where it was never linked.

    :param by_machine: the newest that no decision of a person has changed.
    """
    rows = db.query(
        """SELECT link FROM link JOIN linking USING (linking_id)
           WHERE programme_id = ? AND link_id = ? AND NOT (? AND json_extract(link, '$.decided') IS NOT NULL)
           ORDER BY linking.rowid DESC LIMIT 1""",
        [programme_id, link_id(programme_id, claim_id), by_machine],
    )
    return next((msgspec.json.decode(row["link"], type=Link) for row in rows), None)


def store_linking(db: Database, linking: Linking) -> Linking:
    """Store a run; where it says what the newest one says of the same texts, return that one."""
    with immediate(db):
        latest = latest_linking(db, linking.programme_id)
        if latest and _content(latest) == _content(linking):
            return latest
        db.table("linking").insert(
            {
                "linking_id": linking.linking_id,
                "programme_id": linking.programme_id,
                "text_sha256": linking.text_sha256,
                "document_id": linking.document_id,
                "channels": json.dumps(linking.channels),
                "omitted": canonical_json(linking.omitted).decode(),
                "created_at": linking.created_at,
            }
        )
        db.table("link").insert_all(
            {
                "linking_id": linking.linking_id,
                "position": position,
                "link_id": link.link_id,
                "link": canonical_json(link).decode(),
            }
            for position, link in enumerate(linking.links)
        )
    return linking


def _content(linking: Linking) -> tuple[object, ...]:
    return linking.text_sha256, linking.document_id, linking.channels, linking.links, linking.omitted


def _linking(db: Database, row: Mapping[str, object]) -> Linking:
    links = db.table("link").rows_where("linking_id = ?", [row["linking_id"]], order_by="position")
    return msgspec.convert(
        {
            **row,
            "channels": json.loads(str(row["channels"])),
            "omitted": msgspec.json.decode(str(row["omitted"]), type=tuple[Omitted, ...]),
            "links": tuple(msgspec.json.decode(link["link"], type=Link) for link in links),
        },
        Linking,
    )
