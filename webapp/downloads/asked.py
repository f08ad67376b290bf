"""What is asked of a file: its format, and how it is wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from transcribe.formats import FORMATS
from transcribe.formats.guides import GUIDES
from transcribe.formats.options import DEFAULT, Options, Text, Unit
from webapp.errors import BadWish
from webapp.interface import gettext

ALL: Final = "zip"
"""Every format in one ZIP."""
NAMES: Final = (*FORMATS, ALL)
IN_ADDRESS: Final = "any({})".format(", ".join(name if name.isalnum() else f'"{name}"' for name in NAMES))
"""How a route says that it takes one of them."""
RANGES: Final = {"lines": (1, 4), "characters": (16, 80), "speed": (5, 40)}
"""The least and the most that can be asked for."""
YES, NO = "yes", "no"
SHOWN_CHARACTERS = 40


def options_of(asked: Mapping[str, str]) -> Options:
    """Return the options that an address asks for; what is left empty is not asked for.

    :raises BadWish: it asks for something that is not there.
    """
    wished = {name: value for name, value in asked.items() if value and name != INTERFACE}
    unknown = sorted(set(wished) - set(ASKED))
    if unknown:
        said = {"name": unknown[0][:SHOWN_CHARACTERS], "known": ", ".join(ASKED)}
        raise BadWish(gettext("“%(name)s” cannot be asked of a file; what can be is %(known)s.") % said)
    # Each value is of its option's type: `ASKED` has one way to read it for each.
    settled: dict[str, Any] = {FIELDS.get(name, name): ASKED[name](name, value) for name, value in wished.items()}
    return Options(**settled)


def query_of(options: Options) -> dict[str, str]:
    """Return what an address asks for these options, in one order: nothing for the defaults."""
    said = {
        "guide": options.guide.name if options.guide != DEFAULT.guide else "",
        **{name: str(getattr(options, name) or "") for name in RANGES},
        "unit": options.unit.value if options.unit is not DEFAULT.unit else "",
        "speakers": "" if options.speakers else NO,
        "text": options.text.value if options.text is not DEFAULT.text else "",
        "letters": "latin" if options.latin else "",
        "clean": YES if options.clean else "",
    }
    return {name: value for name, value in said.items() if value}


def require_use(name: str, options: Options) -> None:
    """Refuse a wish that a format has no use for; a ZIP of all has one for each.

    :param name: of a format (`NAMES`).
    :raises BadWish: it would change nothing.
    """
    wished = set(query_of(options)) - SETTLED_FOR_ALL
    idle = sorted(wished - FORMATS[name].takes) if name != ALL else []
    if idle:
        raise BadWish(
            gettext("“%(name)s” changes nothing in %(format)s; leave it out.") % {"name": idle[0], "format": name}
        )


def _number(name: str, value: str) -> int:
    least, most = RANGES[name]
    if not (value.isascii() and value.isdigit() and len(value) <= len(str(most)) and least <= int(value) <= most):
        said = {"name": name, "least": least, "most": most}
        raise BadWish(gettext("“%(name)s” is a whole number from %(least)s to %(most)s.") % said)
    return int(value)


def _one_of(choices: Mapping[str, object]) -> Callable[[str, str], object]:
    def chosen(name: str, value: str) -> object:
        if value not in choices:
            said = {"name": name, "choices": ", ".join(choices)}
            raise BadWish(gettext("“%(name)s” is one of %(choices)s.") % said)
        return choices[value]

    return chosen


INTERFACE: Final = "ui"
"""Asks for the language of the pages, on any of them."""
SETTLED_FOR_ALL: Final = frozenset({"speakers", "text", "letters"})
"""What no format decides (`transcribe.formats.prepare`)."""
FIELDS: Final = {"letters": "latin"}
"""What is called otherwise in addresses than in `Options`."""
ASKED: Final[Mapping[str, Callable[[str, str], object]]] = {
    "guide": _one_of(GUIDES),
    **dict.fromkeys(RANGES, _number),
    "unit": _one_of({each.value: each for each in Unit}),
    "speakers": _one_of({YES: True, NO: False}),
    "text": _one_of({each.value: each for each in Text}),
    "letters": _one_of({"cyrillic": False, "latin": True}),
    "clean": _one_of({YES: True, NO: False}),
}
