"""The lines of a page, each put where it belongs: to a label, to the site, or to what is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from webapp.importing.pages.broadcast import is_broadcast_line
from webapp.importing.pages.dates import the_date
from webapp.importing.pages.furniture import SENTENCE_END, is_furniture, is_prose
from webapp.importing.pages.labels import (
    DATED,
    GENERAL_LABEL,
    OTHER,
    SURE_ALONE,
    Binding,
    Labelled,
    labelled,
)
from webapp.importing.pages.parting import paired, parted
from webapp.importing.pages.records import Line

LONG = frozenset({"citation", "disclaimer", "rights"})
"""Facts that may go on for some lines."""
MAX_VALUE_WORDS = 30
"""Of any other fact; what is longer is a story that begins with a word like “Project:”."""
ACCESSED = re.compile(
    r"(?:accessed|retrieved|last visited|viewed|дата обращения|қаралған күні|қаралды)\b[\s::]*(?:on\s+)?"
    r"(?P<date>[^\])]{6,40})",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"\bavailable (?:at|from)\b[\s::]*<?https?:|\[\s*(?:accessed|retrieved)\b|дата обращения", re.IGNORECASE
)
_RIGHTS = re.compile(
    r"©|^\(c\)\s|\(c\)\s*(?:19|20)\d\d|^\W*copyright\b|\ball rights reserved\b|все права защищены|барлық құқықтар",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"[.,;]?\s+(?:all rights reserved|все права защищены|барлық құқықтар).*", re.IGNORECASE)
_ON_A_DAY = re.compile(r"(?P<value>.+?),?\s+on\s+(?P<day>.*\d.*)")
"""“Published by X on 19 January 2013”."""
_BYLINE = re.compile(
    r"(?i:by|written by|автор|авторы)\s+(?P<name>[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ].*?)(?P<rest>\s+(?:in\s+[A-Z]|\().*)?"
)
"""A byline, and where it was written: “By A. B. in Almaty (No. 12)”."""
_TIMES = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье|"
    r"дүйсенбі|сейсенбі|сәрсенбі|бейсенбі|жұма|сенбі|жексенбі|gmt|utc|at|am|pm|г|года|ж|жыл|жылы)\b|\d{1,2}:\d\d(?::\d\d)?",
    re.IGNORECASE,
)
MAX_RIGHTS_WORDS = 70
MAX_BESIDE_A_DAY = 4
MAX_BETWEEN = 2
"""So many lines of the site may stand between a label and its value."""


@dataclass(frozen=True, slots=True)
class Said:
    """A value as the page has it."""

    value: str
    line: str
    """The whole line, with its label."""
    is_labelled: bool = True


@dataclass(slots=True)
class Sorted:
    """Where the lines went."""

    said: dict[str, list[Said]] = field(default_factory=dict)
    body: list[Line] = field(default_factory=list)
    """What is read: headings, title, story."""
    notes: list[str] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    site_rights: list[str] = field(default_factory=list)
    """Copyright notices at the foot of the page, which may be the site's own."""

    def say(self, name: str, value: str, line: str, *, is_labelled: bool = True) -> None:
        self.said.setdefault(name, []).append(Said(value, line, is_labelled))


def sort_lines(page: Sequence[Line]) -> Sorted:
    """Put every line of a page somewhere."""
    lines = paired(list(parted(page)))
    sorted_, place, has_prose = Sorted(), 0, False
    while place < len(lines):
        line = lines[place]
        if line.is_aside:
            _put_aside(sorted_, line)
            place += 1
            continue
        used = _labelled(sorted_, lines, place, has_prose=has_prose)
        if used:
            place += used
            continue
        if not _put_unlabelled(sorted_, line, has_prose=has_prose):
            has_prose = has_prose or (not line.heading and is_prose(line.text))
            sorted_.body.append(line)
        place += 1
    return sorted_


