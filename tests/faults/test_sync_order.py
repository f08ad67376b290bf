"""THREATS 6: whatever gets its name in archive, edition or backup is on the disk before it has it, and so is the name.

Watched with strace: fsync of the file, rename, fsync of the directory, in this order.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.editions import make_sound

STRACE = shutil.which("strace")
CALLS = "trace=fsync,fdatasync,rename,renameat,renameat2,link,linkat"
SYNC = re.compile(r"\b(?:fsync|fdatasync)\(\d+<(?P<path>[^>]*)>\)\s+= 0")
RENAME = re.compile(
    r'\b(?:rename|renameat2?)\((?:AT_FDCWD[^,]*, )?"(?P<old>[^"]*)", (?:AT_FDCWD[^,]*, )?"(?P<new>[^"]*)"'
)


def watched(muragat: Muragat, log: Path, *arguments: str | Path) -> list[str]:
    """Run a command; return the calls that it and its children made."""
    command = [str(STRACE), "-f", "-qq", "-y", "-e", CALLS, "-o", str(log), *muragat.command(*arguments)]
    done = subprocess.run(command, cwd=muragat.archive.parent, capture_output=True, text=True, check=False)
    if "ptrace" in done.stderr:
        pytest.skip("processes may not be watched here")
    assert done.returncode == 0, done.stderr
    return log.read_text().splitlines()


def named(calls: list[str], roots: tuple[Path, ...]) -> list[str]:
    """Return the names that files got under the roots; each must have been written through, and the name too."""
    synced = [(number, found["path"]) for number, call in enumerate(calls) if (found := SYNC.search(call))]
    names = []
    for number, call in enumerate(calls):
        found = RENAME.search(call)
        if not found or not any(Path(found["new"]).is_relative_to(root) for root in roots):
            continue
        old, new = found["old"], found["new"]
        assert any(at < number and path == old for at, path in synced), f"{new} had its name before its bytes"
        assert any(at > number and path == str(Path(new).parent) for at, path in synced), f"the name {new} may be lost"
        names.append(new)
    return names


@pytest.mark.skipif(STRACE is None, reason="strace is not installed, by which a process is watched")
def test_a_file_is_written_through_before_it_has_its_name(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    sound = make_sound(tmp_path / "sound", 2_000).access
    summary = tmp_path / "summary.txt"
    summary.write_text("Twelve women founded a nursery.")
    roots = (muragat.archive, tmp_path / "backups")
    brought = ("add", sound, "--title", "Saxaul", "--language", "kk", "--summary", summary)
    added = named(watched(muragat, tmp_path / "add", *brought), roots)
    assert any("/originals/" in name for name in added)
    (programme_id,) = [line.split()[0] for line in muragat.done("list").splitlines()]
    for name, role in (("anar", "approver"), ("bolat", "approver")):
        muragat.done("user", "add", name, "--role", role, "--password-stdin", stdin="correct horse battery\n")
    muragat.done("approve", programme_id, "--as", "anar", "--override", "nobody has linked it yet")
    published = named(watched(muragat, tmp_path / "publish", "publish", programme_id, "--as", "bolat"), roots)
    assert any("/edition/programmes/" in name for name in published)
    assert any(name.endswith("/public.db") for name in published)
    kept = named(watched(muragat, tmp_path / "backup", "backup", tmp_path / "backups"), roots)
    assert any("/backups/files/" in name for name in kept)
    assert any(re.search(r"/backups/backups/.*\.json$", name) for name in kept)
