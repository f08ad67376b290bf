"""Routes of people; `webapp.newsroom.routes` takes them in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from webapp.newsroom.people import account, identity, invitation, passkeys, staff, way_back

PEOPLE_ROUTES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("/sign-in/passkey", "POST", passkeys.enter_by_passkey),
    ("/sign-in/passkey/challenge", "POST", passkeys.ask_for_passkey),
    ("/sign-in/provider", "GET", identity.go_to_provider),
    ("/sign-in/provider/back", "GET", identity.come_from_provider),
    ("/invitations/<token>", "GET", invitation.see_invitation),
    ("/invitations/<token>", "POST", invitation.take_invitation),
    ("/invitations/<token>/passkey-challenge", "POST", invitation.ask_for_first_passkey),
    ("/new-password/<token>", "GET", way_back.see_way_back),
    ("/new-password/<token>", "POST", way_back.take_way_back),
    ("/account", "GET", account.account),
    ("/account/password", "POST", account.change_password),
    ("/account/sessions/end-others", "POST", account.end_all_other_sessions),
    ("/account/sessions/<session_id>/end", "POST", account.end_one_session),
    ("/account/passkeys", "POST", account.add_own_passkey),
    ("/account/passkeys/challenge", "POST", passkeys.ask_for_new_passkey),
    ("/account/passkeys/<passkey_id>/remove", "POST", account.remove_own_passkey),
    ("/account/identity/remove", "POST", account.remove_identity),
    ("/people", "GET", staff.people),
    ("/invitations", "POST", staff.make_invitation),
    ("/invitations/<invitation_id>/take-back", "POST", staff.take_back),
    ("/people/<user_id>", "GET", staff.person),
    ("/people/<user_id>/role", "POST", staff.change_role),
    ("/people/<user_id>/identity", "POST", staff.expect_identity),
    ("/people/<user_id>/new-password", "POST", way_back.make_link),
    ("/people/<user_id>/end", "POST", staff.end_person),
    ("/people/<user_id>/hand-over", "POST", staff.hand_over_work),
)
