"""The table of uploads in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import Audited, add_to_audit

upload_migrations = Migrations("uploads")

# fmt: off
_WHOSE = "(SELECT name FROM user WHERE user_id = {row}.user_id)"
# What a file is called may be a name: the audit keeps its hash.
BEGUN = Audited("upload_begun", "INSERT ON upload", "'upload begun'",
                "sha256_of(new.upload_id, new.file_name, new.size_bytes)", user=_WHOSE.format(row="new"))
WHOLE = Audited("upload_whole", "UPDATE OF sha256 ON upload", "'upload arrived'",
                "sha256_of(new.upload_id, new.sha256)", user=_WHOSE.format(row="new"))
ENDED = Audited("upload_ended", "DELETE ON upload", "'upload ended'",
                "sha256_of(old.upload_id, old.sha256)", user=_WHOSE.format(row="old"))
# fmt: on


@upload_migrations()
def m001_uploads(db: Database) -> None:
    # What is here of a file is told by the row, not by the file's length: the row is written after its bytes are.
    db.conn.execute("""
        CREATE TABLE upload (
            upload_id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user,
            file_name TEXT NOT NULL,
            modified_ms INTEGER,
            size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
            offset_bytes INTEGER NOT NULL CHECK (offset_bytes BETWEEN 0 AND size_bytes),
            sha256 TEXT,
            created_at TEXT NOT NULL,
            expires_at_ms INTEGER NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX upload_user ON upload (user_id)")
    for each in (BEGUN, WHOLE, ENDED):
        add_to_audit(db, each)
