"""What the audit notes of the desk's rows; see `webapp.audit_triggers`."""

from __future__ import annotations

from webapp.audit_triggers import Audited

# fmt: off
OVERRIDE = Audited("overridden", "INSERT ON overridden", "'obstacles overridden'",
                   "sha256_of(new.review_event_id, new.user_name, new.reason, new.obstacles)",
                   "'override ' || new.review_event_id", "new.programme_id", "new.user_name")
# A comment may name whom it is about: the audit keeps its hash.
COMMENT = Audited("comment_row", "INSERT ON comment_row", "'comment: ' || new.kind",
                  "sha256_of(new.comment_id, new.thread_id, new.kind, new.text, new.start_ms, new.segment_id, "
                  "new.claim_id, new.quote, new.user_name, new.created_at)",
                  "new.row_id", "new.programme_id", "new.user_name")
ASKED = Audited("approval_asked", "INSERT ON approval_asked", "'approval asked for'",
                "sha256_of(new.programme_id, new.user_name, new.created_at)", "'asked ' || new.approval_asked_id",
                "new.programme_id", "new.user_name")
SENT_BACK = Audited("approval_refused", "INSERT ON approval_refused", "'approval refused'",
                    "sha256_of(new.approval_asked_id, new.user_name, new.reason, new.created_at)",
                    "'asked ' || new.approval_asked_id", "new.programme_id", "new.user_name")
CONSENT = Audited("consent_withdrawn", "INSERT ON consent_withdrawn", "'consent withdrawn'",
                  "sha256_of(new.programme_id, new.user_name, new.reason, new.created_at)",
                  "'consent ' || new.consent_withdrawn_id", "new.programme_id", "new.user_name")
# fmt: on
CHECKED = (OVERRIDE, COMMENT, ASKED, SENT_BACK, CONSENT)
"""What is there to be held against the audit."""
