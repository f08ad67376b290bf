"""What stands against an approval: each with its sentence, its place, and whether somebody may approve all the same.

An obstacle is never stored: it is found in the programme as it stands, so that it goes away when its cause does. What
somebody overrode in writing is kept as it was said then (`webapp.desk.overrides`).
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlite_utils import Database

from media.language import UNDETERMINED
from transcribe.jobs import newest_jobs
from transcribe.linking.decided.placed import PlacedLink, placed_links
from transcribe.records import ACTIVE, JobState, ProgrammeText, Verdict, WordsBy, canonical_json
from webapp.alike.found import set_aside
from webapp.checking.queue import queue_of_the_summary
from webapp.checking.records import PARTS
from webapp.desk.comments import open_threads
from webapp.desk.consent import consent_withdrawn_at
from webapp.desk.looked_for import Lack, lack_of, not_looked_for
from webapp.desk.reading import reading_of
from webapp.importing.store import doubts_of
from webapp.interface import clock
from webapp.moment import moment
from webapp.packing.kept import unpacked_of
from webapp.redaction.undecided import undecided

if TYPE_CHECKING:
    from webapp.review import Content

CHANGING = frozenset({"prepare", "transcribe", "align", "retime", "link"})
"""Kinds of job that change what would be published, so that an approval before their end would be void after it."""
NAME_DIGITS = 12
DOUBTFUL_SHARE = 0.2
"""Of all words, from which doubtful ones that nobody has read stand against an approval."""


class ObstacleKind(enum.StrEnum):
    OWN_WORK = "own work"
    NO_WORDS = "no words"
    NO_SUMMARY = "no summary"
    WORK = "the machine is at work"
    FAILED = "the machine failed"
    NOT_LOOKED_FOR = "not looked for"
    STALE = "out of date"
    UNCHECKED = "not checked"
    GAP = "gap"
    CONSENT = "consent taken back"
    COMMENT = "open comment"
    DOUBTFUL = "doubtful words"
    UNKNOWN_AUTHOR = "unknown author"
    KEPT_BACK = "kept back"
    UNSURE = "not sure"
    NO_LANGUAGE = "no language"
    SET_ASIDE = "set aside"
    ELSEWHERE = "withdrawn elsewhere"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands against an approval."""

    kind: ObstacleKind
    message: str
    """One sentence that says what to do, with names for what is put in; the catalogues have its translations."""
    where: str = ""
    """Where it is mended, from the programme's page on: ``links#c3``, ``#t=12.5``; empty for that page itself."""
    can_override: bool = True
    values: Mapping[str, str | int] = field(default_factory=dict)
    """What is put into the message."""

    @property
    def sentence(self) -> str:
        """The message in English."""
        return self.message % self.values

    @property
    def name(self) -> str:
        """What tells it from every other: who overrides it has seen it by this name."""
        said = (self.kind, self.message, dict(self.values), self.where)
        return hashlib.sha256(canonical_json(said)).hexdigest()[:NAME_DIGITS]


def _(message: str) -> str:
    """Mark a message for the catalogues of the interface; pages look it up (`webapp.newsroom.obstacle_words`)."""
    return message


def obstacles(db: Database, content: Content) -> tuple[Obstacle, ...]:
    """Return all that stands against an approval of this content."""
    return tuple(each for find in FINDERS for each in find(db, content))


def own_work() -> Obstacle:
    """Return what stands against an approval by whoever made the last change."""
    message = _("You made the last change: let somebody else approve, or say in writing why nobody else can.")
    return Obstacle(ObstacleKind.OWN_WORK, message)


def _parts(_db: Database, content: Content) -> Iterator[Obstacle]:
    if content.recording is None:
        return
    if content.text is None:
        message = _("Nobody knows what is said in the sound: it has no transcript yet.")
        yield Obstacle(ObstacleKind.NO_WORDS, message)
    elif content.text.transcript.heard_until_ms is not None:
        message = _("The machine has heard this recording only up to %(until)s: let it hear the rest.")
        until = clock(content.text.transcript.heard_until_ms)
        yield Obstacle(ObstacleKind.NO_WORDS, message, "#jobs", values={"until": until})
    if content.summary is None:
        yield Obstacle(ObstacleKind.NO_SUMMARY, _("There is no summary yet; write it first."), "summary")
    if content.programme.language == UNDETERMINED:
        message = _("Nobody has said which language is spoken: choose it among the facts.")
        yield Obstacle(ObstacleKind.NO_LANGUAGE, message, "facts#language")


