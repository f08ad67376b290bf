"""Where an edition keeps its parts on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from webapp.edition.records import EditionDocument, Tombstone


@dataclass(frozen=True, slots=True)
class Layout:
    """The public store: ``public.db``, one directory of versions a programme, sound named by its hash."""

    root: Path

    @property
    def index_path(self) -> Path:
        return self.root / "public.db"

    @property
    def lock_path(self) -> Path:
        return self.root / ".lock"

    @property
    def programmes(self) -> Path:
        return self.root / "programmes"

    @property
    def sound(self) -> Path:
        return self.root / "sound"

    def document_path(self, programme_id: str, sha256: str) -> Path:
        return self.programmes / programme_id / f"{sha256}.json"

    def tombstone_path(self, programme_id: str) -> Path:
        return self.programmes / programme_id / "withdrawn.json"

    def sound_path(self, sha256: str) -> Path:
        return self.sound / f"{sha256}.m4a"

    def peaks_path(self, sha256: str) -> Path:
        """:param sha256: of the sound."""
        return self.sound / f"{sha256}.dat"

    def document_paths(self) -> Iterator[Path]:
        """Yield every version of every programme."""
        for path in sorted(self.programmes.glob("*/*.json")):
            if path.name != "withdrawn.json":
                yield path


def read_document(path: Path) -> EditionDocument:
    return msgspec.json.decode(path.read_bytes(), type=EditionDocument)


def read_tombstone(path: Path) -> Tombstone | None:
    """Return ``None`` where the programme is not withdrawn."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Tombstone)
    except FileNotFoundError:
        return None
