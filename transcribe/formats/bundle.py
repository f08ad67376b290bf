"""All formats of a transcript in one ZIP: the same bytes for the same words."""

from __future__ import annotations

from transcribe.formats import FORMATS, render
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.packed import packed

MEDIA_TYPE = "application/zip"
ENDING = "zip"
README = "README.txt"


def pack(export: Export, stem: str, options: Options) -> bytes:
    """Return a ZIP of every format, and a README that says what each is for.

    :param stem: of the files' names, safe on any disk.
    :raises NoTranslation: a translation is wanted and there is none.
    """
    files = {f"{stem}.{each.ending}": render(name, export, options) for name, each in FORMATS.items()}
    return packed({README: _readme(export, stem), **files})


def _readme(export: Export, stem: str) -> bytes:
    lines = [*export.head(), ""]
    lines += [f"{stem}.{each.ending}: {each.title}" for each in FORMATS.values()]
    if export.sound:
        where = f", {export.sound.address}" if export.sound.address else ""
        lines += [
            "",
            f"Its sound, which the HTML plays beside it: {export.sound.file_name}{where}",
        ]
    return ("\n".join(lines) + "\n").encode()
