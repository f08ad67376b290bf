"""The models that each engine knows by name, and where they lie: one table, from which `muragat models` works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

OPENAI = "https://openaipublic.azureedge.net/main/whisper/models"
HUB = "https://huggingface.co"
"""The only two hosts that muragat asks."""


@dataclass(frozen=True, slots=True)
class OpenaiFile:
    """One checkpoint whose sha256 is part of its address."""

    file_name: str
    sha256: str

    def url(self, host: str) -> str:
        return f"{host}/{self.sha256}/{self.file_name}"


@dataclass(frozen=True, slots=True)
class HubFolder:
    """A repository of the Hugging Face hub, which gives a hash for each of its files."""

    repository: str
    patterns: Sequence[str]
    """Of the files that the engine needs; ``*`` stands for anything."""


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that can be added by name."""

    name: str
    engine: str
    """That knows this name; others may load it too."""
    place: OpenaiFile | HubFolder
    languages: tuple[str, ...] = ()
    """BCP 47 tags; empty: as its vocabulary says."""


_OPENAI = {
    "tiny.en": "d3dd57d32accea0b295c96e26691aa14d8822fac7d9d27d5dc00b4ca2826dd03",
    "tiny": "65147644a518d12f04e32d6f3b26facc3f8dd46e5390956a9424a650c0ce22b9",
    "base.en": "25a8566e1d0c1e2231d1c762132cd20e0f96a85d16145c3a00adf5d1ac670ead",
    "base": "ed3a0b6b1c0edf879ad9b11b1af5a0e6ab5db9205f891f668f8b0e6c6326e34e",
    "small.en": "f953ad0fd29cacd07d5a9eda5624af0f6bcf2258be67c92b79389873d91e0872",
    "small": "9ecf779972d90ba49c06d968637d720dd632c55bbf19d441fb42bf17a411e794",
    "medium.en": "d7440d1dc186f76616474e0ff0b3b6b879abc9d1a4926b7adfa41db2d497ab4f",
    "medium": "345ae4da62f9b3d59415adc60127b97c714f32e89e936602e85993674d08dcb1",
    "large-v1": "e4b87e7e0bf463eb8e6956e646f1e277e901512310def2c24bf0e11bd3c28e9a",
    "large-v2": "81f7c96c852ee8fc832187b0132e569d6c3065a3252ed18e56effd0b6a73e524",
    "large-v3": "e5b1a55b89c1367dacf97e3e19bfd829a01529dbfdeefa8caeb59b3f1b81dadb",
    "large-v3-turbo": "aff26ae408abcba5fbf8813c21e62b0941638c5f6eebfb145be0c9839262a19a",
}
_CTRANSLATE2 = {
    "tiny.en": "Systran/faster-whisper-tiny.en",
    "tiny": "Systran/faster-whisper-tiny",
    "base.en": "Systran/faster-whisper-base.en",
    "base": "Systran/faster-whisper-base",
    "small.en": "Systran/faster-whisper-small.en",
    "small": "Systran/faster-whisper-small",
    "medium.en": "Systran/faster-whisper-medium.en",
    "medium": "Systran/faster-whisper-medium",
    "large-v1": "Systran/faster-whisper-large-v1",
    "large-v2": "Systran/faster-whisper-large-v2",
    "large-v3": "Systran/faster-whisper-large-v3",
    "large-v3-turbo": "mobiuslabsgmbh/faster-whisper-large-v3-turbo",
    "distil-small.en": "Systran/faster-distil-whisper-small.en",
    "distil-medium.en": "Systran/faster-distil-whisper-medium.en",
    "distil-large-v2": "Systran/faster-distil-whisper-large-v2",
    "distil-large-v3": "Systran/faster-distil-whisper-large-v3",
    "distil-large-v3.5": "distil-whisper/distil-large-v3.5-ct2",
}
_ONNX = {
    "gigaam-multilingual-ctc": "istupakov/gigaam-multilingual-ctc-onnx",
    "gigaam-multilingual-large-ctc": "istupakov/gigaam-multilingual-large-ctc-onnx",
    "gigaam-v3-ctc": "istupakov/gigaam-v3-onnx",
    "gigaam-v3-e2e-ctc": "istupakov/gigaam-v3-onnx",
    "nemo-fastconformer-ru-ctc": "istupakov/stt_ru_fastconformer_hybrid_large_pc_onnx",
    "nemo-parakeet-ctc-0.6b": "istupakov/parakeet-ctc-0.6b-onnx",
    "nemo-parakeet-tdt-0.6b-v2": "istupakov/parakeet-tdt-0.6b-v2-onnx",
    "nemo-parakeet-tdt-0.6b-v3": "istupakov/parakeet-tdt-0.6b-v3-onnx",
}
_GIGAAM = ("kk", "ky", "ru", "uz")
_ONNX_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "gigaam-multilingual-ctc": _GIGAAM,
    "gigaam-multilingual-large-ctc": _GIGAAM,
    "gigaam-v3-ctc": ("ru",),
    "gigaam-v3-e2e-ctc": ("ru",),
    "nemo-fastconformer-ru-ctc": ("ru",),
    "nemo-parakeet-ctc-0.6b": ("en",),
    "nemo-parakeet-tdt-0.6b-v2": ("en",),
}
_FILES: Mapping[str, Sequence[str]] = {
    "gigaam-multilingual-ctc": ("multilingual*_ctc.onnx", "multilingual_vocab.txt"),
    "gigaam-multilingual-large-ctc": ("multilingual*_ctc.onnx", "multilingual_vocab.txt"),
    "gigaam-v3-ctc": ("v3_ctc.onnx", "v3_vocab.txt"),
    "gigaam-v3-e2e-ctc": ("v3_e2e_ctc.onnx", "v3_e2e_ctc_vocab.txt"),
}
"""Of onnx-asr's folders; the other families call them all alike."""
_NEMO_FILES = ("model.onnx", "encoder-model.onnx", "decoder_joint-model.onnx", "vocab.txt")
_CTRANSLATE2_FILES = ("model.bin", "config.json", "preprocessor_config.json", "tokenizer.json", "vocabulary.*")
_SAME = {"turbo": "large-v3-turbo", "large": "large-v3"}
"""Second names that the engines have for the newest of a size."""


