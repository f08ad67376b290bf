"""What the audit notes of programmes that came in; see `webapp.audit_triggers`."""

from __future__ import annotations

from webapp.audit_triggers import Audited

# fmt: off
UNPACKED = Audited("unpacked", "INSERT ON unpacked", "'unpacked'",
                   "sha256_of(new.programme_id, new.user_name, new.packed_by, new.packed_on, new.origin_sha256, "
                   "new.created_at)",
                   "'unpacked ' || new.programme_id", "new.programme_id", "new.user_name")
# Begins as all that tells that something is kept back.
OPENED = Audited("unpacked_opened", "UPDATE OF opened_by ON unpacked", "'redaction: opened'",
                 "sha256_of(new.programme_id, new.opened_by)", programme="new.programme_id", user="new.opened_by")
# fmt: on
