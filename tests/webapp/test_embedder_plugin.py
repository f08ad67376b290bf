"""Somebody else's embedder: the package of docs/embedders.md, found by its entry point, links a programme."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

from tests.webapp.command_line import REPOSITORY, Muragat
from tests.webapp.desk import make_desk
from tests.webapp.linked import with_links

DOCUMENTED = (REPOSITORY / "docs" / "embedders.md").read_text()
METADATA = "Metadata-Version: 2.1\nName: muragat-letters\nVersion: 1.0\n"


def _block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENTED, re.DOTALL)
    assert found
    return found.group(1)


def test_the_documented_embedder_links_a_programme(tmp_path: Path) -> None:
    desk = with_links(make_desk(tmp_path))
    place = tmp_path / "site"
    installed = place / "muragat_letters-1.0.dist-info"
    installed.mkdir(parents=True)
    (place / "muragat_letters.py").write_text(_block("python"))
    (installed / "METADATA").write_text(METADATA)
    entry_point = _block("toml").splitlines()[-1].replace('"', "")
    (installed / "entry_points.txt").write_text(f"[muragat.embedders]\n{entry_point}\n")
    environment = {"PYTHONPATH": os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])])}

    muragat = Muragat(desk.archive.root)
    done = muragat("link", desk.programme_id, "--embedder", "letters", "--json", environment=environment)
    assert done.returncode == 0, done.stderr
    assert "embeddings" in json.loads(done.stdout)["channels"]
    db = desk.open()
    assert {row["embedder"] for row in db.table("text_vector").rows} == {"letters 1.0"}
    db.close()
