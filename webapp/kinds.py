"""Every kind of job, with what does it: those of `transcribe`, of which none is told a protected name, and the gate.

None keeps a protected person's voice either.
"""

from __future__ import annotations

from functools import partial

from transcribe.kinds.recognise import transcribe
from transcribe.kinds.voices import voices
from transcribe.pipeline import KINDS, Kinds
from webapp.gate.check import check
from webapp.redaction.protected import names_kept_back, told_terms

ALL_KINDS: Kinds = {
    **KINDS,
    "transcribe": partial(transcribe, terms=told_terms),
    "voices": partial(voices, kept_back=names_kept_back),
    "check": check,
}
