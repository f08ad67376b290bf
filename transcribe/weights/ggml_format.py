"""Whisper's weights as whisper.cpp loads them: one ggml file with sizes, mel filters, vocabulary and tensors.

The layout is that of whisper.cpp's ``models/convert-pt-to-ggml.py`` (MIT), numbers little-endian. Only measurements
need it: the same weights for a competitor.
"""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from media.durable import make_directory, move_durably
from media.fixity import file_sha256
from transcribe.errors import EngineUnavailable, WeightsCorrupt
from transcribe.weights.checkpoint import are_floats, shape_of_variables, state_dict
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights
from transcribe.weights.whisper_shape import Shape
from transcribe.weights.whisper_vocabulary import Vocabulary, standard, token_bytes

MAGIC = 0x67676D6C
SINGLE, HALF = 0, 1
"""ggml's numbers of float32 and float16."""
STAY_SINGLE = frozenset({"encoder.positional_embedding", "decoder.positional_embedding"})
CONVOLUTION_BIASES = frozenset({"encoder.conv1.bias", "encoder.conv2.bias"})
"""Have a second axis of one in the file."""

Filters = npt.NDArray[np.float32]
"""(mels, frequencies)."""


def ggml_once(model: Path, sha256: str, models: Path) -> Path:
    """Return the ggml file made of a model, from ``models`` where it is there and whole.

    The file is named by its own sha256, so that a damaged one is seen and made again.

    :param model: directory with ``model.bin``. :param sha256: of that.
    :raises WeightsCorrupt: the weights are not those of a Whisper model, or have a vocabulary of their own.
    :raises EngineUnavailable: openai-whisper, which brings the filters and the vocabulary, is not installed.
    """
    place = models / f"whisper.cpp-{sha256[:12]}"
    for made in place.glob("*.bin"):
        if file_sha256(made) == made.stem:
            return made
    make_directory(place)
    with tempfile.TemporaryDirectory(prefix=".making-", dir=place) as directory:
        making = Path(directory) / "ggml"
        try:
            write_ggml(model / "model.bin", making)
        except NotOurFormat as error:
            raise WeightsCorrupt(f"The weights in {model} cannot be used by whisper.cpp ({error}).") from error
        made = place / f"{file_sha256(making)}.bin"
        move_durably(making, made)
    return made


def write_ggml(weights: Path, target: Path) -> None:
    """Write the ggml file of a CTranslate2 ``model.bin``, its matrices in float16.

    :raises NotOurFormat: see `ggml_once`, as its WeightsCorrupt. :raises EngineUnavailable: see there.
    """
    variables = read_weights(weights).variables
    shape = shape_of_variables(variables)
    if not are_floats(variables):
        raise NotOurFormat("its weights are quantised")
    vocabulary = standard(shape.tokens)
    if vocabulary is None:
        raise NotOurFormat("its vocabulary is not one of openai-whisper's")
    with target.open("wb") as file:
        _write_sizes(file, shape)
        _write_filters(file, mel_filters(shape.mels))
        _write_vocabulary(file, vocabulary)
        _write_tensors(file, state_dict(variables))


def mel_filters(mels: int) -> Filters:
    """Return Whisper's own filters. :raises EngineUnavailable: openai-whisper is not installed."""
    library = find_spec("whisper")  # found, not imported: it would bring torch
    if not library or not library.origin:
        raise EngineUnavailable("The filters of whisper.cpp's models come with “pip install openai-whisper”.")
    with np.load(Path(library.origin).parent / "assets" / "mel_filters.npz", allow_pickle=False) as stored:
        filters: Filters = stored[f"mel_{mels}"].astype("<f4")
    return filters


def _write_sizes(file: BinaryIO, shape: Shape) -> None:
    audio = (shape.audio_context, shape.audio_width, shape.audio_heads, shape.audio_layers)
    text = (shape.text_context, shape.text_width, shape.text_heads, shape.text_layers)
    file.write(_packed(MAGIC, shape.tokens, *audio, *text, shape.mels, HALF))


def _write_filters(file: BinaryIO, filters: Filters) -> None:
    file.write(_packed(*filters.shape) + filters.tobytes())


def _write_vocabulary(file: BinaryIO, vocabulary: Vocabulary) -> None:
    """Signs and times are not written: whisper.cpp knows them by the count of all tokens."""
    text = [token_bytes(token) for token in vocabulary.tokens[: vocabulary.added]]
    file.write(_packed(len(text)))
    file.writelines(_packed(len(token)) + token for token in text)


def _write_tensors(file: BinaryIO, tensors: Mapping[str, npt.NDArray[Any]]) -> None:
    for name, stored in tensors.items():
        tensor = stored[:, np.newaxis] if name in CONVOLUTION_BIASES else stored
        is_half = stored.ndim > 1 and name not in STAY_SINGLE
        axes: Sequence[int] = tensor.shape[::-1]  # the fastest first
        raw = name.encode()
        file.write(_packed(len(axes), len(raw), HALF if is_half else SINGLE, *axes) + raw)
        file.write(tensor.astype("<f2" if is_half else "<f4").tobytes())


def _packed(*numbers: int) -> bytes:
    return struct.pack(f"<{len(numbers)}i", *numbers)
