"""Trains the small models on `phrases` and writes them as ONNX, each in the form of a family that onnx-asr loads.

Run it only to change them: `python -m tests.transcribe.kazakh.train` (needs the package `onnx`; minutes on two cores).
What it made is committed beside it. Loss: CTC, and the frame-wise cross entropy of the times that espeak-ng gives, so
that a letter's spike lies in its own sound. Phrases are joined with pauses, louder and softer, in more and less noise.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx_asr.preprocessors.numpy_preprocessor import GigaamPreprocessorNumpy, NemoPreprocessorNumpy
from torch import nn

from tests.transcribe.kazakh.phrases import GIGAAM, NEMO, PHRASES, TDT, SpokenWord, sound_of, words_of

RATE_HZ = 16_000
WIDTH, KERNEL, CONTEXT = 64, 5, 9
EXAMPLES, STEPS, BATCH = 300, 1_500, 12
LENGTHS_MS = (0, 5_000, 9_000)
"""Of a sound; 0 is a phrase alone, without a pause before or after it."""
BLANK, SPACE = "<blk>", "▁"
OPSET = 17
SAME_AGAIN = 50.0
"""Added to the blank where the joint network is told that it has just said this token."""


@dataclass(frozen=True)
class Form:
    """What the files of a family look like."""

    directory: Path
    features: int
    subsampling: int
    tokens: tuple[str, ...]
    """Without the blank, which comes last."""
    scale: tuple[float, float]
    """Of the features: (shift, factor), so that they are near −1…1."""


@dataclass(frozen=True)
class Example:
    features: npt.NDArray[np.float32]
    """(features, frames)"""
    tokens: tuple[int, ...]
    frames: npt.NDArray[np.int64]
    """The token of each frame of the output."""


def letters(word: str) -> tuple[str, ...]:
    return (SPACE, *word)


def pieces(word: str) -> tuple[str, ...]:
    """Three letters each, the first with the mark of a word's beginning."""
    return tuple((SPACE if start == 0 else "") + word[start : start + 3] for start in range(0, len(word), 3))


