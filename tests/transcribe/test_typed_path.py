"""A path that begins with somebody's home, wherever a model can be named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from transcribe.errors import WeightsMissing
from transcribe.models import abilities_of, find_model
from transcribe.serving import choose
from transcribe.translation.text_model import find_text_model
from transcribe.typed_path import typed_path
from transcribe.weights.add import Wish, add_model

NAMED: dict[str, Callable[[str, Path], object]] = {
    "choose": lambda name, models: choose("auto", name, "kk", models),
    "find": lambda name, models: find_model("faster-whisper", name, models),
    "abilities": abilities_of,
    "translate": find_text_model,
    "add": lambda name, models: add_model(Wish(name), models, lambda *_: None),
}


@pytest.mark.parametrize("how", NAMED)
def test_the_home_of_nobody_is_said(how: str, tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="“~nobody-of-this-name/x” begins with the home of a user who is not"):
        NAMED[how]("~nobody-of-this-name/x", tmp_path)


def test_a_home_is_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert typed_path("~/model.pt") == tmp_path / "model.pt"
