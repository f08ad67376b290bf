"""The published versions of a programme: which there are, and what each corrects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import msgspec
from flask import Blueprint, Response
from werkzeug.exceptions import Gone

from webapp.edition.layout import Layout, read_document
from webapp.edition.records import ChangedPart
from webapp.public.page import page_response
from webapp.public.request import shelf
from webapp.public.shelf import Version
from webapp.public.versions.difference import (
    ChangedFact,
    Difference,
    facts_difference,
    summary_difference,
    words_difference,
)
from webapp.public.versions.said import changed_parts, fact_called, note_said

blueprint = Blueprint("versions", __name__)
blueprint.add_app_template_filter(changed_parts)
blueprint.add_app_template_filter(fact_called)
blueprint.add_app_template_filter(note_said)

KEPT = 256
KEPT_DIFFERENCES = 32
"""How many are kept made: ten hours of words take a second or two."""


class _Corrected(msgspec.Struct):
    """What of an edition file says what it corrects: the rest, which may be ten hours of words, is passed over."""

    changes: tuple[ChangedPart, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    version: Version
    corrected: _Corrected


@dataclass(frozen=True, slots=True)
class _Difference:
    words: Difference
    summary: Difference
    facts: tuple[ChangedFact, ...]


@blueprint.get("/programmes/<programme_id>/versions")
def versions(programme_id: str) -> Response:
    """List the published versions of a programme, newest first.

    :raise 404: no such programme.
    :raise 410: it was withdrawn.
    """
    found = shelf().versions(programme_id)
    return page_response(
        "public/versions.html",
        facts=shelf().document(found[0]).facts,
        removed=_removed(found),
        rows=[_Row(version, _corrected_by(version)) for version in found],
        language=shelf().document(found[0]).facts.language,
    )


@blueprint.get("/programmes/<programme_id>/versions/<int:number>/changes")
def changes(programme_id: str, number: int) -> Response:
    """Show what a version says otherwise than the one before.

    :raise 404: no such programme or version.
    :raise 410: it was withdrawn.
    """
    found = shelf().versions(programme_id)
    version = shelf().version(programme_id, number)
    older = [each for each in found if each.number < number]
    document = shelf().document(version)
    difference = _difference(older[0], version, shelf().layout) if older else None
    return page_response(
        "public/changes.html",
        document=document,
        newest=found[0].number,
        before=older[0] if older else None,
        difference=difference,
    )


def _removed(served: list[Version]) -> str:
    """Return which numbers before the newest are not served any more, as ``1–3, 5``; nothing where all are."""
    numbers = {version.number for version in served}
    gone = [number for number in range(1, served[0].number) if number not in numbers]
    runs: list[list[int]] = []
    for number in gone:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("–".join(map(str, run)) for run in runs)


@lru_cache(KEPT_DIFFERENCES)
def _difference(old: Version, new: Version, layout: Layout) -> _Difference:
    """Return what a version says otherwise.

    :raise 410: it was withdrawn between the look at the index and this.
    """
    try:
        before, now = (read_document(layout.document_path(each.programme_id, each.sha256)) for each in (old, new))
    except FileNotFoundError as error:
        raise Gone from error
    return _Difference(
        words=words_difference(before, now),
        summary=summary_difference(before, now),
        facts=facts_difference(before, now),
    )


def _corrected_by(version: Version) -> _Corrected:
    """:raise 410: it was withdrawn between the look at the index and this."""
    try:
        return _read_corrected(shelf().layout.document_path(version.programme_id, version.sha256))
    except FileNotFoundError as error:
        raise Gone from error


@lru_cache(KEPT)
def _read_corrected(path: Path) -> _Corrected:
    return msgspec.json.decode(path.read_bytes(), type=_Corrected)
