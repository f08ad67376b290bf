"""Tables of jobs, transcripts, revisions and links in ``archive.db``. Migrations are never edited, only added."""

from __future__ import annotations

import json
from typing import Any

from sqlite_utils import Database, Migrations

from media.schema import SCHEMAS as MEDIA_SCHEMAS
from transcribe.early.schema import early_migrations
from transcribe.incoming.schema import incoming_migrations

transcribe_migrations = Migrations("transcribe")

SCHEMAS = (*MEDIA_SCHEMAS, transcribe_migrations, incoming_migrations, early_migrations)


@transcribe_migrations()
def m001_jobs_transcripts_revisions_links(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE job (
            job_id TEXT PRIMARY KEY,
            kind TEXT NOT NULL CHECK (kind IN ('prepare', 'transcribe', 'align', 'link')),
            programme_id TEXT NOT NULL REFERENCES programme,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            options TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            fence INTEGER NOT NULL DEFAULT 0,
            lease_until_ms INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0,
            total INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            created_at TEXT NOT NULL,
            started_at TEXT,
            finished_at TEXT
        ) STRICT""")
    db.conn.execute("CREATE INDEX job_state ON job (state, created_at)")
    db.conn.execute("CREATE INDEX job_programme ON job (programme_id, created_at)")
    # A chunk's result is named by what it depends on, so it is found again by any later job and never made twice.
    db.conn.execute("""
        CREATE TABLE chunk_result (
            chunk_key TEXT PRIMARY KEY,
            hypothesis TEXT NOT NULL,
            job_id TEXT NOT NULL REFERENCES job,
            fence INTEGER NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE transcript (
            transcript_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            recording_id TEXT NOT NULL REFERENCES recording,
            number INTEGER NOT NULL,
            method TEXT NOT NULL CHECK (method IN ('recognised', 'aligned')),
            provenance TEXT NOT NULL,
            segments TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (programme_id, number)
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE revision (
            revision_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            transcript_id TEXT NOT NULL REFERENCES transcript,
            parent_id TEXT REFERENCES revision,
            number INTEGER NOT NULL,
            author TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (programme_id, number)
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE revision_segment (
            revision_id TEXT NOT NULL REFERENCES revision,
            segment_id TEXT NOT NULL,
            segment TEXT NOT NULL,
            PRIMARY KEY (revision_id, segment_id)
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE linking (
            linking_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            text_sha256 TEXT NOT NULL,
            document_id TEXT NOT NULL REFERENCES document,
            channels TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX linking_programme ON linking (programme_id, created_at)")
    db.conn.execute("""
        CREATE TABLE link (
            linking_id TEXT NOT NULL REFERENCES linking,
            position INTEGER NOT NULL,
            link_id TEXT NOT NULL,
            link TEXT NOT NULL,
            PRIMARY KEY (linking_id, position)
        ) STRICT""")


@transcribe_migrations()
def m002_owner_of_a_job(db: Database) -> None:
    # The process that holds a running job (transcribe/owner.py): where it has died, nobody waits for its lease.
    db.conn.execute("ALTER TABLE job ADD COLUMN owner TEXT")


@transcribe_migrations()
def m003_priority_and_any_kind_of_job(db: Database) -> None:
    # SQLite cannot drop a CHECK: the table is built anew (sqlite.org/lang_altertable.html, section 7).
    # The kinds are those of `transcribe.jobs.DEFAULTS`.
    db.conn.execute("""
        CREATE TABLE job_anew (
            job_id TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            programme_id TEXT NOT NULL REFERENCES programme,
            state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
            options TEXT NOT NULL,
            priority INTEGER NOT NULL DEFAULT 0,
            attempt INTEGER NOT NULL DEFAULT 0,
            fence INTEGER NOT NULL DEFAULT 0,
            lease_until_ms INTEGER NOT NULL DEFAULT 0,
            owner TEXT,
            done INTEGER NOT NULL DEFAULT 0,
            total INTEGER NOT NULL DEFAULT 0,
            error TEXT,
            created_at TEXT NOT NULL,
            started_at TEXT,
            finished_at TEXT
        ) STRICT""")
    kept = """job_id, kind, programme_id, state, options, attempt, fence, lease_until_ms, owner, done, total, error,
        created_at, started_at, finished_at"""
    db.conn.execute(f"INSERT INTO job_anew (rowid, {kept}) SELECT rowid, {kept} FROM job ORDER BY rowid")  # noqa: S608
    db.conn.execute("DROP TABLE job")
    db.conn.execute("ALTER TABLE job_anew RENAME TO job")
    db.conn.execute("CREATE INDEX job_state ON job (state, priority, created_at)")
    db.conn.execute("CREATE INDEX job_programme ON job (programme_id, created_at)")


@transcribe_migrations()
def m004_speed_and_unfinished_words_of_a_job(db: Database) -> None:
    db.conn.execute("ALTER TABLE job ADD COLUMN speed REAL NOT NULL DEFAULT 0")
    # What a job has heard so far, a row a batch: it can be read before the job ends (transcribe/unfinished.py).
    db.conn.execute("""
        CREATE TABLE unfinished_words (
            job_id TEXT NOT NULL REFERENCES job ON DELETE CASCADE,
            start_ms INTEGER NOT NULL,
            end_ms INTEGER NOT NULL,
            segments TEXT NOT NULL,
            PRIMARY KEY (job_id, start_ms)
        ) STRICT, WITHOUT ROWID""")


@transcribe_migrations()
def m005_glossary(db: Database) -> None:
    # A series of '' stands for all programmes. The term's key has no capitals: one term is there once.
    db.conn.execute("""
        CREATE TABLE glossary_term (
            glossary_term_id INTEGER PRIMARY KEY,
            series TEXT NOT NULL,
            term TEXT NOT NULL,
            term_key TEXT NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (series, term_key)
        ) STRICT""")


@transcribe_migrations()
def m006_who_timed_a_revision(db: Database) -> None:
    # The engine and model that only put a person's words where they are spoken.
    db.conn.execute("ALTER TABLE revision ADD COLUMN timed_by TEXT")


@transcribe_migrations()
def m007_run_set_aside(db: Database) -> None:
    # A newer run of which people want no more of its words; it stays a run.
    db.conn.execute("""
        CREATE TABLE run_set_aside (
            transcript_id TEXT PRIMARY KEY REFERENCES transcript,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")


@transcribe_migrations()
def m008_translation(db: Database) -> None:
    # Machine translations into English, each whole (transcribe/translation/): private, and never part of a transcript.
    db.conn.execute("""
        CREATE TABLE translation (
            translation_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            text_sha256 TEXT NOT NULL,
            made_by TEXT NOT NULL,
            segments TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX translation_programme ON translation (programme_id)")


@transcribe_migrations()
def m009_parts_of_a_claim(db: Database) -> None:
    # Each name and number of a claim has a verdict of its own now; so far there were two lists of them.
    db.conn.execute("ALTER TABLE linking ADD COLUMN omitted TEXT NOT NULL DEFAULT '[]'")
    for linking_id, position, written in db.conn.execute("SELECT linking_id, position, link FROM link").fetchall():
        link = json.loads(written)
        link["parts"] = [
            _part_of_a_claim(text, verdict, link["claim"])
            for texts, verdict in ((link.pop("anchors"), "supported"), (link.pop("missing"), "not found"))
            for text in texts
        ]
        link["parts"].sort(key=lambda part: part["start_char"])
        changed = json.dumps(link, ensure_ascii=False)
        db.conn.execute(
            "UPDATE link SET link = ? WHERE linking_id = ? AND position = ?", (changed, linking_id, position)
        )


def _part_of_a_claim(text: str, verdict: str, claim: dict[str, Any]) -> dict[str, object]:
    at = claim["text"].find(text)
    start = claim["start_char"] + max(at, 0)
    return {
        "kind": "number" if any(letter.isdigit() for letter in text) else "name",
        "text": text,
        "start_char": start,
        "end_char": start + len(text) if at >= 0 else claim["end_char"],
        "verdict": verdict,
        "heard": "",
        "span": None,
    }


@transcribe_migrations()
def m010_link_decision(db: Database) -> None:
    # What people decided about links, each decision a row for good (transcribe/linking/decided/decisions.py).
    db.conn.execute("""
        CREATE TABLE link_decision (
            decision_id TEXT PRIMARY KEY,
            programme_id TEXT NOT NULL REFERENCES programme,
            claim_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            spans TEXT NOT NULL,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX link_decision_programme ON link_decision (programme_id)")


@transcribe_migrations()
def m011_vectors(db: Database) -> None:
    # What an embedder made of a text, so that linking again compares only what changed. May be emptied at any time.
    db.conn.execute("""
        CREATE TABLE text_vector (
            embedder TEXT NOT NULL,
            text_sha256 TEXT NOT NULL,
            vector BLOB NOT NULL,
            PRIMARY KEY (embedder, text_sha256)
        ) STRICT, WITHOUT ROWID""")


@transcribe_migrations()
def m012_text_of_a_decision(db: Database) -> None:
    # The words that a person decided on: when their times change, the decision goes with them.
    db.conn.execute("ALTER TABLE link_decision ADD COLUMN text_sha256 TEXT NOT NULL DEFAULT ''")


@transcribe_migrations()
def m013_difference_set_aside(db: Database) -> None:
    # One place of which nobody wants a newer run's words. Its name is that of the choice (both texts, and where), so
    # that it is offered again as soon as either is another.
    db.conn.execute("""
        CREATE TABLE difference_set_aside (
            transcript_id TEXT NOT NULL REFERENCES transcript,
            difference_sha256 TEXT NOT NULL,
            user_name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            PRIMARY KEY (transcript_id, difference_sha256)
        ) STRICT""")


@transcribe_migrations()
def m014_edits_of_a_segment(db: Database) -> None:
    # Each save asks what its segment was; without this it reads through all edits of all programmes.
    db.conn.execute("CREATE INDEX revision_segment_of ON revision_segment (segment_id)")


@transcribe_migrations()
def m015_jobs_that_ended_last(db: Database) -> None:
    # The page of the machine's work shows the newest of what has ended, of all that an archive has ever done.
    db.conn.execute("CREATE INDEX job_ended ON job (coalesce(finished_at, created_at))")


@transcribe_migrations()
def m016_why_a_job_failed(db: Database) -> None:
    # Which error it was, so that pages can say it in the reader's language; the sentence in `error` is English.
    db.conn.execute("ALTER TABLE job ADD COLUMN because TEXT")


@transcribe_migrations()
def m017_worked_on(db: Database) -> None:
    # What people translated or vouched for without changing a word: a later run does not take its place.
    db.conn.execute("""
        CREATE TABLE worked_on (
            transcript_id TEXT NOT NULL REFERENCES transcript,
            segment_id TEXT NOT NULL,
            programme_id TEXT NOT NULL REFERENCES programme,
            user_name TEXT NOT NULL,
            PRIMARY KEY (transcript_id, segment_id)
        ) STRICT, WITHOUT ROWID""")
    db.conn.execute("CREATE INDEX worked_on_programme ON worked_on (programme_id)")


@transcribe_migrations()
def m018_salt_of_a_term(db: Database) -> None:
    # The audit keeps a hash of a term: of one that was removed, with its salt, nobody can guess which it was.
    db.conn.execute("ALTER TABLE glossary_term ADD COLUMN salt TEXT NOT NULL DEFAULT ''")
    db.conn.execute("UPDATE glossary_term SET salt = lower(hex(randomblob(16)))")
