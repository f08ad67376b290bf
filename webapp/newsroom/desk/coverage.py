"""The report on what of a programme was checked: a page, the same as a file, and its links as files."""

from __future__ import annotations

from flask import Response, render_template

from transcribe.linking.reporting.report import make_report
from transcribe.linking.reporting.reports import REPORTS
from transcribe.records import Verdict
from webapp.desk.coverage import as_json, coverage_report
from webapp.newsroom.request import database, programme, user
from webapp.review import content, standing_against

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "jsonld": "application/ld+json",
    "html": "text/html",
}


def coverage(programme_id: str) -> str:
    """Show the report.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    now = content(database(), programme_id)
    return render_template(
        "newsroom/desk/coverage.html",
        programme=now.programme,
        recording=now.recording,
        report=coverage_report(database(), now, user()),
        verdicts=tuple(Verdict),
        obstacles=standing_against(database(), now, user()),
    )


def coverage_file(programme_id: str) -> Response:
    """Send the report as JSON.

    :raise 404: no such programme, or not theirs.
    """
    programme(programme_id)
    report = coverage_report(database(), content(database(), programme_id), user())
    return _file(as_json(report), f"{programme_id}-coverage.json", MEDIA_TYPES["json"])


def links_file(programme_id: str, name: str) -> Response:
    """Send the links of the summary as a file.

    :raise 404: no such programme, or not theirs, or it has no words.
    :raise 409: the machine has not looked for its summary.
    """
    programme(programme_id)
    made = REPORTS[f".{name}"](make_report(database(), programme_id))
    return _file(made.encode(), f"{programme_id}-links.{name}", MEDIA_TYPES[name])


def _file(data: bytes, name: str, media_type: str) -> Response:
    response = Response(data, mimetype=media_type)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
