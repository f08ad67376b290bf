"""redact, redactions, redaction-key: what is kept back, and the key without which nobody can read what that is."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click
import msgspec
from sqlite_utils import Database

from media.records import Span
from webapp.cli.place import Place, pass_place
from webapp.cli.publishing import AS_USER
from webapp.newsroom.typed_time import parse_time
from webapp.redaction.elsewhere import private_places, public_places
from webapp.redaction.find import find_places
from webapp.redaction.late import keep_back, keep_decision
from webapp.redaction.opened import opened
from webapp.redaction.records import Decision, Likeness, Redaction, Redactions
from webapp.redaction.records import Place as Found
from webapp.redaction.rows import rows_of, seal_anew
from webapp.redaction.store import add_person, add_span, lift, require_redactor
from webapp.redaction.vault import Vault, new_key
from webapp.redaction.voices import forget_kept_back
from webapp.review import content

STANDARD_INPUT = "-"


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--person", metavar="NAME", help="Keep a person back; “-” reads a name a line from standard input.")
@click.option("--alias", "aliases", multiple=True, metavar="NAME", help="What else they are called; may be repeated.")
@click.option("--span", nargs=2, metavar="START END", help="Keep a stretch of the sound back, as 4:12 4:20.5.")
@click.option("--voice", "voice_only", is_flag=True, help="Of --span change the voice alone: an aid, no protection.")
@click.option("--lift", "lifted", metavar="REDACTION", help="Keep this back no longer.")
@click.option("--reason", required=True, help="Kept sealed with it.")
@click.option("--authority", help="Who asked for it, or by which right; kept sealed.")
@click.option("--replacement", metavar="ROLE", help="What stands in its place, as “woman, 25”; else a mask.")
@click.option("--yes", "confirm", is_flag=True, help="Confirm every place where the name stands now.")
@AS_USER
@pass_place
def redact(
    place: Place,
    programme_id: str,
    person: str | None,
    aliases: tuple[str, ...],
    span: tuple[str, str] | None,
    voice_only: bool,
    lifted: str | None,
    reason: str,
    authority: str | None,
    replacement: str | None,
    confirm: bool,
    user_name: str,
) -> None:
    """Keep a person, or a stretch of the sound, from the public; print the id.

    A programme that is public goes off the public site at once, until it is approved and published again.
    """
    if sum(asked is not None for asked in (person, span, lifted)) != 1:
        raise click.UsageError("Give one of --person, --span and --lift.")
    if person is None and (aliases or confirm):
        raise click.UsageError("--alias and --yes belong to --person.")
    if span is None and voice_only:
        raise click.UsageError("--voice belongs to --span.")
    with place.open() as db:
        if lifted is not None:
            lift(db, programme_id, lifted, user_name, reason=reason)
            return

        def keep() -> Redaction:
            if span is not None:
                return add_span(
                    db,
                    programme_id,
                    _span(*span),
                    user_name,
                    reason=reason,
                    authority=authority,
                    replacement=replacement,
                    voice_only=voice_only,
                )
            return add_person(
                db,
                programme_id,
                (*_names(person or ""), *aliases),
                user_name,
                reason=reason,
                authority=authority,
                replacement=replacement,
                confirm=confirm,
            )

        made = keep_back(db, place.edition, programme_id, user_name, keep)
        forget_kept_back(place.archive, db)
        click.echo(made.redaction_id)
        _say_counts(db, programme_id)


@click.command()
@click.argument("programme_id", metavar="ID")
@click.option("--confirm", "confirmed", multiple=True, metavar="PLACE", help="It is the person; may be repeated.")
@click.option("--dismiss", "dismissed", multiple=True, metavar="PLACE", help="It is not; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON record.")
@AS_USER
@pass_place
def redactions(
    place: Place,
    programme_id: str,
    confirmed: tuple[str, ...],
    dismissed: tuple[str, ...],
    as_json: bool,
    user_name: str,
) -> None:
    """List what is kept back and every place where it stands, or confirm and dismiss places."""
    with place.open() as db:
        require_redactor(db, programme_id, user_name)
        for decision, place_ids in ((Decision.CONFIRMED, confirmed), (Decision.DISMISSED, dismissed)):
            if place_ids:
                keep_decision(db, place.edition, programme_id, place_ids, decision, user_name)
        now = content(db, programme_id)
        kept = opened(now.redactions)
        found = (
            *find_places(now, kept),
            *private_places(db, programme_id, kept),
            *public_places(place.edition, programme_id, kept),
        )
    if as_json:
        click.echo(msgspec.json.encode(_record(kept, found)).decode())
        return
    for redaction in kept.standing:
        _show(redaction, [each for each in found if each.redaction_id == redaction.redaction_id])
    for each in kept.lifted:
        click.echo(f"{each.redaction.redaction_id} lifted by {each.user_name} {each.created_at}: {each.reason}")


@click.command("redaction-key")
@click.option("--renew", is_flag=True, help="Seal all rows with the first of the keys in the environment.")
@pass_place
def redaction_key(place: Place, renew: bool) -> None:
    """Print a new key for MURAGAT_REDACTION_KEY, or seal what is kept back with a newer one."""
    if not renew:
        click.echo(new_key())
        return
    with place.open() as db:
        click.echo(f"{seal_anew(db, Vault.from_environment())} rows sealed anew; older keys are not needed any more.")


def _names(person: str) -> list[str]:
    return sys.stdin.read().splitlines() if person == STANDARD_INPUT else [person]


def _span(start: str, end: str) -> Span:
    start_ms, end_ms = parse_time(start), parse_time(end)
    if start_ms is None or end_ms is None or end_ms <= start_ms:
        raise click.UsageError("Give --span two times, the earlier first, as 4:12 4:20.5.")
    return Span(start_ms, end_ms)


def _say_counts(db: Database, programme_id: str) -> None:
    found = find_places(content(db, programme_id), opened(rows_of(db, programme_id)))
    waiting = sum(each.is_open for each in found)
    alike = sum(each.likeness is Likeness.RESEMBLES and each.decision is None for each in found if each.is_asked)
    click.echo(
        f"{waiting} places to confirm or dismiss, {alike} that only look alike; see “muragat redactions”.", err=True
    )


def _show(redaction: Redaction, found: Sequence[Found]) -> None:
    what = "; ".join(redaction.names)
    if redaction.kind == "span" and redaction.span:
        what = f"{redaction.span.start_ms / 1000:.3f}–{redaction.span.end_ms / 1000:.3f} s"
    elif redaction.quote:
        what = f"“{redaction.quote.words}” in {redaction.quote.where}"
    who = f"{redaction.user_name} {redaction.created_at}"
    becomes = "another voice" if redaction.voice_only else redaction.replacement
    click.echo(f"{redaction.redaction_id} {redaction.kind} {what} → {becomes} ({who}: {redaction.reason})")
    for each in found:
        state = each.decision or ("open" if each.is_open else "listed" if not each.is_asked else each.likeness)
        quote = each.quote
        fact = f" {quote.fact}" if quote.fact else ""
        click.echo(f"  {each.place_id} {state:10} {quote.where}{fact}: {quote.before} [{quote.words}] {quote.after}")


def _record(kept: Redactions, found: Sequence[Found]) -> dict[str, object]:
    return {
        "redactions": kept.standing,
        "lifted": kept.lifted,
        "places": [
            msgspec.to_builtins(each)
            | {"is_open": each.is_open, "is_masked": each.is_masked, "is_asked": each.is_asked}
            for each in found
        ],
    }


COMMANDS = (redact, redactions, redaction_key)