def _jobs(db: Database, content: Content) -> Iterator[Obstacle]:
    states = {job.state for job in newest_jobs(db, content.programme.programme_id) if job.kind in CHANGING}
    if states & ACTIVE:
        message = _("The machine is still at work on this programme: wait until it has ended, or stop it.")
        yield Obstacle(ObstacleKind.WORK, message, "#jobs")
    if JobState.FAILED in states:
        message = _("A piece of the machine’s work has failed: try it again, or say why it does not matter.")
        yield Obstacle(ObstacleKind.FAILED, message, "#jobs")


def _looked_for(_db: Database, content: Content) -> Iterator[Obstacle]:
    message = {
        None: None,
        Lack.NEVER: _(
            "The machine has not looked for the summary in the sound, so that nobody was asked about its names and "
            "numbers: let it look, or hold them against the sound and say so in writing."
        ),
        Lack.OTHER_SUMMARY: _(
            "The summary has changed since the machine looked for it in the sound, so that nobody was asked about its "
            "names and numbers: let it look again, or hold them against the sound and say so in writing."
        ),
        Lack.OTHER_WORDS: _(
            "The words were written down anew since the machine looked for the summary in them: let it look again."
        ),
    }[lack_of(content)]
    if message:
        yield Obstacle(ObstacleKind.NOT_LOOKED_FOR, message, "links")


def _links(_db: Database, content: Content) -> Iterator[Obstacle]:
    linking, text, summary = content.linking, content.text, content.summary
    if not linking or not text or not summary or linking.document_id != summary.document_id:
        return
    for placed in placed_links(linking, text, content.programme.language):
        yield from _link(placed)


def _link(placed: PlacedLink) -> Iterator[Obstacle]:
    link, claim = placed.link, placed.link.claim
    where = f"links#{claim.claim_id}"
    values: dict[str, str | int] = {"number": claim.position + 1, "sentence": claim.text}
    if placed.is_stale:
        message = _("Sentence %(number)s, “%(sentence)s”: the words where it was heard have changed; listen again.")
        yield Obstacle(ObstacleKind.STALE, message, where, values=values)
    if link.decided:
        return
    if link.verdict is Verdict.CONFLICTING:
        message = _("Sentence %(number)s, “%(sentence)s”: the sound may say otherwise, and nobody has decided.")
        yield Obstacle(ObstacleKind.UNCHECKED, message, where, values=values)
    elif link.verdict is Verdict.NOT_FOUND:
        message = _("Sentence %(number)s, “%(sentence)s”: it was not found in the sound, and nobody has decided.")
        yield Obstacle(ObstacleKind.UNCHECKED, message, where, values=values)


def _checks(db: Database, content: Content) -> Iterator[Obstacle]:
    queue = queue_of_the_summary(db, content)
    unsought = not_looked_for(queue.open)
    if unsought:
        message = _(
            "Sentences of the summary that the machine has not looked for yet, and nobody has checked: %(count)s."
        )
        yield Obstacle(ObstacleKind.NOT_LOOKED_FOR, message, "links", values={"count": unsought})
    count = sum(each.item.kind in PARTS for each in queue.open)
    if count:
        message = _("Names, numbers, dates and quotations of the summary that nobody has checked: %(count)s.")
        yield Obstacle(ObstacleKind.UNCHECKED, message, "check", values={"count": count})
    if queue.wrong:
        message = _("Found wrong in the summary, and not corrected yet: %(count)s.")
        yield Obstacle(ObstacleKind.UNCHECKED, message, "check#wrong", values={"count": len(queue.wrong)})


