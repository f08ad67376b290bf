"""A model that translates text, brought as a directory in CTranslate2's format: OPUS-MT (Marian) or NLLB."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from transcribe.errors import WeightsMissing
from transcribe.translation.text_model import languages_of, pieces_of, vocabulary_of
from transcribe.weights.ctranslate2_format import NotOurFormat, read_weights
from transcribe.weights.made import Made
from transcribe.weights.model_record import CTRANSLATE2_FILE, TRANSLATION, Abilities

SPECIFICATION = "TransformerSpec"
CONFIG = "config.json"


def translates_text(source: Path) -> bool:
    """Tell whether a directory holds such a model: Whisper's have no SentencePiece model beside them."""
    return (source / CTRANSLATE2_FILE).is_file() and pieces_of(source) is not None


def from_translation(source: Path, target: Path, _: str) -> Made:
    """Copy what is read of such a model.

    :raises NotOurFormat: it is another kind of model, or cut off. :raises WeightsMissing: a part is not there.
    """
    found = read_weights(source / CTRANSLATE2_FILE).specification
    if found != SPECIFICATION:
        raise NotOurFormat(f"it is a {found}")
    try:
        tokens = vocabulary_of(source)
    except FileNotFoundError as error:
        raise WeightsMissing(f"There is no vocabulary in {source}; bring the whole directory.") from error
    except msgspec.MsgspecError as error:
        raise NotOurFormat(f"its vocabulary cannot be read ({error})") from error
    pieces = pieces_of(source) or ()
    vocabularies = [*source.glob("*vocabulary.json"), *source.glob("*vocabulary.txt")]
    config = [path for path in (source / CONFIG,) if path.is_file()]
    for path in {source / CTRANSLATE2_FILE, *pieces, *vocabularies, *config}:
        shutil.copyfile(path, target / path.name)
    return Made(TRANSLATION, (), Abilities(languages_of(tokens), translates=True))
