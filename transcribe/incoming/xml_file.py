"""The one door to XML from outside: no entity is expanded, nothing is fetched, no document type is taken."""

from __future__ import annotations

from typing import Any

from lxml import etree

from transcribe.errors import BadTranscript
from transcribe.incoming.file import refuse_large_xml

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


def parse_xml(data: bytes, name: str) -> Any:
    """Return the root element (`lxml.etree`).

    :param data: with its own declaration of an encoding, if any.
    :param name: of the file, for messages.
    :raises UnreadableFile: it has more elements than any transcript.
    :raises BadTranscript: it is not well-formed, or declares a document type, by which bombs and other files come in.
    """
    refuse_large_xml(data, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        where = f" (line {error.lineno})" if isinstance(error, etree.XMLSyntaxError) else ""
        raise BadTranscript(f"“{name}” is broken XML{where}; export it anew.") from error
    if root.getroottree().docinfo.doctype:
        raise BadTranscript(f"“{name}” declares a document type, which no transcript needs; export it without one.")
    return root


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(element.tag).rpartition("}")[2]