def without_date(text: str) -> str:
    """Return what a line says beside its date, day of the week and time."""
    found = the_date(text)
    rest = text if found is None else text[: found.start] + " " + text[found.end :]
    return " ".join(re.findall(r"\w+", _TIMES.sub(" ", rest)))


def _put_aside(sorted_: Sorted, line: Line) -> None:
    """Of what belongs to the site something may be wanted all the same."""
    found = labelled(line.text)
    if found and found.name in ("page_updated", "citation", "disclaimer") and found.value and _fits(found):
        sorted_.say(found.name, found.value, line.text)
    elif _is_rights(line.text):
        sorted_.site_rights.append(line.text)
    elif is_broadcast_line(line.text) and line.text.startswith(("[", "(")):
        sorted_.body.append(line)
    elif is_prose(line.text) and not line.is_linked:
        sorted_.notes.append(line.text)
    else:
        sorted_.furniture.append(line.text)


def _put_unlabelled(sorted_: Sorted, line: Line, *, has_prose: bool) -> bool:
    """Put away what needs no label to be known; return whether it was such a line."""
    text = line.text
    if _CITED.search(text) and not is_broadcast_line(text):
        sorted_.say("citation", text, text, is_labelled=False)
    elif _is_rights(text):
        sorted_.say("rights", text, text, is_labelled=False)
    elif is_furniture(text) or (line.is_linked and not line.heading and not is_prose(text)):
        sorted_.furniture.append(text)
    elif not has_prose and _is_day(text):
        sorted_.say("published", text, text, is_labelled=False)
    elif not has_prose and (by := _BYLINE.fullmatch(text)) and not is_prose(text):
        sorted_.say("author", by["name"], text, is_labelled=False)
        if by["rest"]:
            sorted_.notes.append(text)
            if the_date(by["rest"]):
                sorted_.say("published", by["rest"], "", is_labelled=False)
    else:
        return False
    return True


def _is_day(text: str) -> bool:
    """Return whether a line says a day and little more: “Quiet Council, 14 July 2008”."""
    return the_date(text) is not None and len(without_date(text).split()) <= MAX_BESIDE_A_DAY and not is_prose(text)


def _is_rights(text: str) -> bool:
    return len(text.split()) <= MAX_RIGHTS_WORDS and _RIGHTS.search(text) is not None


def _labelled(sorted_: Sorted, lines: Sequence[Line], place: int, *, has_prose: bool) -> int:
    """Take a label with its value; return how many lines that were, 0 where it is none."""
    line = lines[place]
    found = labelled(line.text)
    is_other = found is None or found.binding is Binding.SPACE or (found.name, found.binding) == (OTHER, Binding.ALONE)
    if line.is_label and is_other:
        return _other_label(sorted_, lines, place)
    if found is None:
        is_row = not has_prose and GENERAL_LABEL.match(line.text) and _has_labels_beside(lines, place)
        sorted_.notes += [line.text] if is_row else []
        return 1 if is_row else 0
    if found.binding is Binding.ALONE:
        return _value_below(sorted_, lines, place, found)
    is_near = not has_prose or _has_labels_beside(lines, place)
    if not _is_label(found, is_near=is_near) or not _fits(found):
        return 0
    value, used = _going_on(lines, place, found.name, found.value)
    rights = None if found.name in LONG else _RESERVED.search(value)
    if rights:
        sorted_.say("rights", value, value, is_labelled=False)
        value = value[: rights.start()]
    if found.name in ("publisher", "author") and (dated := _ON_A_DAY.fullmatch(value)) and the_date(dated["day"]):
        sorted_.say("published", dated["day"], dated["day"])
        value = dated["value"]
    if found.name == OTHER:
        sorted_.notes.append(f"{found.label}: {value}")
    else:
        sorted_.say(found.name, value, " ".join(each.text for each in lines[place : place + used]))
    return used


