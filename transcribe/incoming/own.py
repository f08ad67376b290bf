"""What our own files say at their head of whose words they hold (`transcribe.formats.export.Export.head`)."""

from __future__ import annotations

import re

from transcribe.incoming.records import Tool
from transcribe.records import WordsBy

MACHINE = re.compile(
    r"Machine words(?:, brought as a file)?, not checked "
    r"\((\S{1,80})(?: (?!model )(\S{1,80}))?(?:, model ([^();]{1,200}))?[);]"
)


CAPTION = re.compile(r"\s*\[muragat: ([^\]]*)\]")


def words_of_ours(text: str) -> tuple[str, int]:
    """Return what a first caption of ours says about the file, and with how many words: nobody speaks these."""
    found = CAPTION.match(text)
    return (found[1], len(found[0].split())) if found else ("", 0)


def made_by_of(head: str) -> tuple[Tool | None, WordsBy]:
    """Return which machine made the words, where a head says so."""
    found = MACHINE.search(head)
    if found is None:
        return None, WordsBy.MACHINE if "machine words, not checked" in head else WordsBy.UNKNOWN
    return Tool(found[1], found[2] or "", found[3] or ""), WordsBy.MACHINE
