"""For which project something was made, and who paid for it."""

from __future__ import annotations

import re

from webapp.importing.pages.names import QUOTED, TITLED, WORD, bare_name, each_once, first_group

_PAID = r"(?:funded|financed|supported|sponsored|backed)"
_KIND = r"(?:projects?|programmes?|initiatives?|campaign)"
_CALLED = r"\s*(?:called|entitled|titled|named|known as|:|,|-|–)?\s*"
_ARTICLE = r"(?:the\s+|an?\s+|its\s+|our\s+|two\s+)?"
_PART = r"(?i:part of|under|within|produced (?:by|under|for|in)|made (?:under|for)|framework of)"
_END = (
    r"(?=,?\s+(?:which (?:is|was)|that (?:is|was))?\s*"
    rf"(?:{_PAID}|with\b.*\bsupport|run by|implemented)|[.;,\]]|$)"
)
PROJECT = re.compile(
    "|".join(
        (
            rf"\b{_PART}\s+{_ARTICLE}(?:[^.,;:\[\]“«\"]{{0,60}}?\b)?{_KIND}{_CALLED}({QUOTED}|[A-Z][^.;\]\[]*?){_END}",
            rf"\b(?i:part of|under|for)\s+{_ARTICLE}({QUOTED}|{TITLED})\s+(?:project|programme|initiative)\b",
            rf"\b(?i:as part of|under)\s+{_ARTICLE}({QUOTED}|{TITLED})"
            rf"(?=,?\s+(?:which (?:is|was)\s+|an?\s+[^.,;]{{0,40}}?(?:project|programme)\s+)?(?:{_PAID}|with))",
            rf"\bby\s+(?:the\s+)?({QUOTED}|{TITLED})\s+(?:programme|project)\s+of\b",
            rf";\s*(?:and\s+)?({QUOTED}|[A-Z][^;.\]\[]*?)(?=,?\s+(?:which (?:is|was)\s+)?{_PAID})",
            rf"\b(?:[Пп]роект\w*)\s+({QUOTED})",
            rf"рамках\s+(?:проект\w*|программ\w*|инициатив\w*)\s+({QUOTED}|{WORD}(?:\s+\w+){{0,5}}?)"
            r"(?=\s*[.,;\]]|\s+при|\s+на средства|\s+финанс|$)",
            rf"({QUOTED})\s+жобасы",
        )
    )
)
FUNDER = re.compile(
    "|".join(
        (
            rf"\b{_PAID}(?:\s+(?:jointly|in part|financially))?\s+by\s+([^.;\]\[]+)",
            rf"((?-i:{TITLED}))\s+(?:paid|has paid) for\b",
            r"\bfunding\s+(?:came|comes|was provided|is provided|provided)\s+(?:from|by)\s+([^.;\]\[]+)",
            r"\bwith\s+(?:the\s+)?(?:financial\s+|generous\s+|kind\s+)?(?:support|funding|backing|assistance|money)\s+"
            r"(?:of|from|by)\s+([^.;\]\[]+)",
            r"(?:при (?:финансовой )?поддержке|на средства|финансируем\w+|профинансирован\w*)\s+([^.;\]\[]+)",
            r"поддержан\w*\s+([^.;\]\[]+)",
            r"([^.;,\]\[]+?)\s+(?:қаржыландыр\S*|қолдауымен)",
        )
    ),
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r",\s+(?:and\s+)?(?:which|who|went|was|is|broadcast|aired|produced|part of|as part)\b"
    r"|\s+(?:and|was) (?:broadcast|aired|went)\b|\s+(?:as part of|under the|within the)\b|\s+through\s+its\b"
)

_WHOSE_PROGRAMME = re.compile(rf"^(?:the\s+)?{TITLED}\s+(?:programme|project)\s+of\s+")
"""“The Open Water programme of the Halden Trust”: the trust paid."""


def projects_in(line: str) -> list[str]:
    """Return the projects that a line names, each once."""
    found = (first_group(match) for match in PROJECT.finditer(line))
    return each_once(bare_name(part) for each in found for part in re.split(r",?\s+and\s+under\s+", each))


def funders_in(line: str) -> list[str]:
    """Return who paid, each once."""
    found = (_GOES_ON.split(first_group(match))[0] for match in FUNDER.finditer(line))
    return each_once(bare_name(_WHOSE_PROGRAMME.sub("", each)) for each in found)
