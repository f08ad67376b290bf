"""Somebody who speaks tus to a newsroom of the tests, by a session or by a token."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.webapp.api.asking import script
from tests.webapp.desk import Desk
from webapp.newsroom.api.openapi import BASE
from webapp.people.tokens import Scope

SPEAKS = {"Tus-Resumable": "1.0.0"}
STREAM = "application/offset+octet-stream"


@dataclass(frozen=True, slots=True)
class Sender:
    """Asks with what lets it in."""

    client: FlaskClient
    place: str
    lets_in: Mapping[str, str] = field(default_factory=dict)

    def ask(self, method: str, address: str, headers: Mapping[str, str] = SPEAKS, **options: object) -> TestResponse:
        return self.client.open(address, method=method, headers={**self.lets_in, **headers}, **options)

    def begin(self, size: int, name: str | bytes = "a.wav", **headers: str) -> TestResponse:
        raw = name if isinstance(name, bytes) else name.encode()
        said = {"Upload-Length": str(size), "Upload-Metadata": f"filename {base64.b64encode(raw).decode()}"}
        return self.ask("POST", self.place, SPEAKS | said | headers)

    def send(self, address: str, offset: int, data: bytes, **headers: str) -> TestResponse:
        said = {"Upload-Offset": str(offset), "Content-Type": STREAM}
        return self.ask("PATCH", address, SPEAKS | said | headers, data=data)

    def offset(self, address: str) -> int:
        return int(self.ask("HEAD", address).headers["Upload-Offset"])

    def whole(self, data: bytes, name: str = "a.wav") -> str:
        """Send a file in one piece; return where it is."""
        address = self.begin(len(data), name).headers["Location"]
        assert self.send(address, 0, data).status_code == 204
        return address


TOKENS: dict[tuple[int, str, tuple[Scope, ...]], str] = {}
"""One person has but so many: by app, person and scopes."""


def by_token(desk: Desk, actor: str = "contributor_owner", *scopes: Scope) -> Sender:
    who = (id(desk.app), actor, scopes)
    if who not in TOKENS:
        TOKENS[who] = script(desk, actor, scopes or (Scope.EDIT,)).token
    return Sender(desk.app.test_client(), f"{BASE}/uploads", {"Authorization": f"Bearer {TOKENS[who]}"})


def by_session(desk: Desk, actor: str = "contributor_owner") -> Sender:
    visitor = desk.visitor(actor)
    return Sender(visitor.client, "/uploads", {"X-CSRFToken": visitor.csrf()})


def checksum(data: bytes, algorithm: str = "sha256") -> dict[str, str]:
    digest = hashlib.new(algorithm, data, usedforsecurity=False).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}
