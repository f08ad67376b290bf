"""Models on this machine that translate text: CTranslate2 directories of OPUS-MT (Marian) or NLLB."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from media.fixity import file_sha256
from transcribe.errors import WeightsMissing
from transcribe.typed_path import typed_path
from transcribe.weights.model_record import CTRANSLATE2_FILE, read_record, verify

OPUS_PIECES = ("source.spm", "target.spm")
NLLB_PIECES = ("sentencepiece.bpe.model", "flores200_sacrebleu_tokenizer_spm.model", "sentencepiece.model")
ENGLISH_OF_NLLB = "eng_Latn"
NLLB_CODES: Mapping[str, str] = {
    "az": "azj_Latn",
    "de": "deu_Latn",
    "fr": "fra_Latn",
    "kk": "kaz_Cyrl",
    "ky": "kir_Cyrl",
    "mn": "khk_Cyrl",
    "ru": "rus_Cyrl",
    "tg": "tgk_Cyrl",
    "tr": "tur_Latn",
    "tt": "tat_Cyrl",
    "ug": "uig_Arab",
    "uk": "ukr_Cyrl",
    "uz": "uzn_Latn",
    "zh": "zho_Hans",
}
"""BCP 47 → the names of FLORES-200, for the languages that this archive may hear."""
VOCABULARIES = ("shared_vocabulary", "source_vocabulary")


@dataclass(frozen=True, slots=True)
class TextModel:
    """Weights of a text translator, with the files that cut text into its pieces."""

    name: str
    path: Path
    sha256: str
    """Of ``model.bin``."""


def find_text_model(name: str, models: Path) -> TextModel:
    """Return the model in a directory: of this path, or of this name among the archive's models.

    :raises WeightsMissing: there is none, or a part of it is missing.
    :raises WeightsCorrupt: it is not what was added.
    """
    path = typed_path(name)
    place = path.absolute() if "/" in name else models / name
    if "/" not in name and name not in ("", ".", "..") and (record := read_record(place)):
        verify(place, record)
    if not place.is_dir() or name in ("", ".", ".."):
        raise WeightsMissing(
            f"There is no translation model “{name}” on this machine; bring one in CTranslate2's format "
            "with “muragat models add PATH”, or let Whisper translate with --translate whisper."
        )
    if not (place / CTRANSLATE2_FILE).is_file() or pieces_of(place) is None:
        raise WeightsMissing(
            f"{place} is no translation model: it needs {CTRANSLATE2_FILE}, and beside it {OPUS_PIECES[0]} and "
            f"{OPUS_PIECES[1]} (OPUS-MT) or {NLLB_PIECES[0]} (NLLB)."
        )
    return TextModel(place.name, place, file_sha256(place / CTRANSLATE2_FILE))


def pieces_of(place: Path) -> tuple[Path, Path] | None:
    """Return the SentencePiece models for a source and for English, ``None`` where they are missing."""
    source, target = (place / file for file in OPUS_PIECES)
    if source.is_file():
        return source, target if target.is_file() else source
    shared = next((place / file for file in NLLB_PIECES if (place / file).is_file()), None)
    return (shared, shared) if shared else None


def vocabulary_of(place: Path) -> frozenset[str]:
    """Return the source's tokens; CTranslate2 keeps them as JSON, older versions as lines.

    :raises FileNotFoundError: there are none. :raises msgspec.MsgspecError: they cannot be read.
    """
    for stem in VOCABULARIES:
        as_json, as_text = place / f"{stem}.json", place / f"{stem}.txt"
        if as_json.is_file():
            return frozenset(msgspec.json.decode(as_json.read_bytes(), type=list[str]))
        if as_text.is_file():
            return frozenset(as_text.read_text("utf-8").splitlines())
    raise FileNotFoundError(f"no vocabulary in {place}")


def languages_of(tokens: frozenset[str]) -> tuple[str, ...]:
    """Return the languages that a model of many translates from, of those this archive may hear; one pair says none."""
    if ENGLISH_OF_NLLB not in tokens:
        return ()
    return tuple(sorted(language for language, code in NLLB_CODES.items() if code in tokens))
