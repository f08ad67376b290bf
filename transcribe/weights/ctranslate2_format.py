"""``model.bin`` of CTranslate2, read and written: a model's variables as its converters write them (version 6)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

BINARY_VERSION = 6
DTYPES: Mapping[int, npt.DTypeLike] = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2", 5: "<u2"}
"""CTranslate2's numbers of its data types; 5 is bfloat16, which numpy lacks: its 16 bits are shown as a number."""
NUMBERS: Mapping[np.dtype[Any], int] = {np.dtype(dtype): number for number, dtype in DTYPES.items()}

Variables = Mapping[str, npt.NDArray[Any]]


class NotOurFormat(Exception):
    """The file is not a model that this reader knows."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All of a ``model.bin``."""

    specification: str
    """What kind of model it is, such as ``WhisperSpec``."""
    variables: Variables
    """By name, in the shape they have in the file, read-only; an alias is its own entry."""


def read_weights(path: Path) -> Weights:
    """Return what the file holds. The numbers stay in the file until they are looked at, however large it is.

    :raises NotOurFormat: another version or data type, or the file is cut off.
    """
    try:
        return _weights(_Reader(np.asarray(np.memmap(path, np.uint8, "r"))))
    except (struct.error, ValueError, KeyError) as error:
        raise NotOurFormat(f"{path.name} is cut off or of another kind ({error})") from error


def write_weights(
    path: Path, specification: str, revision: int, variables: Variables, aliases: Mapping[str, str]
) -> None:
    """Write a ``model.bin``, its variables sorted by name as CTranslate2's converters do.

    :param variables: of one of `DTYPES`.
    :param aliases: other names of these variables.
    """
    with path.open("wb") as file:
        file.write(struct.pack("<I", BINARY_VERSION) + _packed(specification))
        file.write(struct.pack("<II", revision, len(variables)))
        for name, array in sorted(variables.items()):
            _write_array(file, name, array)
        file.write(struct.pack("<I", len(aliases)))
        for alias, name in sorted(aliases.items()):
            file.write(_packed(alias) + _packed(name))


def _write_array(file: BinaryIO, name: str, array: npt.NDArray[Any]) -> None:
    file.write(_packed(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape))
    file.write(struct.pack("<BI", NUMBERS[array.dtype], array.nbytes))
    file.write(array.tobytes())


def _packed(text: str) -> bytes:
    raw = text.encode() + b"\0"
    return struct.pack("<H", len(raw)) + raw


@dataclass(slots=True)
class _Reader:
    """Takes one thing after the other off the bytes of a file."""

    raw: npt.NDArray[np.uint8]
    place: int = 0

    def bytes(self, count: int) -> npt.NDArray[np.uint8]:
        """Return the next bytes; at the end of the file, those that are left."""
        taken = self.raw[self.place : self.place + count]
        self.place += count
        return taken

    def number(self, form: str) -> int:
        (value,) = struct.unpack(f"<{form}", self.bytes(struct.calcsize(f"<{form}")).tobytes())
        return int(value)

    def text(self) -> str:
        return self.bytes(self.number("H")).tobytes().rstrip(b"\0").decode()

    def array(self) -> npt.NDArray[Any]:
        shape = tuple(self.number("I") for _ in range(self.number("B")))
        dtype = np.dtype(DTYPES[self.number("B")])
        return self.bytes(self.number("I")).view(dtype).reshape(shape)


def _weights(reader: _Reader) -> Weights:
    version = reader.number("I")
    if version != BINARY_VERSION:
        raise NotOurFormat(f"binary version {version}, not {BINARY_VERSION}")
    specification = reader.text()
    reader.number("I")  # the specification's revision
    variables: dict[str, npt.NDArray[Any]] = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        variables[name] = reader.array()
    for _ in range(reader.number("I")):
        alias = reader.text()
        variables[alias] = variables[reader.text()]
    return Weights(specification, variables)
