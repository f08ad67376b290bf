"""What keeps a programme from being approved: places of names that nobody has decided on, and what went astray."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webapp.redaction.cover import is_adrift
from webapp.redaction.find import find_places
from webapp.redaction.opened import opened
from webapp.redaction.records import Likeness, RedactionKind
from webapp.redaction.told import is_summary_unlinked, stretches

if TYPE_CHECKING:
    from webapp.review import Content


@dataclass(frozen=True, slots=True)
class Undecided:
    """Counts alone: what is said of an approval is kept in clear."""

    open: int = 0
    """Places of names that nobody has confirmed or dismissed."""
    alike: int = 0
    """Places that only look alike, and that nobody has looked at."""
    adrift: int = 0
    """Words that are no longer where they were marked."""
    of_other_sound: int = 0
    """Stretches that were marked in a sound that was replaced since."""
    is_summary_unread: bool = False
    """Whether something that is heard is kept back, and no link says which sentences of the summary may tell it."""


def undecided(content: Content) -> Undecided:
    """Return what is open.

    :raises NoRedactionKey: something is kept back, and the environment has no key.
    :raises WrongRedactionKey: it has another.
    """
    kept = opened(content.redactions)
    places = find_places(content, kept)
    waiting = [place.likeness for place in places if place.is_asked and place.decision is None]
    recording_id = content.recording.recording_id if content.recording else None
    spans = [each for each in kept.standing if each.kind is RedactionKind.SPAN]
    return Undecided(
        open=sum(place.is_open for place in places),
        alike=waiting.count(Likeness.RESEMBLES),
        adrift=sum(is_adrift(each, places) for each in kept.standing),
        of_other_sound=sum(each.recording_id != recording_id for each in spans),
        is_summary_unread=bool(stretches(content, kept, places)) and is_summary_unlinked(content),
    )
