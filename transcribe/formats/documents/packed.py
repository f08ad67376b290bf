"""ZIP packages, of which DOCX and ODT are kinds: the same parts give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A ZIP's first moment: when it was packed would make each another."""
READABLE = 0o644 << 16


def packed(parts: Mapping[str, bytes], *, stored: str = "") -> bytes:
    """Return a package of some parts, by their names, in their order.

    :param stored: the part that is not compressed, so that a package is told by its first bytes.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            package.writestr(entry, data)
    return made.getvalue()
