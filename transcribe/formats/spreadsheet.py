"""Cells of a CSV file that a spreadsheet opens."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""What a spreadsheet takes for the beginning of a formula, the wide ones with it, or skips before one."""

MARK = "'"


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet runs (OWASP, CSV injection): an apostrophe is before what it would run."""
    return f"{MARK}{cell}" if _is_to_be_marked(cell) else cell


def as_said(cell: str) -> str:
    """Return what `harmless` was given."""
    said = cell.removeprefix(MARK)
    return said if _is_to_be_marked(said) else cell


def _is_to_be_marked(cell: str) -> bool:
    # One that has apostrophes already is marked too: else nobody could tell them from the mark.
    return cell.lstrip(f"{MARK} \u00a0\ufeff").startswith(FORMULA)
