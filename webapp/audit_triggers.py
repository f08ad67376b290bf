"""The triggers that write the audit: in the transaction of what they are about, so that no code can forget it.

They belong to a migration and are never edited; what a later table needs is added by a later migration.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlite_utils import Database

from media.database import sha256_of, utc_now

NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"
FACTS = (
    "title, language, series, publisher, author, published, broadcast, project, funder, rights, disclaimer, citation, "
    "broadcaster, service, aired, people, places, topics"
)
FACTS_OF_A_PAGE = ("medium", "parent", "accessed", "page_updated", "notes")
"""Facts that came later: where a programme has none of them, its hash is what it was before they were known."""
BEGUN = "the audit begins"


@dataclass(frozen=True, slots=True)
class Audited:
    """What the audit notes of a row, as SQL expressions over the row ``new`` (of a deleted one ``old``)."""

    name: str
    event: str
    """When, as a trigger says it."""
    action: str
    content: str
    """What the audit keeps: a hash of the row. Where the row is changed later, its hash is another."""
    subject: str = "NULL"
    """Its id: of one thing alone, whatever kind it is of, so that its last row is the one that must fit."""
    programme: str = "NULL"
    user: str = "NULL"
    came_at: str = "new.created_at"
    """Of a row that was there before the audit."""

    @property
    def columns(self) -> str:
        return ", ".join((self.user, self.action, self.programme, self.subject, self.content))


def _facts_of(row: str) -> str:
    return f"sha256_of({', '.join(f'{row}.{fact}' for fact in FACTS.split(', '))})"


def _all_facts_of(row: str) -> str:
    later = ", ".join(f"{row}.{fact}" for fact in FACTS_OF_A_PAGE)
    every = ", ".join(f"{row}.{fact}" for fact in (*FACTS.split(", "), *FACTS_OF_A_PAGE))
    return f"CASE WHEN coalesce({later}) IS NULL THEN {_facts_of(row)} ELSE sha256_of({every}) END"


# fmt: off
ROWS = (
    Audited("programme", "INSERT ON programme", "'facts'", _facts_of("new"), "new.programme_id", "new.programme_id"),
    Audited("recording", "INSERT ON recording", "'sound'", "new.sha256", "new.recording_id", "new.programme_id"),
    Audited("document", "INSERT ON document", "new.kind", "sha256_of(new.text, new.language, new.author)",
            "new.document_id", "new.programme_id"),
    Audited("transcript", "INSERT ON transcript", "'machine run'", "sha256_of(new.provenance, new.segments)",
            "new.transcript_id", "new.programme_id"),
    Audited("translation", "INSERT ON translation", "'machine translation'", "sha256_of(new.made_by, new.segments)",
            "new.translation_id", "new.programme_id"),
    Audited("revision", "INSERT ON revision", "'words'", "new.sha256", "new.revision_id", "new.programme_id",
            "new.author"),
    Audited("revision_segment", "INSERT ON revision_segment", "'words of a segment'", "sha256_of(new.segment)",
            "new.revision_id || ' ' || new.segment_id",
            "(SELECT programme_id FROM revision WHERE revision_id = new.revision_id)",
            "(SELECT author FROM revision WHERE revision_id = new.revision_id)",
            "(SELECT created_at FROM revision WHERE revision_id = new.revision_id)"),
    Audited("link_decision", "INSERT ON link_decision", "'link: ' || new.kind",
            "sha256_of(new.claim_id, new.kind, new.spans, new.user_name, new.text_sha256)", "new.decision_id",
            "new.programme_id", "new.user_name"),
    Audited("review_event", "INSERT ON review_event", "'review: ' || new.kind",
            "sha256_of(new.kind, new.user_name, new.content_sha256, new.reason, new.created_at)",
            "'review ' || new.review_event_id", "new.programme_id", "new.user_name"),
    Audited("user", "INSERT ON user", "'account made: ' || new.role", "sha256_of(new.name)", "new.user_id",
            user="new.name"),
)
"""What is noted of rows that were there before the audit, too."""
CHANGES = (
    Audited("facts", f"UPDATE OF {FACTS} ON programme", "'facts'", _facts_of("new"), "new.programme_id",
            "new.programme_id"),
    Audited("programme_owner", "INSERT ON programme_owner", "'programme brought'", "sha256_of(new.user_name)",
            programme="new.programme_id", user="new.user_name"),
    Audited("run_set_aside", "INSERT ON run_set_aside", "'run set aside'",
            "sha256_of(new.transcript_id, new.user_name)", user="new.user_name"),
    Audited("difference_set_aside", "INSERT ON difference_set_aside", "'difference set aside'",
            "sha256_of(new.transcript_id, new.difference_sha256, new.user_name)", user="new.user_name"),
    Audited("difference_brought_back", "DELETE ON difference_set_aside", "'difference brought back'",
            "sha256_of(old.transcript_id, old.difference_sha256, old.user_name)"),
    # A term may be a name, so that only its hash is kept.
    Audited("term_added", "INSERT ON glossary_term", "'term added'", "sha256_of(new.series, new.term)"),
    Audited("term_removed", "DELETE ON glossary_term", "'term removed'", "sha256_of(old.series, old.term)"),
    Audited("account", "UPDATE OF role, disabled_at, password_hash ON user",
            "CASE WHEN new.disabled_at IS NOT old.disabled_at THEN 'account ended' "
            "WHEN new.role IS NOT old.role THEN 'role: ' || new.role ELSE 'password changed' END",
            "sha256_of(new.role, new.disabled_at, new.password_hash)", user="new.name"),
    Audited("signed_in", "INSERT ON session", "'signed in'", "sha256_of(new.created_at)",
            user="(SELECT name FROM user WHERE user_id = new.user_id)"),
    *(
        Audited(f"{table}_deleted", f"DELETE ON {table}", f"'deleted: {table}'", "sha256_of()", subject,
                "old.programme_id")
        for table, subject in (
            ("programme", "old.programme_id"), ("recording", "old.recording_id"), ("document", "old.document_id"),
            ("transcript", "old.transcript_id"), ("translation", "old.translation_id"),
            ("revision", "old.revision_id"), ("link_decision", "old.decision_id"),
            ("review_event", "'review ' || old.review_event_id"),
        )
    ),
)
ENGLISH = Audited("english", "INSERT ON english", "'English'",
                  "sha256_of(new.segment_id, new.source_sha256, new.text, new.author)", "new.english_id",
                  "new.programme_id", "new.author")
EMBARGO = Audited("embargo", "UPDATE OF embargo ON programme", "'embargo: ' || coalesce(new.embargo, '–')",
                  "sha256_of(new.embargo)", programme="new.programme_id")
ACCOUNTS = (
    # Who made or ended an account is not known to the table: its name says whose it is, not who did it.
    Audited("user", "INSERT ON user", "'account made: ' || new.name || ', ' || new.role", "sha256_of(new.name)",
            "new.user_id"),
    Audited("account", "UPDATE OF role, disabled_at, password_hash ON user",
            "CASE WHEN new.disabled_at IS NOT old.disabled_at THEN 'account ended: ' || new.name "
            "WHEN new.role IS NOT old.role THEN 'role: ' || new.name || ', ' || new.role "
            "ELSE 'password changed: ' || new.name END",
            "sha256_of(new.role, new.disabled_at, new.password_hash)"),
)
ASSIGNMENT = Audited("assignment", "INSERT ON assignment",
                     "new.kind || ': ' || (SELECT name FROM user WHERE user_id = new.user_id) || "
                     "coalesce(', ' || new.due, '')",
                     "sha256_of(new.programme_id, new.user_id, new.kind, new.due, new.by_name)", "new.assignment_id",
                     "new.programme_id", "new.by_name")
# Not a word of what is kept back: that a person did something about it, by ids.
REDACTION = Audited("redaction_row", "INSERT ON redaction_row", "'redaction: ' || new.kind",
                    "sha256_of(new.row_id, new.programme_id, new.redaction_id, new.kind, new.user_name, "
                    "new.created_at)", "new.row_id", "new.programme_id", "new.user_name")
REDACTION_DELETED = Audited("redaction_row_deleted", "DELETE ON redaction_row", "'deleted: redaction_row'",
                            "sha256_of()", "old.row_id", "old.programme_id")
ERASURE = Audited("erasure_step", "INSERT ON erasure_step", "'erasure: ' || new.step",
                  "sha256_of(new.programme_id, new.step, new.user_name, new.reason, new.created_at)",
                  "'erasure ' || new.erasure_step_id", "new.programme_id", "new.user_name")
UNHEARD = Audited("unheard", "INSERT ON unheard", "'published unheard'",
                  "sha256_of(new.content_sha256, new.user_name, new.reason, new.created_at)",
                  "'unheard ' || new.unheard_id", "new.programme_id", "new.user_name")
SEGMENT_CHECK = Audited("segment_check", "INSERT ON segment_check", "'passage ' || new.kind",
                        "sha256_of(new.segment_id, new.kind, new.tag, new.user_name, new.created_at)",
                        "'check ' || new.segment_check_id", "new.programme_id", "new.user_name")
# A short name is guessed from its hash: the salt is with the term, and goes with it.
TERMS = (
    Audited("term_added", "INSERT ON glossary_term", "'term added'", "sha256_of(new.series, new.term, new.salt)"),
    Audited("term_removed", "DELETE ON glossary_term", "'term removed'",
            "sha256_of(old.series, old.term, old.salt)"),
)
TOKEN = Audited("token", "INSERT ON token", "'token made: ' || new.name || ', ' || new.scopes",
                "sha256_of(new.user_id, new.name, new.token_sha256, new.scopes, new.expires_at_ms)", "new.token_id",
                user="(SELECT name FROM user WHERE user_id = new.user_id)")
TOKEN_ENDED = Audited("token_ended", "UPDATE OF ended_at ON token",
                      "'token ended: ' || new.name || ', ' || (SELECT name FROM user WHERE user_id = new.user_id)",
                      "sha256_of(new.token_id, new.ended_at)")
# fmt: on
PROGRAMME = replace(ROWS[0], content=_all_facts_of("new"))
ALL_FACTS = replace(
    CHANGES[0],
    event=f"UPDATE OF {', '.join((FACTS, *FACTS_OF_A_PAGE))} ON programme",
    content=_all_facts_of("new"),
    user="new.facts_by",
)
CHECKED = (PROGRAMME, *ROWS[1:], ENGLISH, ASSIGNMENT, REDACTION, ERASURE, TOKEN, UNHEARD, SEGMENT_CHECK)
"""What is there to be held against the audit."""


def begin_audit(db: Database) -> None:
    """Make the table, note what is there already, in the order in which it came, and from now on whatever comes."""
    db.conn.execute("""
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            at TEXT NOT NULL,
            user_name TEXT,
            action TEXT NOT NULL,
            programme_id TEXT,
            subject TEXT,
            content_sha256 TEXT NOT NULL,
            sha256 TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX audit_programme ON audit (programme_id, number)")
    _note_what_is_there(db)
    for each in (*ROWS, *CHANGES):
        add_to_audit(db, each)
    for event in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
        )


