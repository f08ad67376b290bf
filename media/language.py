"""Language tags: BCP 47 (RFC 5646), normalised."""

from __future__ import annotations

import langcodes

from media.errors import UnknownLanguage

UNDETERMINED = "und"
"""Stored for ``auto``: the recogniser decides."""


def parse_language(tag: str) -> str:
    """Return the normalised BCP 47 tag, ``und`` for ``auto``.

    :raises UnknownLanguage: the tag is not well-formed or its language subtag is not registered.
    """
    if tag == "auto":
        return UNDETERMINED
    if not langcodes.tag_is_valid(tag):
        raise UnknownLanguage(f"“{tag}” is not a language tag; write one like kk, ru or en, or auto.")
    return langcodes.standardize_tag(tag)
