"""Trains the two small models, and writes them as CTranslate2's own converters write OPUS-MT's and NLLB's.

Run it only to change them: `python -m tests.transcribe.translation.train`. torch learns in this process; CTranslate2
writes in another, because the two never share one.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
import torch
from torch import nn

from tests.transcribe.translation.sentences import FLORES, NLLB, OPUS, SENTENCES

WIDTH, HEADS, LAYERS, INNER = 48, 4, 2, 96
LONGEST = 410
"""In tokens: more than the longest translation may have (`MOST_PIECES` of the translator, twice)."""
PIECES = 220
STEPS = 400
END, UNKNOWN, PAD = "</s>", "<unk>", "<pad>"
ENGLISH = "eng_Latn"

WRITE = """
import json, sys
import numpy as np
from ctranslate2.specs import TransformerSpec
from ctranslate2.specs.common_spec import Activation

tensors = np.load(sys.argv[1])
vocabulary, layers, heads, is_marian = json.loads(sys.argv[2])
spec = TransformerSpec.from_config(layers, heads, pre_norm=False, activation=Activation.RELU)

def linear(target, *names):
    target.weight = np.concatenate([tensors[f"{name}.weight"] for name in names])
    target.bias = np.concatenate([tensors[f"{name}.bias"] for name in names])

def norm(target, name):
    target.gamma, target.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

def attention(target, name, *, own):
    parts = [f"{name}.query"], [f"{name}.key", f"{name}.value"]
    if own:
        linear(target.linear[0], *parts[0], *parts[1])
    else:
        linear(target.linear[0], *parts[0])
        linear(target.linear[1], *parts[1])
    linear(target.linear[-1], f"{name}.out")

for part, name in ((spec.encoder, "encoder"), (spec.decoder, "decoder")):
    part.scale_embeddings = False
    part.position_encodings.encodings = tensors[f"{name}_positions.weight"]
    embeddings = part.embeddings[0] if isinstance(part.embeddings, list) else part.embeddings
    embeddings.weight = tensors["embeddings.weight"]
    for number, layer in enumerate(part.layer):
        place = f"{name}.{number}"
        attention(layer.self_attention, f"{place}.own", own=True)
        norm(layer.self_attention.layer_norm, f"{place}.own_norm")
        if part is spec.decoder:
            attention(layer.attention, f"{place}.other", own=False)
            norm(layer.attention.layer_norm, f"{place}.other_norm")
        linear(layer.ffn.linear_0, f"{place}.inner")
        linear(layer.ffn.linear_1, f"{place}.outer")
        norm(layer.ffn.layer_norm, f"{place}.inner_norm")
