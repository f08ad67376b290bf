"""The API's own words, which are English as its documents are; the page about it says them in the reader's language."""

from __future__ import annotations


def _(message: str) -> str:
    """Return the message as it is: this marks it for the catalogues, in which the page looks it up."""
    return message
