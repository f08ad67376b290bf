"""DOCX (ECMA-376), for Word and other word processors: to be checked, or clean to be read.

The package is written part by part: a library would begin with its own template, 900 kB of styles and another program's
name. Nothing in it leads out of it, whoever exports it is not named in it, and the same words give the same bytes.
"""

from __future__ import annotations

from lxml import etree

from transcribe.formats.documents import word_parts
from transcribe.formats.documents.passages import passages
from transcribe.formats.documents.word_text import Remarked, W, add_about, add_passages, add_section, w
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.packed import packed


def render(export: Export, options: Options) -> bytes:
    """Return the package; reviewers' remarks are in it unless it is for publication or to be clean."""
    made = passages(export, remarked=not options.clean)
    document = etree.Element(w("document"), nsmap={"w": W, "r": word_parts.R})
    body = etree.SubElement(document, w("body"))
    remarked = Remarked()
    add_about(body, export, made, options)
    add_passages(body, export, made, options, remarked)
    add_section(body)
    return packed(word_parts.parts(export, document, remarked.comments))
