"""Tables of sign-ins, invitations, passkeys and identities. Migrations are never edited, only added."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from webapp.audit_triggers import Audited, add_to_audit, replace_in_audit

sign_in_migrations = Migrations("sign-in")

NAME_OF = "(SELECT name FROM user WHERE user_id = {}.user_id)"
# fmt: off
ACCOUNT = Audited(
    "account", "UPDATE OF role, disabled_at, password_hash, password_changed_at ON user",
    "CASE WHEN new.disabled_at IS NOT old.disabled_at THEN 'account ended: ' || new.name "
    "WHEN new.role IS NOT old.role THEN 'role: ' || new.name || ', ' || new.role "
    "WHEN new.password_changed_at IS NOT old.password_changed_at THEN 'password changed: ' || new.name "
    "ELSE 'password hashed anew: ' || new.name END",
    "sha256_of(new.role, new.disabled_at, new.password_hash)")
INVITATION = Audited(
    "invitation", "INSERT ON invitation", "'invited: ' || new.role || coalesce(', ' || new.whom, '')",
    "sha256_of(new.token_sha256, new.role, new.whom, new.expires_at_ms, new.by_name)", "new.invitation_id",
    user="new.by_name")
AUDITED = (
    INVITATION,
    Audited("invitation_end", "INSERT ON invitation_end", "'invitation ' || new.kind || coalesce(': ' || new.name, '')",
            "sha256_of(new.invitation_id, new.kind, new.name)", user="new.name"),
    Audited("passkey", "INSERT ON passkey", "'passkey added: ' || new.label",
            "sha256_of(new.credential_id, new.public_key)", user=NAME_OF.format("new")),
    Audited("passkey_removed", "DELETE ON passkey", "'passkey removed: ' || " + NAME_OF.format("old"),
            "sha256_of(old.credential_id, old.public_key)"),
    Audited("passkey_copied", "UPDATE OF suspected_at ON passkey",
            "'passkey refused, perhaps copied: ' || " + NAME_OF.format("new"),
            "sha256_of(new.credential_id, new.suspected_at)"),
    Audited("identity", "INSERT ON identity", "'identity linked: ' || " + NAME_OF.format("new"),
            "sha256_of(new.issuer, new.subject)"),
    Audited("identity_removed", "DELETE ON identity", "'identity removed: ' || " + NAME_OF.format("old"),
            "sha256_of(old.issuer, old.subject)"),
    Audited("identity_expected", "INSERT ON identity_expected", "'identity expected: ' || " + NAME_OF.format("new"),
            "sha256_of(new.email)", user="new.by_name"),
    Audited("identity_unexpected", "DELETE ON identity_expected",
            "'identity no more expected: ' || " + NAME_OF.format("old"), "sha256_of(old.email)"),
    Audited("session_ended", "DELETE ON session WHEN old.expires_at_ms > 1000 * unixepoch()",
            "'signed out: ' || " + NAME_OF.format("old"), "sha256_of(old.session_id)"),
)
PASSKEYS = (
    Audited("passkey", "INSERT ON passkey", "'passkey added: ' || new.label",
            "sha256_of(hex(new.credential_id), hex(new.public_key))", user=NAME_OF.format("new")),
    Audited("passkey_removed", "DELETE ON passkey", "'passkey removed: ' || " + NAME_OF.format("old"),
            "sha256_of(hex(old.credential_id), hex(old.public_key))"),
    Audited("passkey_copied", "UPDATE OF suspected_at ON passkey",
            "'passkey refused, perhaps copied: ' || " + NAME_OF.format("new"),
            "sha256_of(hex(new.credential_id), new.suspected_at)"),
)
WAY_BACK = Audited(
    "way_back", "INSERT ON way_back", "'link for a new password: ' || " + NAME_OF.format("new"),
    "sha256_of(new.token_sha256, new.user_id, new.expires_at_ms, new.by_name)", "new.way_back_id", user="new.by_name")
# fmt: on


@sign_in_migrations()
def m001_sessions(db: Database) -> None:
    db.conn.execute("ALTER TABLE session ADD COLUMN session_id TEXT")
    db.conn.execute("ALTER TABLE session ADD COLUMN how TEXT")
    db.conn.execute("ALTER TABLE session ADD COLUMN browser TEXT")
    db.conn.execute("ALTER TABLE session ADD COLUMN network TEXT")
    db.conn.execute("UPDATE session SET session_id = 's' || lower(hex(randomblob(8)))")
    db.conn.execute("CREATE UNIQUE INDEX session_id ON session (session_id)")
    # A password that is only hashed anew, with the parameters of now, is no other password.
    db.conn.execute("ALTER TABLE user ADD COLUMN password_changed_at TEXT")
    replace_in_audit(db, ACCOUNT)


@sign_in_migrations()
def m002_invitations_passkeys_identities(db: Database) -> None:
    db.conn.execute("""
        CREATE TABLE invitation (
            invitation_id TEXT PRIMARY KEY,
            token_sha256 TEXT NOT NULL UNIQUE,
            role TEXT NOT NULL CHECK (role IN ('contributor', 'journalist', 'approver', 'admin')),
            whom TEXT,
            by_name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            expires_at_ms INTEGER NOT NULL
        ) STRICT""")
    # Its key lets an invitation be used once.
    db.conn.execute("""
        CREATE TABLE invitation_end (
            invitation_id TEXT PRIMARY KEY REFERENCES invitation,
            kind TEXT NOT NULL CHECK (kind IN ('used', 'taken back')),
            name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    db.conn.execute("""
        CREATE TABLE passkey (
            passkey_id TEXT PRIMARY KEY,
            user_id TEXT NOT NULL REFERENCES user,
            credential_id BLOB NOT NULL UNIQUE,
            public_key BLOB NOT NULL,
            sign_count INTEGER NOT NULL,
            label TEXT NOT NULL,
            created_at TEXT NOT NULL,
            last_used_at TEXT,
            suspected_at TEXT
        ) STRICT""")
    db.conn.execute("CREATE INDEX passkey_user ON passkey (user_id)")
    db.conn.execute("""
        CREATE TABLE identity (
            issuer TEXT NOT NULL,
            subject TEXT NOT NULL,
            user_id TEXT NOT NULL UNIQUE REFERENCES user,
            email TEXT,
            created_at TEXT NOT NULL,
            PRIMARY KEY (issuer, subject)
        ) STRICT""")
    # By which verified address an admin lets an identity be linked to an account, once.
    db.conn.execute("""
        CREATE TABLE identity_expected (
            user_id TEXT PRIMARY KEY REFERENCES user,
            email TEXT NOT NULL UNIQUE,
            by_name TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT""")
    # What may be used once: a state of the identity provider, a challenge of a passkey.
    db.conn.execute("""
        CREATE TABLE spent (
            sha256 TEXT PRIMARY KEY,
            forget_at_ms INTEGER NOT NULL
        ) STRICT""")
    for each in AUDITED:
        add_to_audit(db, each)


@sign_in_migrations()
def m003_audit_of_passkeys(db: Database) -> None:
    # A hash is of JSON, which has no bytes.
    for each in PASSKEYS:
        replace_in_audit(db, each)


@sign_in_migrations()
def m004_ways_back(db: Database) -> None:
    # Rows are only added; the newest of an account counts, until the password is another or it has expired.
    db.conn.execute("""
        CREATE TABLE way_back (
            way_back_id TEXT PRIMARY KEY,
            token_sha256 TEXT NOT NULL UNIQUE,
            user_id TEXT NOT NULL REFERENCES user,
            by_name TEXT NOT NULL,
            created_at TEXT NOT NULL,
            expires_at_ms INTEGER NOT NULL
        ) STRICT""")
    db.conn.execute("CREATE INDEX way_back_user ON way_back (user_id)")
    add_to_audit(db, WAY_BACK)
