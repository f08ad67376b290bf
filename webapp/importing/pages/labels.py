"""Labels that say what a value is: “Publisher: …”, “PublisherInstitute …”, “Баспагер …”."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass

OTHER = ""
"""The name of a label that says something for which there is no fact."""
LABELS: dict[str, tuple[str, ...]] = {
    "title": ("Title", "Название", "Заголовок", "Тақырыбы", "Атауы"),
    "publisher": (
        *("Publisher", "Published by", "Source", "Издатель", "Источник"),
        *("Баспагер", "Жариялаушы", "Дереккөз"),
    ),
    "author": ("Author(s)", "Authors", "Author", "Written by", "Авторы", "Автор", "Авторлары"),
    "published": (
        *(
            "Publication Date",
            "Date of publication",
            "Date published",
            "Published on",
            "Published",
            "Posted on",
            "Posted",
            "Date",
        ),
        *("Дата публикации", "Опубликовано", "Дата", "Жарияланған күні", "Жарияланды", "Күні"),
    ),
    "citation": (
        *("Cite this document as", "Cite this page as", "Cite as", "How to cite", "Suggested citation", "Citation"),
        *("Цитировать как", "Как цитировать", "Ссылаться как", "Сілтеме үлгісі", "Сілтеме жасау"),
    ),
    "disclaimer": ("Disclaimer", "Отказ от ответственности", "Жауапкершіліктен бас тарту"),
    "rights": (
        *("Copyright notice", "Copyright holder", "Copyright", "Rights"),
        *("Авторские права", "Авторское право", "Авторлық құқық"),
    ),
    "page_updated": (
        *("Page last updated", "Last updated on", "Last updated", "Last modified on", "Last modified", "Updated on"),
        *("Updated", "Последнее обновление", "Обновлено", "Соңғы жаңартылған күні", "Соңғы жаңарту", "Жаңартылды"),
    ),
    "accessed": ("Date accessed", "Accessed on", "Accessed", "Retrieved on", "Дата обращения", "Қаралған күні"),
    "language": ("Broadcast language", "Language of broadcast", "Language", "Язык", "Тілі", "Тіл"),
    "broadcast": ("Broadcast", "Эфир"),
    "broadcaster": ("Broadcaster", "Radio station", "Station", "Вещатель", "Радиостанция", "Хабар таратушы"),
    "aired": ("Broadcast date", "Date of broadcast", "First broadcast", "Дата эфира", "Эфир күні"),
    "project": ("Project", "Проект", "Жоба"),
    "funder": ("Funder", "Funded by", "Donor", "Финансирование", "Қаржыландырушы"),
    "series": ("Series", "Цикл передач", "Топтама"),
    "places": ("Countries", "Country", "Страна", "Ел"),
    "topics": ("Topics", "Topic", "Subjects", "Keywords", "Темы", "Тақырыптар"),
    OTHER: (
        "Document type",
        "Document source",
        "Reference",
        "Related documents",
        "Related document",
        "Regions",
        "Comments",
    ),
}
"""By fact; of each the longest first where one begins another."""
SURE_ALONE = frozenset({"publisher", "author", "citation", "disclaimer"})
"""Facts whose label is one also where only a space follows it, in the head of a page."""
DATED = frozenset({"published", "page_updated", "accessed", "aired"})
_BY_LENGTH = sorted(
    ((label, name) for name, labels in LABELS.items() for label in labels), key=lambda each: -len(each[0])
)
GENERAL_LABEL = re.compile(r"[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ][\w’'-]{1,20}(?:\s[\w’'-]{1,20}){0,3}[::]\s")
"""A row that is called something, whatever it is."""
_COLON = re.compile(r"\s*[:：]\s*|\s+[-–—]\s+")
_OPENS = frozenset('“"«([©')


class Binding(enum.Enum):
    """What ties a label to its value."""

    ALONE = "alone"
    """The value follows on a line of its own."""
    COLON = "colon"
    RUN_IN = "run in"
    """Nothing at all: “PublisherInstitute”."""
    SPACE = "space"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that begins with a label."""

    name: str
    """A fact, or `OTHER`."""
    label: str
    """As it stands."""
    value: str
    binding: Binding


def labelled(text: str) -> Labelled | None:
    """Return what a line's label says, ``None`` where it begins with none.

    :param text: white space put in order.
    """
    small = text.lower()
    for label, name in _BY_LENGTH:
        if small.startswith(label.lower()):
            written, rest = text[: len(label)], text[len(label) :]
            bound = _bound(written, rest, label)
            if bound:
                return Labelled(name, written, *bound)
    return None


def _bound(written: str, rest: str, label: str) -> tuple[str, Binding] | None:
    """Return the value and what ties it to its label, ``None`` where the word only begins like one."""
    if not rest.strip():
        return "", Binding.ALONE
    if colon := _COLON.match(rest):
        value = rest[colon.end() :]
        return value, Binding.COLON if value else Binding.ALONE
    value = rest.lstrip()
    if not written[0].isupper():
        return None
    if rest[0].isspace():
        return (value, Binding.SPACE) if value[0].isupper() or not value[0].isalpha() else None
    # “Authorities”, “AuthorSaule”, “AUTHORITIES”: what runs in begins with a capital that is not the label's own.
    if written not in (label, label.title(), label.upper()) or not _begins(value):
        return None
    if written.isupper() and value[0].isupper() and not value[1:2].islower():
        return None
    return value, Binding.RUN_IN


def _begins(value: str) -> bool:
    return value[0].isupper() or value[0].isdigit() or value[0] in _OPENS
