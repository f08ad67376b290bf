"""Chapters for podcast programs (Podcast Index, JSON Chapters 1.2; ``application/json+chapters``).

A chapter is a sentence of the summary, where it is heard, as `webapp.public.machines.feeds.chapters` finds them; where
there are none, the file says so instead of making some up.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from transcribe.formats.export import Chapter, Export
from transcribe.formats.options import Options

VERSION = "1.2.0"
NONE = "There are no chapters: no sentence of a summary is linked to the sound, and no speaker has a name."


class JsonChapter(msgspec.Struct, frozen=True, rename="camel"):
    start_time: float
    """In seconds, as the format has it; exact to the millisecond."""
    title: str
    end_time: float


class JsonChapters(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One file."""

    version: str
    title: str
    description: str
    chapters: tuple[JsonChapter, ...]
    """In the order in which they begin."""
    author: str | None = None
    podcast_name: str | None = None
    file_name: str | None = None


def render(export: Export, options: Options) -> bytes:
    """Return the file, indented by two spaces."""
    return msgspec.json.format(msgspec.json.encode(as_chapters(export)), indent=2) + b"\n"


def as_chapters(export: Export) -> JsonChapters:
    """Return what the file says, as a record."""
    programme = export.programme
    told = replace(export, beside=None).head()[1:]  # It has no place for a translation.
    about = (export.chapters_by if export.chapters else NONE, *told)
    return JsonChapters(
        version=VERSION,
        title=programme.title,
        description=" ".join(line if line.endswith(".") else f"{line}." for line in about if line),
        chapters=tuple(map(_chapter, sorted(export.chapters, key=lambda each: each.start_ms))),
        author=programme.author or programme.publisher,
        podcast_name=programme.series,
        file_name=export.sound.file_name if export.sound else None,
    )


def _chapter(chapter: Chapter) -> JsonChapter:
    return JsonChapter(chapter.start_ms / 1000, chapter.title, chapter.end_ms / 1000)
