"""Writers of an edition that are born quickly, to be killed: ``python -m tests.faults.publisher STORY EDITION SOUNDS``.

Everything is imported once; each writer is a fork of that. For each line “number steps share” on standard input a
writer begins with that number and is killed when it has done so many steps and then a share of the time that one takes,
however busy the machine is; the answer is the last number that was done.

What a step does is told by the story (`STORIES`).
"""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from media.database import utc_now
from tests.webapp.editions import approved, make_sound
from webapp.edition.layout import Layout
from webapp.edition.store import SoundFiles, add_version, block, edition_writer, published_versions, remove_blocked

NAME, MASK = "Бұлдырқай", "мұнда"
PROGRAMMES = 3
WITHDRAWN_EACH = 5
"""Of the steps of the story of withdrawals, the last of so many."""
UNMASKED_MS, MASKED_MS = 800, 600
TICK_S, FIRST_GUESS_S = 0.001, 0.02

Sounds = tuple[SoundFiles, SoundFiles]


def files_of(place: Path) -> Sounds:
    """Return the sound with the voice and the masked one."""
    return make_sound(place / "unmasked", UNMASKED_MS), make_sound(place / "masked", MASKED_MS)


def write_masked(layout: Layout, number: int, files: Sounds) -> None:
    """Do one step: a version with the name, where another was withdrawn before; or one alone without it.

    Of each programme there is first a version with a name and the voice that says it, then one without both.
    """
    is_masked = number % 2 == 1
    sound = files[is_masked]
    programme_id = f"p{number // 2 % PROGRAMMES}"
    if not is_masked and published_versions(layout, programme_id):
        block(layout, programme_id)
        remove_blocked(layout)
    with edition_writer(layout):
        made = approved(programme_id, text=f"{MASK if is_masked else NAME} сөз{number} келді", sound=sound.sound)
        add_version(layout, dataclasses.replace(made, approved_at=utc_now()), sound, alone=is_masked)


def write_withdrawn(layout: Layout, number: int, files: Sounds) -> None:
    """Do one step: publish the next version of a programme; the last of some is withdrawn at once."""
    programme_id = f"p{number % PROGRAMMES}"
    with edition_writer(layout):
        made = approved(programme_id, text=f"сөз{number} " * 50, sound=files[0].sound)
        add_version(layout, dataclasses.replace(made, approved_at=utc_now()), files[0])
    if is_withdrawn_by(number):
        block(layout, programme_id)
        remove_blocked(layout)


def is_withdrawn_by(number: int) -> bool:
    """Return whether a step of `write_withdrawn` ends with its programme withdrawn."""
    return number % WITHDRAWN_EACH == WITHDRAWN_EACH - 1


STORIES: dict[str, Callable[[Layout, int, Sounds], None]] = {"masked": write_masked, "withdrawn": write_withdrawn}


@contextmanager
def killed_writers(story: str, layout: Layout, sounds: Path, chance: Random) -> Iterator[Callable[[], int]]:
    """Yield what lets a writer begin, kills it and returns the last step that was done."""
    command = [sys.executable, "-m", "tests.faults.publisher", story, str(layout.root), str(sounds)]
    done = -1
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writers:
        assert writers.stdin
        assert writers.stdout

        def kill() -> int:
            nonlocal done
            assert writers.stdin
            assert writers.stdout
            writers.stdin.write(f"{done + 1} {chance.choice((0, 1, 1, 2))} {chance.random()}\n")
            writers.stdin.flush()
            done = int(writers.stdout.readline())
            return done

        yield kill
        writers.stdin.close()


def _work(step: Callable[[Layout, int, Sounds], None], layout: Layout, files: Sounds, number: int, done: int) -> None:
    while True:
        step(layout, number, files)
        os.pwrite(done, f"{number:12}".encode(), 0)
        number += 1


def main() -> None:
    story, edition, sounds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    layout, files = Layout(edition), files_of(sounds)
    done = os.open(sounds / "done", os.O_RDWR | os.O_CREAT)
    os.pwrite(done, f"{-1:12}".encode(), 0)
    step_s = FIRST_GUESS_S
    for line in sys.stdin:
        number, steps, share = line.split()
        began_s = time.monotonic()
        pid = os.fork()
        if not pid:
            _work(STORIES[story], layout, files, int(number), done)
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
