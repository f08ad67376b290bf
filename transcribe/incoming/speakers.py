"""Labels of machines, however a tool writes them, as ours (S1, S2 …): what is no name must not look like one."""

from __future__ import annotations

from collections.abc import Iterable

from transcribe.incoming.labels import OF_MACHINES
from transcribe.speakers.labels import machine_label, machine_number


def machine_labels(speakers: Iterable[str | None]) -> dict[str, str]:
    """Return our label for each foreign one, in order of first words; our own stay, and names are not in it."""
    foreign: list[str] = []
    taken: set[int] = set()
    for speaker in dict.fromkeys(filter(None, speakers)):
        number = machine_number(speaker)
        if number is not None:
            taken.add(number)
        elif OF_MACHINES.fullmatch(speaker) or speaker.isdigit():
            foreign.append(speaker)
    free = (number for number in range(1, len(foreign) + len(taken) + 1) if number not in taken)
    return {speaker: machine_label(number) for speaker, number in zip(foreign, free, strict=False)}
