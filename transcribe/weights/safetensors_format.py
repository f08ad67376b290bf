"""Reads and writes safetensors: an 8-byte length, a JSON header of that length, then the numbers of all tensors.

Nothing in such a file is executed; every length and place in it is checked before it is followed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from math import prod
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from transcribe.weights.ctranslate2_format import NotOurFormat

LENGTH = struct.Struct("<Q")
MOST_HEADER_BYTES = 100_000_000
"""What the format's own library reads at most."""
METADATA = "__metadata__"
DTYPES: Mapping[str, npt.DTypeLike] = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
"""Of weights; numpy has no bfloat16, whose 16 bits are the upper ones of a float32."""

Array = npt.NDArray[Any]
Tensors = Mapping[str, Array]


class _Entry(msgspec.Struct):
    dtype: str
    shape: list[int]
    data_offsets: tuple[int, int]


def read_tensors(path: Path) -> dict[str, Array]:
    """Return the tensors of floats by name, read-only; their numbers stay in the file until they are looked at.

    bfloat16 becomes float32, which loses nothing. Tensors of other types (whole numbers) are left out.

    :raises NotOurFormat: the file is cut off, or its header names a place outside it.
    """
    try:
        raw = np.asarray(np.memmap(path, np.uint8, "r"))
        head, start = _header(raw)
        return {name: _tensor(raw[start:], name, entry) for name, entry in head.items() if entry.dtype in DTYPES}
    except (struct.error, ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise NotOurFormat(f"{path.name} is cut off or no safetensors file ({error})") from error


def read_metadata(path: Path) -> dict[str, str]:
    """Return the words that a file of ours says of itself."""
    raw = np.asarray(np.memmap(path, np.uint8, "r"))
    return msgspec.convert(_json(raw)[0].get(METADATA, {}), dict[str, str])


def write_tensors(path: Path, tensors: Tensors, metadata: Mapping[str, str]) -> None:
    """:param tensors: float16 or float32."""
    head: dict[str, object] = {METADATA: dict(metadata)}
    for name, start, array in _placed(tensors):
        kind = {2: "F16", 4: "F32"}[array.dtype.itemsize]
        head[name] = {"dtype": kind, "shape": array.shape, "data_offsets": (start, start + array.nbytes)}
    encoded = msgspec.json.encode(head)
    encoded += b" " * (-len(encoded) % LENGTH.size)
    with path.open("wb") as file:
        file.write(LENGTH.pack(len(encoded)) + encoded)
        for array in tensors.values():
            file.write(array.tobytes())


def _placed(tensors: Tensors) -> Iterator[tuple[str, int, Array]]:
    start = 0
    for name, array in tensors.items():
        yield name, start, array
        start += array.nbytes


def _json(raw: npt.NDArray[np.uint8]) -> tuple[dict[str, Any], int]:
    """Return the header, and where the numbers begin."""
    (length,) = LENGTH.unpack(raw[: LENGTH.size].tobytes())
    start = LENGTH.size + length
    if length > MOST_HEADER_BYTES or start > len(raw):
        raise NotOurFormat("its header is longer than the file")
    return msgspec.json.decode(raw[LENGTH.size : start].tobytes(), type=dict[str, Any]), start


def _header(raw: npt.NDArray[np.uint8]) -> tuple[dict[str, _Entry], int]:
    head, start = _json(raw)
    head.pop(METADATA, None)
    return msgspec.convert(head, dict[str, _Entry]), start


def _tensor(data: npt.NDArray[np.uint8], name: str, entry: _Entry) -> Array:
    start, end = entry.data_offsets
    dtype = np.dtype(DTYPES[entry.dtype])
    if not 0 <= start <= end <= len(data) or min(entry.shape, default=0) < 0:
        raise NotOurFormat(f"{name} lies outside the file")
    if end - start != prod(entry.shape) * dtype.itemsize:
        raise NotOurFormat(f"{name} has not the size that its shape asks for")
    array = data[start:end].view(dtype).reshape(entry.shape)
    return _widened(array) if entry.dtype == "BF16" else array


def _widened(halves: npt.NDArray[np.uint16]) -> npt.NDArray[np.float32]:
    return (halves.astype("<u4") << 16).view("<f4")
