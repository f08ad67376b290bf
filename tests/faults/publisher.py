"""Writers of an edition that are born quickly, to be killed: ``python -m tests.faults.publisher EDITION SOUNDS``.

Everything is imported once; each writer is a fork of that. For each line “number steps share” on standard input a
writer begins with that number and is killed when it has done so many steps and then a share of the time that one takes,
however busy the machine is; the answer is the last number that was done.

A writer makes of each programme first a version with a name and the voice that says it, then one alone without both.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
import time
from pathlib import Path

from media.database import utc_now
from tests.webapp.editions import approved, make_sound
from webapp.edition.layout import Layout
from webapp.edition.store import SoundFiles, add_version, block, edition_writer, published_versions, remove_blocked

NAME, MASK = "Бұлдырқай", "мұнда"
PROGRAMMES = 3
UNMASKED_MS, MASKED_MS = 800, 600
TICK_S, FIRST_GUESS_S = 0.001, 0.02


def files_of(place: Path) -> tuple[SoundFiles, SoundFiles]:
    """Return the sound with the voice and the masked one."""
    return make_sound(place / "unmasked", UNMASKED_MS), make_sound(place / "masked", MASKED_MS)


def write(layout: Layout, number: int, files: tuple[SoundFiles, SoundFiles]) -> None:
    """Do one step: a version with the name, where another was withdrawn before; or one alone without it."""
    is_masked = number % 2 == 1
    sound = files[is_masked]
    programme_id = f"p{number // 2 % PROGRAMMES}"
    if not is_masked and published_versions(layout, programme_id):
        block(layout, programme_id)
        remove_blocked(layout)
    with edition_writer(layout):
        made = approved(programme_id, text=f"{MASK if is_masked else NAME} сөз{number} келді", sound=sound.sound)
        add_version(layout, dataclasses.replace(made, approved_at=utc_now()), sound, alone=is_masked)


def _work(layout: Layout, files: tuple[SoundFiles, SoundFiles], number: int, done: int) -> None:
    while True:
        write(layout, number, files)
        os.pwrite(done, f"{number:12}".encode(), 0)
        number += 1


def main() -> None:
    layout, files = Layout(Path(sys.argv[1])), files_of(Path(sys.argv[2]))
    done = os.open(Path(sys.argv[2]) / "done", os.O_RDWR | os.O_CREAT)
    os.pwrite(done, f"{-1:12}".encode(), 0)
    step_s = FIRST_GUESS_S
    for line in sys.stdin:
        number, steps, share = line.split()
        began_s = time.monotonic()
        pid = os.fork()
        if not pid:
            _work(layout, files, int(number), done)
        while _last(done) < int(number) + int(steps) - 1:
            time.sleep(TICK_S)
        if int(steps):
            step_s = (time.monotonic() - began_s) / int(steps)
        time.sleep(float(share) * step_s)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        sys.stdout.write(f"{_last(done)}\n")
        sys.stdout.flush()


def _last(done: int) -> int:
    return int(os.pread(done, 12, 0))


if __name__ == "__main__":
    main()
