"""Language tags: BCP 47 (RFC 5646), normalised."""

from __future__ import annotations

import langcodes

from media.errors import UnknownLanguage

UNDETERMINED = "und"
"""Stored for ``auto``: the recogniser decides."""


def parse_language(tag: str) -> str:
    """Return the normalised BCP 47 tag, ``und`` for ``auto``.

    :raises UnknownLanguage: the tag is not well-formed, its language subtag is not registered, or it has subtags in
        which anything may be written (``x-…`` and other extensions): a name too.
    """
    if tag == "auto":
        return UNDETERMINED
    if not langcodes.tag_is_valid(tag) or plain_language(tag) != tag:
        raise UnknownLanguage(f"“{tag}” is not a language tag; write one like kk, ru or en, or auto.")
    return langcodes.standardize_tag(tag)


def plain_language(tag: str) -> str:
    """Return a tag without its extensions and what somebody made up (``x-…``); ``und`` where nothing else is in it."""
    subtags = tag.replace("_", "-").split("-")
    free = next((place for place, subtag in enumerate(subtags) if len(subtag) == 1), None)
    return tag if free is None else "-".join(subtags[:free]) or UNDETERMINED


def parse_languages(tags: str) -> tuple[str, ...]:
    """Return the tags of a list such as ``kk,ru``, normalised, in its order, each once.

    :raises UnknownLanguage: one is not well-formed or its language subtag is not registered, or it is ``auto``.
    """
    parsed = tuple(dict.fromkeys(parse_language(tag.strip()) for tag in tags.split(",")))
    if UNDETERMINED in parsed:
        raise UnknownLanguage(f"“{tags}” is not a list of languages; write one like kk,ru.")
    return parsed