class Net(nn.Module):
    """Log-mels → log-probabilities, by convolutions alone."""

    def __init__(self, form: Form) -> None:
        super().__init__()
        strided = {4: 2, 8: 3}[form.subsampling]
        sizes = [form.features] + [WIDTH] * strided
        self.down = nn.ModuleList(nn.Conv1d(before, after, KERNEL, 2, KERNEL // 2) for before, after in pairwise(sizes))
        self.context = nn.Conv1d(WIDTH, WIDTH, CONTEXT, 1, CONTEXT // 2)
        self.out = nn.Conv1d(WIDTH, len(form.tokens) + 1, 1)
        self.form = form

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        """(batch, features, frames) → (batch, frames of the output, tokens)."""
        shift, factor = self.form.scale
        x = (features + shift) * factor
        for layer in self.down:
            x = layer(x).relu()
        x = self.context(x).relu() + x
        return self.out(x).transpose(1, 2).log_softmax(-1)


def main() -> None:
    spoken = [word for phrase in PHRASES for word in phrase.text.split()]
    gigaam = Form(GIGAAM, 64, 4, tuple(sorted({letter for word in spoken for letter in letters(word)})), (9.0, 0.2))
    nemo = Form(NEMO, 80, 8, tuple(sorted({piece for word in spoken for piece in pieces(word)})), (0.0, 1.0))
    net = trained(gigaam, GigaamPreprocessorNumpy("gigaam_v3"))
    config = {"model_type": "gigaam-multilingual-ctc", "version": "v3", "features_size": 64, "subsampling_factor": 4}
    write(gigaam.directory, config, "multilingual_vocab.txt", gigaam.tokens)
    save(ctc_graph(net, "features", "feature_lengths", "log_probs"), GIGAAM / "multilingual_ctc.onnx")
    net = trained(nemo, NemoPreprocessorNumpy("nemo80"))
    config = {"model_type": "nemo-conformer-ctc", "features_size": 80, "subsampling_factor": 8}
    write(nemo.directory, config, "vocab.txt", nemo.tokens)
    save(ctc_graph(net, "audio_signal", "length", "logprobs"), NEMO / "model.onnx")
    write(TDT, config | {"model_type": "nemo-conformer-tdt"}, "vocab.txt", nemo.tokens)
    save(encoder_graph(net), TDT / "encoder-model.onnx")
    save(joint_graph(nemo), TDT / "decoder_joint-model.onnx")


def trained(form: Form, preprocessor: GigaamPreprocessorNumpy | NemoPreprocessorNumpy) -> Net:
    torch.manual_seed(0)
    torch.set_num_threads(2)
    dice = Random(0)
    groups: dict[int, list[Example]] = {}
    for number in range(EXAMPLES):
        made = example(form, preprocessor, dice, number)
        groups.setdefault(made.features.shape[1], []).append(made)
    net = Net(form)
    optimiser = torch.optim.AdamW(net.parameters(), 3e-3, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=STEPS)
    for step in range(STEPS):
        group = dice.choices(list(groups.values()), [len(each) for each in groups.values()])[0]
        batch = dice.choices(group, k=BATCH)
        found = net(torch.from_numpy(np.stack([each.features for each in batch])))
        framewise = nn.functional.nll_loss(
            found.flatten(0, 1), torch.from_numpy(np.concatenate([each.frames for each in batch]))
        )
        ctc = nn.functional.ctc_loss(
            found.transpose(0, 1),
            torch.tensor([token for each in batch for token in each.tokens]),
            torch.tensor([found.shape[1]] * BATCH),
            torch.tensor([len(each.tokens) for each in batch]),
            blank=len(form.tokens),
        )
        loss = framewise + ctc
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 100 == 99:
            print(f"{form.directory.name} step {step + 1}: {framewise:.4f} {ctc:.4f}")  # noqa: T201
    return net


def example(
    form: Form, preprocessor: GigaamPreprocessorNumpy | NemoPreprocessorNumpy, dice: Random, number: int
) -> Example:
    """Some phrases with pauses between them, every third alone; every eighth has none, only noise or silence."""
    length_ms = LENGTHS_MS[number % len(LENGTHS_MS)]
    chosen = dice.sample(PHRASES, 1 if length_ms == 0 else 3)
    length = length_ms * RATE_HZ // 1000 or len(sound_of(chosen[0]))
    sound = np.zeros(length, np.float32)
    said: list[SpokenWord] = []
    now_ms = dice.randrange(900) if length_ms else 0
    for phrase in chosen if number % 8 or not length_ms else ():
        samples = sound_of(phrase) * dice.uniform(0.3, 1.2)
        first = now_ms * RATE_HZ // 1000
        if first + len(samples) > len(sound):
            continue
        sound[first : first + len(samples)] += samples
        said += [SpokenWord(w.text, now_ms + w.start_ms, now_ms + w.end_ms) for w in words_of(phrase)]
        now_ms += len(samples) * 1000 // RATE_HZ + dice.randrange(80, 1200)
    noise = np.random.default_rng(number).normal(0, 1, len(sound)).astype(np.float32)
    sound += noise * dice.choice([0.0, 1e-4, 1e-3, 3e-3, 1e-2])
    features, _ = preprocessor(sound[None], np.array([len(sound)]))
    tokens, frames = targets(form, said, (features.shape[2] - 1) // form.subsampling + 1)
    return Example(features[0].astype(np.float32), tokens, frames)


def targets(form: Form, said: Sequence[SpokenWord], count: int) -> tuple[tuple[int, ...], npt.NDArray[np.int64]]:
    """A word's pieces share its time by their letters; a space has the frame before the word, if there is one."""
    number = {token: place for place, token in enumerate(form.tokens)}
    frames = np.full(count, len(form.tokens))
    tokens: list[int] = []
    for place, word in enumerate(said):
        at_once = place == 0 and word.start_ms == 0
        cut = letters(word.text)[at_once:] if form.subsampling == 4 else pieces(word.text)
        weights = [len(piece.lstrip(SPACE)) for piece in cut]
        edges = word.start_ms + np.cumsum([0, *weights]) / sum(weights) * (word.end_ms - word.start_ms)
        for piece, start_ms, end_ms in zip(cut, edges, edges[1:], strict=False):
            first = round(start_ms / 10 / form.subsampling)
            last = max(first + 1, round((start_ms + 0.75 * (end_ms - start_ms)) / 10 / form.subsampling))
            if piece == SPACE:
                first, last = max(0, first - 1), first
            frames[first:last] = number[piece]
            tokens.append(number[piece])
    return tuple(tokens), frames


def write(directory: Path, config: dict[str, object], vocabulary: str, tokens: Sequence[str]) -> None:
    directory.mkdir(exist_ok=True)
    (directory / "config.json").write_text(json.dumps(config) + "\n")
    lines = [f"{token} {place}\n" for place, token in enumerate((*tokens, BLANK))]
    (directory / vocabulary).write_text("".join(lines))


class Graph:
    """Nodes and 16-bit weights, one after another."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def constant(self, value: npt.NDArray[np.generic]) -> str:
        name = f"w{len(self.weights)}"
        if value.dtype == np.float32:
            self.weights.append(numpy_helper.from_array(value.astype(np.float16), f"{name}_16"))
            self.nodes.append(helper.make_node("Cast", [f"{name}_16"], [name], to=TensorProto.FLOAT))
        else:
            self.weights.append(numpy_helper.from_array(value, name))
        return name

    def add(self, kind: str, inputs: Sequence[str], output: str = "", **attributes: object) -> str:
        output = output or f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output

    def convolve(self, layer: nn.Conv1d, x: str) -> str:
        weight, bias = (self.constant(each.detach().numpy()) for each in (layer.weight, layer.bias))
        return self.add(
            "Conv", [x, weight, bias], kernel_shape=layer.kernel_size, strides=layer.stride, pads=layer.padding * 2
        )

    def model(
        self, inputs: Sequence[tuple[str, int, Sequence[object]]], outputs: Sequence[tuple[str, int, Sequence[object]]]
    ) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes,
            "small",
            [helper.make_tensor_value_info(*each) for each in inputs],
            [helper.make_tensor_value_info(*each) for each in outputs],
            self.weights,
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)


def tokens_of(graph: Graph, net: Net, features: str) -> str:
    """Return the log-probabilities, (batch, tokens, frames)."""
    shift, factor = (graph.constant(np.array(each, np.float32)) for each in net.form.scale)
    x = graph.add("Mul", [graph.add("Add", [features, shift]), factor])
    for layer in net.down:
        assert isinstance(layer, nn.Conv1d)
        x = graph.add("Relu", [graph.convolve(layer, x)])
    x = graph.add("Add", [graph.add("Relu", [graph.convolve(net.context, x)]), x])
    return graph.add("LogSoftmax", [graph.convolve(net.out, x)], axis=1)


def ctc_graph(net: Net, features: str, lengths: str, output: str) -> onnx.ModelProto:
    graph = Graph()
    graph.add("Transpose", [tokens_of(graph, net, features)], output, perm=[0, 2, 1])
    inputs = [(features, TensorProto.FLOAT, ["b", net.form.features, "t"]), (lengths, TensorProto.INT64, ["b"])]
    return graph.model(inputs, [(output, TensorProto.FLOAT, ["b", "f", len(net.form.tokens) + 1])])


def encoder_graph(net: Net) -> onnx.ModelProto:
    """What it gives is the log-probabilities: the joint network hands them through."""
    graph = Graph()
    graph.add("Identity", [tokens_of(graph, net, "audio_signal")], "outputs")
    one, factor = (graph.constant(np.array(each, np.int64)) for each in (1, net.form.subsampling))
    whole = graph.add("Div", [graph.add("Sub", ["length", one]), factor])
    graph.add("Add", [whole, one], "encoded_lengths")
    inputs = [("audio_signal", TensorProto.FLOAT, ["b", net.form.features, "t"]), ("length", TensorProto.INT64, ["b"])]
    size = len(net.form.tokens) + 1
    outputs = [("outputs", TensorProto.FLOAT, ["b", size, "f"]), ("encoded_lengths", TensorProto.INT64, ["b"])]
    return graph.model(inputs, outputs)


def joint_graph(form: Form) -> onnx.ModelProto:
    """The encoder's log-probabilities and a duration of one frame; the token before is not said again."""
    graph, size = Graph(), len(form.tokens) + 1
    heard = graph.add("Cast", [graph.add("ArgMax", ["encoder_outputs"], axis=1, keepdims=0)], to=TensorProto.INT32)
    same = graph.add("Cast", [graph.add("Equal", [heard, "targets"])], to=TensorProto.FLOAT)
    blank = np.zeros((1, size, 1), np.float32)
    blank[0, -1] = SAME_AGAIN
    logits = graph.add("Add", ["encoder_outputs", graph.add("Mul", [graph.constant(blank), same])])
    durations = graph.constant(np.array([0, 1, 0, 0, 0], np.float32).reshape(1, 5, 1))
    graph.add("Transpose", [graph.add("Concat", [logits, durations], axis=1)], "flat", perm=[0, 2, 1])
    graph.add("Unsqueeze", ["flat", graph.constant(np.array([1], np.int64))], "outputs")
    graph.add("Identity", ["input_states_1"], "output_states_1")
    graph.add("Identity", ["input_states_2"], "output_states_2")
    state = (TensorProto.FLOAT, [1, 1, 4])
    inputs = [
        ("encoder_outputs", TensorProto.FLOAT, [1, size, 1]),
        ("targets", TensorProto.INT32, [1, 1]),
        ("target_length", TensorProto.INT32, [1]),
        ("input_states_1", *state),
        ("input_states_2", *state),
    ]
    outputs = [
        ("outputs", TensorProto.FLOAT, [1, 1, 1, size + 5]),
        ("output_states_1", *state),
        ("output_states_2", *state),
    ]
    return graph.model(inputs, outputs)


def save(model: onnx.ModelProto, path: Path) -> None:
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


if __name__ == "__main__":
    main()
