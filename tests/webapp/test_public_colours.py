"""The pages' colours can be read: contrast by WCAG 2.2, 1.4.3 and 1.4.11, in light and in dark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webapp

CSS = Path(webapp.__file__).parent / "static" / "css"
TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    *(("--ink", paper, TEXT) for paper in ("--paper", "--raised", "--tie", "--tie-strong", "--found", "--alarm-paper")),
    *(("--quiet", paper, TEXT) for paper in ("--paper", "--raised", "--tie")),
    *(("--accent", paper, TEXT) for paper in ("--paper", "--raised", "--tie")),
    ("--on-accent", "--accent", TEXT),
    ("--alarm", "--paper", TEXT),
    ("--alarm", "--alarm-paper", TEXT),
    ("--paper", "--alarm", TEXT),
    ("--paper", "--ink", TEXT),
    ("--field", "--paper", SHAPE),
    ("--field", "--raised", SHAPE),
]


def colours(scheme: str) -> dict[str, str]:
    """Return name → #rrggbb as a page of that scheme has it."""
    found: dict[str, str] = {}
    for name in ("base.css", "public.css"):
        text = (CSS / name).read_text()
        dark = "".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}", text))
        light = text.replace(dark, "") if dark else text
        found |= dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", light))
        if scheme == "dark":
            found |= dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", dark))
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme: str, front: str, back: str, least: float) -> None:
    known = colours(scheme)
    lighter, darker = sorted((luminance(known[front]), luminance(known[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_dark_is_not_light() -> None:
    assert luminance(colours("dark")["--paper"]) < 0.05 < luminance(colours("light")["--paper"])
