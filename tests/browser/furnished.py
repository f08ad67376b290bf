"""A newsroom in which every part of every page is there to be looked at."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus

from sqlite_utils import Database

from media.catalogue import add_document, add_programme, current_document, current_recording, set_facts
from tests.transcribe.texts import segment
from tests.webapp.desk import Desk, fill, store_sound, with_a_second_run
from tests.webapp.editions import PROVENANCE, linking
from tests.webapp.test_newsroom_coverage import SCRIPT_RUN
from transcribe import jobs, lease, unfinished
from transcribe.glossary import add_terms
from transcribe.linking.store import store_linking
from transcribe.owner import this_process
from transcribe.records import Doubt, Job, Segment, Word
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, RECOGNISED, NewRun, store_transcript
from transcribe.translation.records import Translated, TranslatedSegment, sources_sha256
from transcribe.translation.store import store_translation
from webapp.accounts import get_user
from webapp.desk.comments import About, answer, edit_comment, settle, write_comment
from webapp.people.assignments import assign
from webapp.people.invitations import invite
from webapp.people.ways_back import make_way_back

SERIES = "Ауыл таңы"
"""In which voices are known again."""

LONG_TITLE = "Жаңа хабар: " + "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
"""No line of a phone has room for its last word."""


@dataclass(frozen=True, slots=True)
class Furnished:
    """The newsroom, and programmes in it by what their pages show."""

    desk: Desk
    running: str
    """Heard in part, by a machine that still listens."""
    waiting: str
    """Of which the machine has heard nothing yet."""
    voices: str
    """Two voices, one of them known again, a passage that failed, a doubted one, a translation."""
    script: str
    """Words of a script, of which not all was heard."""

    invitation: str
    """The end of a link that makes an account."""
    way_back: str
    """The end of a link that sets another password."""

    @property
    def pages(self) -> dict[str, str]:
        """Path of each page by what a failure is to call it."""
        programme = self.desk.address
        return {
            "desk": "/",
            "list": "/programmes",
            "list of nothing": "/programmes?q=zzz&person=journalist",
            "adding": "/add",
            "queue": "/jobs",
            "glossary": "/glossary",
            "known voices": "/voices",
            "one's own account": "/account",
            "one's own tokens": "/account/tokens",
            "people": "/people",
            "a person": f"/people/{self.desk.other_id}",
            "an invitation": f"/invitations/{self.invitation}",
            "a new password": f"/new-password/{self.way_back}",
            "who did what": "/audit",
            "what was done to a programme": f"{programme}/history",
            "earlier words": f"{programme}/revisions",
            "an earlier state": f"{programme}/revisions/0",
            "programme": programme,
            "programme that the machine hears": f"/programmes/{self.running}",
            "programme with voices and a gap": f"/programmes/{self.voices}",
            "programme with a script": f"/programmes/{self.script}",
            "facts": f"{programme}/facts",
            "summary": f"{programme}/summary",
            "links": f"{programme}/links",
            "comments": f"{programme}/comments",
            "what was checked": f"{programme}/coverage",
            "place of a sentence": f"{programme}/links/c1",
            "corrected again and again": "/glossary/suggestions",
            "spelt otherwise than in names and terms": f"{programme}/terms",
            "editor of all words": f"{programme}/edit",
            "editor of what was heard so far": f"/programmes/{self.running}/edit",
            "editor that waits for words": f"/programmes/{self.waiting}/edit",
            "find and replace": f"/replace?programme={self.desk.programme_id}",
            "words compared": f"{programme}/revisions/compare?view=beside",
            "earlier summaries": f"{programme}/summary/versions",
            "earlier facts": f"/programmes/{self.voices}/facts/history",
            "what is to be checked": f"/programmes/{self.voices}/check",
            "something to be checked": f"/programmes/{self.voices}/check/s-v1",
            "words": f"{programme}/segments/{self.desk.segment_id}",
            "differences": f"{programme}/runs/2/differences",
            "speakers": f"/programmes/{self.voices}/speakers",
            "kept back": f"{programme}/redactions?segment={self.desk.segment_id}",
            "every place of what is kept back": f"{programme}/redactions/places",
            "as the public will read it": f"{programme}/preview",
            "erasing": f"{programme}/erase",
            "erased programmes": "/erasures",
            "no such page": "/programmes/nothing",
        }


def furnish(desk: Desk) -> Furnished:
    """Fill the newsroom: a linked summary and a newer run are in its first programme."""
    with closing(desk.open()) as db:
        _link(db, desk.programme_id)
        add_terms(db, "", ["Қызылорда", "сексеуіл", "екінши"])
        add_terms(db, SERIES, ["гектар"])
        full = "The disk is full; make room, then try again."
        lease.fail(db, _claimed(db, "prepare", desk.programme_id), full, "StorageFull")
        running, voices = _running(desk, db), _voices(desk, db)
        waiting = add_programme(db, {"title": LONG_TITLE, "language": "kk", "series": SERIES}).programme_id
        jobs.enqueue(db, "transcribe", waiting, {})
        _talk(db, desk.programme_id)
        script = fill(desk.archive, db, "journalist")[0]
        store_transcript(db, script, NewRun(_recording_id(db, script), ALIGNED, PROVENANCE, SCRIPT_RUN))
        _, invitation = invite(db, "journalist", get_user(db, "admin"), "Дана")
        _, way_back = make_way_back(db, get_user(db, "contributor_other"), get_user(db, "admin"))
    assert desk.visitor("admin").post("/voices/allow", {"series": SERIES}).status_code == HTTPStatus.SEE_OTHER
    remembered = {"name:S1": "Дана", "remember": "S1"}
    desk.visitor("admin").post(f"/programmes/{voices}/speakers", remembered)
    return Furnished(with_a_second_run(desk), running, waiting, voices, script, invitation, way_back)


def _link(db: Database, programme_id: str) -> None:
    text, summary = current_text(db, programme_id), current_document(db, programme_id, "summary")
    assert summary
    first = summary.text.partition(". ")[0] + "."
    store_linking(db, linking(text, summary, first, text.segments[0].span))


def _talk(db: Database, programme_id: str) -> None:
    """Let comments of every kind be there, and work that is overdue."""
    journalist, admin = get_user(db, "journalist"), get_user(db, "admin")
    about = About(start_ms=0, segment_id=current_text(db, programme_id).segments[0].segment_id, quote="Қызылорда")
    thread = write_comment(db, programme_id, journalist, "Is it so, @admin?", about)
    answer(db, programme_id, thread.thread_id, admin, "It is.")
    own = write_comment(db, programme_id, admin, "Look at this.", About())
    edit_comment(
        db, programme_id, own.thread_id, own.thread_id, admin, "Look at that.", own.comments[0].texts[0].row_id
    )
    settle(db, programme_id, own.thread_id, admin, is_open=False)
    assign(db, programme_id, "admin", "admin", "2026-01-01")


def _running(desk: Desk, db: Database) -> str:
    programme_id = add_programme(db, {"title": "Ұзақ хабар", "language": "kk", "series": SERIES}).programme_id
    recording = store_sound(desk.archive, db, programme_id)
    held = _claimed(db, "transcribe", programme_id)
    unfinished.begin(db, held, recording.recording_id, PROVENANCE)
    unfinished.note(db, held, 0, 30_000, (segment("u1", "Қайырлы таң"),))
    lease.progress(db, held, 30_000, 3_600_000, 10.0)
    return programme_id


def _voices(desk: Desk, db: Database) -> str:
    programme_id = fill(desk.archive, db, "journalist")[0]
    set_facts(db, programme_id, {"series": SERIES})
    add_document(db, programme_id, "summary", "Two speak.", language="en")
    run = (
        Segment("v1", 0, 900, (Word("Сәлем", 0, 400, 0.2, Doubt.LOW_PROBABILITY),), speaker="S1"),
        Segment("v2", 900, 1_800, (), doubts=(Doubt.GAP,)),
        Segment("v3", 1_800, 2_700, (Word("Жақсы", 1_800, 2_700, 0.9),), speaker="S2", doubts=(Doubt.LOOP,)),
    )
    store_transcript(db, programme_id, NewRun(_recording_id(db, programme_id), RECOGNISED, PROVENANCE, run))
    _translate(db, programme_id, run[0])
    return programme_id


def _translate(db: Database, programme_id: str, heard: Segment) -> None:
    held = _claimed(db, "translate", programme_id)
    said = TranslatedSegment(
        heard.start_ms, heard.end_ms, "Hello", (heard.segment_id,), sources_sha256([heard]), heard.language
    )
    made_by = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)
    store_translation(db, held, current_text(db, programme_id).sha256, made_by, (said,))
    lease.succeed(db, held, None)


def _claimed(db: Database, kind: str, programme_id: str) -> Job:
    held = lease.claim(db, jobs.enqueue(db, kind, programme_id, {}).job_id, this_process())
    assert held
    return held


def _recording_id(db: Database, programme_id: str) -> str:
    recording = current_recording(db, programme_id)
    assert recording
    return recording.recording_id
