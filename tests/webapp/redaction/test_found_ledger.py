"""Of each way of each name what is found is what was found before; a change is read, and then written down."""

from __future__ import annotations

from tests.webapp.redaction.found_ledger import LEDGER, lines


def test_what_is_found_is_as_it_was_written_down() -> None:
    now, before = list(lines()), LEDGER.read_text().splitlines()
    changed = sorted(set(now) ^ set(before))
    assert changed == [], "read them, then write the file anew: python -m tests.webapp.redaction.found_ledger"
    assert len(before) > 1000
