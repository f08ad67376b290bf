"""XML that is well-formed whatever the edition holds."""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from lxml import etree

NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even escaped: most control characters and halves of surrogate pairs."""
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

Element: TypeAlias = Any
"""An element of lxml, which tells no types."""


def clean(text: str) -> str:
    """Return the text with the replacement character for each that XML cannot hold."""
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


class Vocabulary:
    """The elements of one namespace.

    >>> dc = Vocabulary("http://purl.org/dc/elements/1.1/")
    >>> dc.add(parent, "title", "Saxaul")
    """

    def __init__(self, uri: str) -> None:
        self.uri = uri

    def name(self, local: str) -> str:
        return f"{{{self.uri}}}{local}"

    def root(self, local: str, prefixes: dict[str | None, str]) -> Element:
        """Return an element that stands alone, and names the namespaces of what is in it."""
        return etree.Element(self.name(local), nsmap=prefixes)

    def add(self, parent: Element, local: str, text: str | None = None, **attributes: str) -> Element:
        """Put an element at the end of another; ``lang`` becomes ``xml:lang``."""
        made = etree.SubElement(parent, self.name(local))
        if text is not None:
            made.text = clean(text)
        for name, value in attributes.items():
            made.set(XML_LANG if name == "lang" else name, clean(value))
        return made

    def add_all(self, parent: Element, local: str, texts: tuple[str | None, ...]) -> None:
        """Put one element for each text that is there."""
        for text in texts:
            if text:
                self.add(parent, local, text)


def document(root: Element) -> bytes:
    """Return the document as UTF-8."""
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
