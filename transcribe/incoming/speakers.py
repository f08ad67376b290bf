"""Labels of machines, however a tool writes them, as ours (S1, S2 …): what is no name must not look like one."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from transcribe.incoming.labels import OF_MACHINES
from transcribe.speakers.labels import machine_label, machine_number

MOST_DIGITS = 4


def machine_labels(speakers: Iterable[str | None]) -> dict[str, str]:
    """Return our label for each foreign one; names and labels of ours are not in it.

    A number stays what it is, one more where a tool counts from 0, unless it is another's already.
    """
    known = list(dict.fromkeys(filter(None, speakers)))
    foreign = [each for each in known if machine_number(each) is None and _is_label(each)]
    taken = {number for each in known if (number := machine_number(each)) is not None}
    shift = int(any(_number(each) == 0 for each in foreign))
    labels: dict[str, str] = {}
    for speaker in foreign:
        number = _number(speaker)
        wanted = number + shift if number is not None else 1
        free = wanted if wanted >= 1 and wanted not in taken else next(n for n in count(1) if n not in taken)
        taken.add(free)
        labels[speaker] = machine_label(free)
    return labels


def _is_label(speaker: str) -> bool:
    return OF_MACHINES.fullmatch(speaker) is not None or (speaker.isdecimal() and speaker.isascii())


def _number(label: str) -> int | None:
    digits = "".join(letter for letter in label if letter in "0123456789")[:MOST_DIGITS]
    return int(digits) if digits else None
