"""Words that whoever guesses a password of this newsroom tries first: its names, its people's, and the program's.

Which they are says docs/accounts.md. A password may hold them; it must be more than they are.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from anyascii import anyascii
from sqlite_utils import Database

from webapp.people.settings import Settings

PROGRAM = (
    *("muragat", "мұрағат", "радио", "архив", "archive", "newsroom", "редакция", "password", "пароль", "құпиясөз"),
    *("contributor", "journalist", "approver", "admin", "editor", "журналист", "редактор", "админ"),
)
SHORTEST_NAME = 3
SHORTEST_WORD = 4
"""Letters of a part of a name that is looked for alone."""
MOST_PUBLISHERS = 100
"""The most frequent of them; with those of every imported page any word would be known here."""
OWN_CHARACTERS = 8
OWN_DIFFERENT_CHARACTERS = 5
"""What must be left of a password without the words that are known."""

_AS_LETTERS = str.maketrans("013457@$!", "oieastasi")
"""Signs that stand for letters of their shape."""


def words_known_here(db: Database, name: str, settings: Settings) -> frozenset[str]:
    """Return the words, folded: the person's name, the site's, the provider's, publishers, series, the program.

    :param name: of the person whose password it is.
    """
    publishers = db.execute(
        "SELECT publisher FROM programme WHERE publisher IS NOT NULL GROUP BY publisher ORDER BY count(*) DESC LIMIT ?",
        [MOST_PUBLISHERS],
    )
    series = db.execute("SELECT DISTINCT series FROM programme WHERE series IS NOT NULL")
    names = [*PROGRAM, name, *(str(row[0]) for row in publishers)]
    if settings.address:
        names += settings.address.host.partition(":")[0].split(".")[:-1]
    if settings.provider:
        names.append(settings.provider.name)
    # A series only as a whole: with the single words of all their names nearly every word would be known.
    whole = {_folded(each) for each in (*names, *(str(row[0]) for row in series))}
    parts = {_folded(part) for each in names for part in re.split(r"[\W_]+", each)}
    return frozenset(
        {each for each in whole if len(each) >= SHORTEST_NAME} | {each for each in parts if len(each) >= SHORTEST_WORD}
    )


def is_little_more_than(words: Iterable[str], password: str) -> bool:
    """Return whether a password has some of the words in it, and too little besides.

    :param words: as `words_known_here` returns them.
    """
    longest_first = sorted(words, key=len, reverse=True)
    small = password.casefold()
    for typed in (small, small.translate(_AS_LETTERS)):
        text = left = _folded(typed)
        for word in longest_first:
            left = left.replace(word, " ")
        own = left.replace(" ", "")
        if left != text and (len(own) < OWN_CHARACTERS or len(set(own)) < OWN_DIFFERENT_CHARACTERS):
            return True
    return False


def _folded(text: str) -> str:
    """Return what two spellings of a name have in common: small Latin letters and digits."""
    latin = anyascii(unicodedata.normalize("NFKC", text).casefold()).casefold()
    return "".join(filter(str.isalnum, latin)).replace("y", "i").replace("q", "k")
