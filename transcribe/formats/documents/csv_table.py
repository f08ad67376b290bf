"""CSV (RFC 4180) for spreadsheets: a byte order mark, for they know Kazakh letters by it alone.

Lines about the transcript come first, each in the first cell of a row and after ``#``; then the names of the columns.
"""

from __future__ import annotations

import csv
import io

from transcribe.formats.documents.table import about, rows
from transcribe.formats.export import Export
from transcribe.formats.options import Options


def render(export: Export, options: Options) -> str:
    """Return the table, a row a segment."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerows([line] for line in about(export))
    writer.writerows(rows(export))
    return "\ufeff" + written.getvalue()
