"""Parts of sound: our route beside nginx, and beside waitress alone, on the same file."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from webapp.bench_web.nginx import find_nginx, nginx_site, nginx_version
from webapp.bench_web.range_load import File, Load, load, slow_readers
from webapp.bench_web.site import Site, listening, public_site, python_module
from webapp.edition.layout import Layout
from webapp.edition.records import EditionSound

OURS, WAITRESS = "muragat", "waitress"
SMALL_BYTES, LARGE_BYTES = 64 << 10, 4 << 20
READERS = 8
SLOW_READERS = 64


@dataclass(frozen=True, slots=True)
class RangeFigures:
    """What one server did. Small ranges are of 64 KiB, large ones of 4 MiB."""

    server: str
    small_by_1: Load
    small_by_8: Load
    large_by_1: Load
    large_by_8: Load
    beside_slow: Load
    """Small ranges, one reader, while `SLOW_READERS` others have asked for the whole file and read nothing."""


def measure_ranges(layout: Layout, sound: EditionSound, seconds: float) -> tuple[RangeFigures, ...]:
    """Ask our site, then its peers, for parts of a public sound.

    :param seconds: for each kind of asking.
    :raises BenchFailed: a server does not start, or answers something else.
    """
    name = layout.sound_path(sound.sha256).name
    figures = [_figures(OURS, public_site(layout), File(f"/sound/{name}", sound.size_bytes), seconds)]
    plain = listening(python_module("webapp.bench_web.plain_files", str(layout.sound)))
    figures.append(_figures(WAITRESS, plain, File(f"/{name}", sound.size_bytes), seconds))
    if program := find_nginx():
        site = nginx_site(program, layout.sound)
        figures.append(_figures(nginx_version(program), site, File(f"/{name}", sound.size_bytes), seconds))
    return tuple(figures)


def _figures(server: str, starting: AbstractContextManager[Site], file: File, seconds: float) -> RangeFigures:
    with starting as site:

        def by(readers: int, range_bytes: int) -> Load:
            return load(site, file, range_bytes=min(range_bytes, file.size_bytes), readers=readers, seconds=seconds)

        small = by(1, SMALL_BYTES), by(READERS, SMALL_BYTES)
        large = by(1, LARGE_BYTES), by(READERS, LARGE_BYTES)
        with slow_readers(site, file, SLOW_READERS):
            beside_slow = by(1, SMALL_BYTES)
        return RangeFigures(server, *small, *large, beside_slow)