def replace_in_audit(db: Database, each: Audited) -> None:
    """Note rows of a kind otherwise from now on."""
    db.conn.execute(f"DROP TRIGGER audit_{each.name}")
    add_to_audit(db, each)


def _note_what_is_there(db: Database) -> None:
    there = [
        row
        for each in ROWS
        for row in db.conn.execute(f"SELECT {each.came_at}, {each.columns} FROM {each.name} AS new")  # noqa: S608
    ]
    previous = ""
    for row in (*sorted(there, key=lambda row: str(row[0])), (utc_now(), None, BEGUN, None, None, sha256_of())):
        chained = sha256_of(previous, *row)
        db.conn.execute(
            "INSERT INTO audit (at, user_name, action, programme_id, subject, content_sha256, sha256) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [*row, chained],
        )
        previous = chained


def add_to_audit(db: Database, each: Audited) -> None:
    """Note rows of this kind from now on."""
    db.conn.execute(
        f"CREATE TRIGGER audit_{each.name} AFTER {each.event} BEGIN "  # noqa: S608 our own words
        "INSERT INTO audit (at, user_name, action, programme_id, subject, content_sha256, sha256) "
        "SELECT at, user_name, action, programme_id, subject, content, "
        "sha256_of((SELECT sha256 FROM audit ORDER BY number DESC LIMIT 1), at, user_name, action, programme_id, "
        f"subject, content) FROM (SELECT {NOW} AS at, acting({each.user}) AS user_name, {each.action} AS action, "
        f"{each.programme} AS programme_id, {each.subject} AS subject, {each.content} AS content); END"
    )
