"""The tokenizer that lies beside a checkpoint: ``tokenizer.json``, or the older files that it is made from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from transcribe.errors import WeightsCorrupt, WeightsMissing
from transcribe.weights.whisper_vocabulary import END, NO_TIMES, START, TIMES, Vocabulary

MOST_BYTES = 1 << 26
"""Of a file with a vocabulary; Whisper's take 2 MB."""


class _Added(msgspec.Struct):
    id: int
    content: str


class _Model(msgspec.Struct):
    vocab: dict[str, int]


class _Tokenizer(msgspec.Struct):
    model: _Model
    added_tokens: list[_Added] = []


def read_tokens(directory: Path, size: int) -> tuple[str, ...]:
    """Return the tokens of a checkpoint, from ``tokenizer.json`` or else ``vocab.json`` and ``added_tokens.json``.

    Numbers that the files leave out at the end are times, as in Whisper's first vocabularies.

    :param size: how many the model has.
    :raises WeightsMissing: there is no such file. :raises WeightsCorrupt: it is none of Whisper's.
    """
    numbers = _numbers(directory)
    by_number = {number: token for token, number in numbers.items()}
    text = range(numbers.get(END, size))
    if not all(0 <= number < size for number in by_number) or START not in numbers or not by_number.keys() >= set(text):
        raise WeightsCorrupt(f"The vocabulary in {directory} is not that of its weights; bring both anew.")
    first_time = numbers.get(NO_TIMES, size) + 1
    times = {first_time + place: text for place, text in enumerate(TIMES)}
    all_numbers = {number: f"<|unused{number}|>" for number in range(size)} | times | by_number
    tokens = tuple(all_numbers[number] for number in range(size))
    if len(set(tokens)) != size:
        raise WeightsCorrupt(f"The vocabulary in {directory} names a token twice; bring it anew.")
    return tokens


def read_tokenizer(directory: Path, size: int) -> bytes:
    """Return ``tokenizer.json`` of a checkpoint, made from the older files where it has none."""
    path = directory / "tokenizer.json"
    if path.is_file():
        return _bytes(path)
    tokens = read_tokens(directory, size)
    lines = (_bytes(directory / "merges.txt").decode().splitlines()) if (directory / "merges.txt").is_file() else []
    merges = [tuple(line.split(" ")) for line in lines if line and not line.startswith("#version")]
    if not merges or any(len(pair) != 2 for pair in merges):  # noqa: PLR2004 (a pair)
        raise WeightsMissing(
            f"There is no tokenizer.json in {directory}; bring the one of the model it was tuned from."
        )
    return tokenizer(Vocabulary(tokens, tuple((a, b) for a, b in merges), tokens.index(END)))


def tokenizer(vocabulary: Vocabulary) -> bytes:
    """Return ``tokenizer.json`` of a vocabulary, as the library ``tokenizers`` reads it."""
    return msgspec.json.encode(_tokenizer(vocabulary))


def _numbers(directory: Path) -> dict[str, int]:
    try:
        if (path := directory / "tokenizer.json").is_file():
            read = msgspec.json.decode(_bytes(path), type=_Tokenizer)
            return read.model.vocab | {token.content: token.id for token in read.added_tokens}
        if not (path := directory / "vocab.json").is_file():
            raise WeightsMissing(
                f"There is no tokenizer.json in {directory}; bring the one of the model it was tuned from."
            )
        numbers = msgspec.json.decode(_bytes(path), type=dict[str, int])
        if (path := directory / "added_tokens.json").is_file():
            numbers |= msgspec.json.decode(_bytes(path), type=dict[str, int])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WeightsCorrupt(f"{path.name} in {directory} cannot be read ({error}); bring it anew.") from error
    return numbers


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > MOST_BYTES:
        raise WeightsCorrupt(f"{path} is far too large for a vocabulary; bring it anew.")
    return path.read_bytes()


def _tokenizer(vocabulary: Vocabulary) -> dict[str, Any]:
    numbers = vocabulary.numbers
    byte_level = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    added = vocabulary.tokens[vocabulary.added :]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [_added(token, numbers[token]) for token in added],
        "normalizer": None,
        "pre_tokenizer": byte_level,
        "post_processor": None,
        "decoder": byte_level | {"add_prefix_space": True},
        "model": {
            "type": "BPE",
            "dropout": None,
            "unk_token": None,
            "continuing_subword_prefix": "",
            "end_of_word_suffix": "",
            "fuse_unk": False,
            "byte_fallback": False,
            "vocab": {token: numbers[token] for token in vocabulary.tokens[: vocabulary.added]},
            "merges": vocabulary.merges,
        },
    }


def _added(token: str, number: int) -> dict[str, Any]:
    """Times are no signs: faster-whisper hands them to the tokenizer as text."""
    time = token in TIMES
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": time, "special": not time}
    return {"id": number, "content": token, **flags}
