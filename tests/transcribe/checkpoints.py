"""A small random Whisper with the real vocabulary, written in every form in which models come."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from transcribe.weights.safetensors_format import write_tensors

WIDTH, LAYERS, HEADS, MELS, TOKENS = 64, 2, 2, 80, 51865
SAYS = (50364, 938, 1230, 307, 516, 281, 1002, 50864, 50257)
"""``<|0.00|>``, tokens of six words, ``<|10.00|>``, ``<|endoftext|>``."""
BEFORE = 2
"""The place of the last token before them: the task, after the start and the language."""
LOUDLY = 30
HEADS_THAT_FOLLOW = [[1, 0], [1, 1]]

Tensors = Mapping[str, npt.NDArray[Any]]

SAVE_PT = """
import json, sys
import numpy as np, torch
dims = json.loads(sys.argv[2])
state = {name: torch.from_numpy(array) for name, array in np.load(sys.argv[1]).items()}
torch.save({"dims": dims, "model_state_dict": state} if dims else state, sys.argv[3])
"""


class Dice:
    """Random numbers of the size that a trained network has."""

    def __init__(self, seed: int) -> None:
        self._dice = np.random.default_rng(seed)

    def __call__(self, *shape: int, scale: float = 0.15) -> npt.NDArray[np.float32]:
        return (self._dice.standard_normal(shape) * scale).astype(np.float32)


def hugging_face(
    seed: int = 0, decoder_layers: int = LAYERS, says: Sequence[int] = SAYS
) -> dict[str, npt.NDArray[np.float32]]:
    """Return the tensors of a checkpoint under Hugging Face's names, as its own library writes them.

    All are thrown by dice; only the decoder's positions are such that it says ``says``, whatever it hears, so that both
    engines can be sure of their words and need no second try.
    """
    dice = Dice(seed)
    tensors = {
        "model.encoder.conv1.weight": dice(WIDTH, MELS, 3),
        "model.encoder.conv1.bias": dice(WIDTH),
        "model.encoder.conv2.weight": dice(WIDTH, WIDTH, 3),
        "model.encoder.conv2.bias": dice(WIDTH),
        "model.encoder.embed_positions.weight": dice(1500, WIDTH),
        "model.decoder.embed_positions.weight": dice(448, WIDTH),
        "model.decoder.embed_tokens.weight": dice(TOKENS, WIDTH, scale=0.45),
    }
    said = tensors["model.decoder.embed_tokens.weight"][list(says)]
    tensors["model.decoder.embed_positions.weight"][BEFORE : BEFORE + len(says)] += LOUDLY * said
    for part, layers in (("encoder", LAYERS), ("decoder", decoder_layers)):
        tensors |= norm(dice, f"model.{part}.layer_norm")
        for layer in range(layers):
            place = f"model.{part}.layers.{layer}"
            for attention in ("self_attn", "encoder_attn")[: 1 if part == "encoder" else 2]:
                for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
                    tensors[f"{place}.{attention}.{name}.weight"] = dice(WIDTH, WIDTH)
                    if name != "k_proj":
                        tensors[f"{place}.{attention}.{name}.bias"] = dice(WIDTH)
                tensors |= norm(dice, f"{place}.{attention}_layer_norm")
            tensors |= {f"{place}.fc1.weight": dice(4 * WIDTH, WIDTH), f"{place}.fc1.bias": dice(4 * WIDTH)}
            tensors |= {f"{place}.fc2.weight": dice(WIDTH, 4 * WIDTH), f"{place}.fc2.bias": dice(WIDTH)}
            tensors |= norm(dice, f"{place}.final_layer_norm")
    return tensors


def norm(dice: Dice, name: str) -> dict[str, npt.NDArray[np.float32]]:
    return {f"{name}.weight": 1 + dice(WIDTH), f"{name}.bias": dice(WIDTH)}


def openai(tensors: Tensors) -> dict[str, npt.NDArray[Any]]:
    """Return the same under openai-whisper's names, spelt out by hand: a second opinion on `whisper_names`."""
    found = {
        "encoder.positional_embedding": tensors["model.encoder.embed_positions.weight"],
        "decoder.positional_embedding": tensors["model.decoder.embed_positions.weight"],
        "decoder.token_embedding.weight": tensors["model.decoder.embed_tokens.weight"],
    }
    kinds = ("weight", "bias")
    for kind in kinds:
        for number in (1, 2):
            found[f"encoder.conv{number}.{kind}"] = tensors[f"model.encoder.conv{number}.{kind}"]
        found[f"encoder.ln_post.{kind}"] = tensors[f"model.encoder.layer_norm.{kind}"]
        found[f"decoder.ln.{kind}"] = tensors[f"model.decoder.layer_norm.{kind}"]
    pairs = {
        "attn_ln": "self_attn_layer_norm",
        "attn.query": "self_attn.q_proj",
        "attn.key": "self_attn.k_proj",
        "attn.value": "self_attn.v_proj",
        "attn.out": "self_attn.out_proj",
        "cross_attn_ln": "encoder_attn_layer_norm",
        "cross_attn.query": "encoder_attn.q_proj",
        "cross_attn.key": "encoder_attn.k_proj",
        "cross_attn.value": "encoder_attn.v_proj",
        "cross_attn.out": "encoder_attn.out_proj",
        "mlp_ln": "final_layer_norm",
        "mlp.0": "fc1",
        "mlp.2": "fc2",
    }
    for part in ("encoder", "decoder"):
        for layer in range(LAYERS):
            for ours, theirs in pairs.items():
                for kind in kinds:
                    if (name := f"model.{part}.layers.{layer}.{theirs}.{kind}") in tensors:
                        found[f"{part}.blocks.{layer}.{ours}.{kind}"] = tensors[name]
    return found


