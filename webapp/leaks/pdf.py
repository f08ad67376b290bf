"""The words of a PDF: they lie in it as numbers of drawn letters, which no alphabet tells."""

from __future__ import annotations

import io

PDF = b"%PDF-"
HEAD_BYTES = 1024
"""In which a PDF has to say that it is one (ISO 32000-2, 7.5.2, and what readers allow)."""


class UnreadPdf(Exception):
    """It looks like a PDF, and what stands in it cannot be told."""


def words_of_pdf(data: bytes) -> str:
    """Return what stands on the pages of a PDF and in its facts, empty where it is none.

    :raises UnreadPdf: it is broken, or locked.
    """
    if PDF not in data[:HEAD_BYTES]:
        return ""
    from pypdf import PdfReader  # noqa: PLC0415 only whoever looks into a PDF needs it

    try:
        reader = PdfReader(io.BytesIO(data))
        facts = [str(value) for value in (reader.metadata or {}).values()]
        return "\n".join((*facts, *(page.extract_text() for page in reader.pages)))
    except Exception as error:
        # Broken files make it raise errors of every kind; all mean that nobody has looked into this one.
        raise UnreadPdf from error