def _words(db: Database, content: Content) -> Iterator[Obstacle]:
    reading = reading_of(db, content)
    if reading.gaps:
        message = _("Passages without words, where the machine failed or passed over speech: %(count)s.")
        where = f"#{moment(reading.gaps[0].start_ms)}"
        yield Obstacle(ObstacleKind.GAP, message, where, values={"count": len(reading.gaps)})
    first = reading.first_doubtful
    if first and reading.doubtful > DOUBTFUL_SHARE * reading.words:
        message = _("Doubtful words that nobody has read: %(count)s of %(words)s.")
        values = {"count": reading.doubtful, "words": reading.words}
        yield Obstacle(ObstacleKind.DOUBTFUL, message, f"#{moment(first.start_ms)}", values=values)
    unread = reading.passages - reading.read
    if unread and content.text and _is_of_unknown_author(content.text):
        message = _("Passages of a file of which nobody knows who wrote it, and that nobody has read: %(count)s.")
        yield Obstacle(ObstacleKind.UNKNOWN_AUTHOR, message, "#transcript", values={"count": unread})


def _is_of_unknown_author(text: ProgrammeText) -> bool:
    made = (text.transcript.provenance, *text.other_runs.values())
    return any(each.words_by is WordsBy.UNKNOWN for each in made)


def _comments(db: Database, content: Content) -> Iterator[Obstacle]:
    count = len(open_threads(db, content.programme.programme_id))
    if count:
        message = _("Comments that nobody has resolved: %(count)s.")
        yield Obstacle(ObstacleKind.COMMENT, message, "comments", values={"count": count})


def _consent(db: Database, content: Content) -> Iterator[Obstacle]:
    withdrawn_at = consent_withdrawn_at(db, content.programme.programme_id)
    if withdrawn_at:
        message = _("Somebody who is heard took their consent back on %(day)s: say in writing what has changed since.")
        yield Obstacle(ObstacleKind.CONSENT, message, values={"day": withdrawn_at[:10]})


def _redactions(_db: Database, content: Content) -> Iterator[Obstacle]:
    if not content.redactions:
        return
    found, where = undecided(content), "redactions/places"
    if found.open:
        message = _("Places of what is kept back that nobody has confirmed or dismissed: %(count)s.")
        yield Obstacle(ObstacleKind.KEPT_BACK, message, where, can_override=False, values={"count": found.open})
    if found.adrift:
        message = _("Words that are kept back are no longer where they were marked: lift these, or mark them again.")
        yield Obstacle(ObstacleKind.KEPT_BACK, message, "redactions", can_override=False)
    if found.of_other_sound:
        message = _("The sound was replaced after stretches of it were kept back: lift these, and mark them again.")
        yield Obstacle(ObstacleKind.KEPT_BACK, message, "redactions", can_override=False)
    if found.is_summary_unread:
        message = _("Read the summary against the stretch that is kept back: no link says which sentence tells it.")
        yield Obstacle(ObstacleKind.KEPT_BACK, message, "summary")
    if found.alike:
        message = _("Words that only look like what is kept back, and that nobody has looked at: %(count)s.")
        yield Obstacle(ObstacleKind.KEPT_BACK, message, where, values={"count": found.alike})


def _pages(db: Database, content: Content) -> Iterator[Obstacle]:
    count = len(doubts_of(db, content.programme.programme_id))
    if count:
        message = _("Read off a page, not sure, and nobody has looked at it: %(count)s.")
        yield Obstacle(ObstacleKind.UNSURE, message, "#unsure", values={"count": count})


def _unpacked(db: Database, content: Content) -> Iterator[Obstacle]:
    unpacked = unpacked_of(db, content.programme.programme_id)
    if unpacked is None:
        return
    if unpacked.is_locked:
        message = _(
            "What the other newsroom keeps back is sealed with its key: unpack the programme again with that key."
        )
        yield Obstacle(ObstacleKind.KEPT_BACK, message, can_override=False)
    if unpacked.withdrawn:
        message = _("The other newsroom has withdrawn it, on %(day)s: say in writing why it may be public here.")
        yield Obstacle(ObstacleKind.ELSEWHERE, message, values={"day": unpacked.withdrawn.created_at[:10]})


def _set_aside(db: Database, content: Content) -> Iterator[Obstacle]:
    if content.programme.programme_id in set_aside(db):
        message = _("This programme is set aside: take that back first.")
        yield Obstacle(ObstacleKind.SET_ASIDE, message, "#alike", can_override=False)


FINDERS: tuple[Callable[[Database, Content], Iterator[Obstacle]], ...] = (
    _redactions,
    _unpacked,
    _consent,
    _parts,
    _jobs,
    _looked_for,
    _links,
    _checks,
    _words,
    _comments,
    _pages,
    _set_aside,
)
"""Whoever knows of another obstacle adds a function here."""