DIMENSIONS = {
    "n_mels": MELS,
    "n_audio_ctx": 1500,
    "n_audio_state": WIDTH,
    "n_audio_head": HEADS,
    "n_audio_layer": LAYERS,
    "n_vocab": TOKENS,
    "n_text_ctx": 448,
    "n_text_state": WIDTH,
    "n_text_head": HEADS,
    "n_text_layer": LAYERS,
}
"""Of openai-whisper's checkpoint."""

SAVE_CTRANSLATE2 = """
import json, sys
sys.modules["torch"] = None
import numpy as np
from ctranslate2.specs.whisper_spec import WhisperSpec

tensors = np.load(sys.argv[1])
layers, decoder_layers, heads = json.loads(sys.argv[2])
spec = WhisperSpec(layers, heads, decoder_layers, heads)

def linear(target, *names):
    rows = [tensors[f"{name}.weight"] for name in names]
    nothing = np.zeros(len(rows[0]), np.float32)
    target.weight = np.concatenate(rows)
    target.bias = np.concatenate([tensors.get(f"{name}.bias", nothing) for name in names])

def norm(target, name):
    target.gamma, target.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

for part, name in ((spec.encoder, "model.encoder"), (spec.decoder, "model.decoder")):
    part.position_encodings.encodings = tensors[f"{name}.embed_positions.weight"]
    norm(part.layer_norm, f"{name}.layer_norm")
    for number, layer in enumerate(part.layer):
        place = f"{name}.layers.{number}"
        own = f"{place}.self_attn"
        linear(layer.self_attention.linear[0], f"{own}.q_proj", f"{own}.k_proj", f"{own}.v_proj")
        linear(layer.self_attention.linear[1], f"{own}.out_proj")
        norm(layer.self_attention.layer_norm, f"{own}_layer_norm")
        if part is spec.decoder:
            other = f"{place}.encoder_attn"
            linear(layer.attention.linear[0], f"{other}.q_proj")
            linear(layer.attention.linear[1], f"{other}.k_proj", f"{other}.v_proj")
            linear(layer.attention.linear[2], f"{other}.out_proj")
            norm(layer.attention.layer_norm, f"{other}_layer_norm")
        linear(layer.ffn.linear_0, f"{place}.fc1")
        linear(layer.ffn.linear_1, f"{place}.fc2")
        norm(layer.ffn.layer_norm, f"{place}.final_layer_norm")
for number in (1, 2):
    conv = getattr(spec.encoder, f"conv{number}")
    conv.weight, conv.bias = (tensors[f"model.encoder.conv{number}.{kind}"] for kind in ("weight", "bias"))
spec.decoder.embeddings.weight = spec.decoder.projection.weight = tensors["model.decoder.embed_tokens.weight"]
spec.register_vocabulary(json.load(open(sys.argv[3])))
spec.config.alignment_heads, spec.config.lang_ids = json.loads(sys.argv[4])
spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
spec.validate()
spec.optimize(quantization=sys.argv[6] or None)
spec.save(sys.argv[5])
"""
"""By CTranslate2's own writer, which knows nothing of ours. It would import torch if it found it, for two seconds."""


def run(script: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-c", script, *map(str, arguments)], check=True)


def write_openai(path: Path, tensors: Tensors, dimensions: Mapping[str, int] | None = None) -> Path:
    """Write a ``.pt`` as openai-whisper's are written, by torch in a process of its own."""
    arrays = path.with_suffix(".npz")
    np.savez(arrays, **openai(tensors))
    run(SAVE_PT, arrays, json.dumps(dimensions or DIMENSIONS), path)
    arrays.unlink()
    return path


def write_ctranslate2(place: Path, tensors: Tensors, base: Path, quantization: str = "") -> Path:
    """Write a CTranslate2 directory. :param base: one of the real model, whose vocabulary it gets."""
    place.mkdir()
    arrays = place.with_suffix(".npz")
    np.savez(arrays, **tensors)
    decoder_layers = sum(name.startswith("model.decoder.layers.") and name.endswith("fc1.weight") for name in tensors)
    ours = json.loads((base / "config.json").read_text())
    more = json.dumps([HEADS_THAT_FOLLOW, ours["lang_ids"]])
    shape = json.dumps([LAYERS, decoder_layers, HEADS])
    run(SAVE_CTRANSLATE2, arrays, shape, base / "vocabulary.json", more, place, quantization)
    arrays.unlink()
    shutil.copy(base / "tokenizer.json", place)
    return place


def write_hugging_face(place: Path, tensors: Tensors, base: Path) -> Path:
    """Write a checkpoint's folder. :param base: the real model in CTranslate2's format, whose vocabulary it gets."""
    place.mkdir()
    write_tensors(place / "model.safetensors", tensors, {"format": "pt"})
    config = {
        "model_type": "whisper",
        "architectures": ["WhisperForConditionalGeneration"],
        "activation_function": "gelu",
        "encoder_attention_heads": HEADS,
        "decoder_attention_heads": HEADS,
        "scale_embedding": False,
        "vocab_size": TOKENS,
    }
    (place / "config.json").write_text(json.dumps(config))
    (place / "generation_config.json").write_text(json.dumps({"alignment_heads": HEADS_THAT_FOLLOW}))
    shutil.copy(base / "tokenizer.json", place)
    return place
