"""The formats in which links leave the archive, by the ending of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from transcribe.errors import UnknownFormat
from transcribe.linking.reporting import report_annotation, report_csv, report_html, report_json
from transcribe.linking.reporting.report import Report

REPORTS: Mapping[str, Callable[[Report], str]] = {
    ".json": report_json.render,
    ".csv": report_csv.render,
    ".jsonld": report_annotation.render,
    ".html": report_html.render,
}


def report_format(path: Path) -> Callable[[Report], str]:
    """Return what writes a file with this name's ending.

    :raises UnknownFormat: there is no report with this ending.
    """
    render = REPORTS.get(path.suffix.lower())
    if render is None:
        raise UnknownFormat(f"A report's name ends in {', '.join(REPORTS)}; “{path.name}” does not.")
    return render
