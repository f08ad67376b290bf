"""The list of what caches are told to forget has every address of a programme and its sounds."""

from __future__ import annotations

import fnmatch
from contextlib import closing
from pathlib import Path

import pytest

from media.catalogue import current_recording
from media.errors import UnknownProgramme
from tests.security.access_public import ROUTES
from tests.security.test_public_access import address, name_in
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, make_desk
from webapp.public.app import create_public
from webapp.purging import purge_list
from webapp.static_files import static_path

OF_NO_PROGRAMME = {
    "/healthz",
    "/readyz",
    "/robots.txt",
    "/api",
    "/api/v1/openapi.json",
    f"{static_path()}/<path:filename>",
}
MASKED = "c" * 64


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


def test_every_route_that_has_something_of_a_programme_is_on_it(desk: Desk, tmp_path: Path) -> None:
    with closing(desk.open()) as db:
        recording = current_recording(db, desk.programme_id)
        assert recording
        place = desk.archive.masked / recording.sha256[:2] / recording.sha256 / "spans"
        place.mkdir(parents=True)
        (place / f"{MASKED}.m4a").touch()
        listed = tuple(purge_list(desk.archive, db, desk.programme_id))
        with pytest.raises(UnknownProgramme):
            list(purge_list(desk.archive, db, "nobody"))
    app = create_public(tmp_path)
    for rule in set(ROUTES) - OF_NO_PROGRAMME:
        for sha256 in (recording.access_sha256, MASKED):
            values: dict[str, str | int] = {"programme_id": desk.programme_id, "number": 3, "kind": "person"}
            values |= {"sha256": sha256 or ""}
            asked = address(app, rule, **values, name=name_in(rule))
            assert any(fnmatch.fnmatchcase(asked, pattern.replace("/?*", "/[?]*")) for pattern in listed), asked


def test_it_is_printed_with_the_site_s_address(desk: Desk) -> None:
    muragat = Muragat(desk.archive.root)
    lines = muragat.done("purge-list", desk.programme_id, "--address", "https://archive.example").splitlines()
    assert f"https://archive.example/programmes/{desk.programme_id}*" in lines
    assert all(line.startswith("https://archive.example/") for line in lines)
