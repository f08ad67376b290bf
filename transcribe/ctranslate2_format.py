"""Reads ``model.bin`` of CTranslate2: a model's variables, as its converters write them (binary version 6)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

BINARY_VERSION = 6
DTYPES: Mapping[int, npt.DTypeLike] = {0: "<f4", 1: "i1", 2: "<i2", 3: "<i4", 4: "<f2"}
"""CTranslate2's numbers of its data types; 5, bfloat16, has none in numpy."""

Variables = Mapping[str, npt.NDArray[Any]]


class NotOurFormat(Exception):
    """The file is not a model that this reader knows."""


@dataclass(frozen=True, slots=True)
class Weights:
    """All of a ``model.bin``."""

    specification: str
    """What kind of model it is, such as ``WhisperSpec``."""
    variables: Variables
    """By name, in the shape they have in the file; an alias is its own entry."""


def read_weights(path: Path) -> Weights:
    """:raises NotOurFormat: another version or data type, or the file is cut off."""
    try:
        with path.open("rb") as file:
            return _read(file)
    except (struct.error, ValueError, KeyError) as error:
        raise NotOurFormat(f"{path.name} is cut off or of another kind ({error})") from error


def _read(file: BinaryIO) -> Weights:
    version = _number(file, "I")
    if version != BINARY_VERSION:
        raise NotOurFormat(f"binary version {version}, not {BINARY_VERSION}")
    specification = _text(file)
    _number(file, "I")  # the specification's revision
    variables: dict[str, npt.NDArray[Any]] = {}
    for _ in range(_number(file, "I")):
        name = _text(file)
        variables[name] = _array(file)
    for _ in range(_number(file, "I")):
        alias = _text(file)
        variables[alias] = variables[_text(file)]
    return Weights(specification, variables)


def _array(file: BinaryIO) -> npt.NDArray[Any]:
    shape = tuple(_number(file, "I") for _ in range(_number(file, "B")))
    dtype = np.dtype(DTYPES[_number(file, "B")])
    data = file.read(_number(file, "I"))
    return np.frombuffer(data, dtype).reshape(shape)


def _text(file: BinaryIO) -> str:
    return file.read(_number(file, "H")).rstrip(b"\0").decode()


def _number(file: BinaryIO, form: str) -> int:
    (value,) = struct.unpack(f"<{form}", file.read(struct.calcsize(f"<{form}")))
    return int(value)
