"""Whisper's standard vocabularies, out of openai-whisper's package."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

END = "<|endoftext|>"
START = "<|startoftranscript|>"
NO_TIMES = "<|notimestamps|>"
_CODES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml "
    "cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am "
    "yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue"
)
LANGUAGES = tuple(_CODES.split())
"""Whisper's codes in the order of their tokens; the last came with large-v3."""
TASKS = ("<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", NO_TIMES)
TIMES = tuple(f"<|{number * 0.02:.2f}|>" for number in range(1501))
ENGLISH_ONLY, MULTILINGUAL, MULTILINGUAL_V3 = 51864, 51865, 51866
"""How many tokens each of the three standard vocabularies has."""
PRINTABLE = (*range(33, 127), *range(161, 173), *range(174, 256))
"""Bytes that a byte-level vocabulary shows as themselves; the others are shown from U+0100 on."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a decoder's numbers mean."""

    tokens: tuple[str, ...]
    """By number."""
    merges: tuple[tuple[str, str], ...]
    """Of byte-pair encoding, the first first."""
    added: int
    """From this number on tokens are signs and times, not text."""

    @property
    def numbers(self) -> dict[str, int]:
        return {token: number for number, token in enumerate(self.tokens)}


@cache
def standard(size: int) -> Vocabulary | None:
    """Return openai-whisper's own vocabulary of this size, ``None`` where it has none."""
    names = {ENGLISH_ONLY: "gpt2", MULTILINGUAL: "multilingual", MULTILINGUAL_V3: "multilingual"}
    library = find_spec("whisper")  # found, not imported: it would bring torch
    if size not in names or not library or not library.origin:
        return None
    lines = (Path(library.origin).parent / "assets" / f"{names[size]}.tiktoken").read_text().splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, _, rank in (line.partition(" ") for line in lines)}
    languages = [f"<|{code}|>" for code in LANGUAGES[: 100 if size == MULTILINGUAL_V3 else 99]]
    text = [_shown(token) for token in sorted(ranks, key=ranks.__getitem__)]
    tokens = (*text, END, START, *languages, *TASKS, *TIMES)
    return Vocabulary(tokens, tuple(_merges(ranks)), len(text))


def same_text(tokens: Sequence[str]) -> bool:
    """Return whether openai-whisper, which brings a vocabulary of its own, means the same by every number."""
    own = standard(len(tokens))
    signs = own.tokens.index(TASKS[0]) if own else 0
    return own is not None and tuple(tokens[:signs]) == own.tokens[:signs]


def token_bytes(token: str) -> bytes:
    """Return the bytes of a token that is text."""
    bytes_of = {sign: byte for byte, sign in _signs().items()}
    return bytes(bytes_of[sign] for sign in token)


def _shown(token: bytes) -> str:
    return "".join(_signs()[byte] for byte in token)


@cache
def _signs() -> Mapping[int, str]:
    hidden = [byte for byte in range(256) if byte not in PRINTABLE]
    return {byte: chr(byte) for byte in PRINTABLE} | {byte: chr(256 + place) for place, byte in enumerate(hidden)}


def _merges(ranks: Mapping[bytes, int]) -> Iterator[tuple[str, str]]:
    """Yield the pair that each token was made of: what its bytes come to by the merges before it."""
    for token, rank in sorted(ranks.items(), key=lambda item: item[1]):
        if len(token) > 1:
            left, right = _two_parts(token, rank, ranks)
            yield _shown(left), _shown(right)


def _two_parts(token: bytes, rank: int, ranks: Mapping[bytes, int]) -> Sequence[bytes]:
    parts = [token[place : place + 1] for place in range(len(token))]
    while len(parts) > 2:  # noqa: PLR2004 (a pair)
        found = [ranks.get(left + right, rank) for left, right in pairwise(parts)]
        place = found.index(min(found))
        parts[place : place + 2] = [parts[place] + parts[place + 1]]
    return parts
