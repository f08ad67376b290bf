"""Where readers write that something is wrong: an e-mail whose subject says of which programme, version and moment."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from webapp.edition.records import EditionFacts
from webapp.errors import NotAnAddress
from webapp.interface import gettext

MAILBOX = re.compile(r"[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII | re.IGNORECASE)
"""Less than RFC 5321 allows: what every mail program takes from a link."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The newsroom's mailbox for its readers; it stands on pages, so it is nobody's own."""

    mailbox: str

    @staticmethod
    def parse(text: str) -> Contact:
        """:raises NotAnAddress: it is no e-mail address."""
        if not MAILBOX.fullmatch(text):
            raise NotAnAddress(f"“{text}” is no e-mail address; write one like corrections@archive.example.")
        return Contact(text)

    def link(self, facts: EditionFacts, version: int, address: str, time: str = "") -> str:
        """Return a ``mailto:`` link (RFC 6068) that says what it is about by what is public already.

        :param address: of the page. :param time: at which it is heard, as the page writes it.
        """
        about = ", ".join(part for part in (facts.programme_id, str(version), time) if part)
        subject = gettext("An error in “%(title)s” (%(about)s)") % {"title": facts.title, "about": about}
        body = (
            f"{address}\n\n"
            + ("" if time else gettext("At which moment:") + "\n")
            + gettext("What should stand there:")
        )
        return f"mailto:{self.mailbox}?subject={quote(subject, safe='')}&body={quote(_lines(body), safe='')}"


def _lines(text: str) -> str:
    """Lines of a mail end so (RFC 6068, section 5)."""
    return text.replace("\n", "\r\n") + " "
