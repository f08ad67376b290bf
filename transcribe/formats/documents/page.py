"""HTML: one file that needs no other, and plays the sound that lies beside it.

Nothing in it comes from a host: its own policy lets in nothing but the script and the style that it holds, and sound.
It is read without script, which adds only the player.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files

from transcribe.formats.documents.passages import Passage, has_doubts, passages, plain
from transcribe.formats.export import DRAFT, Export
from transcribe.formats.options import Options


def render(export: Export, options: Options) -> str:
    """Return the page."""
    made = passages(export)
    return "\n".join((*_head(export), *_body(export, made, options), "</html>", ""))


@cache
def _part(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _hash(part: str) -> str:
    """Return what a policy calls a script or style by (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"


def _policy() -> str:
    script, style = (_hash(f"\n{_part(name)}") for name in ("page.js", "page.css"))
    # A page that lies on a disk is of no origin, so that 'self' is not the file beside it.
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; media-src 'self' file: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _head(export: Export) -> Iterator[str]:
    yield "<!doctype html>"
    yield f'<html lang="{escape(export.language)}">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="color-scheme" content="light dark">'
    if not export.for_publication:
        yield '<meta name="robots" content="noindex">'
    yield f"<title>{escape(plain(export.programme.title))}</title>"
    yield f"<style>\n{_part('page.css')}</style>"
    yield "</head>"


def _body(export: Export, made: tuple[Passage, ...], options: Options) -> Iterator[str]:
    title, *about = (plain(line) for line in export.head())
    yield f'<body class="{"both" if export.beside else "one"}{" clean" if options.clean else ""}">'
    yield "<header>"
    if DRAFT in about:
        about.remove(DRAFT)
        yield f'<p class="draft" lang="en">{DRAFT}</p>'
    yield f'<h1 dir="auto">{escape(title)}</h1>'
    yield '<ul class="about" lang="en">'
    yield from (f'<li dir="auto">{escape(line)}</li>' for line in about)
    if has_doubts(made) and not options.clean:
        yield '<li><span class="unsure">Dotted</span> words: the machine is unsure of them</li>'
    yield "</ul>"
    yield "</header>"
    yield "<main>"
    starts_ms: set[int] = set()
    for passage in made:
        # Two who begin at once: the first of them is where an address leads.
        is_first = passage.span.start_ms not in starts_ms
        starts_ms.add(passage.span.start_ms)
        yield from _passage(passage, export, options, is_first=is_first)
    yield "</main>"
    yield from _player(export)
    yield f"<script>\n{_part('page.js')}</script>"
    yield "</body>"


def _passage(passage: Passage, export: Export, options: Options, *, is_first: bool) -> Iterator[str]:
    start_ms = passage.span.start_ms
    seconds = f"{start_ms / 1000:.3f}"
    turn = " turn" if passage.is_turn and passage.speaker else ""
    name = f' id="t={seconds}"' if is_first else ""
    yield f'<div class="passage{turn}"{name} data-start="{start_ms}">'
    if not options.clean:
        yield f'<a class="time" href="#t={seconds}">{passage.clock}</a>'
    if turn and passage.speaker:
        yield f'<b class="speaker" dir="auto">{escape(passage.speaker)}</b>'
    yield _words(passage, options)
    if export.beside:
        language = escape(export.beside.language)
        yield f'<p class="translated" lang="{language}" dir="auto">{escape(passage.translated)}</p>'
    yield "</div>"


def _words(passage: Passage, options: Options) -> str:
    if not passage.tokens:
        return f'<p class="note" lang="en">{escape(passage.note)}</p>'
    times = " ".join(str(token.start_ms) for token in passage.tokens)
    said = "".join(
        _look(run.text, unsure=run.is_unsure and not options.clean, masked=run.is_masked) for run in passage.runs
    )
    return f'<p class="words" lang="{escape(passage.language)}" dir="auto" data-t="{times}">{said}</p>'


def _look(text: str, *, unsure: bool, masked: bool) -> str:
    if not (unsure or masked):
        return escape(text)
    return f'<span class="{"masked" if masked else "unsure"}">{escape(text)}</span>'


def _player(export: Export) -> Iterator[str]:
    own = f' data-name="{escape(export.sound.file_name)}"' if export.sound else ""
    yield '<section class="player" aria-label="Sound" lang="en" hidden>'
    yield "<p>To hear it, lay the sound file beside this page, under the same name, or choose it: "
    yield '<input type="file" accept="audio/*,video/*" aria-label="The sound file"></p>'
    yield f'<audio controls preload="metadata"{own} hidden></audio>'
    yield "</section>"
