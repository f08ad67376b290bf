"""Appends a file to an upload, piece by piece: ``python -m tests.faults.uploader ARCHIVE USER UPLOAD FILE``.

Says each offset when it was answered for.
"""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path

from media.archive import Archive
from webapp.schema import SCHEMAS
from webapp.uploads.records import Piece
from webapp.uploads.store import Uploads


def main(root: str, user_id: str, upload_id: str, file: str) -> None:
    archive = Archive(Path(root))
    db, uploads, data = archive.open(SCHEMAS), Uploads(archive), Path(file).read_bytes()
    offset = uploads.get(db, user_id, upload_id).offset_bytes
    while offset < len(data):
        size = random.randrange(1, 60_000)
        piece = Piece(offset, len(data[offset : offset + size]), io.BytesIO(data[offset : offset + size]))
        offset = uploads.append(db, user_id, upload_id, piece).offset_bytes
        sys.stdout.write(f"{offset}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
