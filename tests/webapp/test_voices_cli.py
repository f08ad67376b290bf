"""`muragat voices`: off until an admin turns it on, and what is erased stays erased."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from tests.transcribe.speakers.test_known_voices import made_print
from tests.webapp.command_line import Muragat
from tests.webapp.desk import make_desk
from transcribe.speakers.known_voices import know, store_prints
from transcribe.speakers.voices_file import open_voices, voices_path


def test_voices_are_known_again_only_when_an_admin_says_so(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    muragat = Muragat(desk.archive.root)
    refused = muragat("voices", "allow", "Ауыл", "--as", "approver")
    assert (refused.returncode, refused.stderr) == (1, "approver may not turn this on; name an admin.\n")
    assert not voices_path(desk.archive).exists()
    refused = muragat("voices", "listen", desk.programme_id)
    assert "No voice prints are stored, for no series" in refused.stderr

    allowed = muragat("voices", "allow", "Ауыл", "--as", "admin")
    assert allowed.returncode == 0
    assert "whoever gets hold of it can look for their voice in other recordings" in allowed.stderr
    refused = muragat("voices", "remember", desk.programme_id, "Дана", "--as", "journalist")
    assert "Nobody is called “Дана” in programme" in refused.stderr
    db = open_voices(desk.archive)
    assert db
    with closing(db):
        know(db, "Ауыл", ["Дана", "Әлия"], "journalist")
        store_prints(db, "Ауыл", "p1", {"Дана": made_print(1), "Әлия": made_print(2)}, "net")
    (record,) = json.loads(muragat("voices", "list", "--json").stdout)
    assert record["series"]["allowed_by"] == "admin"
    assert [(person["name"], person["prints"]) for person in record["people"]] == [("Дана", 1), ("Әлия", 1)]
    assert muragat("voices", "forget", "Ауыл", "Дана").returncode == 0
    assert "Әлия: prints of 1 programmes; asked for by journalist" in muragat("voices", "list").stdout
    assert muragat("voices", "forbid", "Ауыл").returncode == 0
    assert muragat("voices", "list").stderr == "No voice prints are stored, for no series.\n"
    noted = [line.partition("voices: ")[2].split()[:1] for line in muragat("audit").stdout.splitlines()]
    assert [kind for kind in noted if kind] == [["allowed"], ["forgotten"], ["forbidden"]]
    again = muragat("voices", "forbid", "Ауыл")
    assert (again.returncode, again.stderr) == (1, "No voices are kept for “Ауыл”; see “muragat voices list”.\n")
