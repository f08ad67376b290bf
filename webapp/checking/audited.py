"""What the audit notes of checking, and of who wrote facts and texts."""

from __future__ import annotations

from dataclasses import replace

from webapp.audit_triggers import CHANGES, ROWS, Audited

# fmt: off
CHECK = Audited("check_decision", "INSERT ON check_decision", "'checked: ' || new.answer",
                "sha256_of(new.item_key, new.answer, new.words_sha256, new.segment_ids, new.heard_ms, new.user_name)",
                "'check ' || new.check_decision_id", "new.programme_id", "new.user_name")
SUGGESTION = Audited("suggestion_decision", "INSERT ON suggestion_decision", "'suggestion ' || new.answer",
                     "sha256_of(new.pair_sha256, new.answer, new.user_name)", user="new.user_name")
LISTENED = Audited("link_listened", "INSERT ON link_listened",
                   "CASE WHEN new.heard_ms IS NULL THEN 'listened: said so' ELSE 'listened: heard' END",
                   "sha256_of(new.decision_id, new.heard_ms)", "new.decision_id", "new.programme_id",
                   "(SELECT user_name FROM link_decision WHERE decision_id = new.decision_id)")
# fmt: on
FACTS_BY = replace(next(each for each in CHANGES if each.name == "facts"), user="new.facts_by")
DOCUMENT_BY = replace(next(each for each in ROWS if each.name == "document"), user="new.saved_by")
