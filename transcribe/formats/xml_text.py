"""Text that an XML file can hold."""

from __future__ import annotations

import re

UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, section 2.2: what is no Char cannot even be written as a reference."""


def xml_text(text: str) -> str:
    """Return the text without the few code points that no XML file may hold."""
    return UNWRITABLE.sub("", text)
