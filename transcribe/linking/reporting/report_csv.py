"""The links of a programme as a table (RFC 4180): a row a place, or a row a sentence that has none."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from transcribe.formats.spreadsheet import harmless
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.reporting.report import FAILED, VERDICTS, Report, part_sentence

COLUMNS = (
    "programme",
    "position",
    "sentence",
    "verdict",
    "start_s",
    "end_s",
    "heard",
    "not_heard",
    "score",
    "stale",
    "decided",
    "decided_by",
    "link",
)


def render(report: Report) -> str:
    """Return the table, with a byte order mark, for spreadsheets know Kazakh letters by it alone."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(COLUMNS)
    for placed in report.links:
        writer.writerows([harmless(cell) for cell in row] for row in _rows(report, placed))
    return "\ufeff" + written.getvalue()


def _rows(report: Report, placed: PlacedLink) -> Iterator[tuple[str, ...]]:
    link = placed.link
    for span in placed.spans or (None,):
        yield (
            report.programme.programme_id,
            str(link.claim.position + 1),
            link.claim.text,
            VERDICTS[link.verdict],
            f"{span.start_ms / 1000:.3f}" if span else "",
            f"{span.end_ms / 1000:.3f}" if span else "",
            link.quote,
            " ".join(part_sentence(part) for part in link.parts if part.verdict in FAILED),
            f"{link.score:.3f}",
            "yes" if placed.is_stale else "no",
            str(link.decided.kind) if link.decided else "",
            link.decided.user_name if link.decided else "",
            link.link_id,
        )
