"""The voice network of GE2E (Wan et al. 2018, “Generalized end-to-end loss for speaker verification”), in numpy.

Three LSTM layers of 256, a linear layer with ReLU on the last state, length 1. It is small enough that numpy's matrix
products do a minute of speech in half a second, so neither torch nor a process of its own is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from transcribe.speakers.mel import BANDS, Mels

LAYERS = 3
WIDTH = 256
"""Of each layer, and of a voice."""
WINDOW_FRAMES = 160
"""1.6 s: what the network was trained on."""

Array = NDArray[np.float32]
Voices = NDArray[np.float32]
"""Shape (n, `WIDTH`), each of length 1; the closer two voices, the higher their product (0…1)."""

SHAPES: Mapping[str, tuple[int, ...]] = {
    f"lstm.{name}_l{layer}": shape
    for layer in range(LAYERS)
    for name, shape in (
        ("weight_ih", (4 * WIDTH, WIDTH if layer else BANDS)),
        ("weight_hh", (4 * WIDTH, WIDTH)),
        ("bias_ih", (4 * WIDTH,)),
        ("bias_hh", (4 * WIDTH,)),
    )
} | {"linear.weight": (WIDTH, WIDTH), "linear.bias": (WIDTH,)}
"""Of a checkpoint, by the names that torch gives (torch.nn.LSTM: gates in the order input, forget, cell, output)."""


@dataclass(frozen=True, slots=True)
class _Layer:
    from_input: Array
    """Shape (inputs, 4 · `WIDTH`)."""
    from_state: Array
    """Shape (`WIDTH`, 4 · `WIDTH`)."""
    bias: Array

    def run(self, inputs: Array) -> Array:
        """:param inputs: shape (frames, windows, features). :return: the states, shape (frames, windows, `WIDTH`)."""
        frames, windows, _ = inputs.shape
        state, cell = np.zeros((2, windows, WIDTH), np.float32)
        states = np.empty((frames, windows, WIDTH), np.float32)
        for frame, features in enumerate(inputs):
            gates = features @ self.from_input + state @ self.from_state + self.bias
            kept = _sigmoid(gates[:, WIDTH : 2 * WIDTH]) * cell
            cell = kept + _sigmoid(gates[:, :WIDTH]) * np.tanh(gates[:, 2 * WIDTH : 3 * WIDTH])
            state = _sigmoid(gates[:, 3 * WIDTH :]) * np.tanh(cell)
            states[frame] = state
        return states


class VoiceNetwork:
    """A loaded network."""

    def __init__(self, tensors: Mapping[str, Array]) -> None:
        """:param tensors: of a checkpoint, with the names and shapes of `SHAPES`."""
        self._layers = [_layer(tensors, number) for number in range(LAYERS)]
        self._weight = np.ascontiguousarray(tensors["linear.weight"].T)
        self._bias = tensors["linear.bias"]

    def voices(self, windows: Mels) -> Voices:
        """Return the voice in each window.

        :param windows: shape (n, frames, `BANDS`); `WINDOW_FRAMES` is what the network knows best.
        """
        states = np.ascontiguousarray(windows.transpose(1, 0, 2))
        for layer in self._layers:
            states = layer.run(states)
        raw = np.maximum(states[-1] @ self._weight + self._bias, 0)
        return np.asarray(raw / np.maximum(np.linalg.norm(raw, axis=1, keepdims=True), np.float32(1e-9)))


def _layer(tensors: Mapping[str, Array], number: int) -> _Layer:
    from_input, from_state = (
        np.ascontiguousarray(tensors[f"lstm.{name}_l{number}"].T) for name in ("weight_ih", "weight_hh")
    )
    return _Layer(from_input, from_state, tensors[f"lstm.bias_ih_l{number}"] + tensors[f"lstm.bias_hh_l{number}"])


def _sigmoid(gate: Array) -> Array:
    """By tanh, which does not overflow."""
    return np.asarray(0.5 * np.tanh(0.5 * gate) + 0.5, np.float32)
