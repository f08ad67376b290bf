"""What the audit notes of a decision about two recordings that sound the same."""

from __future__ import annotations

from webapp.audit_triggers import Audited

# Between two programmes, so of neither: it stays, and can be held against the audit, when one of them is erased.
SAME_SOUND = Audited(
    "same_sound",
    "INSERT ON same_sound",
    "'same recording: ' || new.answer",
    "sha256_of(new.recording_id, new.other_id, new.answer, new.user_name, new.created_at)",
    "'same sound ' || new.same_sound_id",
    user="new.user_name",
)
