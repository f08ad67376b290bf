"""All sizes, one after another, each in a temporary directory."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from media.archive import Archive
from webapp.bench_growth.filling import SOUND_BYTES, fill
from webapp.bench_growth.pages import ask_newsroom, ask_public
from webapp.bench_growth.records import Command, Disk, Growth, Size
from webapp.bench_web.corpus import Plan
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.making import make_edition
from webapp.bench_web.publishing import measure_publishing
from webapp.bench_web.site import python_module
from webapp.edition.index import rebuild_index
from webapp.edition.layout import DOCUMENT, Layout

LARGE_BYTES = 256 << 20
WORD_BYTES, ROOM_BYTES = 600, 1 << 30
"""Of archive, edition and backup together: a word's, and all else."""


def bench_growth(counts: Sequence[int], words_each: int, say: Callable[[str], None]) -> Growth:
    """Make an archive and an edition of each size in a temporary directory, measure them, remove them.

    :param counts: of programmes. :param words_each: on average. :param say: is told what happens, a line each.
    :raises BenchFailed: there is no room, or a site or command fails.
    """
    ordered = sorted(set(counts))
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        _check_room(Path(directory), ordered[-1] * words_each)
        sizes = []
        for count in ordered:
            root = Path(directory) / str(count)
            sizes.append(_measure(root, Plan(count, words_each), say))
            shutil.rmtree(root)
        say("copying and reading one large file")
        backup, fixity = _large(Path(directory) / "large")
    return Growth(tuple(sizes), backup, fixity, os.cpu_count() or 1)


def _check_room(directory: Path, words: int) -> None:
    needed_bytes = ROOM_BYTES + words * WORD_BYTES
    if shutil.disk_usage(directory).free < needed_bytes:
        raise BenchFailed(
            f"An archive of {words} words with its backup needs {needed_bytes / 1e9:.1f} GB, which {directory.parent} "
            "has not; name another directory with TMPDIR, or measure fewer --programmes."
        )


def _measure(root: Path, plan: Plan, say: Callable[[str], None]) -> Size:
    archive, layout = Archive(root / "archive"), Layout(root / "archive" / "edition")
    say(f"{plan.programmes} programmes: making the edition")
    made = make_edition(layout, plan)
    rebuild_index(layout)
    disk_of_edition = _edition_bytes(layout)
    say(f"{plan.programmes} programmes: filling the archive")
    filled = fill(archive, plan)
    say(f"{plan.programmes} programmes: asking for pages")
    public, newsroom = ask_public(layout, plan.programmes), ask_newsroom(filled)
    say(f"{plan.programmes} programmes: backup and fixity")
    backup, again = (run(archive, "backup", str(root / "backup")) for _ in range(2))
    fixity = run(archive, "fixity")
    say(f"{plan.programmes} programmes: publishing")
    publishing = measure_publishing(layout, plan)
    return Size(
        programmes=plan.programmes,
        words=made.words,
        public=public,
        newsroom=newsroom,
        publish_seconds=publishing.publish_seconds,
        release_seconds=publishing.release_seconds,
        backup=backup,
        backup_again=again,
        fixity=fixity,
        disk=Disk(archive.database_path.stat().st_size, *disk_of_edition),
    )


def run(archive: Archive, *arguments: str) -> Command:
    """Run a command on an archive, and return what it took.

    :raises BenchFailed: it fails.
    """
    command = python_module("webapp.cli.main", "--archive", str(archive.root), *arguments)
    timed = python_module("webapp.bench_growth.timed", *command)
    done = subprocess.run(timed, stdin=subprocess.DEVNULL, capture_output=True, check=False, text=True)  # noqa: S603
    if done.returncode:
        raise BenchFailed(f"“muragat {arguments[0]}” failed ({done.stderr.strip().splitlines()[-1]}).")
    return msgspec.json.decode(done.stdout, type=Command)


def _edition_bytes(layout: Layout) -> tuple[int, int]:
    """Return the bytes of versions, and of all else."""
    sizes = [(path.suffix == DOCUMENT, path.stat().st_size) for path in layout.root.rglob("*") if path.is_file()]
    return sum(size for is_one, size in sizes if is_one), sum(size for is_one, size in sizes if not is_one)


def _large(root: Path) -> tuple[float, float]:
    """Return the bytes a second of one large original and its access copy, in a backup and in a round of fixity."""
    took = []
    for name, sound_bytes in (("small", SOUND_BYTES), ("large", LARGE_BYTES)):
        archive = Archive(root / name / "archive")
        fill(archive, Plan(1, 100), sound_bytes)
        took.append((run(archive, "backup", str(root / name / "backup")), run(archive, "fixity")))
        shutil.rmtree(root / name)
    (small_backup, small_fixity), (backup, fixity) = took
    more_bytes = 2 * (LARGE_BYTES - SOUND_BYTES)
    return (
        round(more_bytes / max(backup.seconds - small_backup.seconds, 0.01)),
        round(more_bytes / max(fixity.seconds - small_fixity.seconds, 0.01)),
    )