spec.decoder.start_from_zero_embedding = is_marian
spec.decoder.projection.weight = tensors["embeddings.weight"]
spec.decoder.projection.bias = tensors["bias"]
spec.register_source_vocabulary(vocabulary)
spec.register_target_vocabulary(vocabulary)
spec.config.add_source_eos = is_marian
spec.config.decoder_start_token = "</s>"
spec.validate()
spec.optimize(quantization="int8")
spec.save(sys.argv[3])
"""


class Attention(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, signal: torch.Tensor, other: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        heads = [
            layer(each).unflatten(-1, (HEADS, -1)).transpose(1, 2)
            for layer, each in ((self.query, signal), (self.key, other), (self.value, other))
        ]
        attended = nn.functional.scaled_dot_product_attention(*heads, attn_mask=mask)
        return self.out(attended.transpose(1, 2).flatten(2))


class Layer(nn.Module):
    def __init__(self, *, looks: bool) -> None:
        super().__init__()
        self.own, self.own_norm = Attention(), nn.LayerNorm(WIDTH)
        self.other, self.other_norm = (Attention(), nn.LayerNorm(WIDTH)) if looks else (None, None)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.inner_norm = nn.LayerNorm(WIDTH)

    def forward(
        self, signal: torch.Tensor, mask: torch.Tensor, heard: Any = None, heard_mask: Any = None
    ) -> torch.Tensor:
        signal = self.own_norm(signal + self.own(signal, signal, mask))
        if self.other is not None:
            signal = self.other_norm(signal + self.other(signal, heard, heard_mask))
        return self.inner_norm(signal + self.outer(torch.relu(self.inner(signal))))


class Network(nn.Module):
    """An encoder and decoder after Vaswani et al. 2017 (arXiv:1706.03762), with learnt positions."""

    def __init__(self, tokens: int, *, starts_from_zero: bool) -> None:
        super().__init__()
        self.starts_from_zero = starts_from_zero
        self.embeddings = nn.Embedding(tokens, WIDTH)
        nn.init.normal_(self.embeddings.weight, std=WIDTH**-0.5)
        self.encoder_positions, self.decoder_positions = nn.Embedding(LONGEST, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.encoder = nn.ModuleList(Layer(looks=False) for _ in range(LAYERS))
        self.decoder = nn.ModuleList(Layer(looks=True) for _ in range(LAYERS))
        self.bias = nn.Parameter(torch.zeros(tokens))

    def forward(self, source: torch.Tensor, source_mask: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        """Return the scores of what comes after each token of the target. :param source_mask: (rows, tokens)."""
        seen = source_mask[:, None, None, :]
        signal = self.embeddings(source) + self.encoder_positions.weight[: source.shape[1]]
        for layer in self.encoder:
            signal = layer(signal, seen)
        said = self.embeddings(target)
        if self.starts_from_zero:
            said = torch.cat([torch.zeros_like(said[:, :1]), said[:, 1:]], 1)
        said = said + self.decoder_positions.weight[: target.shape[1]]
        causal = torch.ones(target.shape[1], target.shape[1], dtype=torch.bool).tril()[None, None]
        for layer in self.decoder:
            said = layer(said, causal, signal, seen)
        return said @ self.embeddings.weight.T + self.bias


def main() -> None:
    torch.manual_seed(1)
    make(OPUS, is_marian=True)
    make(NLLB, is_marian=False)


def make(place: Path, *, is_marian: bool) -> None:
    """Train one model and write it."""
    place.mkdir(exist_ok=True)
    sources, targets = [source for _, source, _ in SENTENCES], [target for *_, target in SENTENCES]
    if is_marian:
        pieces = [cut_by(sources, place / "source.spm"), cut_by(targets, place / "target.spm")]
    else:
        pieces = [cut_by(sources + targets, place / "sentencepiece.bpe.model")] * 2
    known = {each.id_to_piece(number) for each in pieces for number in range(each.get_piece_size())} - {END, UNKNOWN}
    codes = [] if is_marian else [*FLORES.values(), ENGLISH]
    vocabulary = [END, UNKNOWN, *sorted(known - {"<s>"}), *codes]
    number_of = {token: number for number, token in enumerate(vocabulary)}
    rows = []
    for language, source, target in SENTENCES:
        head, start = ([], []) if is_marian else ([FLORES[language]], [ENGLISH])
        cut = [*head, *pieces[0].encode(source, out_type=str), END]
        rows.append((cut, [END, *start, *pieces[1].encode(target, out_type=str), END]))
    heard, said = ([[number_of[token] for token in row[side]] for row in rows] for side in (0, 1))
    network = train(heard, said, len(vocabulary), is_marian)
    write(place, network, vocabulary, is_marian)


def cut_by(texts: list[str], target: Path) -> sentencepiece.SentencePieceProcessor:
    """Learn pieces, and return what cuts by them."""
    with tempfile.TemporaryDirectory() as scratch:
        prefix = Path(scratch) / "pieces"
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(texts),
            model_prefix=str(prefix),
            vocab_size=PIECES,
            hard_vocab_limit=False,
            character_coverage=1.0,
            bos_id=-1,
            normalization_rule_name="identity",  # others take 240 kB
            minloglevel=2,
        )
        target.write_bytes(prefix.with_suffix(".model").read_bytes())
    return sentencepiece.SentencePieceProcessor(model_file=str(target))


def train(sources: list[list[int]], targets: list[list[int]], tokens: int, starts_from_zero: bool) -> Network:
    network = Network(tokens, starts_from_zero=starts_from_zero)
    optimiser = torch.optim.Adam(network.parameters(), 2e-3)
    longest = max(map(len, sources))
    source = torch.tensor([row + [0] * (longest - len(row)) for row in sources])
    mask = torch.tensor([[True] * len(row) + [False] * (longest - len(row)) for row in sources])
    longest = max(map(len, targets))
    target = torch.tensor([row + [-100] * (longest - len(row)) for row in targets])
    for step in range(STEPS):
        scores = network(source, mask, target[:, :-1].clamp(min=0))
        loss = nn.functional.cross_entropy(scores.flatten(0, 1), target[:, 1:].flatten(), label_smoothing=0.05)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if step % 100 == 0:
            sys.stderr.write(f"{step} {loss.item():.3f}\n")
    return network


def write(place: Path, network: Network, vocabulary: list[str], is_marian: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        arrays = Path(scratch) / "network.npz"
        np.savez(arrays, **{name: each.detach().numpy() for name, each in network.state_dict().items()})
        made = Path(scratch) / "made"
        made.mkdir()
        about = json.dumps([vocabulary, LAYERS, HEADS, is_marian])
        subprocess.run([sys.executable, "-c", WRITE, str(arrays), about, str(made)], check=True)
        for file in made.iterdir():
            (place / file.name).write_bytes(file.read_bytes())


if __name__ == "__main__":
    main()
