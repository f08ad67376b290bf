"""Whoever says that nothing bears a sentence out has listened: what is known of that, beside the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from transcribe.linking.decided.decisions import decisions_of
from transcribe.records import DecisionKind
from webapp.errors import BadAnswer, NotHeard
from webapp.review import Content


@dataclass(frozen=True, slots=True)
class Listened:
    """What is known of somebody's listening."""

    heard_ms: int | None
    """The second of the recording that was played to them; ``None`` where they only say that they listened."""


def require_listened(now: Content, kind: DecisionKind, listened: Listened | None) -> None:
    """Refuse that nothing bears a sentence out by somebody who does not even say that they listened.

    :raises NotHeard: nothing was heard.
    :raises BadAnswer: the second is not in the recording.
    """
    if kind is not DecisionKind.NO_SUPPORT:
        return
    if listened is None:
        raise NotHeard("Listen first, then say that nothing bears it out.")
    end_ms = now.recording.duration_ms if now.recording else 0
    if listened.heard_ms is not None and not 0 <= listened.heard_ms < end_ms:
        raise BadAnswer("The recording does not reach that far; load the page again and hear it.")


def add_listened(db: Database, programme_id: str, listened: Listened) -> None:
    """Keep it beside the newest decision; belongs into the transaction that made that."""
    decision = decisions_of(db, programme_id)[-1]
    row = {"decision_id": decision.decision_id, "programme_id": programme_id, "heard_ms": listened.heard_ms}
    db.table("link_listened").insert(row)


def listened_of(db: Database, programme_id: str) -> Mapping[str, Listened]:
    """Return what is known, by the id of the decision."""
    rows = db.table("link_listened").rows_where("programme_id = ?", [programme_id])
    return {str(row["decision_id"]): Listened(row["heard_ms"]) for row in rows}
