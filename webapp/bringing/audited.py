"""What the audit notes of a transcript that came in as a file: by whom, of which kind, a hash of all that is kept."""

from __future__ import annotations

from webapp.audit_triggers import Audited

BROUGHT_TRANSCRIPT = Audited(
    "brought_transcript",
    "INSERT ON brought_transcript",
    "'transcript brought: ' || new.format",
    "sha256_of(new.transcript_id, new.document_id, new.file_name, new.sha256, new.format, new.made_by, new.words_by, "
    "new.remarks, new.turns, new.user_name, new.created_at)",
    "new.brought_id",
    "new.programme_id",
    "new.user_name",
)
