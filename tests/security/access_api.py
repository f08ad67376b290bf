"""Who may do what by a token: one row an operation, and what each actor is answered who sends nothing but a token.

Who may is told before anything that was sent is read, so that an empty request is enough to know. A token that has
ended or expired, one of an account that has ended, no token, and a cookie of somebody who is signed in get 401.
"""

from __future__ import annotations

from dataclasses import dataclass

from webapp.people.tokens import Scope

ABSENT = 404
FORBIDDEN = 403
OTHER_PROTOCOL = 412
NO_JSON = 415
"""The operation was reached: it wants a body."""

ACTORS = ("contributor_owner", "contributor_other", "journalist", "journalist_other", "approver", "admin")


@dataclass(frozen=True, slots=True)
class ApiAccess:
    """The scope that the token needs, and statuses by actor, about the programme of `tests.webapp.desk`."""

    scope: Scope
    contributor_owner: int
    contributor_other: int
    journalist: int
    journalist_other: int
    approver: int
    admin: int


def own(scope: Scope, status: int) -> ApiAccess:
    """Who sees the programme may; for others it is not there."""
    return ApiAccess(scope, status, ABSENT, status, ABSENT, status, status)


def deciders(scope: Scope, status: int) -> ApiAccess:
    return ApiAccess(scope, FORBIDDEN, ABSENT, FORBIDDEN, ABSENT, status, status)


def staff(scope: Scope, status: int) -> ApiAccess:
    return ApiAccess(scope, FORBIDDEN, FORBIDDEN, status, status, status, status)


def inside(status: int) -> ApiAccess:
    """Staff who see the programme; who brought it and is a contributor is told nothing of it."""
    return ApiAccess(Scope.REDACT, ABSENT, ABSENT, status, ABSENT, status, status)


def everybody(scope: Scope, status: int) -> ApiAccess:
    return ApiAccess(scope, status, status, status, status, status, status)


def admins(scope: Scope, status: int) -> ApiAccess:
    return ApiAccess(scope, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, FORBIDDEN, status)


READ, EDIT, REVIEW, PUBLISH, PEOPLE = Scope.READ, Scope.EDIT, Scope.REVIEW, Scope.PUBLISH, Scope.PEOPLE
P = "/programmes/{programme_id}"
S = f"{P}/segments/{{segment_id}}"
D = f"{P}/runs/{{number}}/differences"

