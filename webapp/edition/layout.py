"""Where an edition keeps its parts on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.durable import MAKING
from webapp.edition.records import EditionDocument, Tombstone

TOMBSTONE = "withdrawn.json"
DOCUMENT, PASSAGES, MEANING, WORDS = ".json", ".passages", ".meaning", ".words"
"""How the names of these files end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The public store: an index, one directory of versions a programme, sound named by its hash.

    The index is two files: ``public.db`` lists the programmes and names the file of ``words`` that goes with it.
    """

    root: Path

    @property
    def index_path(self) -> Path:
        return self.root / "public.db"

    @property
    def lock_path(self) -> Path:
        return self.root / ".lock"

    @property
    def withdrawing_path(self) -> Path:
        return self.root / ".withdrawing"

    @property
    def programmes(self) -> Path:
        return self.root / "programmes"

    @property
    def sound(self) -> Path:
        return self.root / "sound"

    @property
    def words(self) -> Path:
        return self.root / "words"

    @property
    def blocked(self) -> Path:
        """One file a programme that was withdrawn, until the index no longer has it: what its tombstone says.

        So that a search of everything need not look for ten thousand tombstones. It is empty where a programme that was
        withdrawn is about to come back.
        """
        return self.root / "blocked"

    def document_path(self, programme_id: str, sha256: str) -> Path:
        return self.programmes / programme_id / f"{sha256}{DOCUMENT}"

    def passages_path(self, programme_id: str, sha256: str) -> Path:
        """:param sha256: of the version, the newest of its programme."""
        return self.programmes / programme_id / f"{sha256}{PASSAGES}"

    def meaning_path(self, programme_id: str, sha256: str) -> Path:
        """:param sha256: of the version, the newest of its programme."""
        return self.programmes / programme_id / f"{sha256}{MEANING}"

    def tombstone_path(self, programme_id: str) -> Path:
        return self.programmes / programme_id / TOMBSTONE

    def words_path(self, name: str) -> Path:
        """:param name: as the index gives it."""
        return self.words / f"{name}{WORDS}"

    def blocked_path(self, programme_id: str) -> Path:
        return self.blocked / programme_id

    def sound_path(self, sha256: str) -> Path:
        return self.sound / f"{sha256}.m4a"

    def peaks_path(self, sha256: str) -> Path:
        """:param sha256: of the sound."""
        return self.sound / f"{sha256}.dat"

    def document_paths(self) -> Iterator[Path]:
        """Yield every version of every programme."""
        for path in sorted(self.programmes.glob(f"*/*{DOCUMENT}")):
            if path.name != TOMBSTONE:
                yield path

    def blocked_programmes(self) -> set[str]:
        """Return the ids of programmes that are withdrawn though the index may still have them.

        Not what a killed writer was about to say of one: nobody was told that it is.
        """
        try:
            return {path.name for path in self.blocked.iterdir() if not path.name.startswith(MAKING)}
        except FileNotFoundError:
            return set()


def read_document(path: Path) -> EditionDocument:
    return msgspec.json.decode(path.read_bytes(), type=EditionDocument)


def read_tombstone(layout: Layout, programme_id: str) -> Tombstone | None:
    """Return ``None`` where the programme is not withdrawn.

    It is from the moment on at which it is blocked: one file decides for page, lists and searches at once.
    """
    for path in (layout.tombstone_path(programme_id), layout.blocked_path(programme_id)):
        try:
            if said := path.read_bytes():
                return msgspec.json.decode(said, type=Tombstone)
        except FileNotFoundError:
            continue
    return None
