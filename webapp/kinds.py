"""Every kind of job, with what does it: those of `transcribe`, and the gate before publication."""

from __future__ import annotations

from transcribe.pipeline import KINDS, Kinds
from webapp.gate.check import check

ALL_KINDS: Kinds = {**KINDS, "check": check}
