"""How a reader wants the words: asked for in the address, so that it works without script and can be sent to others."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request


class Letters(enum.StrEnum):
    CYRILLIC = "cyrillic"
    LATIN = "latin"


@dataclass(frozen=True, slots=True)
class Choice:
    letters: Letters = Letters.CYRILLIC
    layer: str = ""
    """The name of a translation (`LayerView.name`), ``all``, or empty for the original alone."""

    @staticmethod
    def parse(asked: Mapping[str, str]) -> Choice:
        """Return what an address asks for; what it asks for in vain is not there."""
        letters = Letters.LATIN if asked.get("letters") == Letters.LATIN else Letters.CYRILLIC
        return Choice(letters, asked.get("layer", ""))


ORIGINAL = Choice()


def address_with(**asked: str) -> str:
    """Return the address of the page that is being made, asking for something else; an empty text asks for nothing."""
    arguments = {name: value for name, value in (request.args.to_dict() | asked).items() if value}
    return f"?{urlencode(arguments)}" if arguments else "?"
