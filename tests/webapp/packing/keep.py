"""Keep a bag as this release packs it, for all later ones to unpack: ``python -m tests.webapp.packing.keep NAME``

Run it with every release that has other tables; those that are kept are never written again.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import sys
import tarfile
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.webapp.desk import make_desk
from tests.webapp.packing.worked import EVERY, SEEN, keep_back, publish
from webapp.english import write_english
from webapp.packing.pack import pack
from webapp.redaction.vault import KEY_VARIABLE

KEPT = Path(__file__).parent / "kept"
KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
"""Of the archive that they were packed in; it keeps back only names that were made up for it."""


def main() -> None:
    os.environ[KEY_VARIABLE] = KEY
    with TemporaryDirectory() as directory:
        desk, chance = make_desk(Path(directory)), random.Random(1)
        with closing(desk.open()) as db:
            keep_back(db, desk, chance)
            for work in (*EVERY, publish):
                work(db, desk, chance)
            base = db.execute("SELECT english_id FROM english ORDER BY rowid DESC LIMIT 1").fetchone()[0]
            write_english(db, desk.programme_id, desk.segment_id, SEEN, "journalist", base_id=base, source_sha256="")
            bag = pack(desk.archive, db, desk.programme_id, Path(directory) / "bags").place
        written = io.BytesIO()
        with tarfile.open(fileobj=written, mode="w") as tar:
            for path in sorted(bag.rglob("*")):
                if path.is_file():
                    tar.add(path, path.relative_to(bag).as_posix(), filter=_plain)
    (KEPT / f"{sys.argv[1]}.tar.gz").write_bytes(gzip.compress(written.getvalue(), 9, mtime=0))


def _plain(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = info.mtime = 0
    info.uname = info.gname = ""
    return info


if __name__ == "__main__":
    main()
