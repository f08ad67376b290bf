"""Which station broadcast something, of which organisation it is, and whose report it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from webapp.importing.pages.names import QUOTED, TITLED, WORD, WORDS, bare_name, first_group
from webapp.importing.pages.tongues import ANY_TONGUE

_RADIO = r"(?P<kind>(?i:radio|tv|television)(?:\s+(?:station|channel|network))?|station|channel|podcast)s?"
_STATION = re.compile(
    "|".join(
        (
            rf"\b(?:on|over|by|for|through)\s+(?:the\s+)?(?:[A-Z]\w+-based\s+)?"
            rf"(?:{ANY_TONGUE}(?:[- ]language)?\s+)?(?:[a-z]+\s+){{0,2}}?"
            rf"{_RADIO}\s*,?\s+(?P<name>{QUOTED}|{WORDS})",
            rf"\b(?:on|over|(?:broadcast|aired|carried|transmitted|made)(?:\s+(?:in|on)\s+[\w ]{{2,20}}?)?\s+by)\s+"
            rf"(?:the\s+)?(?P<named>{QUOTED}|{WORDS})",
            rf"(?:на|в эфире)\s+(?:[а-яё]+\s+){{0,2}}?"
            rf"(?P<russian>(?i:радио|радиостанци\w*|телеканал\w*|тв)\s*(?:{QUOTED}|{WORDS})|{QUOTED})",
            rf"(?P<kazakh>(?:{QUOTED}|{WORD})\s+(?:радио|телеарна)(?:сы)?)",
        )
    )
)
_NO_STATION = re.compile(
    rf"\d|.*-based$|{ANY_TONGUE}(?:-language)?$|(?:January|February|March|April|May|June|July|August|September|October|November|"
    r"December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
_SERVICE = re.compile(
    rf"(?P<parent>{TITLED})[’']s?\s+(?P<service>(?:[A-Z]\w+\s+){{1,2}}Service)"
    rf"(?:\s*,\s*(?:known as\s+)?(?P<name>{TITLED}))?"
)
_OF = r"(?:part|service|branch|arm|affiliate|station|unit|department|member|subsidiary|outlet|division)"
_PARENT = re.compile(
    "|".join(
        (
            rf"\b{_OF}\s+of\s+(?:the\s+)?({TITLED})",
            rf"\b(?:owned|run|operated|managed)\s+by\s+(?:the\s+)?({TITLED})",
            rf"\bbelong(?:s|ing)\s+to\s+(?:the\s+)?({TITLED})",
            rf"\bwhose\s+parent\s+(?:organi[sz]ation|company)\s+is\s+(?:the\s+)?({TITLED})",
            rf"(?:вход\S+ в|часть|служб\w+|подразделени\w+)\s+(?:[а-яё]+\s+)?({TITLED})",
            rf"({TITLED})\s+(?:құрамындағы|құрамына|бөлімшесі)",
        )
    )
)
_SERVICE_OF = re.compile(rf"(?P<service>{ANY_TONGUE}\s+(?i:service))\s+of\s+(?:the\s+)?(?P<whose>{TITLED})")
_BY = re.compile(rf"\bby\s+(?:the\s+)?(?P<by>{TITLED})")
_OF_NO_NAME = (
    r"(?!(?:Institute|Council|Cent(?:re|er)|Union|Ministry|Association|Foundation|Department|Office|Voices?)"
    r"\s+(?:of|for)\b)"
)
"""Words that need what follows “of” to be a name at all."""
_BY_OF = re.compile(
    rf"\bby\s+{_OF_NO_NAME}(?P<by>{WORD}(?:\s+(?:{WORD}|and\s+{WORD})){{0,4}})\s*"
    rf"(?:,\s*(?:a \w+ (?:with|for)|of|from)|\s+(?:of|from|at))\s+(?:the\s+)?(?P<of>{TITLED})"
)
_OFFICE = re.compile(
    r"\b(?:radio|fm|tv|television|azatt[yi]\w*|service|institute|centre|center|foundation|union|agency|media|news|press|"
    r"network|group|company|corporation|organi[sz]ation|association|bbc|rfe|voice|channel|studio|internews)\b"
    r"|^[A-Z/]{2,}$|радио|қоғам|институт",
    re.IGNORECASE,
)
_PROJECT_BEGINS = re.compile(
    r"\b(?:part of (?:the |an? )?[^,.;]{0,60}?\bproject|as part of|under |funded|supported|financed|"
    r"within the framework|в рамках)"
)


@dataclass(frozen=True, slots=True)
class Told:
    """A fact that a line tells."""

    name: str
    value: str
    is_sure: bool = True
    """False where there is another way to read it."""


def who_broadcast(line: str) -> Iterator[Told]:
    """Yield broadcaster, parent organisation, service and author, the likeliest first."""
    head = _PROJECT_BEGINS.split(line, maxsplit=1)[0]
    told = list(_told(head))
    broadcaster = next((each.value for each in told if each.name == "broadcaster"), None)
    # “The Kazak service of Radio X, a station of Y”: nobody belongs to themselves.
    yield from (each for each in told if each.name != "parent" or each.value != broadcaster)


def _told(head: str) -> Iterator[Told]:
    if service := _SERVICE.search(head):
        yield Told("service", bare_name(service["service"]))
        if service["name"]:
            yield Told("broadcaster", bare_name(service["name"]))
        yield Told("parent" if service["name"] else "broadcaster", bare_name(service["parent"]))
    elif service := _SERVICE_OF.search(head):
        yield Told("service", bare_name(service["service"]))
        yield Told("broadcaster", bare_name(service["whose"]))
    station = next(_stations(head), None)
    by = _BY_OF.search(head)
    by_name, by_office = (bare_name(by["by"]), _OFFICE.search(by["by"]) is not None) if by else ("", False)
    if by and by_office and station in {None, by_name}:
        yield Told("broadcaster", by_name)
    elif station:
        yield Told("broadcaster", station, is_sure=station != by_name)
    yield from (Told("parent", bare_name(first_group(match))) for match in _PARENT.finditer(head))
    if by:
        # Of a person “of Z” says for whom they work, which need not be whose station it is.
        yield Told("parent", bare_name(by["of"]), is_sure=by_office)
        if not by_office:
            yield Told("author", by_name, is_sure=False)
    elif not service and (made := _BY.search(head)) and _OFFICE.search(made["by"]):
        # An organisation made it: the one behind the station, or another.
        yield Told("parent", bare_name(made["by"]), is_sure=False)


def _stations(head: str) -> Iterator[str]:
    for match in _STATION.finditer(head):
        kind, name, named = match["kind"], match["name"], match["named"]
        if name:
            belongs = kind.lower() in {"radio", "tv"} and kind[0].isupper()  # “Radio Tau”, but “Kazak radio Tau”
            yield f"{kind} {bare_name(name)}" if belongs else bare_name(name)
        elif named and not _NO_STATION.match(named):
            yield bare_name(named)
        elif match["russian"] or match["kazakh"]:
            yield bare_name(match["russian"] or match["kazakh"])
