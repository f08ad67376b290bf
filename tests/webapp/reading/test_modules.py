"""The page names every module that its script needs: a browser fetches them at once and not one after another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import webapp
from tests.webapp.published import SAXAUL, public_client, published_once

SCRIPTS = Path(webapp.__file__).parent / "static" / "js"
IMPORT = re.compile(r'(?:from|import) "\./([\w-]+)\.js"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


def needed(name: str) -> set[str]:
    """Return the modules that a module imports, and those that they do."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        imported = set(IMPORT.findall((SCRIPTS / f"{waiting.pop()}.js").read_text())) - found
        found |= imported
        waiting.extend(imported)
    return found


def test_page_names_every_module(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    named = set(re.findall(r'rel="modulepreload" href="[^"]*/([\w-]+)\.js"', page))
    run = set(re.findall(r'<script type="module" src="[^"]*/([\w-]+)\.js"', page))
    assert "programme" in run
    wanted = set().union(*(needed(name) for name in run)) - run
    assert named == wanted
