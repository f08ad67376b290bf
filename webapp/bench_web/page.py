"""A long programme's page in a real browser, beside hyperaudio-lite with the same words and sound."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import msgspec

from webapp.bench_web import hyperaudio
from webapp.bench_web.asking import ask_each
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.page_records import BrowserOrder, BrowserResult, PageOrder
from webapp.bench_web.site import listening, public_site, python_module
from webapp.edition.layout import Layout
from webapp.edition.records import EditionDocument

OURS = "muragat"
WORDS = ".segments [data-w]"
FIND = ".find input[type=search]"
SOUGHT = 12
"""Words looked for on the page, after the first."""
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
MOST_S = 300


@dataclass(frozen=True, slots=True)
class PageResult:
    """What the browser found, and what follows from it."""

    words: int
    browser: BrowserResult
    transcript_bytes_a_word: float
    """What the long page is longer than a short one, compressed, by its words."""


def measure_page(
    layout: Layout,
    long: EditionDocument,
    short: EditionDocument,
    *,
    rounds: int,
    play_s: float,
    hyperaudio_script: Path | None,
    say: Callable[[str], None],
) -> PageResult | None:
    """Open, click, play and find; ``None``, and one sentence to ``say``, where no browser can be steered here.

    :param long: in the edition, with sound. :param short: the same of a few words.
    :raises BenchFailed: the browser fails, or a page does not answer.
    """
    program = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    if not find_spec("playwright") or not program:
        missing = "the system's chromium package" if find_spec("playwright") else "pip install 'muragat[test]'"
        say(f"The page is not measured: {missing} is missing; install it to have its figures too.")
        return None
    with ExitStack() as stack:
        site = stack.enter_context(public_site(layout))
        sought = _sought(long)
        address = f"{site.address}/programmes/{long.facts.programme_id}"
        pages = [PageOrder(OURS, address, WORDS, FIND, sought)]
        if hyperaudio_script:
            directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="muragat-bench-")))
            name = hyperaudio.write_peer(directory, layout, long, hyperaudio_script)
            peer = stack.enter_context(listening(python_module("webapp.bench_web.plain_files", str(directory))))
            pages.append(PageOrder(hyperaudio.NAME, f"{peer.address}/{name}", hyperaudio.WORDS, None, ()))
        shell = f"/programmes/{short.facts.programme_id}"
        # A server's very first answer takes a second more than all others; no reader but one meets it.
        ask_each(site, [shell], MOST_S)
        result = _browse(BrowserOrder(program, tuple(pages), site.address + shell, rounds, play_s))
    words = sum(len(segment.words) for segment in long.transcript.segments) if long.transcript else 0
    longer_bytes = result.pages[0].opened[-1].document_bytes - result.short_document_bytes
    return PageResult(words, result, round(longer_bytes / max(1, words), 2))


def _browse(order: BrowserOrder) -> BrowserResult:
    try:
        child = subprocess.run(  # noqa: S603 (our own module)
            python_module("webapp.bench_web.in_browser"),
            input=msgspec.json.encode(order),
            capture_output=True,
            check=False,
            timeout=MOST_S,
        )
    except subprocess.TimeoutExpired as error:
        raise BenchFailed(
            f"The browser did not end within {MOST_S} s; measure on a machine with less to do."
        ) from error
    if child.returncode:
        said = child.stderr.decode(errors="replace").splitlines()
        why = next((line for line in reversed(said) if "Error" in line), "it died")
        raise BenchFailed(f"The page could not be measured ({why}).")
    return msgspec.json.decode(child.stdout, type=BrowserResult)


def _sought(document: EditionDocument) -> tuple[str, ...]:
    """Return words of a document to find in it, common and rare as they come, by their first letters."""
    segments = document.transcript.segments if document.transcript else ()
    draw = random.Random(document.facts.programme_id)  # noqa: S311 (a draw to repeat, no secret)
    words = [word.text.strip(".").lower() for segment in segments for word in segment.words]
    return tuple(draw.choice(words)[: draw.randint(2, 8)] for _ in range(SOUGHT + 1))
