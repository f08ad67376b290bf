"""All measurements of the public site, in one run."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from transcribe.records import canonical_json
from webapp.bench_web.corpus import MADE_AT, Plan, make_approved
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.making import Made, make_edition
from webapp.bench_web.page import PageResult, measure_page
from webapp.bench_web.publishing import PublishFigures, measure_publishing
from webapp.bench_web.queries import sample_words
from webapp.bench_web.ranges import RangeFigures, measure_ranges
from webapp.bench_web.searching import SearchFigures, measure_search
from webapp.bench_web.sound import add_sound
from webapp.edition.index import rebuild_index
from webapp.edition.layout import Layout
from webapp.edition.records import EditionDocument, EditionSound
from webapp.edition.render import render_document

PAGE_WORDS, SHORT_WORDS = 40_000, 20
PAGE_WORD_MS = 370
"""Mean of `corpus`: the long programme is four hours."""
QUESTIONS = 100
"""Of each kind, a round."""
PLAY_S = 10.0
RANGE_S = 2.0
"""For each kind of asking for parts of sound."""
WORD_BYTES, ROOM_BYTES = 180, 1 << 30
"""Of an edition with its index: a word's, and all else."""
LONG, SHORT = 900_000, 900_001
"""Numbers of the programmes whose page is opened; the plan's are far below."""


@dataclass(frozen=True, slots=True)
class Index:
    """What search stands on."""

    seconds: float
    """To make it from the edition's files."""
    index_bytes: int
    """All of the edition that is neither an edition file nor sound."""


@dataclass(frozen=True, slots=True)
class WebBench:
    """All figures of one run."""

    made: Made
    index: Index
    search: SearchFigures
    publishing: PublishFigures
    page: PageResult | None
    """``None`` where no browser can be steered."""
    ranges: tuple[RangeFigures, ...]
    """Ours first."""
    cores: int


def bench_web(
    plan: Plan, page_words: int, rounds: int, hyperaudio_script: Path | None, say: Callable[[str], None]
) -> WebBench:
    """Make an edition in a temporary directory, measure it from all sides, remove it.

    :param page_words: of the programme whose page is opened.
    :param hyperaudio_script: ``hyperaudio-lite.js``, to have its page measured beside ours.
    :param say: is told what happens, a line each.
    :raises BenchFailed: a server or browser does not start, or answers what it should not.
    """
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        _check_room(Path(directory), plan.programmes * plan.words_each)
        layout = Layout(Path(directory) / "edition")
        say(f"making {plan.programmes} programmes of {plan.words_each} words on average")
        made = make_edition(layout, plan)
        sound = add_sound(layout, page_words * PAGE_WORD_MS)
        long = add_programme(layout, LONG, page_words, sound)
        short = add_programme(layout, SHORT, SHORT_WORDS, sound)
        say("making the index")
        index = _index(layout)
        say("opening a page")
        page = measure_page(
            layout, long, short, rounds=rounds, play_s=PLAY_S, hyperaudio_script=hyperaudio_script, say=say
        )
        say("searching")
        search = measure_search(layout, sample_words(list(layout.document_paths())), QUESTIONS * rounds)
        say("publishing")
        publishing = measure_publishing(layout, plan)
        say("asking for parts of sound")
        ranges = measure_ranges(layout, sound, RANGE_S)
    return WebBench(made, index, search, publishing, page, ranges, os.cpu_count() or 1)


def _check_room(directory: Path, words: int) -> None:
    needed_bytes = ROOM_BYTES + words * WORD_BYTES
    if shutil.disk_usage(directory).free < needed_bytes:
        raise BenchFailed(
            f"An edition of {words} words needs {needed_bytes / 1e9:.1f} GB, which {directory.parent} has not; "
            "name another directory with TMPDIR, or measure with fewer --words."
        )


def add_programme(layout: Layout, number: int, words: int, sound: EditionSound) -> EditionDocument:
    """Write a programme with sound into an edition that has no index yet."""
    document = render_document(make_approved(number, words, sound), 1, MADE_AT)
    content = canonical_json(document)
    path = layout.document_path(document.facts.programme_id, hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return document


def _index(layout: Layout) -> Index:
    before_bytes = _size_bytes(layout)
    before = time.perf_counter()
    rebuild_index(layout)
    return Index(round(time.perf_counter() - before, 1), _size_bytes(layout) - before_bytes)


def _size_bytes(layout: Layout) -> int:
    return sum(path.stat().st_size for path in layout.root.rglob("*") if path.is_file())
