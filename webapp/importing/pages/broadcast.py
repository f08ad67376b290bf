"""The line that says how a text was broadcast, such as “[A report on Kazak radio X by Y of Z, funded by F]”."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from webapp.importing.pages.payers import FUNDER, funders_in, projects_in
from webapp.importing.pages.records import Unsure, Why
from webapp.importing.pages.stations import who_broadcast
from webapp.importing.pages.tongues import languages_spoken

MAX_WORDS = 130
"""A longer paragraph tells a story."""
MEDIA = {
    "radio": r"\bradio|\bFM\b|\baudio\b|\bрадио|\bаудио",
    "television": r"\btelevision|\bTV\b|\btelevised|\bvideo\b|\bтелевид|\bтелеканал|\bТВ\b|\bтелеарна|\bтеледидар",
    "online": r"\bpodcast|\bonline\b|\bwebcast|\bподкаст|\bонлайн",
}
_MEDIUM = {name: re.compile(words, re.IGNORECASE) for name, words in MEDIA.items()}
_PIECE = (
    r"(?:report|programme|program|broadcast|package|feature|piece|story|interview|documentary|segment|episode|item|"
    r"podcast|bulletin|discussion|show|series|audio|video|article)"
)
_BEGINS = re.compile(
    "|".join(
        (
            rf"(?:this|the|an?|our)\s+(?:(?!(?:who|that|which)\b)[\w’'-]+\s+){{0,6}}?{_PIECE}\b",
            rf"{_PIECE}\s+(?:broadcast|aired|made|produced)\b",
            r"(?:first |originally )?(?:broadcast|aired|transmitted|carried|heard|shown)\b",
            r"(?:this is |summary of |based on |produced )",
            r"(?:эт[аои]т?|данн\w+)\s+(?:\w+\s+)?(?:передач|репортаж|программ|материал|радио)",
            r"(?:репортаж|передача|программа|материал|радиопередача|радиорепортаж)\b",
            r"(?:бұл|осы)\s+(?:\S+\s+)?(?:хабар|репортаж|бағдарлама|материал|радио)|(?:хабар|репортаж|радиохабар)\b",
        )
    ),
    re.IGNORECASE,
)
_ON_AIR = re.compile(
    r"\b(?:broadcast|aired|went out|goes out|on air|on the air|transmitted|carried|produced|funded|heard on|"
    r"made (?:for|in|by)|"
    r"recorded for|part of|(?:report|feature|programme|program|story|piece|package|interview|series|item) on)\b"
    r"|эфир|прозвуча|передан|подготовлен|таратыл|эфирге|әзірленген|дайындал",
    re.IGNORECASE,
)
_OF_A_PIECE = re.compile(
    rf"(?:(?:this|the|an?)\s+)?(?:[\w-]+\s+){{0,3}}?{_PIECE}\s+(?:on|by|from|for)\b", re.IGNORECASE
)
"""What stands apart, in brackets, need not say that it was on air."""
_OF_ITSELF = re.compile(r"this |produced |эт|бұл |осы ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """What the line says; ``broadcast`` of its facts is the line itself."""

    facts: Mapping[str, str]
    unsure: tuple[Unsure, ...]


def is_broadcast_line(text: str) -> bool:
    """Return whether a paragraph says how this text was broadcast, or for which project it was made."""
    bare = text.strip(" [](){}*_")
    if len(bare.split()) > MAX_WORDS:
        return False
    is_apart = text.strip()[:1] in {"[", "("} and _OF_A_PIECE.match(bare) is not None
    if not is_apart and not (_BEGINS.match(bare) and _ON_AIR.search(bare)):
        return False
    if any(medium.search(bare) for medium in _MEDIUM.values()):
        return True
    return FUNDER.search(bare) is not None and _OF_ITSELF.match(bare) is not None


def read_broadcast(text: str) -> BroadcastLine:
    """Return who broadcast a text, in which language, and who paid for it."""
    line = _unbracketed(text)
    facts, unsure = {"broadcast": line}, list[Unsure]()
    if medium := next((name for name, words in _MEDIUM.items() if words.search(line)), None):
        facts["medium"] = medium
    if tongues := languages_spoken(line):
        facts["language"] = tongues[0]
        if tongues[1:]:
            unsure.append(Unsure("language", tongues[0], Why.SEVERAL, tongues[1:]))
    for name, found in (("project", projects_in(line)), ("funder", funders_in(line))):
        if found:
            facts[name] = "; ".join(found)
        if found[1:]:
            unsure.append(Unsure(name, facts[name], Why.SEVERAL))
    for told in who_broadcast(line):
        if told.name not in facts:
            facts[told.name] = told.value
            if not told.is_sure:
                unsure.append(Unsure(told.name, told.value, Why.BY_PLACE))
    return BroadcastLine(facts, tuple(unsure))


def _unbracketed(text: str) -> str:
    line = text.strip().strip("[]*_").strip()
    return line[1:-1].strip() if line.startswith("(") and line.endswith(")") else line
