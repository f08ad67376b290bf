"""Who may see that something is kept back."""

from __future__ import annotations

from werkzeug.exceptions import NotFound

from media.records import Programme
from webapp.newsroom.request import programme, user


def protected(programme_id: str) -> Programme:
    """Return a programme of which this person may see what is kept back.

    Who brings a programme and is not of the newsroom is told nothing of it: to them these pages are not there.

    :raise 404: there is no such programme, or it is not theirs, or they may not.
    """
    found = programme(programme_id)
    if not user().is_staff:
        raise NotFound
    return found
