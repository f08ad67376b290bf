"""TSV (IANA, text/tab-separated-values) for programs: no quotes, no byte order mark, no tab or line break in a cell.

Lines about the transcript come first, each after ``#``, which most readers of tables can be told to skip; then the
names of the columns.
"""

from __future__ import annotations

from transcribe.formats.documents.table import about, rows
from transcribe.formats.export import Export
from transcribe.formats.options import Options


def render(export: Export, options: Options) -> str:
    """Return the table, a row a segment."""
    return "".join(f"{line}\n" for line in (*about(export), *("\t".join(row) for row in rows(export))))
