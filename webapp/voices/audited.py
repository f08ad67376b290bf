"""What the audit notes of decisions about known voices."""

from __future__ import annotations

from webapp.audit_triggers import Audited

# Neither a name nor a series: the audit outlives a programme that is erased, and a person who is forgotten.
VOICE_ACT = Audited(
    "voice_act",
    "INSERT ON voice_act",
    "'voices: ' || new.kind",
    "sha256_of(new.kind, new.series, new.user_name, new.created_at)",
    "'voices ' || new.voice_act_id",
    user="new.user_name",
)
