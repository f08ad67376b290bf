"""feed: programmes that broadcasters offer by RSS or Atom are brought when a person asks for it."""

from __future__ import annotations

import dataclasses
import sys

import click
import msgspec

from transcribe.pipeline import do_job
from webapp.cli.place import Place, pass_place
from webapp.feeds.door import Door
from webapp.feeds.errors import FeedError, NotAllBrought
from webapp.feeds.fetch import ask_feed, fetch_feed
from webapp.feeds.store import add_feed, counts, feeds, get_feed, remove_feed

USUAL = 10


@click.group()
def feed() -> None:
    """Feeds of broadcasters: RSS, Atom, podcasts. Nothing of them is heard or published by itself."""


@feed.command("add")
@click.argument("url")
@click.option("--language", default="auto", show_default=True, help="What is spoken; auto: as the feed says.")
@pass_place
def feed_add(place: Place, url: str, language: str) -> None:
    """Keep a feed and ask what it has. Prints its id; brings nothing yet."""
    with place.create() as db:
        made = add_feed(db, url, language)
        try:
            ask_feed(db, made, Door())
        except BaseException:
            remove_feed(db, made.feed_id)
            raise
        found = get_feed(db, made.feed_id)
        click.echo(
            f"“{found.title}” has {counts(db, found).waiting} to bring: muragat feed fetch {made.feed_id}", err=True
        )
        click.echo(made.feed_id)


@feed.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
@pass_place
def feed_list(place: Place, as_json: bool) -> None:
    """List the feeds, the oldest first, with how much of each was brought."""
    with place.open() as db:
        rows = [
            {
                "id": each.feed_id,
                "title": each.title,
                "url": each.url,
                "language": each.language,
                "asked_at": each.asked_at,
                **dataclasses.asdict(counts(db, each)),
            }
            for each in feeds(db)
        ]
    if as_json:
        click.echo(msgspec.json.encode(rows).decode())
        return
    for row in rows:
        standing = f"{row['taken']} brought, {row['waiting']} waiting, {row['given_up']} given up"
        click.echo(f"{row['id']}  {standing}  {row['title'] or '–'}  {row['url']}")
    if not rows:
        click.echo("There are no feeds yet; add one with “muragat feed add URL”.", err=True)


@feed.command("fetch")
@click.argument("feed_id", metavar="[ID]", required=False)
@click.option("--most", type=click.IntRange(min=0), default=USUAL, show_default=True, help="Programmes of each feed.")
@pass_place
def feed_fetch(place: Place, feed_id: str | None, most: int) -> None:
    """Ask a feed, or all, and bring what is new, the newest first. Prints the ids of the programmes."""
    problems: list[str] = []
    is_watched = sys.stderr.isatty()  # A log has no title, and no address: it may hold a secret.
    with place.open() as db:
        for each in (get_feed(db, feed_id),) if feed_id else feeds(db):
            try:
                for brought in fetch_feed(place.archive, db, each, Door(), most):
                    if brought.programme_id is None:
                        told = f"“{brought.title}”: {brought.problem}"
                        problems.append(told if is_watched else f"Feed {each.feed_id}: one programme was not brought.")
                        continue
                    click.echo(brought.programme_id)
                    if brought.is_new:
                        do_job(place.archive, db, "prepare", brought.programme_id, {})
            except FeedError as error:
                if feed_id:
                    raise
                problems.append(
                    f"{each.url}: {error}" if is_watched else f"Feed {each.feed_id}: {type(error).__name__}"
                )
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise NotAllBrought("Not all was brought; the same command tries it again.")


@feed.command("remove")
@click.argument("feed_id", metavar="ID")
@pass_place
def feed_remove(place: Place, feed_id: str) -> None:
    """Ask a feed no more; what it brought stays."""
    with place.open() as db:
        remove_feed(db, feed_id)


COMMANDS = (feed,)
