"""Whatever people have done to a programme survives the way out, in, and out again, equal by hash."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest

from media.ocfl.root import StorageRoot
from tests.webapp.desk import make_desk
from tests.webapp.linked import with_links
from tests.webapp.packing.worked import ADMIN, EVERY, keep_back, newsroom, publish, withdraw
from webapp.audit import verify
from webapp.packing.found import find_packed
from webapp.packing.pack import pack
from webapp.packing.pack_ocfl import pack_ocfl
from webapp.packing.unpack import Outcome, unpack
from webapp.review import ReviewState, state
from webapp.schema import SCHEMAS


def round_trip(root: Path, seed: int) -> None:
    """Work on a programme by chance, let it go into another archive as a bag or an object, and pack it there."""
    chance = random.Random(seed)
    desk = make_desk(root)
    if chance.random() < 0.7:
        with_links(desk)
    with closing(desk.open()) as db:
        for work in chance.choices((*EVERY, keep_back, publish, withdraw), k=chance.randrange(1, 14)):
            work(db, desk, chance)
        one = pack(desk.archive, db, desk.programme_id, root / "bags").place
        store = StorageRoot.create(root / "store")
        with store.alone():
            pack_ocfl(desk.archive, db, desk.programme_id, store)
    there = newsroom(root / "there", noise=chance.randrange(2))
    with closing(there.open(SCHEMAS)) as db:
        (found,) = find_packed(chance.choice([root / "bags", store.root]))
        assert unpack(there, db, found.open(), ADMIN).outcome is Outcome.UNPACKED
        assert list(verify(db)) == []
        assert state(db, desk.programme_id) in (ReviewState.UNREVIEWED, ReviewState.IN_REVIEW)
        two = pack(there, db, desk.programme_id, root / "again").place
    for manifest in ("manifest-sha256.txt", "manifest-sha512.txt"):
        assert (two / manifest).read_bytes() == (one / manifest).read_bytes()
    assert (two / "audit" / "1.jsonl").read_bytes() == (one / "audit" / "1.jsonl").read_bytes()


@pytest.mark.parametrize("seed", range(2))
def test_any_programme(tmp_path: Path, seed: int) -> None:
    round_trip(tmp_path, seed)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_many_programmes(tmp_path: Path) -> None:
    for seed in range(100, 300):
        try:
            round_trip(tmp_path / str(seed), seed)
        except BaseException as error:
            error.add_note(f"seed {seed}")
            raise
