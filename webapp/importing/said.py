"""Why something that was read off a page is not sure, in one sentence."""

from __future__ import annotations

from webapp.importing.pages.records import Unsure, Why


def _(message: str) -> str:
    """Mark a message for the catalogues of the interface; pages look it up."""
    return message


def why_message(unsure: Unsure) -> str:
    """Return the sentence, with a name for what else it may be (``others``)."""
    if unsure.others:
        return {
            Why.TWO_READINGS: _("It can also be read as %(others)s."),
            Why.DIFFERS: _("Elsewhere it says: %(others)s."),
            Why.BY_PLACE: _("No label says what it is. It may also be: %(others)s."),
            Why.SEVERAL: _("There are several; also: %(others)s."),
            Why.ABSENT: _("The page says “%(others)s”, which could not be understood."),
        }[unsure.why]
    return {
        Why.TWO_READINGS: _("It can be read in two ways."),
        Why.DIFFERS: _("Elsewhere it says something else."),
        Why.BY_PLACE: _("No label says what it is: it was told by where it stands."),
        Why.SEVERAL: _("There are several of them."),
        Why.ABSENT: _("It was not found on the page."),
    }[unsure.why]


def why_values(unsure: Unsure) -> dict[str, str]:
    """Return what is put into the message."""
    return {"others": "; ".join(unsure.others)}
