"""What the audit notes of what was imported; see `webapp.audit_triggers`."""

from __future__ import annotations

from webapp.audit_triggers import Audited

# fmt: off
PAGE_READ = Audited("page_read", "INSERT ON page_read", "'page read'",
                    "sha256_of(new.file_name, new.sha256, new.record)", "new.page_read_id", "new.programme_id",
                    "new.user_name")
# A fact may be a name: the audit keeps its hash.
DOUBT_SETTLED = Audited("doubt_settled", "INSERT ON doubt_settled", "'page checked: ' || new.name",
                        "sha256_of(new.page_read_id, new.name, new.value, new.user_name, new.created_at)",
                        "'settled ' || new.doubt_settled_id", "new.programme_id", "new.user_name")
# fmt: on
CHECKED = (PAGE_READ, DOUBT_SETTLED)
"""What is there to be held against the audit."""
