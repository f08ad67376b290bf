"""backup, restore, verify, upgrade: copies that outlive the archive, and one before it is changed."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click
import msgspec

from media.archive import Archive
from media.away.bring import blocks_of
from media.away.files import files_of
from media.away.place import noted
from media.backup.errors import BackupDamaged
from media.backup.make import Made, make_backup
from media.backup.noted import LastBackup, note_backup, note_path
from media.backup.place import BackupPlace
from media.backup.records import Backup, Elsewhere, Tree
from media.backup.restore import restore as put_back
from media.backup.verify import verify as look_through
from media.database import lacking
from media.errors import MuragatError, NotAnArchive
from transcribe.weights.model_record import RECORD
from webapp.cli.place import Place, pass_place
from webapp.edition.after_restore import block_what_has_ended
from webapp.edition.index import ensure_index
from webapp.edition.layout import Layout
from webapp.rounds import ARCHIVE, EDITION, named
from webapp.schema import SCHEMAS

DIRECTORY = click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
NAME = click.option("--backup", "name", metavar="NAME", default="", help="Which one; the newest without it.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")


@click.command()
@DIRECTORY
@click.option("--keep", metavar="N", type=click.IntRange(1), help="Then remove all but the newest N backups.")
@click.option("--list", "only_list", is_flag=True, help="Make none; list those that are there.")
@AS_JSON
@pass_place
def backup(place: Place, directory: Path, keep: int | None, only_list: bool, as_json: bool) -> None:
    """Copy archive and edition to a directory on another disk, while work goes on.

    Only what is not there yet is copied. Stopped at any time, the backups that are there stay whole and the same
    command goes on. Exit 1 where a file of the archive is missing or cannot be read: all others are in the backup, and
    of older ones the newest that has it stays.

    The key of what is kept back (MURAGAT_REDACTION_KEY) is in no backup: keep it elsewhere.
    """
    at = BackupPlace(directory.absolute())
    if only_list:
        _list(at, as_json)
        return
    before = _named(place)
    made = make_backup(at, trees(place), lambda sentence: click.echo(sentence, err=True))
    found = at.read(made.name)
    lost = tuple(sorted(before & _named(place) - {file.path for file in found.files}))
    if not (lost or made.unread):
        note_backup(place.archive, LastBackup(found.made_at, str(at.root)))
    went, freed_bytes = (0, 0)
    if keep:
        with at.held(alone=True):
            went, freed_bytes = at.forget(keep, lost)
    if as_json:
        record = msgspec.to_builtins(made) | {"lost": lost, "removed": went, "freed_bytes": freed_bytes}
        click.echo(msgspec.json.encode(record).decode())
    else:
        _say_made(made, lost, went, freed_bytes)
    if lost or made.unread:
        sys.exit(1)


def _named(place: Place) -> set[str]:
    """Return the names of the files that rows of archive and edition name; it must be an archive of this release."""
    with place.open() as db:
        return {file.name for file in named(place.archive, db, Layout(place.edition)).values()}


def _say_made(made: Made, lost: tuple[str, ...], went: int, freed_bytes: int) -> None:
    for path in made.unread:
        click.echo(f"{path} cannot be read and is not in the backup; mend its disk or its rights.", err=True)
    for path in made.gone:
        if path not in lost:
            click.echo(f"{path} went away meanwhile and is not in the backup.", err=True)
    if missing := [path for path in lost if path not in made.unread]:
        click.echo(
            f"{len(missing)} files that the archive names are not there, and so not in the backup; the first is "
            f"{missing[0]}. Is a disk not mounted? “muragat fixity” names all, and --repair puts them back.",
            err=True,
        )
    if went:
        click.echo(f"{went} older backups were removed, {_size(freed_bytes)}.", err=True)
    click.echo(f"{made.files} files, {_size(made.size_bytes)}, of which {_size(made.new_bytes)} were new.", err=True)
    click.echo(made.name)


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup as `backup --list` shows it."""

    name: str
    made_at: str
    files: int
    size_bytes: int


def _list(at: BackupPlace, as_json: bool) -> None:
    at.require()
    found = []
    for name in at.names():
        try:
            each = at.read(name)
        except BackupDamaged as error:
            click.echo(str(error), err=True)
            continue
        found.append(Listed(name, each.made_at, len(each.files), each.size_bytes))
    if as_json:
        click.echo(msgspec.json.encode(found).decode())
        return
    for listed in found:
        click.echo(f"{listed.name}  {listed.files} files, {_size(listed.size_bytes)}")


