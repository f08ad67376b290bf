"""Break what protects names, one thing at a time, run the tests that reach it, and count how often one noticed."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.mutation.bench import is_noticed, load, write_reached
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.reaching import Reaching

BROKEN = {
    "redaction": ("webapp/redaction/*.py", "webapp/leaks/*.py", "webapp/gate/*.py"),
    "publish": ("webapp/edition/*.py", "webapp/review.py"),
    "auth": ("webapp/people/*.py", "webapp/newsroom/guard.py", "webapp/accounts.py"),
}
"""What is broken."""
SEARCH = ("alphabet", "catalogue", "fold", "meaning", "passages", "signatures", "words")
"""Modules of the edition that find and list, and decide nothing."""
TESTS = (
    "tests/faults/test_edition.py",
    "tests/faults/test_publish_races.py",
    "tests/security/test_api_access.py",
    "tests/security/test_canaries.py",
    "tests/security/test_late_redaction.py",
    "tests/security/test_newsroom_sessions.py",
    "tests/security/test_oracles.py",
    "tests/security/test_swapped_ids.py",
    "tests/security/test_two_names.py",
    "tests/webapp/api/test_tokens.py",
    "tests/webapp/gate",
    "tests/webapp/leaks",
    "tests/webapp/people",
    "tests/webapp/redaction",
    "tests/webapp/test_accounts.py",
    "tests/webapp/test_audit.py",
    "tests/webapp/test_edition.py",
    "tests/webapp/test_edition_index.py",
    "tests/webapp/test_english.py",
    "tests/webapp/test_newsroom.py",
    "tests/webapp/test_newsroom_people.py",
    "tests/webapp/test_newsroom_redacting.py",
    "tests/webapp/test_purging.py",
    "tests/webapp/test_review.py",
    "tests/webapp/test_translation.py",
    "tests/webapp/versions",
)
"""Of all tests these: the others are of sound, recognition and linking, or take too long here."""


def main() -> int:
    """Print of each whether a test noticed, and the share of those of which one did."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="Only so many, chosen by chance, the same each time.")
    parser.add_argument("--seed", type=int, default=8, help="Of the sample.")
    parser.add_argument("--reached", type=Path, help="Where to keep which test reaches what, for the next time.")
    parser.add_argument("files", nargs="*", help="Only these modules.")
    asked = parser.parse_args()
    chosen = list(_chosen(asked.files))
    if asked.sample and asked.sample < len(chosen):
        chosen = random.Random(asked.seed).sample(chosen, asked.sample)
    with tempfile.TemporaryDirectory(prefix="muragat-mutation-") as place:
        known = asked.reached or Path(place) / "reached.json"
        if not known.exists():
            write_reached(TESTS, known)
        _count(Reaching.read(known), chosen)
    return 0


def _count(reaching: Reaching, chosen: Sequence[tuple[str, str, Mutant]]) -> None:
    tests_of = {mutant: reaching.tests(path, mutant.line) for _, path, mutant in chosen}
    load(test for tests in tests_of.values() for test in tests)
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    for kind, path, mutant in chosen:
        found = is_noticed(path, tests_of[mutant], mutant) if tests_of[mutant] else False
        if found is not None:
            tried[kind] += 1
            noticed[kind] += found
        said = {True: "noticed", None: "outside of functions"}.get(found, "NOBODY NOTICED")
        _say(f"{said}: {path}:{mutant.line} {mutant.what}")
    for kind in BROKEN:
        _say(f"{kind}: {noticed[kind]} of {tried[kind]} noticed")
    _say(f"{noticed.total()} of {tried.total()} noticed, {100 * noticed.total() / max(1, tried.total()):.1f} %")


def _chosen(files: Sequence[str]) -> Iterator[tuple[str, str, Mutant]]:
    for kind, patterns in BROKEN.items():
        for module in sorted(each for pattern in patterns for each in REPOSITORY.glob(pattern)):
            path = module.relative_to(REPOSITORY).as_posix()
            if path in files or (not files and module.stem not in SEARCH):
                yield from ((kind, path, mutant) for mutant in mutants(module.read_text()))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
