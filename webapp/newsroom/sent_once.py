"""A form that makes a programme makes it once: sent again, by a double click or after “back”, it leads there."""

from __future__ import annotations

from media.database import new_id, sha256_of, utc_now
from webapp.intake import Intake
from webapp.newsroom.request import database, user

FIELD = "once"


class MadeBefore(Exception):
    """This form, as it is filled in, has made a programme already."""

    def __init__(self, programme_id: str) -> None:
        super().__init__(programme_id)
        self.programme_id = programme_id


def name_of_form() -> str:
    """Return a new name for a form, to be sent with it."""
    return new_id("f")


def note_sent(name: str, intake: Intake, programme_id: str) -> None:
    """Keep which programme a form made; part of the transaction that stores it.

    Filled in otherwise it is another. What has a sound needs no note: the archive has no recording twice.

    :param name: of the form; empty for one that has none.
    :raises MadeBefore: it has made one with the same content.
    """
    if not name or intake.sound is not None:
        return
    db, facts = database(), sorted(intake.facts.items())
    content = sha256_of(name, str(facts), intake.summary or "", intake.summary_language, intake.script or "")
    asked = [user().user_id, f"form {content}"]
    for row in db.table("made_once").rows_where("user_id = ? AND key = ?", asked):
        raise MadeBefore(row["programme_id"])
    named = dict(zip(("user_id", "key"), asked, strict=True))
    made = {"request_sha256": content, "programme_id": programme_id, "created_at": utc_now()}
    db.table("made_once").insert(named | made)
