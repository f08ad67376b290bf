"""A model brought in: downloaded or copied, made into what engines load, tried, recorded, and then given its name."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from media.durable import make_directory, move_directory_durably
from media.fixity import file_sha256
from media.store import no_room_said
from transcribe.engines.supervisor import EngineProcess
from transcribe.errors import EngineFailed, EngineUnavailable, ModelExists, WeightsCorrupt, WeightsMissing
from transcribe.models import Model, models_here
from transcribe.translation.text_model import TextModel
from transcribe.translation.text_process import TextProcess
from transcribe.typed_path import typed_path
from transcribe.weights.download import Digest, Downloader, Progress
from transcribe.weights.forms import form_of, make, sources_of
from transcribe.weights.hub import list_files
from transcribe.weights.known import HUB, OPENAI, HubFolder, KnownModel, OpenaiFile, known_model, known_sha256
from transcribe.weights.model_record import (
    NOT_STATED,
    TRANSLATION,
    Abilities,
    ModelRecord,
    measure,
    weights_file,
    write_record,
)

ADDING = ".adding-"
"""How the directory of a model begins that is being added; what was downloaded is gone on with from there."""
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
CONVERTED = "openai-whisper-"
"""So begin the directories of checkpoints that are made of models."""


@dataclass(frozen=True, slots=True)
class Hosts:
    """Where models are downloaded from."""

    openai: str = OPENAI
    hub: str = HUB


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to have."""

    what: str
    """A name that an engine knows, or the path of a model."""
    engine: str | None = None
    """Whose download is wanted."""
    name: str | None = None
    """How it is to be called here."""
    licence: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of it."""

    record: ModelRecord
    untried: str
    """Why it could not be loaded here yet, a sentence; empty where an engine has loaded it."""


@dataclass(frozen=True, slots=True)
class _Brought:
    """A model as it came."""

    place: Path
    licence: str
    origin: str
    languages: tuple[str, ...] = ()


def add_model(wish: Wish, models: Path, progress: Progress, hosts: Hosts | None = None) -> Added:
    """Bring a model in; a kill at any moment leaves it there whole, or not at all.

    :param models: the archive's directory of models; the model becomes ``models/NAME``.
    :param progress: is told of downloads.
    :raises WeightsMissing: there is no such model, or it cannot be had now. :raises WeightsCorrupt: it is damaged.
    :raises ModelExists: there is another model of this name.
    :raises StorageFull: the disk has no room. :raises EngineFailed: the weights were not read in time.
    """
    path = _path(wish.what)
    known = None if path else known_model(wish.what, wish.engine)
    if not path and not known:
        raise WeightsMissing(_unknown(wish))
    name = _free_name(wish.name or (known.name if known else _stem(wish.what)), models)
    with no_room_said(), _staging(models / f"{ADDING}{name}") as staging:
        brought = (
            _download(known, staging, progress, hosts or Hosts())
            if known
            else _by_hand(typed_path(wish.what).absolute())
        )
        return _make(brought, _fresh(staging / "made"), models / name, wish)


def _path(what: str) -> Path | None:
    """Return the path that is meant; a name that an engine knows is none, whatever lies beside the user."""
    path = typed_path(what)
    if "/" not in what and (known_model(what) or not path.exists()):
        return None
    if not path.exists():
        raise WeightsMissing(
            f"There is nothing at {path}; give the path of a model, or a name of “muragat models list”."
        )
    return path.absolute()


def _stem(what: str) -> str:
    path = typed_path(what).absolute()
    return path.stem if path.is_file() else path.name


def _unknown(wish: Wish) -> str:
    engine = f"The engine {wish.engine} knows" if wish.engine else "The engines know"
    return f"{engine} no model “{wish.what}”, and there is no such file; see “muragat models list”."


def _free_name(name: str, models: Path) -> str:
    if not NAME.fullmatch(name) or name.startswith(CONVERTED):
        raise ModelExists(f"“{name}” cannot be a model's name; give one of Latin letters and digits with --name.")
    if (models / name).exists() or any(record.name == name for record in models_here(models)):
        raise ModelExists(f"There is a model “{name}” on this machine already; choose another name with --name.")
    return name


@contextmanager
def _staging(place: Path) -> Iterator[Path]:
    """Hold a directory for one model that is being added; a download in it stays, to be gone on with."""
    make_directory(place)
    descriptor = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise ModelExists("This model is being added already by another process; wait until it is done.") from error
    try:
        yield place
    finally:
        shutil.rmtree(place / "made", ignore_errors=True)
        for directory in (place / "download", place):
            if directory.is_dir() and not any(directory.iterdir()):
                directory.rmdir()
        os.close(descriptor)


def _fresh(place: Path) -> Path:
    """Return an empty directory, without what an earlier try has left."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return place


