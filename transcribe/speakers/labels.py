"""What speakers are called: S1, S2 … by the machine, anything else by people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transcribe.kazakh_letters import LANGUAGE as LATIN_KAZAKH
from transcribe.kazakh_letters import to_latin
from transcribe.records import Segment

MACHINE_LABEL = re.compile(r"S([1-9][0-9]*)")
_KAZAKH = "{}-сөйлеуші"
UNNAMED = {"en": "Speaker {}", "kk": _KAZAKH, LATIN_KAZAKH: to_latin(_KAZAKH), "ru": "Говорящий {}"}
"""What people read where the record has a label, by the language in which they read; English in all others."""
AS_READ = re.compile("|".join(said.format(r"(?:[1-9][0-9]{0,2})") for said in UNNAMED.values()), re.IGNORECASE)
"""What a file of ours, or somebody who read one of our pages, has for a label."""


def machine_label(number: int) -> str:
    """:param number: from 1 on."""
    return f"S{number}"


def machine_number(speaker: str) -> int | None:
    """Return the number in a label of the machine's making, ``None`` for a person's name."""
    label = MACHINE_LABEL.fullmatch(speaker)
    return int(label[1]) if label else None


def unnamed(number: int | str, language: str) -> str:
    """Return what people read for a label.

    :param language: in which they read, a BCP 47 tag.
    """
    tag = LATIN_KAZAKH if language == LATIN_KAZAKH else language.partition("-")[0].lower()
    return UNNAMED.get(tag, UNNAMED["en"]).format(number)


def called(speaker: str, language: str) -> str:
    """Return what a speaker is called where people read: a name as it stands, a label so that it is taken for none.

    :param language: in which they read, a BCP 47 tag.
    """
    number = machine_number(speaker)
    return speaker if number is None else unnamed(number, language)


def as_label(typed: str) -> str:
    """Return the label that somebody means who types what they read for it; a name is left as it is."""
    if AS_READ.fullmatch(typed):
        return machine_label(int("".join(filter(str.isdecimal, typed))))
    return typed


def speakers_of(segments: Sequence[Segment]) -> tuple[str, ...]:
    """Return who speaks, by label or name, in order of first words."""
    return tuple(dict.fromkeys(segment.speaker for segment in segments if segment.speaker))
