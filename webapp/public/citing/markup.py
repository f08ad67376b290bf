"""A citation as a page shows it: the full stop behind its address never stands alone on a line."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

ADDRESS = re.compile(r"https?://\S*?(?=[.,;)]*(?:\s|$))")
TOGETHER = 12
"""So many last letters of an address go to the next line with what stands behind it; lines are longer than that."""


def cited_markup(text: str) -> Markup:
    """Return a citation with the end of its last address and the marks behind it in one piece."""
    found = [*ADDRESS.finditer(text)]
    if not found:
        return escape(text)
    cut = max(found[-1].start(), found[-1].end() - TOGETHER)
    whole, space, rest = text[cut:].partition(" ")
    return Markup('{}<span class="whole">{}</span>{}').format(text[:cut], whole, space + rest)
