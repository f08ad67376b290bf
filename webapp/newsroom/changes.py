"""Two texts of one passage as markup: what would go is struck through, what would come underlined; both are said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup, escape
from rapidfuzz.distance import Levenshtein

from webapp.interface import gettext


def changes_markup(before: Sequence[str], after: Sequence[str]) -> tuple[Markup, Markup]:
    """Return both texts, word by word, with what differs marked.

    :param before: the words as they stand. :param after: the words that would stand there.
    """
    blocks = Levenshtein.opcodes(before, after)
    gone = _joined("del", gettext("goes"), ((b.tag, before[b.src_start : b.src_end]) for b in blocks))
    come = _joined("ins", gettext("comes"), ((b.tag, after[b.dest_start : b.dest_end]) for b in blocks))
    return gone, come


def _joined(element: str, said: str, runs: Iterator[tuple[str, Sequence[str]]]) -> Markup:
    parts = []
    for tag, words in runs:
        text = escape(" ".join(words))
        if words and tag != "equal":
            text = Markup('<{0}><span class="aside">[{1}: </span>{2}<span class="aside">]</span></{0}>').format(
                element, said, text
            )
        parts += [text] if words else []
    return Markup(" ").join(parts)
