"""Every kind of job, with what does it: those of `transcribe`, of which none is told a protected name, and the gate."""

from __future__ import annotations

from functools import partial

from transcribe.kinds.recognise import transcribe
from transcribe.pipeline import KINDS, Kinds
from webapp.gate.check import check
from webapp.redaction.protected import told_terms

ALL_KINDS: Kinds = {**KINDS, "transcribe": partial(transcribe, terms=told_terms), "check": check}
