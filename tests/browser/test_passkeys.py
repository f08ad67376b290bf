"""Passkeys in a real browser, with an authenticator that Chromium plays: made, used, copied; none without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.browser.conftest import Visit, listening, visiting
from tests.webapp.desk import PASSWORD, Desk, make_desk
from webapp.accounts import get_user
from webapp.audit import entries
from webapp.people.invitations import invite
from webapp.people.settings import Settings
from webapp.public.site_address import SiteAddress

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass(frozen=True, slots=True)
class Newsroom:
    desk: Desk
    address: str


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    desk = make_desk(tmp_path_factory.mktemp("passkeys"))
    with listening(desk.app) as address:
        here = f"localhost:{urlsplit(address).port}"  # No passkey belongs to an address of numbers.
        desk.app.config["SETTINGS"] = Settings(SiteAddress("http", here))
        yield Newsroom(desk, f"http://{here}")


class Holder:
    """What holds the passkeys of a page's browser."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        self._id = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def passkeys(self) -> list[dict[str, object]]:
        return self._session.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]  # type: ignore[no-any-return]

    def put(self, passkey: dict[str, object]) -> None:
        self._session.send("WebAuthn.addCredential", {"authenticatorId": self._id, "credential": passkey})

    def forget(self) -> None:
        self._session.send("WebAuthn.clearCredentials", {"authenticatorId": self._id})


@contextmanager
def window(chromium: Browser) -> Iterator[tuple[Page, Holder]]:
    """Nothing may be logged but that a passkey or a name was refused."""
    context = chromium.new_context(locale="en-GB", viewport={"width": 1000, "height": 900})
    visit = Visit(context)
    try:
        yield visit.page, Holder(visit.page)
    finally:
        context.close()
    assert [fault for fault in visit.faults if not re.search("status of (409|422)", fault)] == []


def sign_in(page: Page, newsroom: Newsroom, name: str) -> None:
    page.goto(f"{newsroom.address}/sign-in?to=/account")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()


def come_back(page: Page, newsroom: Newsroom, name: str) -> None:
    """Go to one's account in a browser that is signed in."""
    cookie = {"name": "newsroom", "value": newsroom.desk.cookies[name], "url": newsroom.address}
    page.context.add_cookies([cookie])  # type: ignore[list-item]
    page.goto(f"{newsroom.address}/account")


def add_passkey(page: Page, label: str) -> None:
    page.get_by_label("What to call it").fill(label)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey is added.")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in to the newsroom")).to_be_visible()


def actions(newsroom: Newsroom) -> list[str]:
    with closing(newsroom.desk.open()) as db:
        return [each.action for each in entries(db, newest_first=True, limit=12)]


def test_a_passkey_is_added_and_signs_in_without_a_name(chromium: Browser, newsroom: Newsroom) -> None:
    with window(chromium) as (page, holder):
        come_back(page, newsroom, "journalist")
        add_passkey(page, "Phone")
        assert len(holder.passkeys()) == 1
        sign_out(page)
        page.get_by_role("button", name="Sign in by a passkey").click()
        expect(page.locator("[data-user=journalist]")).to_be_visible()
        page.goto(f"{newsroom.address}/account")
        expect(page.get_by_text("by passkey")).to_be_visible()
        page.get_by_role("button", name="Remove: Phone").click()
        expect(page.get_by_text("The passkey is removed.")).to_be_visible()
        assert {"passkey added: Phone", "passkey removed: journalist"} <= set(actions(newsroom))
        sign_out(page)
        page.get_by_role("button", name="Sign in by a passkey").click()
        expect(page.get_by_role("heading", name="This passkey was not taken")).to_be_visible()


def test_a_copy_is_noticed_and_never_taken_again(chromium: Browser, newsroom: Newsroom) -> None:
    with window(chromium) as (page, holder):
        come_back(page, newsroom, "approver")
        add_passkey(page, "Key")
        (copy,) = holder.passkeys()
        sign_out(page)
        page.get_by_role("button", name="Sign in by a passkey").click()
        expect(page.locator("[data-user=approver]")).to_be_visible()
        sign_out(page)
        (newest,) = holder.passkeys()
        holder.forget()
        holder.put(copy)
        page.get_by_role("button", name="Sign in by a passkey").click()
        expect(page.get_by_role("heading", name="There may be a copy of this passkey")).to_be_visible()
        assert "passkey refused, perhaps copied: approver" in actions(newsroom)
        holder.forget()
        holder.put(newest | {"signCount": 1000})
        page.goto(f"{newsroom.address}/sign-in")
        page.get_by_role("button", name="Sign in by a passkey").click()
        expect(page.get_by_role("heading", name="This passkey was not taken")).to_be_visible()
        sign_in(page, newsroom, "approver")
        expect(page.get_by_text("Not taken any more")).to_be_visible()


def test_an_invited_person_needs_no_password(chromium: Browser, newsroom: Newsroom) -> None:
    with closing(newsroom.desk.open()) as db:
        _, token = invite(db, "journalist", get_user(db, "admin"), "Айнұр")
    with window(chromium) as (page, holder):
        page.goto(f"{newsroom.address}/invitations/{token}")
        page.get_by_label("Your name").fill("journalist")
        page.get_by_role("button", name="Use a passkey instead of a password").click()
        expect(page.get_by_text("Somebody has this name already")).to_be_visible()
        assert holder.passkeys() == [], "no passkey is made in vain"
        page.get_by_label("Your name").fill("Айнұр")
        page.get_by_role("button", name="Use a passkey instead of a password").click()
        expect(page.locator("[data-user=Айнұр]")).to_be_visible()
        page.goto(f"{newsroom.address}/account")
        page.get_by_role("button", name="Remove: Passkey").click()
        expect(page.get_by_role("heading", name="This is your only way to sign in")).to_be_visible()


def test_without_script_the_password_works(chromium: Browser, newsroom: Newsroom) -> None:
    with visiting(chromium, java_script_enabled=False) as page:
        sign_in(page, newsroom, "journalist")
        expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
        sign_out(page)
        expect(page.get_by_role("button", name="Sign in by a passkey")).to_be_hidden()
