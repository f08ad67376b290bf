"""The audit of transcripts that came in as files. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import add_to_audit
from webapp.bringing.audited import BROUGHT_TRANSCRIPT

bringing_migrations = Migrations("bringing")


@bringing_migrations()
def m001_audit(db: Database) -> None:
    add_to_audit(db, BROUGHT_TRANSCRIPT)
