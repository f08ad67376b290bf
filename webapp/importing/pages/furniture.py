"""What sites put around a text: told by words alone, in English, Russian and Kazakh."""

from __future__ import annotations

import re

MAX_WORDS = 9
"""A longer line is read, not pressed."""
SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_PLACES = r"(?:facebook|twitter|x|whatsapp|telegram|vk|youtube|linkedin|instagram|rss|e-?mail)"
_PRESS = (
    r"(?:share|tweet|print|e-?mail|save|download|bookmark|subscribe|follow us|like us|sign up|log ?in|register|close)"
)
_PHRASES = (
    r"search\b.*|advanced search.*|by keyword|and / or country.*|all|clear(?: search)?|all countries",
    r"skip to\b.*",
    r"(?:back|return) to (?:top|search|results?|list)\b.*",
    r"(?:home|main page|menu)(?:\s*[>»/|].*)?",
    rf"{_PRESS}(?:\s+(?:(?:this|on|by|to|the|page|article|document|via|in|pdf|version|link)\b|{_PLACES}))*",
    rf"{_PLACES}(?:\s*[|·,]?\s*{_PLACES})*|close window",
    r"(?:contact us|about us|about|help|faq|site ?map|accessibility)",
    r"(?:privacy(?: policy)?|terms(?: (?:of|and) \w+)*|cookies?(?: policy| settings)?)",
    r"(?:previous|next)(?: (?:article|document|page))?",
    r"(?:countries|topics|publishers|document types|browse by\b.*|all documents|full text)",
    r"(?:text size.*|printer[- ]friendly.*)",
    r"read (?:more|also|on).*",
    r"the wayback machine - https?://.*",
    r"(?:\d[\d,. ]* captures?|about this capture|collected by|success|fail|timestamps|loading\.*)",
    r"(?:поиск|искать|найти)\b.*",
    r"(?:главная|на главную|наверх|меню|войти|поделиться|распечатать|печать|контакты|о нас|подписаться)\b.*",
    r"версия для печати.*",
    r"(?:іздеу|басты бет|мәзір|бөлісу|басып шығару|байланыс|біз туралы|жоғары|жазылу)\b.*",
    r"[\W_]*",
)
_FURNITURE = re.compile("|".join(f"(?:{phrase})" for phrase in _PHRASES), re.IGNORECASE)


def is_furniture(text: str) -> bool:
    """Return whether a line is the site's: short, no sentence, and one of the things that sites say."""
    if len(text.split()) > MAX_WORDS or SENTENCE_END.search(text):
        return False
    parts = (part for part in re.split(r"\s*[|·:]\s*", text) if part)
    return _FURNITURE.fullmatch(text) is not None or all(_FURNITURE.fullmatch(part) for part in parts)


def is_prose(text: str) -> bool:
    """Return whether a line is running text: a sentence, or too long for anything else."""
    words = len(text.split())
    return words > MAX_WORDS * 2 or (words > 3 and SENTENCE_END.search(text) is not None)  # noqa: PLR2004 a heading is shorter
