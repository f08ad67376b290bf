"""Whisper's encoder in OpenVINO, in bfloat16 where the processor multiplies it: four times as fast as in CTranslate2.

The graph is that of Radford et al. 2022 (arXiv:2212.04356, section 2.2), built from the tensors of a ``model.bin``.
"""

from __future__ import annotations

import sys
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe.weights.ctranslate2_format import Variables, read_weights

FRAMES = 3000
"""Columns of the spectrogram of 30 s."""
NORM_EPSILON = 1e-5
NEEDED = "BF16"
"""What OpenVINO says of a processor with AVX512-BF16 or AMX; without it CTranslate2's own encoder is as good."""

Features = npt.NDArray[np.float32]
"""Log-mel spectrograms, (sounds, mels, 3000)."""
Encoded = npt.NDArray[np.float32]
"""(sounds, 1500, width)."""


def is_of_use() -> bool:
    """Return whether OpenVINO is installed and the processor can do what makes it faster."""
    if find_spec("openvino") is None:
        return False
    openvino = _openvino()
    return NEEDED in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _openvino() -> Any:
    """Import the library without its telemetry.

    That would fork a process of this one, to tell its maker; where there is no network it hangs, and with it whoever
    waits for the pipes that it holds open.
    """
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]  # what the import system means by “none”
    import openvino  # noqa: PLC0415 (heavy)

    return openvino


class OpenvinoEncoder:
    """A compiled encoder; several threads may encode at once."""

    def __init__(self, model: Path, lanes: int, threads: int) -> None:
        """:param model: ``model.bin``. :param lanes: how many may encode at once. :param threads: of all of them."""
        openvino = _openvino()
        self.name = f"openvino {version('openvino')} bfloat16"
        settings = {
            "INFERENCE_PRECISION_HINT": "bf16",
            "INFERENCE_NUM_THREADS": threads,
            "NUM_STREAMS": lanes,
            "ENABLE_CPU_PINNING": False,  # Lanes of two processes would share one core.
        }
        compiled = openvino.Core().compile_model(_graph(read_weights(model).variables), "CPU", settings)
        self._idle: SimpleQueue[Any] = SimpleQueue()
        for _ in range(lanes):
            self._idle.put(compiled.create_infer_request())

    def __call__(self, features: Features) -> Encoded:
        request = self._idle.get()
        try:
            request.infer({0: features})
            encoded: Encoded = request.get_output_tensor(0).data.astype(np.float32)
        finally:
            self._idle.put(request)
        return encoded


def _graph(weights: Variables) -> Any:
    from openvino import Model  # noqa: PLC0415 (heavy)

    return _Builder(weights).model(Model)


class _Builder:
    """Names tensors as CTranslate2 does, layers as the paper does."""

    def __init__(self, weights: Variables) -> None:
        from openvino import opset13  # noqa: PLC0415 (heavy)

        self._weights = weights
        self._op: Any = opset13
        self._heads = int(weights["encoder/num_heads"])

    def model(self, kind: Any) -> Any:
        op = self._op
        mels = self._weights["encoder/conv1/weight"].shape[1]
        features = op.parameter([-1, mels, FRAMES], np.float32)
        signal = self._convolution(self._convolution(features, "encoder/conv1", 1), "encoder/conv2", 2)
        signal = op.transpose(signal, op.constant([0, 2, 1]))
        signal = op.add(signal, self._constant("encoder/position_encodings/encodings"))
        layer = 0
        while f"encoder/layer_{layer}/ffn/linear_0/weight" in self._weights:
            signal = self._layer(signal, f"encoder/layer_{layer}")
            layer += 1
        return kind([self._norm(signal, "encoder/layer_norm")], [features])

    def _layer(self, signal: Any, name: str) -> Any:
        op = self._op
        heard = self._linear(self._norm(signal, f"{name}/self_attention/layer_norm"), f"{name}/self_attention/linear_0")
        queries, keys, values = map(self._split_heads, op.split(heard, op.constant(2), 3).outputs())
        attended = op.transpose(op.scaled_dot_product_attention(queries, keys, values), op.constant([0, 2, 1, 3]))
        attended = op.reshape(attended, op.constant([0, 0, -1]), True)
        signal = op.add(signal, self._linear(attended, f"{name}/self_attention/linear_1"))
        inner = self._linear(self._norm(signal, f"{name}/ffn/layer_norm"), f"{name}/ffn/linear_0")
        return op.add(signal, self._linear(op.gelu(inner, "erf"), f"{name}/ffn/linear_1"))

    def _split_heads(self, signal: Any) -> Any:
        op = self._op
        parts = op.reshape(signal, op.constant([0, 0, self._heads, -1]), True)
        return op.transpose(parts, op.constant([0, 2, 1, 3]))

    def _convolution(self, signal: Any, name: str, stride: int) -> Any:
        op = self._op
        made = op.convolution(signal, self._constant(f"{name}/weight"), [stride], [1], [1], [1])
        bias = self._float(f"{name}/bias")[np.newaxis, :, np.newaxis]
        return op.gelu(op.add(made, op.constant(bias)), "erf")

    def _linear(self, signal: Any, name: str) -> Any:
        made = self._op.matmul(signal, self._constant(f"{name}/weight"), False, True)
        return self._op.add(made, self._constant(f"{name}/bias"))

    def _norm(self, signal: Any, name: str) -> Any:
        op = self._op
        normal = op.mvn(signal, op.constant([-1]), True, NORM_EPSILON, "inside_sqrt")
        return op.add(op.multiply(normal, self._constant(f"{name}/gamma")), self._constant(f"{name}/beta"))

    def _constant(self, name: str) -> Any:
        return self._op.constant(self._float(name))

    def _float(self, name: str) -> npt.NDArray[np.float32]:
        """Return a tensor; a quantised one (CTranslate2's int8) is widened by the scale of each of its rows."""
        stored = self._weights[name]
        if stored.dtype == np.uint16:  # bfloat16, the upper half of a float32
            return (stored.astype(np.uint32) << 16).view(np.float32)
        tensor = stored.astype(np.float32)
        scale = self._weights.get(f"{name}_scale")
        return tensor if scale is None else tensor / scale.astype(np.float32).reshape(-1, *[1] * (tensor.ndim - 1))