def _onnx_files(name: str) -> tuple[str, ...]:
    """A graph above 2 GB keeps its numbers in a file beside it."""
    files = _FILES.get(name, _NEMO_FILES)
    beside = (f"{file}?data" for file in files if file.endswith(".onnx"))
    return (*files, *beside, "config.json")


KNOWN: Sequence[KnownModel] = (
    *(KnownModel(name, "openai-whisper", OpenaiFile(f"{name}.pt", sha256)) for name, sha256 in _OPENAI.items()),
    *(
        KnownModel(name, "faster-whisper", HubFolder(repository, _CTRANSLATE2_FILES))
        for name, repository in _CTRANSLATE2.items()
    ),
    *(
        KnownModel(name, "onnx-asr", HubFolder(repository, _onnx_files(name)), _ONNX_LANGUAGES.get(name, ()))
        for name, repository in _ONNX.items()
    ),
)
"""Of a name that two engines know, the first stands: OpenAI's files are those whose sha256 is written here."""


def known_model(name: str, engine: str | None = None) -> KnownModel | None:
    """:param engine: whose download is wanted; any, where it is not given."""
    name = _SAME.get(name, name)
    return next((model for model in KNOWN if model.name == name and engine in (None, model.engine)), None)


def known_sha256(sha256: str) -> str:
    """Return the name of OpenAI's checkpoint with this hash; an empty text where it is none of them."""
    return next((name for name, known in _OPENAI.items() if known == sha256), "")
