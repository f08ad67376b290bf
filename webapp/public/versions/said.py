"""Corrections and withdrawals in words."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.edition.note import REMOVED
from webapp.edition.records import ChangedPart, PublicReason
from webapp.interface import gettext


def changed_parts(changes: Iterable[ChangedPart]) -> str:
    """Return ``words, summary``: what a version corrects."""
    said = {
        ChangedPart.FACTS: gettext("facts"),
        ChangedPart.SUMMARY: gettext("summary"),
        ChangedPart.WORDS: gettext("words"),
        ChangedPart.TRANSLATION: gettext("translation"),
        ChangedPart.LINKS: gettext("links between summary and sound"),
        ChangedPart.SOUND: gettext("sound"),
    }
    return ", ".join(said[part] for part in changes)


def note_said(note: str) -> str:
    """Return a correction note; the one that says nothing more is in the reader's language."""
    return gettext("Something was removed from this programme.") if note == REMOVED else note


def fact_called(name: str) -> str:
    """Return what a fact is called."""
    said = {
        "title": gettext("Title"),
        "language": gettext("Language"),
        "series": gettext("Series"),
        "publisher": gettext("Publisher"),
        "author": gettext("Author"),
        "published": gettext("Published"),
        "broadcast": gettext("Broadcast"),
        "broadcaster": gettext("Broadcaster"),
        "service": gettext("Service"),
        "aired": gettext("First on air"),
        "people": gettext("People"),
        "places": gettext("Places"),
        "topics": gettext("Topics"),
        "project": gettext("Project"),
        "funder": gettext("Funder"),
        "rights": gettext("Rights"),
        "disclaimer": gettext("Disclaimer"),
        "citation": gettext("Cite as"),
        "medium": gettext("Medium"),
        "parent": gettext("Organisation of the broadcaster"),
    }
    return said[name]


def withdrawn_because(reason: PublicReason) -> str:
    """Return the sentence that stands in the place of a withdrawn programme."""
    said = {
        PublicReason.NEWSROOM: gettext("This programme has been withdrawn by the newsroom."),
        PublicReason.ERROR: gettext("This programme has been withdrawn by the newsroom: it was in error."),
        PublicReason.RIGHTS: gettext("This programme has been withdrawn by the newsroom: others hold rights in it."),
        PublicReason.CONSENT: gettext(
            "This programme has been withdrawn by the newsroom: somebody who is heard in it no longer consents."
        ),
        PublicReason.LAW: gettext("This programme has been withdrawn by the newsroom: the law demands it."),
        PublicReason.CORRECTED: gettext("This programme is being corrected; a new version will come."),
    }
    return said[reason]
