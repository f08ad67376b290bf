"""What both Whisper libraries return, as our records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transcribe.records import Word

WITHOUT_SPACES = frozenset({"zh", "ja", "th", "lo", "my", "yue"})
"""Written so: in these languages each piece is a word (Whisper's own list)."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word as Whisper gives it: with the space before it, if any."""

    text: str
    start_s: float
    end_s: float
    probability: float


def join_pieces(pieces: Iterable[Piece], language: str) -> tuple[Word, ...]:
    """Return whole words: Whisper cuts “side-by-side” before its hyphens and “l'avez” before its apostrophe."""
    words: list[list[Piece]] = []
    for piece in pieces:
        if words and language not in WITHOUT_SPACES and not piece.text.startswith(" "):
            words[-1].append(piece)
        else:
            words.append([piece])
    return tuple(_word(parts) for parts in words if any(part.text.strip() for part in parts))


def to_ms(seconds: float) -> int:
    """Return whole milliseconds."""
    return round(float(seconds) * 1000)


def _word(parts: list[Piece]) -> Word:
    return Word(
        text="".join(part.text for part in parts).strip(),
        start_ms=to_ms(parts[0].start_s),
        end_ms=to_ms(parts[-1].end_s),
        probability=min(float(part.probability) for part in parts),
    )
