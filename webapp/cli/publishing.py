"""approve, publish, withdraw: from checked words to public ones."""

from __future__ import annotations

import click

from transcribe.pipeline import do_job
from webapp.cli.place import Place, pass_place
from webapp.cli.progress import job_progress
from webapp.edition import publish as edition
from webapp.edition.records import PublicReason
from webapp.errors import NotChecked
from webapp.gate.ask import CHECK
from webapp.gate.require import let_out_unheard
from webapp.kinds import ALL_KINDS
from webapp.review import approve as approve_programme

AS_USER = click.option("--as", "user_name", required=True, metavar="USER", help="Whose decision it is.")


@click.command()
@click.argument("programme_id", metavar="ID")
@AS_USER
@click.option("--override", metavar="REASON", help="Why, in spite of what stands against it; both are kept.")
@click.option("--with-translation", is_flag=True, help="Publish the machine's English too, labelled as not checked.")
@pass_place
def approve(place: Place, programme_id: str, user_name: str, override: str | None, with_translation: bool) -> None:
    """Approve a programme as it stands now; any later change voids the approval."""
    with place.open() as db:
        approve_programme(db, programme_id, user_name, override, with_translation=with_translation)


@click.command()
@click.argument("programme_id", metavar="ID")
@AS_USER
@click.option("--note", metavar="SENTENCE", help="Why it is corrected, for readers; needed where words or facts change")
@click.option("--without-hearing", "unheard", metavar="REASON", help="Why, where no machine can listen to it; kept.")
@pass_place
def publish(place: Place, programme_id: str, user_name: str, note: str | None, unheard: str | None) -> None:
    """Write the approved programme into the public edition.

    Where something is kept back of it, the sound is masked, and all of it is looked and listened through first.
    """
    with place.open() as db:
        if unheard and unheard.strip():
            let_out_unheard(db, programme_id, user_name, unheard)
        try:
            edition.publish(place.archive, db, place.edition, programme_id, user_name, note)
        except NotChecked:
            with job_progress(f"looking and listening through {programme_id}") as show:
                done = do_job(place.archive, db, CHECK, programme_id, {}, show, ALL_KINDS)
            if done.error:
                click.echo(done.error, err=True)
            edition.publish(place.archive, db, place.edition, programme_id, user_name, note)


@click.command()
@click.argument("programme_id", metavar="ID")
@AS_USER
@click.option("--reason", required=True, help="Kept in the archive; no reader sees it.")
@click.option(
    "--public-reason",
    type=click.Choice([reason.value for reason in PublicReason]),
    default=PublicReason.NEWSROOM.value,
    show_default=True,
    help="What readers are told; “newsroom” says nothing more than that it was withdrawn.",
)
@pass_place
def withdraw(place: Place, programme_id: str, user_name: str, reason: str, public_reason: str) -> None:
    """Take a programme out of the public edition at once."""
    said = PublicReason(public_reason)
    with place.open() as db:
        edition.withdraw(place.archive, db, place.edition, programme_id, user_name, reason, said)


COMMANDS = (approve, publish, withdraw)
