"""OPUS-MT (Marian; Tiedemann & Thottingal 2020) and NLLB-200 (arXiv:2207.04672) on CTranslate2.

Its own process only, never beside torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import ctranslate2
import msgspec
import sentencepiece

from transcribe.engines.protocol import BEAM_SIZE, PRECISION
from transcribe.translation.protocol import TranslatedText, UnknownSource
from transcribe.translation.text_model import ENGLISH_OF_NLLB, NLLB_CODES, pieces_of, vocabulary_of

END = "</s>"
UNKNOWN = "<unk>"
TO_ENGLISH = ">>eng<<"
"""Before the text, for an OPUS-MT model that translates into several languages."""
MOST_PIECES = 200
"""Of a sentence: both families were trained on sentences, and lose the end of what is much longer."""


class Config(msgspec.Struct):
    """What is read of CTranslate2's ``config.json``."""

    add_source_eos: bool = False


class CTranslate2TextTranslator:
    """A loaded model with its pieces."""

    name = "ctranslate2"

    def __init__(self, path: Path, threads: int) -> None:
        """:param path: a directory as `transcribe.translation.text_model` describes it."""
        pieces = pieces_of(path)
        if pieces is None:
            raise FileNotFoundError(f"no SentencePiece model in {path}")
        self._source, self._target = (sentencepiece.SentencePieceProcessor(model_file=str(file)) for file in pieces)
        self._model = ctranslate2.Translator(
            str(path), device="cpu", compute_type=PRECISION, inter_threads=1, intra_threads=threads
        )
        self._vocabulary = vocabulary_of(path)
        self._is_nllb = ENGLISH_OF_NLLB in self._vocabulary
        config = path / "config.json"
        has_config = config.is_file()
        self._adds_end = has_config and msgspec.json.decode(config.read_bytes(), type=Config).add_source_eos
        self.version = f"{version('ctranslate2')} (sentencepiece {version('sentencepiece')})"

    def translate(self, language: str, sentences: Sequence[str]) -> tuple[TranslatedText, ...]:
        """Translate by beam search, without sampling; a sentence that is too long is cut between words.

        :raises UnknownSource: the model has no such language.
        """
        head = self._head(language)
        parts = [self._cut(sentence) for sentence in sentences]
        rows = [head + part + ([] if self._adds_end else [END]) for each in parts for part in each]
        results = iter(self._results(rows))
        return tuple(self._joined([next(results) for _ in each]) for each in parts)

    def _results(self, rows: Sequence[Sequence[str]]) -> Sequence[Any]:
        if not rows:
            return []
        results: Sequence[Any] = self._model.translate_batch(
            list(map(list, rows)),
            target_prefix=[[ENGLISH_OF_NLLB]] * len(rows) if self._is_nllb else None,
            beam_size=BEAM_SIZE,
            max_input_length=0,
            max_decoding_length=2 * MOST_PIECES,
            return_scores=True,
            disable_unk=True,
        )
        return results

    def _head(self, language: str) -> list[str]:
        primary = language.partition("-")[0].lower()
        if self._is_nllb:
            code = NLLB_CODES.get(primary, "")
            if code not in self._vocabulary:
                raise UnknownSource(f"this model knows no language “{language}”")
            return [code]
        return [TO_ENGLISH] if TO_ENGLISH in self._vocabulary else []

    def _cut(self, sentence: str) -> list[list[str]]:
        """Return a sentence in pieces, in several parts where it is too long; none where nothing is in it."""
        parts: list[list[str]] = [[]]
        for word in sentence.split():
            pieces = self._source.encode(word, out_type=str)
            if len(parts[-1]) + len(pieces) > MOST_PIECES and parts[-1]:
                parts.append([])
            parts[-1] += pieces
        return [part for part in parts if part]

    def _joined(self, results: Sequence[Any]) -> TranslatedText:
        texts = [self._written(result.hypotheses[0]) for result in results]
        scores = [float(result.scores[0]) for result in results]
        return TranslatedText(" ".join(filter(None, texts)), min(scores, default=0.0))

    def _written(self, tokens: Sequence[str]) -> str:
        said = [token for token in tokens if token not in {END, UNKNOWN, ENGLISH_OF_NLLB}]
        return str(self._target.decode(said)).strip()
