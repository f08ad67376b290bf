"""All measurements of the editor, in one run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import msgspec

from media.archive import Archive
from media.text_file import read_text
from transcribe.normalise import without_remarks
from transcribe.revise import current_text
from webapp.bench_review.correcting import TimeToCorrect, hunks, seconds
from webapp.bench_review.newsroom import EDITOR, Measured, make_archive, newsroom, sound_s_of, transcribed
from webapp.bench_review.records import BrowserResult, Correcting, Order
from webapp.bench_review.subrip import as_subrip, words_of
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.page import CHROMIUM
from webapp.bench_web.site import python_module
from webapp.bench_web.timing import Spread
from webapp.schema import SCHEMAS

MODEL = "base"
MOST_S = 1_800


@dataclass(frozen=True, slots=True)
class ReviewBench:
    """All figures of one run; milliseconds."""

    words: int
    passages: int
    browser: str
    cores: int
    key: Spread
    key_task: Spread
    no_key: Spread
    save: Spread
    undo: Spread
    opened_ms: tuple[float, ...]
    correcting: TimeToCorrect | None
    """``None`` where no recording was given, or the base model is not there."""

    @property
    def open_ms(self) -> float:
        """Return the median of the rounds."""
        return round(median(self.opened_ms), 1)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording and the words that are said in it."""

    sound: Path
    reference: Path


def bench_review(
    words: int, rounds: int, keys: int, edits: int, recorded: Recorded | None, say: Callable[[str], None]
) -> ReviewBench:
    """Make an archive in a temporary directory, serve it, measure its editor in Chromium, remove it.

    :param words: of the programme. :param rounds: how often it is opened. :param keys: that are typed.
    :param edits: that are saved and undone.
    :param recorded: what is corrected. :param say: is told what happens, a line each.
    :raises BenchFailed: there is no Chromium that can be steered, or it or the newsroom fails.
    """
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if program is None or not find_spec("playwright"):
        missing = "pip install 'muragat[test]'" if program else "the system's chromium package"
        raise BenchFailed(f"The editor is measured in a browser: {missing} is missing; install it.")
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        say(f"making a programme of {words} words")
        measured = make_archive(Path(directory) / "archive", words)
        said = _transcribed(measured.archive, recorded, say)
        with newsroom(measured.archive) as site:
            say("opening, typing, saving, undoing")
            order = Order(
                program=program,
                address=site.address,
                name=EDITOR,
                password=measured.password,
                edit=f"{site.address}/programmes/{measured.programme_id}/edit",
                rounds=rounds,
                keys=keys,
                edits=edits,
                correcting=_order(measured.archive, site.address, said) if said else None,
            )
            result = _browse(order)
        correcting = _corrected(measured.archive, said, order, result) if said else None
    return _bench(measured, result, correcting)


@dataclass(frozen=True, slots=True)
class _Said:
    """A programme that the machine wrote down, and what was said in it."""

    programme_id: str
    recorded: Recorded
    reference: tuple[str, ...]


def _transcribed(archive: Archive, recorded: Recorded | None, say: Callable[[str], None]) -> _Said | None:
    if recorded is None or not recorded.sound.exists():
        say("no recording with its reference is there: time to correct is not measured")
        return None
    say(f"hearing {recorded.sound.name} with the model {MODEL}")
    programme_id = transcribed(archive, recorded.sound, MODEL)
    return _Said(programme_id, recorded, tuple(without_remarks(_plain(recorded.reference)).split()))


def _plain(reference: Path) -> str:
    """Return the words of a reference; a list of files with their words has them after a tab."""
    return "\n".join(line.partition("\t")[2] or line for line in read_text(reference).splitlines())


def _order(archive: Archive, address: str, said: _Said) -> Correcting:
    with closing(archive.open(SCHEMAS)) as db:
        segments = current_text(db, said.programme_id).segments
    edit = f"{address}/programmes/{said.programme_id}/edit"
    return Correcting(edit, as_subrip(segments), hunks(segments, said.reference))


def _browse(order: Order) -> BrowserResult:
    child = subprocess.run(  # noqa: S603 (our own module)
        python_module("webapp.bench_review.in_browser"),
        input=msgspec.json.encode(order),
        capture_output=True,
        check=False,
        timeout=MOST_S,
    )
    if child.returncode:
        lines = child.stderr.decode(errors="replace").splitlines()
        why = next((line for line in reversed(lines) if "Error" in line), "it died")
        raise BenchFailed(f"The editor could not be measured ({why}).")
    return msgspec.json.decode(child.stdout, type=BrowserResult)


def _corrected(archive: Archive, said: _Said, order: Order, result: BrowserResult) -> TimeToCorrect | None:
    """:raises BenchFailed: the words are not the reference's at the end."""
    if not (result.corrected and order.correcting):
        return None
    with closing(archive.open(SCHEMAS)) as db:
        stored = " ".join(each.text for each in current_text(db, said.programme_id).segments)
    for name, text in (("editor", stored), ("plain field", " ".join(words_of(result.corrected.plain_text).values()))):
        if tuple(text.split()) != said.reference:
            raise BenchFailed(f"The words of the {name} are not those of the reference at the end; this is a fault.")
    sound_s, places = sound_s_of(archive, said.programme_id), len(order.correcting.hunks)
    editor, plain = result.corrected.editor, result.corrected.plain
    return TimeToCorrect(
        recording=said.recorded.sound.name,
        model=MODEL,
        sound_s=sound_s,
        words=len(said.reference),
        places=places,
        editor=editor,
        plain=plain,
        editor_s=seconds(editor, places, sound_s),
        plain_s=seconds(plain, places, sound_s),
    )


def _bench(measured: Measured, result: BrowserResult, correcting: TimeToCorrect | None) -> ReviewBench:
    return ReviewBench(
        words=measured.words,
        passages=measured.passages,
        browser=result.browser,
        cores=os.cpu_count() or 1,
        key=result.key,
        key_task=result.key_task,
        no_key=result.no_key,
        save=result.save,
        undo=result.undo,
        opened_ms=result.opened_ms,
        correcting=correcting,
    )