def _download(known: KnownModel, staging: Path, progress: Progress, hosts: Hosts) -> _Brought:
    downloader = Downloader((hosts.openai, hosts.hub), progress)
    place = staging / "download"
    make_directory(place)
    match known.place:
        case OpenaiFile(file_name=file_name, sha256=sha256):
            url = known.place.url(hosts.openai)
            downloader.fetch(url, place / file_name, Digest("sha256", sha256))
            return _Brought(place / file_name, "MIT", url)
        case HubFolder(repository=repository, patterns=patterns):
            listing = list_files(downloader, hosts.hub, repository, patterns)
            for file in listing.files:
                downloader.fetch(file.url, place / file.name, file.digest)
            return _Brought(place, listing.licence, listing.origin, known.languages)


def _by_hand(place: Path) -> _Brought:
    if place.is_file() and (name := known_sha256(file_sha256(place))):
        known = known_model(name, "openai-whisper")
        if known and isinstance(known.place, OpenaiFile):
            return _Brought(place, "MIT", known.place.url(OPENAI))
    return _Brought(place, NOT_STATED, str(place))


def _make(brought: _Brought, making: Path, place: Path, wish: Wish) -> Added:
    record = _record(brought, making, place.name, wish)
    untried = _try(record, making)
    write_record(making, record)
    move_directory_durably(making, place)
    shutil.rmtree(making.parent / "download", ignore_errors=True)
    return Added(record, untried)


def _record(brought: _Brought, making: Path, name: str, wish: Wish) -> ModelRecord:
    """Make the model, and say what it is."""
    with _useless_is_not_kept(making.parent / "download"):
        form = form_of(brought.place)
        sources = tuple(map(weights_file, sources_of(brought.place, form)))
        made = make(brought.place, form, making, known_sha256(sources[0].sha256) if sources else "")
    return ModelRecord(
        name=name,
        form=made.form,
        came_as=form.value,
        engines=made.engines,
        licence=wish.licence or brought.licence,
        origin=wish.origin or brought.origin,
        abilities=Abilities(made.abilities.languages or brought.languages, made.abilities.translates),
        files=measure(making, made.form),
        sources=sources,
        added_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


@contextmanager
def _useless_is_not_kept(download: Path) -> Iterator[None]:
    """Whole files are kept of what fails for want of time, memory or room; not those that no engine will ever load."""
    try:
        yield
    except (WeightsCorrupt, WeightsMissing):
        shutil.rmtree(download, ignore_errors=True)
        raise


def _try(record: ModelRecord, made: Path) -> str:
    """Load the model as it will be loaded; return why that could not be tried, an empty text where it was.

    :raises WeightsCorrupt: the engine cannot use it.
    """
    if record.form == TRANSLATION:
        return _try_text(record, made)
    try:
        with EngineProcess(record.engines[0], Model(record.name, made, record.sha256)):
            return ""
    except EngineUnavailable as error:
        return str(error)
    except EngineFailed as error:
        raise WeightsCorrupt(
            f"The engine {record.engines[0]} cannot load this model ({error.__cause__}); bring it anew, or another."
        ) from error


def _try_text(record: ModelRecord, made: Path) -> str:
    try:
        with TextProcess(TextModel(record.name, made, record.sha256), lambda: None):
            return ""
    except EngineUnavailable as error:
        return str(error)
    except EngineFailed as error:
        raise WeightsCorrupt(f"This model cannot be loaded ({error.__cause__}); bring it anew, or another.") from error
