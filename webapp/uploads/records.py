"""An upload, and what is said of it before and with each piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that is coming in, or has come and was not taken yet."""

    upload_id: str
    """Random; also the name of its file."""
    user_id: str
    file_name: str
    """As its sender calls it, one printable line: a label."""
    modified_ms: int | None
    """When the sender's file was changed last, Unix time, as far as they said so."""
    size_bytes: int
    offset_bytes: int
    """How much of it is here, and outlasts a power cut."""
    sha256: str | None
    """Of all its bytes, ``None`` until they are here."""
    created_at: str
    expires_at_ms: int
    """Unix time, after which it is removed; each piece moves it on."""

    @property
    def is_whole(self) -> bool:
        return self.offset_bytes == self.size_bytes


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody says of a file before it comes."""

    size_bytes: int
    file_name: str
    modified_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the bytes of a piece must come to."""

    algorithm: str
    """``sha1`` or ``sha256``."""
    digest: bytes


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file."""

    offset_bytes: int
    size_bytes: int
    source: BinaryIO
    checksum: Checksum | None = None