@click.command()
@DIRECTORY
@NAME
@click.option("--with-edition", is_flag=True, help="Put back what was public too, as it was when the backup was made.")
@pass_place
def restore(place: Place, directory: Path, name: str, with_edition: bool) -> None:
    """Put a backup back where no archive is, each file held against its hash.

    What was public comes back only when asked for: whatever was withdrawn or kept back since the backup would be public
    again. Asked for later, where the archive is back already, the edition alone is put back.
    """
    at = BackupPlace(directory.absolute())
    at.require()
    found = at.read(name or at.newest())
    layout = Layout(place.edition)
    files = 0
    if not (with_edition and place.archive.exists()):
        roots = {ARCHIVE: place.archive.root} | ({EDITION: place.edition} if with_edition else {})
        files += put_back(at, found, roots, place.archive.database_path)
    else:
        files += put_back(at, found, {EDITION: place.edition}, layout.index_path)
    ended: tuple[str, ...] = ()
    with place.open() as db:
        if with_edition:
            ensure_index(layout)
            ended = block_what_has_ended(db, layout)
    click.echo(f"{files} files are back as they were at {found.made_at}.")
    public = len(_public(found)) - len(ended)
    if ended:
        click.echo(
            f"{len(ended)} programmes were taken out again: the archive says that they were withdrawn, erased or "
            f"published anew since ({', '.join(ended)}). Publish from the archive those that are to be public.",
            err=True,
        )
    if with_edition:
        click.echo(
            f"{public} programmes are in the edition. Before you serve it: what was withdrawn or kept back since then "
            "has to be so again, and so have accounts and tokens that were ended since.",
            err=True,
        )
    elif public:
        click.echo(
            f"Nothing is public; {public} programmes were. “--with-edition” puts them back, once you know what was "
            "withdrawn or kept back since then.",
            err=True,
        )


@click.command()
@DIRECTORY
@NAME
@AS_JSON
def verify(directory: Path, name: str, as_json: bool) -> None:
    """Put a backup back in a temporary place and hold every file and database there against what it was. Exit 1 if not.

    TMPDIR names the temporary place, which needs as much room as the archive.
    """
    at = BackupPlace(directory.absolute())
    at.require()
    name = name or at.newest()
    found = at.read(name)
    wrong = look_through(at, found)
    if as_json:
        record = {"backup": name, "files": len(found.files), "size_bytes": found.size_bytes, "wrong": wrong}
        click.echo(msgspec.json.encode(record).decode())
    for sentence in wrong:
        click.echo(sentence, err=True)
    if wrong:
        sys.exit(1)
    if not as_json:
        click.echo(f"Backup {name} is whole: {len(found.files)} files, {_size(found.size_bytes)}.")


@click.command()
@DIRECTORY
@pass_place
def upgrade(place: Place, directory: Path) -> None:
    """Bring an archive of an older release up to this one, after a backup to DIR. Stop the newsroom first.

    Every command does the same when it opens the archive, without the backup.
    """
    archive = place.archive
    if not archive.exists():
        raise NotAnArchive(f"There is no archive at {archive.root}; name it with --archive.")
    to_do = lacking(archive.database_path, SCHEMAS)
    if not to_do:
        click.echo("This archive is as this release writes it; nothing was done.")
        return
    made = make_backup(BackupPlace(directory.absolute()), trees(place), lambda sentence: click.echo(sentence, err=True))
    with place.open() as db:
        (found,) = db.execute("PRAGMA integrity_check").fetchone()
        if found != "ok" or db.execute("PRAGMA foreign_key_check").fetchone():
            raise UpgradeFailed(
                f"The upgraded database does not fit together; restore backup {made.name} and report it."
            )
    click.echo(f"{len(to_do)} changes were made; backup {made.name} has the archive as it was before.")


class UpgradeFailed(MuragatError):
    """A migration has left a database that does not fit together."""


def trees(place: Place) -> tuple[Tree, ...]:
    """Return what a backup holds: the archive first, so that nothing is in the edition that was withdrawn in it.

    Left out is what is made anew when it is wanted: scratch, the models that come as packages, the public index.
    """
    archive, layout = place.archive, Layout(place.edition)
    packaged = [path for path in archive.models.glob("*") if not (path / RECORD).exists()]
    made_anew = (layout.index_path, layout.words, layout.lock_path, layout.withdrawing_path)
    left_out = frozenset((archive.work, place.edition, note_path(archive), *packaged))
    return (
        Tree(ARCHIVE, archive.root, left_out, tuple(_elsewhere(archive))),
        Tree(EDITION, place.edition, frozenset(made_anew)),
    )


def _elsewhere(archive: Archive) -> Iterator[Elsewhere]:
    """Yield what may lie in the archive's store alone; the database is read as it is, before any migration."""
    if noted(archive) is None:
        return
    with closing(sqlite3.connect(f"{archive.database_path.as_uri()}?mode=ro", uri=True)) as connection:
        recordings = connection.execute("SELECT sha256, access_sha256 FROM recording").fetchall()
    for sha256, access_sha256 in recordings:
        for kept in files_of(archive, sha256, access_sha256):
            yield Elsewhere(kept.name, kept.sha256, partial(blocks_of, archive, kept))


def _public(found: Backup) -> set[str]:
    """Return the programmes of which a version is in the edition."""
    paths = [file.path.split("/") for file in found.files]
    gone = {parts[2] for parts in paths if parts[:2] == [EDITION, "programmes"] and parts[-1] == "withdrawn.json"}
    return {parts[2] for parts in paths if parts[:2] == [EDITION, "programmes"]} - gone


def _size(size_bytes: int) -> str:
    for unit in ("bytes", "kB", "MB", "GB"):
        if size_bytes < 10_000:  # noqa: PLR2004
            return f"{size_bytes} {unit}"
        size_bytes = round(size_bytes / 1000)
    return f"{size_bytes} TB"


COMMANDS = (backup, restore, verify, upgrade)
