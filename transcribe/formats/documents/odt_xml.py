"""Elements of OpenDocument, called as they are in files: ``text:p``."""

from __future__ import annotations

from lxml import etree

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
VERSION = "1.3"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = {
    **{name: f"{_NAMES}{name}:1.0" for name in ("office", "style", "text", "table", "meta", "manifest")},
    "fo": f"{_NAMES}xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}


def name(prefixed: str) -> str:
    """Return the name that lxml knows."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{SPACES[prefix]}}}{local}"


def document(kind: str) -> etree._Element:
    """Return the root of a part."""
    spaces = {prefix: space for prefix, space in SPACES.items() if prefix != "manifest"}
    return etree.Element(name(f"office:{kind}"), {name("office:version"): VERSION}, nsmap=spaces)


def add(parent: etree._Element, kind: str, attributes: dict[str, str] | None = None, text: str = "") -> etree._Element:
    """Add an element; its attributes are called by their prefixes too."""
    made = etree.SubElement(parent, name(kind), {name(key): value for key, value in (attributes or {}).items()})
    if text:
        made.text = text
    return made
