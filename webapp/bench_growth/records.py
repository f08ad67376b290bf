"""What is measured of one size."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.bench_web.timing import Spread


@dataclass(frozen=True, slots=True)
class Pages:
    """Pages of a site, each asked for again and again on one connection."""

    by_name: dict[str, Spread]
    process_bytes: int
    """Of memory that its process held afterwards, shared pages of mapped files with it."""


@dataclass(frozen=True, slots=True)
class Command:
    """One run of a command, the start of the program with it."""

    seconds: float
    peak_bytes: int
    """Of memory."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes on disk, without sound."""

    database: int
    """``archive.db``."""
    documents: int
    """Versions of the edition."""
    index: int
    """All else of it: ``public.db``, words, passages."""


@dataclass(frozen=True, slots=True)
class Size:
    """One archive with its edition."""

    programmes: int
    words: int
    public: Pages
    newsroom: Pages
    publish_seconds: float
    """Into the index: median of five."""
    release_seconds: float
    """All that publishing takes."""
    backup: Command
    backup_again: Command
    """Where nothing has changed since."""
    fixity: Command
    """A whole round."""
    disk: Disk


@dataclass(frozen=True, slots=True)
class Growth:
    """All sizes, the smallest first."""

    sizes: tuple[Size, ...]
    backup_bytes_per_s: float
    """Of one large original."""
    fixity_bytes_per_s: float
    cores: int
