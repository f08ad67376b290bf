"""What a worker answers: by schema, whatever happens, with what it said that it has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import numpy as np
import pytest

from tests.conftest import REPOSITORY
from tests.faults.quick_engine import LOG, NAME, add_model, register
from transcribe.cluster.answering import Ear, Loadable, answer
from transcribe.cluster.messages import Broken, Done, Leaving, Refused, pack_question, unpack_reply
from transcribe.cluster.offers import GPU
from transcribe.engines.messages import Detect, Recognise, Recognised, Translate
from transcribe.engines.registry import registered, require_gpu
from transcribe.errors import EngineUnavailable
from transcribe.models import Model, find_model

SOUND = (np.arange(1_600, dtype="<f4") / np.float32(32_768)).tobytes()


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    """Of an engine that is registered for this test alone."""
    register(tmp_path / "site")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    monkeypatch.setenv("PYTHONPATH", f"{REPOSITORY}{os.pathsep}{tmp_path / 'site'}")
    monkeypatch.setenv(LOG, str(tmp_path / "begun"))
    registered.cache_clear()
    try:
        yield find_model(NAME, add_model(tmp_path / "model"), tmp_path)
    finally:
        registered.cache_clear()


def test_a_worker_answers_by_schema_whatever_happens(model: Model) -> None:
    with Ear(1) as ear:
        (offer,) = ear.offer([Loadable(NAME, model, gpu=True)], "1.0")
        assert (offer.muragat, offer.engine, offer.engine_version, offer.gpu) == ("1.0", NAME, "1 (gpu)", True)
        assert offer.needs == {offer.tag: 1, GPU: 1}
        heard = unpack_reply(answer(pack_question(offer.tag, Recognise(("kk",), (), (SOUND,)))))
        assert isinstance(heard, Done)
        assert isinstance(heard.answer, Recognised)
        assert [hypothesis.language for hypothesis in heard.answer.hypotheses] == ["kk"]
        assert isinstance(unpack_reply(answer(pack_question(offer.tag, Detect((SOUND,))))), Done)
        cannot = unpack_reply(answer(pack_question(offer.tag, Translate(("kk",), (SOUND,)))))
        assert isinstance(cannot, Broken)
        assert "cannot translate" in cannot.sentence
        for other in (replace(offer, muragat="2.0"), replace(offer, model_sha256="b" * 64)):
            asked = unpack_reply(answer(pack_question(other.tag, Detect((SOUND,)))))
            assert isinstance(asked, Refused)
            assert "does not have" in asked.sentence
        for nonsense in (b"", b"\xc1", msgspec.msgpack.encode({"tag": offer.tag})):
            assert isinstance(unpack_reply(answer(nonsense)), Broken)
        ear.stop()
        assert isinstance(unpack_reply(answer(pack_question(offer.tag, Detect((SOUND,))))), Done | Leaving)
    assert isinstance(unpack_reply(answer(b"")), Refused)


def test_an_engine_without_a_gpu_is_refused_in_a_sentence() -> None:
    with pytest.raises(EngineUnavailable, match="computes on processors alone; leave out --gpu"):
        require_gpu("faster-whisper")
