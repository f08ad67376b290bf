"""The network in numpy is the one that torch runs, on the real weights; foreign weights are refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from transcribe.errors import WeightsCorrupt, WeightsMissing
from transcribe.speakers import weights
from transcribe.speakers.mel import BANDS, mels
from transcribe.speakers.network import SHAPES, WIDTH, VoiceNetwork
from transcribe.speakers.weights import installed_checkpoint, network_tensors
from transcribe.weights.safetensors_format import read_tensors

BY_TORCH = """
import sys, numpy as np, torch
state = torch.load(sys.argv[1], map_location="cpu", weights_only=True)["model_state"]
lstm = torch.nn.LSTM(40, 256, 3, batch_first=True)
lstm.load_state_dict({name[5:]: tensor for name, tensor in state.items() if name.startswith("lstm.")})
with torch.no_grad():
    _, (hidden, _) = lstm(torch.from_numpy(np.load(sys.argv[2])))
    raw = torch.relu(hidden[-1] @ state["linear.weight"].T + state["linear.bias"])
np.save(sys.argv[2], (raw / raw.norm(dim=1, keepdim=True)).numpy())
"""


def test_voices_are_those_of_torch(models: Path, tmp_path: Path) -> None:
    windows = np.random.default_rng(3).gamma(0.3, 0.1, (5, 160, BANDS)).astype(np.float32)
    np.save(tmp_path / "windows.npy", windows)
    command = [sys.executable, "-c", BY_TORCH, str(installed_checkpoint()), str(tmp_path / "windows.npy")]
    subprocess.run(command, check=True)
    ours = VoiceNetwork(read_tensors(network_tensors(models))).voices(windows)
    assert ours.shape == (5, WIDTH)
    assert np.allclose(ours, np.load(tmp_path / "windows.npy"), atol=1e-5)


def test_tensors_are_converted_once_and_again_where_they_were_damaged(models: Path) -> None:
    made = network_tensors(models)
    assert {name: tensor.shape for name, tensor in read_tensors(made).items()} == dict(SHAPES)
    made_at = made.stat().st_mtime_ns
    assert network_tensors(models).stat().st_mtime_ns == made_at
    made.write_bytes(made.read_bytes()[:-4] + b"\0\0\0\0")
    assert network_tensors(models) == made
    assert made.stat().st_mtime_ns != made_at


def test_weights_of_another_sha256_are_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "packages" / "resemblyzer"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('never imported')")
    monkeypatch.setattr(sys, "path", [str(package.parent)])
    with pytest.raises(WeightsMissing, match="pip install --no-deps resemblyzer"):
        network_tensors(tmp_path / "models")
    (package / weights.CHECKPOINT).write_bytes(b"cos\nsystem\n(S'touch hacked'\ntR.")
    with pytest.raises(WeightsCorrupt):
        network_tensors(tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_tone_is_heard_in_its_band_and_a_louder_one_as_loud_as_its_power() -> None:
    tone = np.sin(2 * np.pi * 500 * np.arange(16_000) / 16_000).astype(np.float32)
    quiet, loud = mels(0.1 * tone), mels(0.2 * tone)
    assert quiet.shape == (100, BANDS)
    assert set(quiet[5:95].argmax(axis=1).tolist()) == {6}, "bands are 80 Hz apart below 1 kHz"
    assert np.allclose(loud[5:95, 6], 4 * quiet[5:95, 6], rtol=1e-4)
