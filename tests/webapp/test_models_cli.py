"""``muragat models``: what is here, and how more comes in, as a user does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from tests.webapp.test_bad_input import one_sentence

GIGAAM = Path(__file__).parents[1] / "transcribe" / "kazakh" / "gigaam"


@pytest.fixture
def muragat(tmp_path: Path) -> Muragat:
    return Muragat(tmp_path / "archive")


def test_a_model_is_added_and_listed(muragat: Muragat) -> None:
    pytest.importorskip("onnx_asr")
    added = muragat("models", "add", GIGAAM, "--name", "steppe", "--licence", "MIT", "--origin", "a stick")
    assert added.returncode == 0, added.stderr
    assert added.stdout.startswith("steppe: onnx-asr; ")
    assert "licence MIT; from a stick" in added.stdout
    listed = muragat.done("models", "list")
    assert added.stdout in listed
    assert "Could be added, known to onnx-asr: gigaam-multilingual-ctc, " in listed
    record = json.loads(muragat.done("models", "list", "--json"))
    assert {model["name"] for model in record["here"]} == {"base", "steppe"}
    assert {"large-v3-turbo", "gigaam-multilingual-large-ctc"} <= {model["name"] for model in record["known"]}
    assert "“steppe” is whole; onnx-asr can load it" in muragat("doctor").stdout
    assert "already" in one_sentence(muragat("models", "add", GIGAAM, "--name", "steppe"))


@pytest.mark.parametrize("what", ["no-such-model", "/nowhere/model", "/etc"])
def test_what_cannot_be_added_is_said(muragat: Muragat, what: str) -> None:
    one_sentence(muragat("models", "add", what))
    assert list((muragat.archive / "models").iterdir()) == []


def test_an_empty_machine_says_what_to_do(muragat: Muragat) -> None:
    assert "base: " in muragat.done("models", "list")
    assert not muragat.archive.exists()
