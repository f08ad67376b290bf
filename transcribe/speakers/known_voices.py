"""Whose voice is known again in later programmes of a series, from which prints, and who a voice may be.

Nothing is stored for a series until somebody turns that on, and then only of people whom somebody asked for by name.
Turning it off, and forgetting a person, erases the prints and the suggestions made with them for good and at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from media.database import immediate, utc_now
from transcribe.errors import UnknownVoice, VoicesOff
from transcribe.revise import clean_name
from transcribe.speakers.labels import machine_number
from transcribe.speakers.network import Array
from transcribe.speakers.voices_file import rewrite

_FLOAT32 = "<f4"


@dataclass(frozen=True, slots=True)
class KnownSeries:
    """A series whose voices may be known again."""

    series: str
    allowed_by: str
    created_at: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whose voice is to be known again."""

    series: str
    name: str
    asked_by: str
    created_at: str
    prints: int
    """From so many programmes; 0 until the machine has listened."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who a voice of a run may be: a person decides."""

    speaker: str
    """The label of the run."""
    name: str
    likeness: float
    """Of the voice and the person's prints, −1…1 (`transcribe.speakers.likeness` says what that is worth)."""


def allow(db: Database, series: str, user_name: str) -> KnownSeries:
    """Turn it on for a series; where it is on already, who turned it on first is kept.

    :raises VoicesOff: that is no series.
    """
    series = series.strip()
    if not series:
        raise VoicesOff("Voices are known again within one series; name it.")
    row = {"series": series, "allowed_by": user_name, "created_at": utc_now()}
    with immediate(db):
        db.table("known_series").insert(row, ignore=True)
        return next(each for each in known_series(db) if each.series == series)


def known_series(db: Database) -> tuple[KnownSeries, ...]:
    rows = db.query("SELECT series, allowed_by, created_at FROM known_series ORDER BY series")
    return tuple(KnownSeries(**row) for row in rows)


def is_allowed(db: Database | None, series: str | None) -> bool:
    """:param db: of `open_voices`; without the file nothing is."""
    return db is not None and any(each.series == (series or "").strip() for each in known_series(db))


def forbid(db: Database, series: str) -> None:
    """Turn it off for a series, and erase all people, prints and suggestions of it.

    :raises VoicesOff: it is not on. :raises VoicesInUse: see `rewrite`.
    """
    with immediate(db):
        gone = db.execute("DELETE FROM known_series WHERE series = ?", [series.strip()]).rowcount
    rewrite(db)
    if not gone:
        raise VoicesOff(f"No voices are kept for “{series}”; see “muragat voices list”.")


def know(db: Database, series: str, names: Sequence[str], user_name: str) -> None:
    """Let the voices of these people be known again; the prints are made by the job ``voices``.

    :raises VoicesOff: nobody has turned that on for the series.
    :raises BadEdit: that is no name.
    :raises UnknownVoice: it is a label of the machine's: of a voice that nobody has named nothing is stored, and the
        same label is somebody else's in the next programme.
    """
    clean = [clean_name(name) for name in names]
    for name in clean:
        if is_label(name):
            raise UnknownVoice(f"Nobody has named “{name}” yet; name the speaker first.")
    with immediate(db):
        _require(db, series)
        for name in clean:
            row = {"series": series.strip(), "name": name, "asked_by": user_name, "created_at": utc_now()}
            db.table("known_person").insert(row, ignore=True)


def known_people(db: Database, series: str) -> tuple[KnownPerson, ...]:
    rows = db.query(
        """SELECT series, name, asked_by, known_person.created_at, count(programme_id) AS prints
           FROM known_person LEFT JOIN voice_print USING (series, name) WHERE series = ? GROUP BY name ORDER BY name""",
        [series.strip()],
    )
    return tuple(KnownPerson(**row) for row in rows)


def forget(db: Database, series: str, name: str) -> None:
    """Erase a person's prints and what was suggested with them.

    :raises UnknownVoice: nobody of this name is known there. :raises VoicesInUse: see `rewrite`.
    """
    with immediate(db):
        asked = [series.strip(), clean_name(name)]
        gone = db.execute("DELETE FROM known_person WHERE series = ? AND name = ?", asked).rowcount
    rewrite(db)
    if not gone:
        raise UnknownVoice(f"No voice of “{name}” is kept for “{series}”; see “muragat voices list”.")


def is_label(name: str) -> bool:
    """Return whether a name is none: it is the machine's label of a voice, or nothing."""
    return not name or machine_number(name) is not None


def forget_those(db: Database, is_meant: Callable[[str], bool]) -> bool:
    """Erase the prints of everybody, in every series, of whom something is so, and what was suggested with them.

    :return: whether there was anybody.
    :raises VoicesInUse: see `rewrite`.
    """
    with immediate(db):
        names = {row["name"] for row in db.query("SELECT DISTINCT name FROM known_person")}
        gone = [name for name in names if is_meant(name)]
        for name in gone:
            db.execute("DELETE FROM known_person WHERE name = ?", [name])
    if gone:
        rewrite(db)
    return bool(gone)


