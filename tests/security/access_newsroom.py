"""Who may do what in the newsroom: one row a route and method, written before the route.

A row says what each actor is answered. A disabled account and an expired session are nobody: they get what
anonymous gets. HEAD is answered as GET, OPTIONS and methods without a row by `OTHER_METHODS`.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.downloads.asked import IN_ADDRESS
from webapp.static_files import static_path

SIGN_IN = 302
"""Sent to the sign-in page."""
WHO = 401
MADE = 201
DONE = 303
BAD = 400
FORBIDDEN = 403
ABSENT = 404
METHOD = 405
CONFLICT = 409
OTHER_PROTOCOL = 412
INVALID = 422


@dataclass(frozen=True, slots=True)
class Access:
    """Status codes by actor, on a programme with sound, words and a summary that ``contributor_owner`` brought.

    ``journalist`` is assigned to it. Another journalist gets the same, but of this one programme nothing: what is
    absent for a contributor who did not bring it is absent for them, too.
    """

    anonymous: int
    contributor_owner: int
    contributor_other: int
    journalist: int
    approver: int
    admin: int

    def of(self, actor: str) -> int:
        if actor == "journalist_other":
            return ABSENT if self.contributor_other == ABSENT else self.journalist
        return self.anonymous if actor in {"disabled", "expired"} else int(getattr(self, actor))


ACTORS = (
    "anonymous",
    "contributor_owner",
    "contributor_other",
    "journalist",
    "journalist_other",
    "approver",
    "admin",
    "disabled",
    "expired",
)
ANYBODY = Access(200, 200, 200, 200, 200, 200)
READ_OWN = Access(SIGN_IN, 200, ABSENT, 200, 200, 200)
WRITE_OWN = Access(WHO, DONE, ABSENT, DONE, DONE, DONE)
READ_KEPT = Access(SIGN_IN, ABSENT, ABSENT, 200, 200, 200)
STAFF_PAGE = Access(SIGN_IN, 200, 200, 200, 200, 200)

NOWHERE = Access(ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
OWN_ONLY = Access(WHO, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT)
ADMINS_PAGE = Access(SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, 200)
ADMIN_DOES = Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE)

OTHER_METHODS = {
    "OPTIONS": Access(WHO, 200, 200, 200, 200, 200),
    "PUT": Access(WHO, METHOD, METHOD, METHOD, METHOD, METHOD),
    "PATCH": Access(WHO, METHOD, METHOD, METHOD, METHOD, METHOD),
    "DELETE": Access(WHO, METHOD, METHOD, METHOD, METHOD, METHOD),
    "POST": Access(WHO, METHOD, METHOD, METHOD, METHOD, METHOD),
    "GET": Access(SIGN_IN, METHOD, METHOD, METHOD, METHOD, METHOD),
}
STATIC = f"{static_path()}/<path:filename>"
OPEN_ROUTES = {
    STATIC,
    "/healthz",
    "/readyz",
    "/sign-in",
    "/sign-in/passkey",
    "/sign-in/passkey/challenge",
    "/sign-in/provider",
    "/sign-in/provider/back",
    "/invitations/<token>",
    "/invitations/<token>/passkey-challenge",
    "/new-password/<token>",
}
"""The only routes on which anonymous gets what everybody gets."""

A_LIST = "/programmes/<programme_id>/redactions"
A_RUN = "/programmes/<programme_id>/runs/<int(max=999999):number>"

NEWSROOM_ACCESS: dict[tuple[str, str], Access] = {
    ("GET", STATIC): ANYBODY,
    ("GET", "/healthz"): ANYBODY,
    ("GET", "/readyz"): ANYBODY,
    ("GET", "/sign-in"): Access(200, DONE, DONE, DONE, DONE, DONE),
    ("POST", "/sign-in"): Access(DONE, DONE, DONE, DONE, DONE, DONE),
    ("POST", "/sign-out"): Access(WHO, DONE, DONE, DONE, DONE, DONE),
    ("GET", "/"): STAFF_PAGE,
    ("GET", "/programmes"): STAFF_PAGE,
    ("GET", "/add"): STAFF_PAGE,
    ("POST", "/add"): Access(WHO, DONE, DONE, DONE, DONE, DONE),
    ("POST", "/add/page"): Access(WHO, INVALID, INVALID, INVALID, INVALID, INVALID),
    ("POST", "/programmes/<programme_id>/doubts"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>"): READ_OWN,
    # The matrix asks without an answer.
    ("POST", "/programmes/<programme_id>/alike/<other_id>"): Access(WHO, BAD, ABSENT, BAD, BAD, BAD),
    ("GET", "/programmes/<programme_id>/progress"): READ_OWN,
    ("GET", "/programmes/<programme_id>/unfinished"): READ_OWN,
    ("GET", "/programmes/<programme_id>/sound"): READ_OWN,
    ("POST", "/programmes/<programme_id>/sound"): Access(WHO, INVALID, ABSENT, INVALID, INVALID, INVALID),
    ("GET", f"/programmes/<programme_id>/drafts/<{IN_ADDRESS}:name>"): READ_OWN,
    # The matrix asks without a format.
    ("GET", "/programmes/<programme_id>/drafts"): Access(SIGN_IN, BAD, ABSENT, BAD, BAD, BAD),
    ("GET", "/programmes/<programme_id>/translation/<any(vtt, txt):name>"): READ_OWN,
    ("GET", "/programmes/<programme_id>/facts"): READ_OWN,
    ("POST", "/programmes/<programme_id>/facts"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/summary"): READ_OWN,
    ("POST", "/programmes/<programme_id>/summary"): WRITE_OWN,
    # What stands in them is the newsroom's: a contributor is offered nothing.
    ("GET", "/programmes/<programme_id>/edit/terms"): READ_OWN,
    ("GET", "/programmes/<programme_id>/terms"): READ_OWN,
    ("GET", "/programmes/<programme_id>/links"): READ_OWN,
    # The matrix asks for a sentence that was not looked for: it is led back to those that were.
    ("GET", "/programmes/<programme_id>/links/<claim_id>"): Access(SIGN_IN, DONE, ABSENT, DONE, DONE, DONE),
    ("POST", "/programmes/<programme_id>/links/<claim_id>"): WRITE_OWN,
    ("GET", "/glossary/suggestions"): Access(SIGN_IN, FORBIDDEN, FORBIDDEN, 200, 200, 200),
    ("POST", "/glossary/suggestions"): Access(WHO, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE),
    ("GET", "/replace"): STAFF_PAGE,
    ("POST", "/replace"): Access(WHO, 200, ABSENT, 200, 200, 200),
    ("POST", "/replace/preview"): Access(WHO, 200, ABSENT, 200, 200, 200),
    ("GET", "/programmes/<programme_id>/revisions/compare"): READ_OWN,
    ("GET", "/programmes/<programme_id>/summary/versions"): READ_OWN,
    ("POST", "/programmes/<programme_id>/summary/versions/<document_id>"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/facts/history"): READ_OWN,
    ("POST", "/programmes/<programme_id>/facts/history/<int(max=999999999):change_id>"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/check"): READ_OWN,
    ("GET", "/programmes/<programme_id>/check/<item_key>"): READ_OWN,
    ("POST", "/programmes/<programme_id>/check/<item_key>"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/segments/<segment_id>"): READ_OWN,
    ("POST", "/programmes/<programme_id>/segments/<segment_id>"): WRITE_OWN,
    ("POST", "/programmes/<programme_id>/segments/<segment_id>/english"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/edit"): READ_OWN,
    # Asked without saying what the window knows; edits are JSON, and a form is none. PATCH comes without a CSRF token.
    ("GET", "/programmes/<programme_id>/edit/changes"): Access(SIGN_IN, BAD, ABSENT, BAD, BAD, BAD),
    ("POST", "/programmes/<programme_id>/edit/undo"): Access(WHO, BAD, ABSENT, BAD, BAD, BAD),
    ("PATCH", "/programmes/<programme_id>/segments/<segment_id>/words"): Access(WHO, BAD, BAD, BAD, BAD, BAD),
    ("POST", "/programmes/<programme_id>/segments/<segment_id>/act"): Access(WHO, BAD, ABSENT, BAD, BAD, BAD),
    # What is kept back is not even there for whoever brought the programme and is not of the newsroom.
    ("GET", f"{A_LIST}"): READ_KEPT,
    ("GET", f"{A_LIST}/places"): READ_KEPT,
    ("GET", "/programmes/<programme_id>/preview"): READ_KEPT,
    # Nobody is named, there is no key here to seal it with, and no passage is named.
    ("POST", f"{A_LIST}/person"): Access(WHO, ABSENT, ABSENT, CONFLICT, CONFLICT, CONFLICT),
    ("POST", f"{A_LIST}/span"): Access(WHO, ABSENT, ABSENT, INVALID, INVALID, INVALID),
    ("POST", f"{A_LIST}/words"): Access(WHO, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT),
    ("POST", f"{A_LIST}/places"): Access(WHO, ABSENT, ABSENT, DONE, DONE, DONE),
    ("POST", f"{A_LIST}/<redaction_id>/lift"): Access(WHO, ABSENT, ABSENT, CONFLICT, CONFLICT, CONFLICT),
    ("GET", f"{A_RUN}/differences"): READ_OWN,
    ("POST", f"{A_RUN}/differences"): WRITE_OWN,
    ("POST", f"{A_RUN}/differences/<segment_id>"): WRITE_OWN,
    ("POST", f"{A_RUN}/differences/<segment_id>/set-aside"): WRITE_OWN,
    ("POST", f"{A_RUN}/differences/<segment_id>/bring-back"): WRITE_OWN,
    ("POST", f"{A_RUN}/set-aside"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/speakers"): READ_OWN,
    ("POST", "/programmes/<programme_id>/speakers"): WRITE_OWN,
    ("POST", "/programmes/<programme_id>/ask"): WRITE_OWN,
    ("POST", "/programmes/<programme_id>/consent"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, DONE, DONE),
    ("POST", "/programmes/<programme_id>/assign"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, DONE, DONE),
    ("POST", "/programmes/<programme_id>/unassign"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, DONE, DONE),
    ("GET", "/programmes/<programme_id>/comments"): READ_OWN,
    ("POST", "/programmes/<programme_id>/comments"): WRITE_OWN,
    # There is no comment yet; tests/webapp/at_the_desk/test_comment_pages.py says who may do what to one.
    ("POST", "/programmes/<programme_id>/comments/<thread_id>/<comment_id>"): Access(
        WHO, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT
    ),
    ("GET", "/programmes/<programme_id>/coverage"): READ_OWN,
    ("GET", "/programmes/<programme_id>/coverage.json"): READ_OWN,
    ("GET", "/programmes/<programme_id>/links.<any(html, csv, json, jsonld):name>"): READ_OWN,
    ("POST", "/programmes/<programme_id>/approve"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, DONE, DONE),
    # Nobody has asked for an approval, nothing is approved or published yet: a conflict for those who may.
    ("POST", "/programmes/<programme_id>/send-back"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, CONFLICT, CONFLICT),
    ("POST", "/programmes/<programme_id>/publish"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, CONFLICT, CONFLICT),
    ("POST", "/programmes/<programme_id>/withdraw"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, CONFLICT, CONFLICT),
    ("POST", "/programmes/<programme_id>/jobs"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/history"): READ_OWN,
    ("GET", "/programmes/<programme_id>/revisions"): READ_OWN,
    ("GET", "/programmes/<programme_id>/revisions/<int(max=999999):number>"): READ_OWN,
    ("POST", "/programmes/<programme_id>/revisions/<int(max=999999):number>"): WRITE_OWN,
    ("GET", "/programmes/<programme_id>/erase"): Access(SIGN_IN, FORBIDDEN, ABSENT, FORBIDDEN, FORBIDDEN, 200),
    ("POST", "/programmes/<programme_id>/erase"): Access(WHO, FORBIDDEN, ABSENT, FORBIDDEN, FORBIDDEN, INVALID),
    ("GET", "/erasures"): ADMINS_PAGE,
    # Nobody has asked for the fixture's programme to be erased.
    ("POST", "/erasures/<programme_id>"): Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, CONFLICT),
    ("GET", "/audit"): Access(SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, 200),
    ("GET", "/audit.csv"): Access(SIGN_IN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, 200),
    # A contributor sees no other series' terms, and changes nobody's recognition.
    ("GET", "/glossary"): Access(SIGN_IN, FORBIDDEN, FORBIDDEN, 200, 200, 200),
    ("POST", "/glossary"): Access(WHO, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE),
    ("POST", "/glossary/remove"): Access(WHO, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE),
    # Who is known again is the newsroom's; only an admin turns it on, all of them may erase.
    ("GET", "/voices"): Access(SIGN_IN, FORBIDDEN, FORBIDDEN, 200, 200, 200),
    ("POST", "/voices/allow"): Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, DONE),
    ("POST", "/voices/forbid"): Access(WHO, FORBIDDEN, FORBIDDEN, DONE, DONE, DONE),
    ("POST", "/voices/forget"): Access(WHO, FORBIDDEN, FORBIDDEN, CONFLICT, CONFLICT, CONFLICT),
    ("GET", "/jobs"): STAFF_PAGE,
    ("GET", "/jobs/progress"): STAFF_PAGE,
    ("POST", "/jobs/<job_id>/priority"): Access(WHO, FORBIDDEN, ABSENT, DONE, DONE, DONE),
    # The fixture's job waits: it can be cancelled; only a job that has ended can be tried again.
    ("POST", "/jobs/<job_id>/cancel"): WRITE_OWN,
    ("POST", "/jobs/<job_id>/retry"): Access(WHO, CONFLICT, ABSENT, CONFLICT, CONFLICT, CONFLICT),
    # This newsroom has no address of its own, so no passkeys, and no identity provider: both are absent for everybody.
    ("POST", "/sign-in/passkey"): NOWHERE,
    ("POST", "/sign-in/passkey/challenge"): NOWHERE,
    ("GET", "/sign-in/provider"): NOWHERE,
    ("GET", "/sign-in/provider/back"): NOWHERE,
    ("GET", "/invitations/<token>"): NOWHERE,
    ("POST", "/invitations/<token>"): NOWHERE,
    ("POST", "/invitations/<token>/passkey-challenge"): NOWHERE,
    ("GET", "/new-password/<token>"): NOWHERE,
    ("POST", "/new-password/<token>"): NOWHERE,
    ("GET", "/account"): STAFF_PAGE,
    ("POST", "/account/password"): Access(WHO, INVALID, INVALID, INVALID, INVALID, INVALID),
    ("POST", "/account/sessions/end-others"): Access(WHO, DONE, DONE, DONE, DONE, DONE),
    # One's own are named by ids that nobody else's answer to.
    ("POST", "/account/sessions/<session_id>/end"): OWN_ONLY,
    ("POST", "/account/passkeys"): OWN_ONLY,
    ("POST", "/account/passkeys/challenge"): OWN_ONLY,
    ("POST", "/account/passkeys/<passkey_id>/remove"): OWN_ONLY,
    ("GET", "/account/tokens"): STAFF_PAGE,
    ("POST", "/account/tokens"): Access(WHO, INVALID, INVALID, INVALID, INVALID, INVALID),
    ("POST", "/account/tokens/<token_id>/end"): OWN_ONLY,
    ("POST", "/account/identity/remove"): Access(WHO, DONE, DONE, DONE, DONE, DONE),
    # Spoken to by a script with the protocol's headers; PATCH and DELETE come without a CSRF token here.
    ("GET", "/uploads"): STAFF_PAGE,
    ("POST", "/uploads"): Access(WHO, OTHER_PROTOCOL, OTHER_PROTOCOL, OTHER_PROTOCOL, OTHER_PROTOCOL, OTHER_PROTOCOL),
    ("GET", "/uploads/<upload_id>"): Access(SIGN_IN, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT),
    ("PATCH", "/uploads/<upload_id>"): Access(WHO, BAD, BAD, BAD, BAD, BAD),
    ("DELETE", "/uploads/<upload_id>"): Access(WHO, BAD, BAD, BAD, BAD, BAD),
    ("POST", "/uploads/<upload_id>"): Access(WHO, METHOD, METHOD, METHOD, METHOD, METHOD),
    ("GET", "/people"): ADMINS_PAGE,
    ("POST", "/invitations"): Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MADE),
    ("POST", "/invitations/<invitation_id>/take-back"): Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, ABSENT),
    ("GET", "/people/<user_id>"): ADMINS_PAGE,
    ("POST", "/people/<user_id>/role"): ADMIN_DOES,
    ("POST", "/people/<user_id>/identity"): ADMIN_DOES,
    ("POST", "/people/<user_id>/new-password"): Access(WHO, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, MADE),
    ("POST", "/people/<user_id>/end"): ADMIN_DOES,
    ("POST", "/people/<user_id>/hand-over"): ADMIN_DOES,
}
