"""docs/protection.md: every table has a level of protection, and each place that encrypts or hashes weakly is named."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

from media.archive import Archive
from webapp.schema import SCHEMAS

REPOSITORY = Path(__file__).resolve().parents[1]
TOLD = (REPOSITORY / "docs" / "protection.md").read_text()
LEVELS = ("sealed", "ways in", "people", "inside", "public")
ENCRYPTING = re.compile(r"^\s*(?:from|import) (?:cryptography|argon2|joserfc|hmac)\b", re.MULTILINE)
WEAK = re.compile(r"hashlib\.(?:sha1|md5|new)\b")


def rows(level: str) -> list[str]:
    return re.findall(rf"^\| \*\*{level}\*\* \|(.*)\|$", TOLD, re.MULTILINE)


def test_every_table_has_one_level_and_every_level_says_what_it_asks_for(tmp_path: Path) -> None:
    with closing(Archive(tmp_path).open(SCHEMAS)) as db:
        there = {each for each in db.table_names() if not each.startswith(("sqlite_", "_"))}
    told = [name for level in LEVELS for name in re.findall(r"`(\w+)`", rows(level)[0])]
    assert sorted(told) == sorted(there)
    assert all(rows(level)[1].count("|") == TOLD.count("| level | who") * 5 for level in LEVELS)


def test_whatever_encrypts_signs_or_hashes_weakly_is_in_the_list() -> None:
    sources = {
        str(path.relative_to(REPOSITORY)): path.read_text()
        for room in ("media", "transcribe", "webapp")
        for path in (REPOSITORY / room).rglob("*.py")
    }
    weak = {name for name, text in sources.items() if WEAK.search(text)}
    places = re.findall(r"`((?:media|transcribe|webapp)/[\w/.]+)`", TOLD)
    assert {name for name in weak if not name.startswith(tuple(places))} == set()
    assert {name for name, text in sources.items() if ENCRYPTING.search(text)} == {
        "transcribe/cluster/certificates.py",
        "webapp/newsroom/people/identity.py",  # compares in constant time
        "webapp/people/passwords.py",
        "webapp/people/provider.py",
        "webapp/redaction/find.py",  # names places in what is sealed
        "webapp/redaction/vault.py",
    }, "a new place that encrypts, signs or compares secrets belongs into docs/protection.md and here"
