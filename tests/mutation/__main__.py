"""Break the modules that protect names, one thing at a time, run their tests, and count how often one noticed."""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.mutation.mutants import Mutant, mutants

GATE = (
    "tests/webapp/gate/test_found.py",
    "tests/faults/test_publish_races.py",
    "tests/webapp/gate/test_stops.py",
    "tests/webapp/gate/test_gate.py",
)
SPANS = ("tests/webapp/redaction", "tests/security/test_late_redaction.py")
TESTED = {
    "webapp/edition/publish.py": ("tests/faults/test_publish_races.py", "tests/webapp/test_review.py", *GATE),
    "webapp/edition/gather.py": ("tests/faults/test_publish_races.py", "tests/webapp/test_review.py", *GATE),
    "webapp/gate/*.py": GATE,
    "webapp/leaks/*.py": ("tests/webapp/leaks", "tests/webapp/redaction"),
    "webapp/redaction/*.py": SPANS,
    "webapp/accounts.py": ("tests/webapp/test_accounts.py",),
}
"""What is broken, and the tests that must notice; the quick ones first."""
LONGEST_S = 600
"""After so long a broken program counts as noticed: it hangs."""


def main() -> int:
    """Print of each whether a test noticed, and the share of those of which one did."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="Only so many, chosen by chance, the same each time.")
    parser.add_argument("files", nargs="*", help="Only these modules.")
    asked = parser.parse_args()
    chosen = list(_chosen(asked.files))
    if asked.sample and asked.sample < len(chosen):
        chosen = random.Random(8).sample(chosen, asked.sample)
    noticed = 0
    with tempfile.TemporaryDirectory(prefix="muragat-mutation-") as place:
        tree = Path(place) / "tree"
        shutil.copytree(REPOSITORY, tree, ignore=shutil.ignore_patterns(".git", ".venv", "archive", ".*_cache"))
        for path, tests, mutant in chosen:
            is_noticed = _is_noticed(tree, path, tests, mutant)
            noticed += is_noticed
            _say(f"{'noticed' if is_noticed else 'NOBODY NOTICED'}: {path}:{mutant.line} {mutant.what}")
    _say(f"{noticed} of {len(chosen)} noticed, {100 * noticed / len(chosen):.1f} %")
    return 0


def _chosen(files: Sequence[str]) -> Iterator[tuple[str, Sequence[str], Mutant]]:
    for pattern, tests in TESTED.items():
        for module in sorted(REPOSITORY.glob(pattern)):
            path = module.relative_to(REPOSITORY).as_posix()
            if not files or path in files:
                yield from ((path, tests, mutant) for mutant in mutants(module.read_text()))


def _is_noticed(tree: Path, path: str, tests: Sequence[str], mutant: Mutant) -> bool:
    whole = (tree / path).read_text()
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not release", "-p", "no:cacheprovider", *tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        (tree / path).write_text(mutant.source)
        result = subprocess.run(command, cwd=tree, env=environment, capture_output=True, timeout=LONGEST_S, check=False)
    except subprocess.TimeoutExpired:
        return True
    finally:
        (tree / path).write_text(whole)
    return result.returncode != 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
