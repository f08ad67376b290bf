"""What a page calls a speaker: a person's name as it stands, a machine's label so that nobody takes it for a name."""

from __future__ import annotations

from transcribe.speakers.labels import machine_number
from webapp.interface import gettext


def speaker_name(speaker: str) -> str:
    number = machine_number(speaker)
    return speaker if number is None else gettext("Speaker %(number)s") % {"number": number}
