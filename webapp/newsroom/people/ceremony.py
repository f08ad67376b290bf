"""What this browser was asked and must answer: kept in its signed cookie for minutes, answered once."""

from __future__ import annotations

import secrets
import time

from flask import session

from webapp.newsroom.request import database
from webapp.people.once import spend

COOKIE = "ceremony"
LASTS_MS = 10 * 60 * 1000


def begin(kind: str, **asked: str) -> None:
    """Keep what is asked; another that was begun before is forgotten."""
    until_ms = time.time_ns() // 1_000_000 + LASTS_MS
    session[COOKIE] = {"kind": kind, "until_ms": until_ms, "once": secrets.token_urlsafe(16), **asked}


def finish(kind: str) -> dict[str, str] | None:
    """Return what was asked, ``None`` where nothing was, or too long ago, or it was answered before."""
    asked = session.pop(COOKIE, None)
    if not isinstance(asked, dict) or asked.get("kind") != kind:
        return None
    until_ms = int(asked["until_ms"])
    if until_ms < time.time_ns() // 1_000_000 or not spend(database(), str(asked["once"]), until_ms):
        return None
    return {name: str(value) for name, value in asked.items()}


def peek(kind: str) -> dict[str, str] | None:
    """Return what is kept without using it up."""
    asked = session.get(COOKIE)
    if not isinstance(asked, dict) or asked.get("kind") != kind:
        return None
    is_over = int(asked["until_ms"]) < time.time_ns() // 1_000_000
    return None if is_over else {name: str(value) for name, value in asked.items()}