def keep_programmes_of(db: Database, series: str, programme_ids: Collection[str]) -> None:
    """Erase the prints that were made in programmes which are no longer of a series.

    :param programme_ids: those of the series now. :raises VoicesInUse: see `rewrite`.
    """
    with immediate(db):
        rows = db.query("SELECT DISTINCT programme_id FROM voice_print WHERE series = ?", [series.strip()])
        gone = [row["programme_id"] for row in rows if row["programme_id"] not in programme_ids]
        for programme_id in gone:
            db.execute("DELETE FROM voice_print WHERE series = ? AND programme_id = ?", [series.strip(), programme_id])
    if gone:
        rewrite(db)


def store_prints(db: Database, series: str, programme_id: str, prints: Mapping[str, Array], made_by: str) -> None:
    """Keep what was heard of known people in a programme, in the place of what was kept of it before.

    People who were forgotten meanwhile are left out.
    """
    with immediate(db):
        known = {person.name for person in known_people(db, series)}
        gone = db.execute("DELETE FROM voice_print WHERE programme_id = ?", [programme_id]).rowcount
        db.table("voice_print").insert_all(
            {
                "series": series.strip(),
                "name": name,
                "programme_id": programme_id,
                "print": print_.astype(_FLOAT32).tobytes(),
                "made_by": made_by,
                "created_at": utc_now(),
            }
            for name, print_ in prints.items()
            if name in known
        )
    if gone:
        rewrite(db)


def keep_prints_of(db: Database, programme_id: str, names: Sequence[str]) -> None:
    """Erase the prints of a programme that are of nobody who speaks there by name: somebody was named wrongly."""
    marks = ", ".join("?" for _ in names)
    with immediate(db):
        gone = db.execute(
            f"DELETE FROM voice_print WHERE programme_id = ? AND name NOT IN ({marks})",  # noqa: S608
            [programme_id, *names],
        ).rowcount
    if gone:
        rewrite(db)


def forget_programme(db: Database, programme_id: str, transcript_ids: Sequence[str]) -> bool:
    """Delete what was heard in a programme, who was heard nowhere else, and what was suggested for its runs.

    :return: whether anything was; `rewrite` is to follow.
    """
    with immediate(db):
        gone = db.execute(
            """DELETE FROM known_person WHERE (series, name) IN
               (SELECT series, name FROM voice_print GROUP BY series, name HAVING min(programme_id = ?))""",
            [programme_id],
        ).rowcount
        gone += db.execute("DELETE FROM voice_print WHERE programme_id = ?", [programme_id]).rowcount
        for transcript_id in transcript_ids:
            gone += db.execute("DELETE FROM voice_suggestion WHERE transcript_id = ?", [transcript_id]).rowcount
    return gone > 0


def prints_of_series(db: Database, series: str, made_by: str, *, without: str) -> dict[str, Array]:
    """Return the print of each known person: the mean of those of their programmes, of length 1.

    :param made_by: prints of another network cannot be compared with this one's.
    :param without: the programme whose own prints do not count.
    """
    rows = db.query(
        "SELECT name, print FROM voice_print WHERE series = ? AND made_by = ? AND programme_id != ?",
        [series.strip(), made_by, without],
    )
    found: dict[str, list[Array]] = {}
    for row in rows:
        found.setdefault(row["name"], []).append(np.frombuffer(row["print"], _FLOAT32).astype(np.float32))
    means = {name: np.mean(prints, axis=0) for name, prints in found.items()}
    return {name: mean / np.linalg.norm(mean) for name, mean in means.items()}


def suggest(db: Database, series: str, transcript_id: str, suggestions: Sequence[Suggestion]) -> None:
    """Keep who the voices of a run may be, in the place of what was suggested before; what was declined stays so."""
    with immediate(db):
        known = {person.name for person in known_people(db, series)}
        db.execute("DELETE FROM voice_suggestion WHERE transcript_id = ? AND declined_by IS NULL", [transcript_id])
        for each in suggestions:
            if each.name in known:
                row = {"transcript_id": transcript_id, "series": series.strip(), "created_at": utc_now()}
                made = {"speaker": each.speaker, "name": each.name, "likeness": each.likeness}
                db.table("voice_suggestion").insert(row | made, ignore=True)


def suggestions_for(db: Database, transcript_id: str) -> tuple[Suggestion, ...]:
    """Return what nobody has declined."""
    rows = db.query(
        """SELECT speaker, name, likeness FROM voice_suggestion
           WHERE transcript_id = ? AND declined_by IS NULL ORDER BY speaker""",
        [transcript_id],
    )
    return tuple(Suggestion(**row) for row in rows)


def decline(db: Database, transcript_id: str, speaker: str, user_name: str) -> None:
    """Note that a voice is not who was suggested; for this run that is not suggested again."""
    with immediate(db):
        asked = [user_name, transcript_id, speaker]
        db.execute("UPDATE voice_suggestion SET declined_by = ? WHERE transcript_id = ? AND speaker = ?", asked)


def _require(db: Database, series: str | None) -> None:
    if not is_allowed(db, series):
        raise VoicesOff(
            f"Voices of “{series or ''}” are not kept; an admin can turn that on: “muragat voices allow SERIES”."
        )
