"""Rows of decisions."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlite_utils import Database

from media.database import utc_now
from transcribe.records import canonical_json
from webapp.checking.records import Answer, CheckDecision, Item


def newest_decisions(db: Database, programme_id: str) -> Mapping[str, CheckDecision]:
    """Return the newest decision about every item of a programme, by its key."""
    # SQLite takes a bare column from the row that has the maximum (lang_select.html, "bare columns").
    rows = db.query(
        "SELECT *, max(check_decision_id) AS newest FROM check_decision WHERE programme_id = ? GROUP BY item_key",
        [programme_id],
    )
    return {decision.item_key: decision for decision in map(_decision, rows)}


def decisions_about(db: Database, programme_id: str, key: str) -> tuple[CheckDecision, ...]:
    """Return all decisions about an item, the newest first."""
    rows = db.table("check_decision").rows_where(
        "programme_id = ? AND item_key = ?", [programme_id, key], order_by="check_decision_id DESC"
    )
    return tuple(map(_decision, rows))


def add_decision(
    db: Database, programme_id: str, item: Item, answer: Answer, heard_ms: int | None, user_name: str
) -> None:
    """Keep a decision about an item as it is; belongs into the transaction that read it."""
    db.table("check_decision").insert(
        {
            "programme_id": programme_id,
            "item_key": item.key,
            "answer": str(answer),
            "words_sha256": item.words_sha256,
            "words": item.words,
            "segment_ids": canonical_json(item.segment_ids).decode(),
            "heard_ms": heard_ms,
            "user_name": user_name,
            "created_at": utc_now(),
        }
    )


def _decision(row: Mapping[str, object]) -> CheckDecision:
    heard_ms = row["heard_ms"]
    return CheckDecision(
        check_decision_id=int(str(row["check_decision_id"])),
        programme_id=str(row["programme_id"]),
        item_key=str(row["item_key"]),
        answer=Answer(str(row["answer"])),
        words_sha256=str(row["words_sha256"]),
        segment_ids=tuple(json.loads(str(row["segment_ids"]))),
        words=str(row["words"]),
        heard_ms=None if heard_ms is None else int(str(heard_ms)),
        user_name=str(row["user_name"]),
        created_at=str(row["created_at"]),
    )
