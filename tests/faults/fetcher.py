"""Brings what a feed has: ``python -m tests.faults.fetcher ARCHIVE``. Says the id of each programme.

The broadcaster is this machine: who knows the names of hosts, and what is let through, are arguments of the door.
"""

from __future__ import annotations

import sys
from pathlib import Path

from media.archive import Archive
from webapp.feeds.door import Door
from webapp.feeds.fetch import fetch_feed
from webapp.feeds.store import feeds
from webapp.schema import SCHEMAS


def main(root: str) -> None:
    archive = Archive(Path(root))
    db, door = archive.open(SCHEMAS), Door(lambda host, port: ["127.0.0.1"], lambda address: address == "127.0.0.1")
    for feed in feeds(db):
        for brought in fetch_feed(archive, db, feed, door, 1_000):
            sys.stdout.write(f"{brought.programme_id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