def _is_label(found: Labelled, *, is_near: bool) -> bool:
    if found.binding is not Binding.SPACE:
        return is_near or found.name in LONG or found.name in DATED or found.name in SURE_ALONE
    is_long = " " in found.label  # Two words are hardly how a sentence begins.
    if found.name in LONG:
        return is_long or found.name == "disclaimer"
    return (is_near and found.name in SURE_ALONE) or (found.name in DATED and (is_near or is_long))


def _fits(found: Labelled) -> bool:
    """Return whether the value can be one of this fact."""
    if found.name in LONG:
        return True
    words = len(found.value.split())
    if found.name in ("page_updated", "accessed", "aired") or (
        found.name == "published" and found.binding is not Binding.COLON
    ):
        return the_date(found.value) is not None and words <= MAX_VALUE_WORDS
    if found.binding is Binding.SPACE and SENTENCE_END.search(found.value) and not found.value.endswith("."):
        return False
    return words <= MAX_VALUE_WORDS and not (found.binding is Binding.SPACE and is_prose(found.value))


def _has_labels_beside(lines: Sequence[Line], place: int) -> bool:
    beside = (*lines[max(0, place - 2) : place], *lines[place + 1 : place + 3])
    return any((found := labelled(each.text)) is not None and found.name != OTHER and _fits(found) for each in beside)


def _other_label(sorted_: Sorted, lines: Sequence[Line], place: int) -> int:
    """Keep a row of a table that says something for which there is no fact."""
    line = lines[place]
    below = lines[place + 1] if place + 1 < len(lines) else None
    if below is None or below.is_label or below.is_aside:
        sorted_.notes.append(line.text)
        return 1
    sorted_.notes.append(f"{line.text.rstrip(':')}: {below.text}")
    return 2


def _value_below(sorted_: Sorted, lines: Sequence[Line], place: int, found: Labelled) -> int:
    """Take the line below a label that stands alone, and what goes on from it."""
    if is_furniture(lines[place].text) and not lines[place].is_label:
        return 0
    down = 1
    while place + down < len(lines) and down <= MAX_BETWEEN and is_furniture(lines[place + down].text):
        down += 1
    below = lines[place + down] if place + down < len(lines) else None
    if below is None or below.is_aside or below.is_label or is_furniture(below.text):
        return 0
    again = labelled(below.text)
    if again and (again.binding is not Binding.SPACE or (again.name in DATED and _fits(again))):
        return 0
    taken = Labelled(found.name, found.label, below.text, Binding.COLON)
    if not _fits(taken) or (found.name == "published" and the_date(below.text) is None):
        return 0
    value, used = _going_on(lines, place + down, found.name, below.text)
    sorted_.furniture += [line.text for line in lines[place + 1 : place + down]]
    if found.name == OTHER:
        sorted_.notes.append(f"{found.label}: {value}")
    else:
        sorted_.say(found.name, value, f"{lines[place].text} {value}")
    return used + down


def _begins_anew(line: Line) -> bool:
    """Return whether a line cannot go on with a value: it is called something itself, or is the site's."""
    if line.is_label or labelled(line.text) is not None or is_furniture(line.text):
        return True
    return GENERAL_LABEL.match(line.text) is not None


def _going_on(lines: Sequence[Line], place: int, name: str, value: str) -> tuple[str, int]:
    """Return a value with the lines on which it goes on, and how many lines it has."""
    used = 1
    while name in LONG and place + used < len(lines):
        line = lines[place + used]
        same = line.paragraph == lines[place].paragraph
        cited = name == "citation" and ACCESSED.search(value) is None and _CITED.search(line.text) is not None
        ends = SENTENCE_END.search(value) is not None or (name == "citation" and ACCESSED.search(value) is not None)
        if line.is_aside or _begins_anew(line) or not (cited or (same and not ends)):
            break
        value, used = f"{value} {line.text}", used + 1
    return value, used
