"""The Hugging Face hub: which files a repository has, and what each one's hash must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch

import msgspec

from transcribe.errors import WeightsMissing
from transcribe.weights.download import Digest, Downloader
from transcribe.weights.model_record import NOT_STATED

MOST_BYTES = 1 << 24
"""Of what the hub says of one repository."""
SAFE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*")


class _Lfs(msgspec.Struct):
    sha256: str


class _Sibling(msgspec.Struct, rename="camel"):
    rfilename: str
    blob_id: str | None = None
    lfs: _Lfs | None = None


class _Card(msgspec.Struct):
    license: str | list[str] | None = None


class _Repository(msgspec.Struct, rename="camel"):
    sha: str
    siblings: list[_Sibling]
    card_data: _Card | None = None


@dataclass(frozen=True, slots=True)
class HubFile:
    """One file of a repository, as it was at one commit."""

    name: str
    url: str
    digest: Digest


@dataclass(frozen=True, slots=True)
class Listing:
    """What a repository offers."""

    files: tuple[HubFile, ...]
    licence: str
    origin: str
    """Address of the repository at that commit."""


def list_files(downloader: Downloader, host: str, repository: str, patterns: Sequence[str]) -> Listing:
    """Ask the hub for the files of a repository that fit one of the patterns.

    :raises WeightsMissing: the hub cannot be asked, there is no such file, or it gives no hash for one.
    """
    answer = downloader.read(f"{host}/api/models/{repository}/revision/main?blobs=true", MOST_BYTES)
    try:
        said = msgspec.json.decode(answer, type=_Repository)
    except msgspec.MsgspecError as error:
        raise WeightsMissing(
            f"{host} answers in a way that is not known ({error}); bring the files yourself."
        ) from error
    if not re.fullmatch(r"[0-9a-f]{40}", said.sha):
        raise WeightsMissing(f"{host} names no version of {repository}; bring the files yourself.")
    files = tuple(_wanted(said, f"{host}/{repository}/resolve/{said.sha}", patterns))
    if not files:
        raise WeightsMissing(f"{host}/{repository} has no files that an engine could load; bring them yourself.")
    return Listing(files, _licence(said.card_data), f"{host}/{repository}/tree/{said.sha}")


def _wanted(said: _Repository, address: str, patterns: Sequence[str]) -> Iterator[HubFile]:
    for sibling in said.siblings:
        name = sibling.rfilename
        if SAFE_NAME.fullmatch(name) and any(fnmatch(name, pattern) for pattern in patterns):
            yield HubFile(name, f"{address}/{name}", _digest(sibling, address))


def _digest(sibling: _Sibling, address: str) -> Digest:
    if sibling.lfs:
        return Digest("sha256", sibling.lfs.sha256)
    if sibling.blob_id:
        return Digest("git", sibling.blob_id)
    raise WeightsMissing(
        f"{address} gives no hash for {sibling.rfilename}, so it cannot be verified; bring it yourself."
    )


def _licence(card: _Card | None) -> str:
    stated = card.license if card else None
    return ", ".join(stated) if isinstance(stated, list) else stated or NOT_STATED
