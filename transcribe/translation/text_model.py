"""Models on this machine that translate text: CTranslate2 directories of OPUS-MT (Marian) or NLLB."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from media.fixity import file_sha256
from transcribe.errors import WeightsMissing
from transcribe.model_record import CTRANSLATE2_FILE
from transcribe.typed_path import typed_path

OPUS_PIECES = ("source.spm", "target.spm")
NLLB_PIECES = ("sentencepiece.bpe.model", "flores200_sacrebleu_tokenizer_spm.model", "sentencepiece.model")


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
    """
    path = typed_path(name)
    place = path.absolute() if "/" in name else models / name
    if not place.is_dir() or name in ("", ".", ".."):
        raise WeightsMissing(
            f"There is no translation model “{name}” on this machine; copy one in CTranslate2's format to "
            f"{models / (path.name or 'NAME')}, give its path, or let Whisper translate with --translate whisper."
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
