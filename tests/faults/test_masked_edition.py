"""kill -9 while a version with masks takes the place of one without: a reader gets the old or the new, never a mixture.

And where the new one is acknowledged, nobody gets the voice any more, whatever is killed afterwards.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults.publisher import MASK, NAME, PROGRAMMES, files_of, killed_writers
from tests.faults.test_edition import verify
from tests.webapp.published import public_client
from webapp.edition.index import open_index
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.store import edition_writer

OK = 200


def served(layout: Layout) -> dict[str, set[str]]:
    """Return programme id → the words of every version that the index has, less what is withdrawn."""
    connection = open_index(layout)
    try:
        rows = connection.execute("SELECT programme_id, sha256, sound_sha256 FROM version").fetchall()
    finally:
        connection.close()
    found: dict[str, set[str]] = {}
    for programme_id, sha256, sound_sha256 in rows:
        if read_tombstone(layout, programme_id) is None:
            document = read_document(layout.document_path(programme_id, sha256))
            assert document.sound
            assert document.sound.sha256 == sound_sha256
            assert document.transcript
            words = {word for segment in document.transcript.segments for word in segment.text.split()}
            found.setdefault(programme_id, set()).update({*words, sound_sha256})
    return found


def kill_often(tmp_path: Path, times: int) -> None:
    layout, sounds = Layout(tmp_path / "edition"), tmp_path / "sounds"
    with edition_writer(layout):
        pass
    unmasked, masked = (each.sound.sha256 for each in files_of(sounds))
    seen = {NAME: 0, MASK: 0}
    with killed_writers("masked", layout, sounds, random.Random(11)) as kill:
        for _ in range(times):
            done = kill()
            verify(layout)
            for programme_id, said in served(layout).items():
                # Either all of the version with the name and its sound, or nothing of them.
                assert (NAME in said) == (unmasked in said), programme_id
                assert (NAME in said) != (MASK in said), programme_id
                assert (MASK in said) == (masked in said), programme_id
                seen[NAME] += NAME in said
                seen[MASK] += MASK in said
                number = max(int(word.removeprefix("сөз")) for word in said if word.startswith("сөз"))
                assert number <= done + 1
                last = max((n for n in range(done + 1) if n // 2 % PROGRAMMES == int(programme_id[1:])), default=-1)
                assert number >= last, "what was acknowledged is public"
    assert min(seen.values()) > 0
    with edition_writer(layout):
        pass
    assert not list(layout.root.rglob(".making-*"))
    there = {path.stem for path in layout.sound.glob("*.m4a")}
    assert there == {word for said in served(layout).values() for word in said if len(word) == 64}
    client = public_client(layout.root)
    status = client.get(f"/sound/{unmasked}.m4a").status_code
    assert (status == OK) == any(NAME in said for said in served(layout).values())


def test_kill_where_masked_takes_the_place_of_unmasked(tmp_path: Path) -> None:
    kill_often(tmp_path, times=50)


@pytest.mark.release
@pytest.mark.timeout(1800)
def test_kill_where_masked_takes_the_place_of_unmasked_often(tmp_path: Path) -> None:
    kill_often(tmp_path, times=1000)
