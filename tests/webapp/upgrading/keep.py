"""Keep an archive as this release writes it, for all later ones to open: ``python -m tests.webapp.upgrading.keep NAME``

Run it with every release; those that are kept are never written again. What is kept are the statements that make the
database, from which text can be read and compared.
"""

from __future__ import annotations

import gzip
import sys
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.transcribe.texts import type_words
from tests.webapp.desk import make_desk

ARCHIVES = Path(__file__).parent / "archives"
BY_A_PERSON = "Адам түзеткен сөздер"


def main() -> None:
    with TemporaryDirectory() as directory:
        desk = make_desk(Path(directory))
        with closing(desk.open()) as db:
            type_words(db, desk.programme_id, desk.segment_id, BY_A_PERSON, "journalist")
            written = "\n".join(db.conn.iterdump()) + "\n"
    (ARCHIVES / f"{sys.argv[1]}.sql.gz").write_bytes(gzip.compress(written.encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
