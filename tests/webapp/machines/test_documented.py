"""What machines can ask is written down, and what is written down is there."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from tests.webapp.published import SAXAUL
from webapp.public.machines.register import BLUEPRINTS

DOCUMENT = (Path(__file__).parents[3] / "docs" / "machines.md").read_text()
WRITTEN = {"<programme_id>": "ID", "<int:number>": "1", "<kind>": "language"}
ADDRESS = re.compile(r"(?:`|example)(/[\w./-]*)(\?[^`'\s]*)?")
ROOMS = ("/api/v1", "/programmes/ID/versions/1")
"""Named in the text as the beginning of other addresses."""


def test_every_address_is_documented(client: FlaskClient) -> None:
    names = {blueprint.name for blueprint in BLUEPRINTS}
    rules = [rule for rule in client.application.url_map.iter_rules() if rule.endpoint.partition(".")[0] in names]
    assert len(rules) > 20
    for rule in rules:
        written = rule.rule
        for place, name in WRITTEN.items():
            written = written.replace(place, name)
        named = re.search(r"<any\((.*)\):name>", written)
        for name in named[1].split(", ") if named else [""]:
            address = re.sub(r"<any.*>", name, written)
            assert f"`{address}`" in DOCUMENT, f"docs/machines.md does not name {address}"


def test_documented_addresses_exist(client: FlaskClient) -> None:
    found = {path + query for path, query in ADDRESS.findall(DOCUMENT) if path not in ROOMS}
    assert len(found) > 25
    for address in found:
        asked = f"{address}?q=a" if address == "/api/v1/search" else address
        asked = asked.replace("oai", "oai?verb=Identify") if address == "/oai" else asked
        response = client.get(asked.replace("/ID", f"/{SAXAUL}"))
        assert response.status_code == 200, address
