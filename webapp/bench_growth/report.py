"""The figures of a run: as a record for programs, and as a table to read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial

from webapp.bench_growth.records import Growth, Size

PUBLIC = {
    "search": "two words",
    "home": "first page",
    "middle": "page in the middle of the list",
    "browse": "what there is to browse by",
    "feed": "feed",
}
NEWSROOM = {"desk": "desk", "list": "list", "jobs": "the machine’s work", "progress": "progress, asked each second"}


def as_json(growth: Growth) -> dict[str, object]:
    """Return the record that `--json` prints."""
    return asdict(growth)


def as_table(growth: Growth) -> str:
    """Return the figures as Markdown, a column a size."""
    return "\n".join(_lines(growth))


def _lines(growth: Growth) -> Iterator[str]:
    sizes = growth.sizes
    yield "| programmes | " + " | ".join(str(size.programmes) for size in sizes) + " |"
    yield "|---|" + "--:|" * len(sizes)

    def row(name: str, value: Callable[[Size], object]) -> str:
        return f"| {name} | " + " | ".join(str(value(size)) for size in sizes) + " |"

    yield row("words", lambda size: size.words)
    yield row("public: two words, p95 ms", lambda size: size.public.by_name["search"].p95_ms)
    for key, name in PUBLIC.items():
        yield row(f"public: {name}, p50 ms", partial(_public_ms, key))
    for key, name in NEWSROOM.items():
        yield row(f"newsroom: {name}, p50 ms", partial(_newsroom_ms, key))
    yield row("publish: into the index, s", lambda size: size.publish_seconds)
    yield row("publish: all, s", lambda size: size.release_seconds)
    yield row("backup, s", lambda size: size.backup.seconds)
    yield row("backup again, s", lambda size: size.backup_again.seconds)
    yield row("fixity, s", lambda size: size.fixity.seconds)
    yield row("memory: public site, MB", lambda size: _mb(size.public.process_bytes))
    yield row("memory: newsroom, MB", lambda size: _mb(size.newsroom.process_bytes))
    yield row("memory: backup, MB", lambda size: _mb(size.backup.peak_bytes))
    yield row("memory: fixity, MB", lambda size: _mb(size.fixity.peak_bytes))
    yield row("disk: archive.db, MB", lambda size: _mb(size.disk.database))
    yield row("disk: versions of the edition, MB", lambda size: _mb(size.disk.documents))
    yield row("disk: index of the edition, MB", lambda size: _mb(size.disk.index))
    backup, fixity = _mb(growth.backup_bytes_per_s), _mb(growth.fixity_bytes_per_s)
    yield f"\nOne large sound: backup {backup} MB/s, fixity {fixity} MB/s; {growth.cores} cores."


def _public_ms(page: str, size: Size) -> float:
    return size.public.by_name[page].p50_ms


def _newsroom_ms(page: str, size: Size) -> float:
    return size.newsroom.by_name[page].p50_ms


def _mb(size_bytes: float) -> float:
    return round(size_bytes / 1e6, 1)