API_ACCESS: dict[tuple[str, str], ApiAccess] = {
    ("GET", "/me"): everybody(READ, 200),
    ("GET", "/me/assignments"): everybody(READ, 200),
    ("GET", "/people"): admins(PEOPLE, 200),
    ("GET", "/people/{user_id}"): admins(PEOPLE, 200),
    ("GET", "/people/{user_id}/assignments"): admins(PEOPLE, 200),
    ("POST", "/people/{user_id}/end"): admins(PEOPLE, ABSENT),  # It has ended.
    ("POST", "/people/{user_id}/hand-over"): admins(PEOPLE, NO_JSON),
    ("GET", "/invitations"): admins(PEOPLE, 200),
    ("POST", "/invitations/{invitation_id}/take-back"): admins(PEOPLE, ABSENT),  # There is none.
    ("GET", "/programmes"): everybody(READ, 200),
    ("POST", "/programmes"): everybody(EDIT, NO_JSON),
    ("POST", "/pages"): everybody(EDIT, 400),  # It wants the page's name in the address.
    ("GET", f"{P}/doubts"): own(READ, 200),
    ("POST", f"{P}/doubts"): own(EDIT, NO_JSON),
    ("GET", P): own(READ, 200),
    ("GET", f"{P}/facts"): own(READ, 200),
    ("PATCH", f"{P}/facts"): own(EDIT, NO_JSON),
    ("GET", f"{P}/facts/history"): own(READ, 200),
    ("POST", f"{P}/facts/history/{{change_id}}/restore"): own(EDIT, ABSENT),  # There is none.
    ("GET", f"{P}/recordings"): own(READ, 200),
    ("GET", f"{P}/alike"): own(READ, 200),
    ("POST", f"{P}/alike/{{other_id}}"): own(EDIT, NO_JSON),
    ("GET", f"{P}/sound"): own(READ, 200),
    ("POST", f"{P}/sound"): own(EDIT, 400),  # It wants a hash in the address.
    ("GET", "/uploads"): everybody(EDIT, 200),
    ("POST", "/uploads"): everybody(EDIT, OTHER_PROTOCOL),
    ("GET", "/uploads/{upload_id}"): everybody(EDIT, ABSENT),  # There is none, as there is none of others.
    ("PATCH", "/uploads/{upload_id}"): everybody(EDIT, OTHER_PROTOCOL),
    ("DELETE", "/uploads/{upload_id}"): everybody(EDIT, OTHER_PROTOCOL),
    ("POST", "/uploads/{upload_id}"): everybody(EDIT, 405),  # It says no method.
    ("POST", f"{P}/uploads/{{upload_id}}/take"): own(EDIT, ABSENT),
    ("GET", f"{P}/summary"): own(READ, 200),
    ("PUT", f"{P}/summary"): own(EDIT, NO_JSON),
    ("GET", f"{P}/summary/versions"): own(READ, 200),
    ("POST", f"{P}/summary/versions/{{document_id}}/restore"): own(EDIT, ABSENT),  # There is none.
    ("GET", f"{P}/script"): own(READ, ABSENT),  # It has none.
    ("PUT", f"{P}/script"): own(EDIT, NO_JSON),
    ("GET", f"{P}/transcripts"): own(READ, 200),
    ("POST", f"{P}/transcripts"): own(EDIT, 400),  # It wants the file's name in the address.
    ("GET", f"{P}/segments"): own(READ, 200),
    ("GET", S): own(READ, 200),
    ("PATCH", S): own(EDIT, NO_JSON),
    ("DELETE", S): own(EDIT, 428),
    ("POST", f"{S}/check"): own(REVIEW, NO_JSON),
    ("POST", f"{S}/split"): own(EDIT, NO_JSON),
    ("POST", f"{S}/join"): own(EDIT, NO_JSON),
    ("GET", f"{S}/english"): own(READ, ABSENT),  # It has none.
    ("PUT", f"{S}/english"): own(EDIT, NO_JSON),
    ("GET", f"{S}/english/versions"): own(READ, 200),
    ("GET", f"{P}/speakers"): own(READ, 200),
    ("PATCH", f"{P}/speakers"): own(EDIT, NO_JSON),
    ("POST", f"{P}/speakers/decline"): own(EDIT, NO_JSON),
    ("GET", f"{P}/links"): own(READ, 200),
    ("GET", f"{P}/links/{{claim_id}}"): own(READ, 200),
    ("POST", f"{P}/links/{{claim_id}}/decisions"): own(REVIEW, NO_JSON),
    ("POST", f"{P}/links/{{claim_id}}/settle"): own(REVIEW, NO_JSON),
    ("GET", f"{P}/link-decisions"): own(READ, 200),
    ("GET", f"{P}/runs"): own(READ, 200),
    ("GET", D): own(READ, 200),
    ("POST", f"{D}/take-over"): own(EDIT, 200),
    ("POST", f"{D}/{{segment_id}}/take-over"): own(EDIT, NO_JSON),
    ("POST", f"{D}/{{segment_id}}/set-aside"): own(EDIT, NO_JSON),
    ("POST", f"{D}/{{segment_id}}/bring-back"): own(EDIT, NO_JSON),
    ("POST", f"{P}/runs/{{number}}/set-aside"): own(EDIT, 204),
    ("GET", f"{P}/edits"): own(READ, 200),
    ("GET", f"{P}/edits/{{number}}"): own(READ, 200),
    ("POST", f"{P}/edits/{{number}}/restore"): own(EDIT, NO_JSON),
    ("POST", f"{P}/edits/{{number}}/undo"): own(EDIT, ABSENT),  # There is no edit 0.
    ("GET", f"{P}/checks"): own(READ, 200),
    ("POST", f"{P}/checks/{{item_key}}"): own(REVIEW, NO_JSON),
    ("GET", f"{P}/comments"): own(READ, 200),
    ("POST", f"{P}/comments"): own(REVIEW, NO_JSON),
    ("POST", f"{P}/comments/{{thread_id}}/answers"): own(REVIEW, NO_JSON),
    ("POST", f"{P}/comments/{{thread_id}}/settle"): own(REVIEW, NO_JSON),
    ("PATCH", f"{P}/comments/{{thread_id}}/{{comment_id}}"): own(REVIEW, NO_JSON),
    ("DELETE", f"{P}/comments/{{thread_id}}/{{comment_id}}"): own(REVIEW, ABSENT),  # There is none.
    ("GET", f"{P}/assignments"): own(READ, 200),
    ("POST", f"{P}/assignments/assign"): deciders(PEOPLE, NO_JSON),
    ("POST", f"{P}/assignments/unassign"): deciders(PEOPLE, NO_JSON),
    ("GET", f"{P}/drafts/{{name}}"): own(READ, 200),
    ("GET", f"{P}/coverage"): own(READ, 200),
    ("GET", f"{P}/links-file/{{name}}"): own(READ, 200),
    ("GET", f"{P}/translation"): own(READ, 200),
    ("GET", f"{P}/translation/{{name}}"): own(READ, 200),
    ("GET", "/jobs"): everybody(READ, 200),
    ("GET", f"{P}/jobs"): own(READ, 200),
    ("POST", f"{P}/jobs"): own(EDIT, NO_JSON),
    ("GET", "/jobs/{job_id}"): own(READ, 200),
    ("GET", "/jobs/{job_id}/heard"): own(READ, 200),
    ("POST", "/jobs/{job_id}/cancel"): own(EDIT, 200),
    ("POST", "/jobs/{job_id}/retry"): own(EDIT, 200),  # It was cancelled just now.
    ("POST", "/jobs/{job_id}/priority"): ApiAccess(EDIT, FORBIDDEN, ABSENT, NO_JSON, ABSENT, NO_JSON, NO_JSON),
    ("GET", f"{P}/review"): own(READ, 200),
    ("POST", f"{P}/approve"): deciders(REVIEW, NO_JSON),
    ("POST", f"{P}/send-back"): deciders(REVIEW, NO_JSON),
    ("POST", f"{P}/publish"): deciders(PUBLISH, NO_JSON),
    ("POST", f"{P}/ask"): own(EDIT, 200),
    ("POST", f"{P}/consent"): deciders(PUBLISH, NO_JSON),
    ("POST", f"{P}/withdraw"): deciders(PUBLISH, NO_JSON),
    ("GET", f"{P}/redactions"): inside(200),
    ("POST", f"{P}/redactions/person"): inside(NO_JSON),
    ("POST", f"{P}/redactions/span"): inside(NO_JSON),
    ("POST", f"{P}/redactions/words"): inside(NO_JSON),
    ("GET", f"{P}/redactions/places"): inside(200),
    ("POST", f"{P}/redactions/places"): inside(NO_JSON),
    ("POST", f"{P}/redactions/{{redaction_id}}/lift"): inside(NO_JSON),
    ("POST", "/replace/find"): everybody(EDIT, NO_JSON),
    ("POST", "/replace"): everybody(EDIT, NO_JSON),
    ("GET", f"{P}/history"): own(READ, 200),
    ("GET", "/audit"): admins(PEOPLE, 200),
    ("GET", "/glossary"): staff(READ, 200),
    ("POST", "/glossary"): staff(EDIT, NO_JSON),
    ("POST", "/glossary/remove"): staff(EDIT, NO_JSON),
    ("GET", f"{P}/terms"): own(READ, 200),
    ("GET", "/glossary/suggestions"): staff(READ, 400),  # It wants a series.
    ("POST", "/glossary/suggestions"): staff(EDIT, NO_JSON),
    ("GET", "/voices"): staff(READ, 200),
    ("POST", "/voices/allow"): admins(PEOPLE, NO_JSON),
    ("POST", "/voices/forbid"): staff(PEOPLE, NO_JSON),
    ("POST", "/voices/forget"): staff(PEOPLE, NO_JSON),
}
