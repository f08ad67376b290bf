"""The real loading code on two small models that were trained to be right on nine sentences."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transcribe.translation.sentences import NLLB, OPUS, SENTENCES
from transcribe.errors import EngineFailed, WeightsMissing
from transcribe.translation.text_model import TextModel, find_text_model
from transcribe.translation.text_process import TextProcess


def nobody_minds() -> None:
    """Nobody minds how long it takes."""


@pytest.fixture(scope="module", params=[OPUS, NLLB], ids=["opus", "nllb"])
def process(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextProcess]:
    model = find_text_model(str(request.param), tmp_path_factory.mktemp("models"))
    with TextProcess(model, nobody_minds) as running:
        yield running


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_sentences_are_translated_as_they_were_learnt(process: TextProcess, language: str) -> None:
    pairs = [(source, target) for each, source, target in SENTENCES if each == language]
    translated = process.translate(language, [source for source, _ in pairs])
    assert [text.text for text in translated] == [target for _, target in pairs]
    assert all(-1 < text.mean_log_probability <= 0 for text in translated)
    assert process.version.startswith("4.")


def test_a_sentence_alone_is_what_it_is_among_others(process: TextProcess) -> None:
    language, source, target = SENTENCES[3]
    assert [text.text for text in process.translate(language, [source, "", source])] == [target, "", target]
    assert process.translate(language, []) == ()


def test_a_sentence_that_never_ends_is_cut_between_words(process: TextProcess) -> None:
    language, source, _ = SENTENCES[8]
    [text] = process.translate(language, [" ".join([source] * 120)])
    assert text.text


def test_a_language_that_the_model_does_not_know_is_refused(tmp_path: Path) -> None:
    with (
        TextProcess(find_text_model(str(NLLB), tmp_path), nobody_minds) as process,
        pytest.raises(EngineFailed, match="knows no language “de”"),
    ):
        process.translate("de", ["Guten Tag."])


def test_a_model_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    shutil.copytree(OPUS, tmp_path / "models" / "kk-en")
    by_name, by_path = find_text_model("kk-en", tmp_path / "models"), find_text_model(str(OPUS), tmp_path)
    assert (by_name.name, by_path.name) == ("kk-en", "opus")
    assert by_name.sha256 == by_path.sha256


@pytest.mark.parametrize("name", ["opus-mt-kk-en", "", "..", "./nowhere"])
def test_what_is_not_here_is_missed_in_one_sentence(tmp_path: Path, name: str) -> None:
    with pytest.raises(WeightsMissing, match="--translate whisper"):
        find_text_model(name, tmp_path)


def test_a_directory_without_its_pieces_is_no_model(tmp_path: Path) -> None:
    shutil.copytree(OPUS, tmp_path / "half")
    (tmp_path / "half" / "source.spm").unlink()
    with pytest.raises(WeightsMissing, match=r"source\.spm and target\.spm"):
        find_text_model("half", tmp_path)


def test_damaged_weights_are_refused_in_one_sentence(tmp_path: Path) -> None:
    shutil.copytree(OPUS, tmp_path / "bad")
    (tmp_path / "bad" / "model.bin").write_bytes(b"no weights")
    with (
        pytest.raises(EngineFailed, match="could not be loaded"),
        TextProcess(TextModel("bad", tmp_path / "bad", ""), nobody_minds),
    ):
        pass
