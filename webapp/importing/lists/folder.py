"""A folder of sounds, each with the files beside it that have its name.

Beside ``talk.mp3``: ``talk.txt`` or ``talk.summary.txt`` is its summary, ``talk.script.txt`` its script, ``talk.toml``
its facts, ``talk.html`` (htm, mhtml) the saved page of it, ``talk.vtt`` (srt, ttml, docx, eaf, TextGrid, json) its
transcript. ``facts.toml`` of a folder holds for all in it and below, as far as a file of their own says nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from media.errors import MediaError, UnreadableFile
from webapp.importing.lists.records import Entry

SOUNDS = frozenset(
    {
        *(".mp3", ".m4a", ".wav", ".flac", ".ogg", ".oga", ".opus", ".wma", ".amr", ".aac", ".aif", ".aiff", ".mp2"),
        *(".mp4", ".mkv", ".webm", ".mov", ".avi", ".3gp"),
    }
)
PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
TRANSCRIPTS = (".vtt", ".srt", ".ttml", ".docx", ".eaf", ".textgrid", ".json")
SUMMARIES, SCRIPTS, FACTS = (".summary.txt", ".txt"), (".script.txt",), (".toml",)
COMMON_FACTS = "facts.toml"
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("script", SCRIPTS),
    ("summary", SUMMARIES),
    ("facts", FACTS),
    ("page", PAGES),
    ("transcript", TRANSCRIPTS),
)
"""What the files beside a sound are, by their endings; the longer ending of two that fit counts."""
NO_LANGUAGE = (
    "Nobody says what is spoken; give --language kk (or another tag; auto lets the machine decide), or write "
    'language = "kk" into facts.toml beside it.'
)
ReadFacts = Callable[[Path], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for a sound where nothing beside it says otherwise."""

    facts: Mapping[str, str]
    summary_language: str = "en"
    is_language_left: bool = False
    """Whether the machine decides what is spoken where nobody says it; else such a sound is not brought in."""


def entries_of_folder(folder: Path, defaults: Defaults, read_facts: ReadFacts) -> Iterator[Entry]:
    """Yield every sound of a folder and of those in it, in the order of their names.

    :param read_facts: of a TOML file.
    :raises UnreadableFile: there is no such folder.
    """
    if not folder.is_dir():
        raise UnreadableFile(f"There is no folder {folder}; check the name.")
    return _walk(folder, folder, defaults, read_facts)


def _walk(root: Path, folder: Path, defaults: Defaults, read_facts: ReadFacts) -> Iterator[Entry]:
    try:
        with os.scandir(folder) as found:
            there = sorted((each for each in found if not each.name.startswith(".")), key=lambda each: each.name)
    except OSError as error:
        yield Entry(str(folder.relative_to(root)), problem=f"{folder} cannot be read ({error.strerror}).")
        return
    files = {each.name for each in there if each.is_file(follow_symlinks=False)}
    problem = None
    if COMMON_FACTS in files:
        try:
            defaults = replace(defaults, facts={**defaults.facts, **read_facts(folder / COMMON_FACTS)})
        except MediaError as error:
            problem = str(error)
    for name in sorted(files):
        if Path(name).suffix.lower() in SOUNDS:
            place = str((folder / name).relative_to(root))
            yield Entry(place, problem=problem) if problem else _entry(place, folder, name, files, defaults, read_facts)
    for each in there:
        # What a browser saves beside a page is of the site, and a link may lead anywhere, or round.
        if each.is_dir(follow_symlinks=False) and not each.name.endswith(("_files", ".files")):
            yield from _walk(root, Path(each.path), defaults, read_facts)


def _entry(place: str, folder: Path, name: str, files: set[str], defaults: Defaults, read_facts: ReadFacts) -> Entry:
    stem = Path(name).stem
    parts: dict[str, Path] = {}
    for part, endings in PARTS:
        beside = [each for each in sorted(files) if _is_of(each, stem, endings)]
        if len(beside) > 1:
            return Entry(
                place, {"title": stem}, problem=f"{' and '.join(beside)} are both its {part}; keep one of them."
            )
        if beside:
            parts[part] = folder / beside[0]
    others = [
        each for each in files if each != name and Path(each).stem == stem and Path(each).suffix.lower() in SOUNDS
    ]
    if others and parts:
        return Entry(
            place,
            {"title": stem},
            problem=f"{others[0]} has the same name, so that nobody knows whose the files beside are.",
        )
    try:
        own = read_facts(parts["facts"]) if "facts" in parts else {}
    except MediaError as error:
        return Entry(place, {"title": stem}, problem=str(error))
    facts = {**defaults.facts, **own}
    if "page" not in parts:
        facts = {"title": stem} | ({"language": "auto"} if defaults.is_language_left else {}) | facts
        if "language" not in facts:
            return Entry(place, {"title": facts["title"]}, problem=NO_LANGUAGE)
    return Entry(
        place,
        facts,
        sound=folder / name,
        summary=parts.get("summary"),
        summary_language=defaults.summary_language,
        script=parts.get("script"),
        transcript=parts.get("transcript"),
        page=parts.get("page"),
    )


def _is_of(name: str, stem: str, endings: tuple[str, ...]) -> bool:
    """Return whether a file beside a sound has its name and one of some endings, in capitals or not."""
    return name[: len(stem)] == stem and name[len(stem) :].lower() in endings
