"""The bundled programmes, read from their files."""

from __future__ import annotations

import tomllib
from pathlib import Path

from webapp.intake import Intake

PROGRAMMES = Path(__file__).parent / "programmes"
NAMES = ("saxaul", "reels")


def bundled() -> tuple[Intake, ...]:
    """Return a Kazakh feature with its script, and an English interview without one."""
    return tuple(map(_read, NAMES))


def _read(name: str) -> Intake:
    script = PROGRAMMES / f"{name}.script.txt"
    return Intake(
        facts=tomllib.loads((PROGRAMMES / f"{name}.toml").read_text()),
        sound=PROGRAMMES / f"{name}.opus",
        summary=(PROGRAMMES / f"{name}.summary.txt").read_text(),
        script=script.read_text() if script.exists() else None,
        synthetic=True,
    )
