"""What stretches of a version mean, as vectors: so that one can look for what was said in other words.

The file beside the version holds times and vectors and no word. Linking has asked an embedder for windows of the words
already (`text_vector`); what it kept is written here, and nothing is embedded to publish.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from media.records import Span

VECTOR_TYPE = np.dtype("<f2")

Vectors = npt.NDArray[np.float16]
"""Of length 1 each: shape (stretches, d)."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """The stretches of a version that an embedder has seen."""

    embedder: str
    """Its name and version: vectors of another are not to be compared with these."""
    spans: tuple[Span, ...]
    vectors: Vectors


class _Written(msgspec.Struct, frozen=True, array_like=True):
    embedder: str
    times: bytes
    """Shape (stretches, 2), int32, ms."""
    vectors: bytes


def write_meaning(path: Path, meaning: Meaning) -> None:
    times = np.array([(span.start_ms, span.end_ms) for span in meaning.spans], "<i4").tobytes()
    written = _Written(meaning.embedder, times, meaning.vectors.astype(VECTOR_TYPE).tobytes())
    path.write_bytes(msgspec.msgpack.encode(written))


def read_meaning(path: Path) -> Meaning:
    """:raises FileNotFoundError: nothing of this version was embedded, or it is no longer public."""
    written = msgspec.msgpack.decode(path.read_bytes(), type=_Written)
    times = np.frombuffer(written.times, "<i4").reshape(-1, 2).tolist()
    vectors = np.frombuffer(written.vectors, VECTOR_TYPE).reshape(len(times), -1)
    return Meaning(written.embedder, tuple(Span(start_ms, end_ms) for start_ms, end_ms in times), vectors)
