"""What a reader of files remarks, in English and for scripts too, in the language of whoever sees the page."""

from __future__ import annotations

import re

from webapp.interface import gettext

NAMES = r"(?P<names>.*)"
LEFT_OUT = re.compile(r"(?P<shown>.*) and \d+ more", re.DOTALL)


def remark(english: str) -> str:
    """Return a remark of `transcribe.incoming` in the language of the page; as it is where the pages have no other."""
    for pattern, said in _known():
        if found := re.fullmatch(pattern, english, re.DOTALL):
            names = found.groupdict()
            if more := LEFT_OUT.fullmatch(names.get("names", "")):
                names["names"] = f"{more['shown']} …"
            return said % names
    return english


def _known() -> tuple[tuple[str, str], ...]:
    """Return how each begins and ends in English, and how it is said here."""
    return (
        (
            rf"Names before a colon were taken for who speaks: {NAMES}\.",
            gettext("Names before a colon were taken for who speaks: %(names)s."),
        ),
        (rf"Tiers were taken for speakers: {NAMES}\.", gettext("Tiers were taken for speakers: %(names)s.")),
        (rf"Other tiers were left out: {NAMES}\.", gettext("Other tiers were left out: %(names)s.")),
        (
            r"In (?P<num>\d+) of (?P<all>\d+) segments the tier of the words lacks some; these have no times\.",
            gettext("In %(num)s of %(all)s passages the tier of the words lacks some; these have no times."),
        ),
        (
            r"In the archive that it is from, people had corrected (?P<num>\d+) of (?P<all>\d+) segments\.",
            gettext("In the archive that it is from, people had corrected %(num)s of %(all)s passages."),
        ),
        (
            r"In (?P<num>\d+) places words had been taken out before it was published\.",
            gettext("Words that had been taken out before it was published: %(num)s."),
        ),
        (
            rf"What stands above the first time was left out: {NAMES}\.",
            gettext("What stands above the first time was left out: %(names)s."),
        ),
        (
            r"(?P<num>\d+) comments were left out; they are no words of the programme\.",
            gettext("Comments that were left out, as they are no words of the programme: %(num)s."),
        ),
        (
            r"whisper\.cpp was asked to translate: these are no words that were spoken\.",
            gettext("The machine was asked to translate: these are no words that were spoken."),
        ),
        (
            r"“>>” was taken for another who begins to speak; where no name follows it, the file does not say who\.",
            gettext(
                "“>>” was taken for another who begins to speak; where no name follows it, the file does not say who."
            ),
        ),
        (
            r"Captions that repeat what the one before showed were taken once\.",
            gettext("Captions that repeat what the one before showed were taken once."),
        ),
        (
            rf"Its letters were read as {NAMES}; look whether they are right\.",
            gettext("Its letters were read as %(names)s; look whether they are right."),
        ),
    )
