"""Scripts for tests of the write API: each with a token of somebody at the desk."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import msgspec
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from media.database import new_id
from tests.webapp.desk import Desk
from webapp.accounts import get_user
from webapp.newsroom.api.openapi import BASE
from webapp.people.tokens import Scope, make_token

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Script:
    """A program that asks with a token."""

    client: FlaskClient
    token: str

    def ask(self, method: str, path: str, body: object = None, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        if body is not None:
            options |= {"data": msgspec.json.encode(body), "content_type": "application/json"}
        return self.client.open(BASE + path, method=method, headers=headers, **options)

    def get(self, path: str, **options: Any) -> Any:
        """Return the record at an address."""
        response = self.ask("GET", path, **options)
        assert response.status_code == 200, response.text
        return response.json

    def do(self, method: str, path: str, body: object = None, **options: Any) -> Any:
        """Return the record of what was done."""
        response = self.ask(method, path, body, **options)
        assert response.status_code in {200, 201, 204}, response.text
        return response.json if response.data else None

    def change(self, method: str, path: str, body: object, seen_at: str | None = None) -> TestResponse:
        """Change what stands at an address as a script that has just looked at it."""
        seen = self.ask("GET", seen_at or path).headers.get("ETag")
        headers = {"If-Match": seen} if seen else {"If-None-Match": "*"}
        return self.ask(method, path, body, headers=headers)

    def refused(self, method: str, path: str, body: object = None, **options: Any) -> Any:
        """Return the problem with which something is refused."""
        response = self.ask(method, path, body, **options)
        assert response.headers["Content-Type"] == PROBLEM, response.text
        problem = msgspec.json.decode(response.data)
        assert problem["status"] == response.status_code
        return problem


def script(desk: Desk, actor: str = "admin", scopes: Iterable[Scope] = tuple(Scope), name: str | None = None) -> Script:
    """Return a script of somebody at the desk, with a token of its own."""
    with closing(desk.open()) as db:
        _, text = make_token(db, get_user(db, actor), name or new_id("script "), scopes)
    return Script(desk.app.test_client(), text)
