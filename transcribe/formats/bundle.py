"""All formats of a transcript in one ZIP: the same bytes for the same words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from transcribe.formats import FORMATS, render
from transcribe.formats.export import Export
from transcribe.formats.options import Options

MEDIA_TYPE = "application/zip"
ENDING = "zip"
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""A ZIP's first moment: when it was packed would make each another."""
READABLE = 0o644 << 16
LEVEL = 2
"""Of deflate: of ten hours of speech it saves half a second, and costs a tenth of the size."""
README = "README.txt"


def pack(export: Export, stem: str, options: Options) -> bytes:
    """Return a ZIP of every format, and a README that says what each is for.

    :param stem: of the files' names, safe on any disk.
    :raises NoTranslation: a translation is wanted and there is none.
    """
    files = {f"{stem}.{each.ending}": render(name, export, options) for name, each in FORMATS.items()}
    return zipped({README: _readme(export, stem), **files})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP of some files, by their names, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = READABLE
            archive.writestr(entry, data, compresslevel=LEVEL)
    return made.getvalue()


def _readme(export: Export, stem: str) -> bytes:
    lines = [*export.head(), ""]
    lines += [f"{stem}.{each.ending}: {each.title}" for each in FORMATS.values()]
    return ("\n".join(lines) + "\n").encode()
