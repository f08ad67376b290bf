"""ODT (OpenDocument 1.3, ISO/IEC 26300), for LibreOffice and other word processors.

The package is written part by part, as that of a DOCX is: nothing in it leads out of it, whoever exports it is not
named in it, and the same words give the same bytes.
"""

from __future__ import annotations

from transcribe.formats.documents import odt_parts
from transcribe.formats.documents.odt_text import Text
from transcribe.formats.documents.odt_xml import MEDIA_TYPE, document
from transcribe.formats.documents.passages import passages
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.packed import packed


def render(export: Export, options: Options) -> bytes:
    """Return the package; reviewers' remarks are in it unless it is for publication or to be clean."""
    content = document("document-content")
    Text(content, export, options).write(passages(export, remarked=not options.clean))
    parts = {"content.xml": content, "styles.xml": odt_parts.styles(export), "meta.xml": odt_parts.meta(export)}
    written = {name: odt_parts.written(part) for name, part in parts.items()}
    manifest = odt_parts.written(odt_parts.manifest(tuple(parts)))
    return packed(
        {"mimetype": MEDIA_TYPE.encode(), **written, "META-INF/manifest.xml": manifest},
        stored="mimetype",
    )
