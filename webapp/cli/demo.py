"""demo: the main job on bundled programmes, or on the user's own, and then the two sites."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from media.text_file import read_text
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.cli.site import PORT
from webapp.demo.bundle import bundled
from webapp.demo.check import HOST, problems
from webapp.demo.key import demo_key
from webapp.demo.show import PEOPLE, Shown, make_people, show_programmes
from webapp.intake import Intake
from webapp.redaction.vault import KEY_VARIABLE
from webapp.serve import public_process, serve_both

FILE = click.Path(path_type=Path)


@click.command()
@click.option("--check", is_flag=True, help="Leave no server: read the pages over HTTP and say whether all is well.")
@click.option("--audio", type=FILE, help="Show your own recording instead of the bundled programmes.")
@click.option("--summary", type=FILE, help="Its written summary, a text file.")
@click.option("--language", help="What is spoken in it: a BCP 47 tag such as kk, ru, en, or auto.")
@click.option("--port", type=click.IntRange(1, 65_534), default=PORT, show_default=True)
@pass_place
def demo(place: Place, check: bool, audio: Path | None, summary: Path | None, language: str | None, port: int) -> None:
    """Take programmes from sound to public page, then serve them: the site at --port, the newsroom one above."""
    own = (_own(audio, summary, language),) if audio or summary or language else ()
    with place.create() as db:
        passwords = make_people(db)
        shown = show_programmes(place, db, own or bundled(), lambda line: click.echo(line, err=True), job_progress)
    if check:
        # What the bundled summaries say is in the sound; of somebody's own nobody knows.
        _check(place, shown, needs_links=not own)
        return
    for name, role in PEOPLE.items():
        remark = f"password {passwords[name]}" if name in passwords else "with the password that the first start gave"
        click.echo(f"Sign in to the newsroom as {name} ({role}), {remark}.", err=True)
    os.environ.setdefault(KEY_VARIABLE, demo_key(place.archive))
    click.echo(f"Read, listen and search at http://{HOST}:{port} – stop with Ctrl-C.", err=True)
    serve_both(place.archive, place.edition, HOST, port)


def _own(audio: Path | None, summary: Path | None, language: str | None) -> Intake:
    if audio is None or summary is None or language is None:
        raise click.UsageError("Your own recording needs all of --audio, --summary and --language.")
    facts = {"title": audio.stem, "language": language}
    return Intake(facts=facts, sound=audio, summary=read_text(summary))


def _check(place: Place, shown: tuple[Shown, ...], *, needs_links: bool) -> None:
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    with public_process(place.edition, HOST, port):
        found = problems(port, shown)
    if needs_links:
        found += [f"No sentence of the summary of “{each.title}” is linked." for each in shown if not each.links]
    click.echo(f"{'programme':32} {'words':>6} {'links':>6} {'s of work per s of sound':>25}")
    for programme in shown:
        links = f"{programme.links}/{programme.sentences}"
        cost = programme.work_ms / max(programme.duration_ms, 1)
        click.echo(f"{programme.title:32.32} {programme.words:6} {links:>6} {cost:25.2f}")
    for sentence in found:
        click.echo(sentence, err=True)
    if found:
        sys.exit(1)


COMMANDS = (demo,)
