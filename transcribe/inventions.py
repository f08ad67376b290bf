"""Phrases that Whisper models write where nothing is said: they learnt from captions of films, which end with these."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from transcribe.loops import bare

PHRASES = (
    # English
    "thanks for watching",
    "thank you for watching",
    "thank you so much for watching",
    "please subscribe",
    "like and subscribe",
    "subscribe to my channel",
    "subscribe to the channel",
    "see you in the next video",
    "subtitles by",
    "captions by",
    "captioning by",
    "transcription by",
    "translated by",
    "amara org",
    "amara org community",
    "copyright australian broadcasting corporation",
    # Russian
    "спасибо за просмотр",
    "благодарю за просмотр",
    "подписывайтесь на канал",
    "подпишитесь на канал",
    "ставьте лайки",
    "продолжение следует",
    "субтитры сделал",
    "субтитры создал",
    "субтитры создавал",
    "субтитры подготовил",
    "субтитры делал",
    "редактор субтитров",
    "корректор субтитров",
    "субтитры dimatorzok",
    "dimatorzok",
    "до новых встреч на канале",
    # Kazakh
    "қарағаныңызға рақмет",
    "қарағандарыңызға рахмет",
    "көргендеріңізге рахмет",
    "арнаға жазылыңыз",
    "каналға жазылыңыз",
    "субтитр жасаған",
    # Turkish, which base hears in Kazakh
    "altyazı m k",
    "izlediğiniz için teşekkürler",
    "izlediğiniz için teşekkür ederim",
    "izlediğiniz için teşekkür ederiz",
    "abone olmayı unutmayın",
    "kanalıma abone",
    # Others that come where the language was not told
    "untertitel der amara org community",
    "untertitel im auftrag des zdf",
    "untertitelung des zdf",
    "sous titres réalisés",
    "sous titrage société radio canada",
    "merci d'avoir regardé",
    "subtítulos realizados por",
    "gracias por ver el video",
    "sottotitoli creati dalla comunità",
    "legendas pela comunidade",
    "napisy stworzone przez społeczność",
    "дякую за перегляд",
    "підписуйтесь на канал",
)
"""Not what presenters say too, such as “thank you for listening”: a phrase of this table is taken for an invention."""

_BARE = tuple(tuple(bare(word) for word in phrase.replace("'", " ").split()) for phrase in PHRASES)

_BY_FIRST = {first: tuple(phrase for phrase in _BARE if phrase[0] == first) for first in {each[0] for each in _BARE}}


def invented(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return which words belong to a phrase of the table, (words,)."""
    pieces = [(bare(piece), number) for number, text in enumerate(texts) for piece in _pieces(text) if bare(piece)]
    marks = np.zeros(len(texts), bool)
    for first, end in _places([piece for piece, _ in pieces]):
        marks[[number for _, number in pieces[first:end]]] = True
    return marks


def _pieces(text: str) -> list[str]:
    """“Amara.org-Community” is three words."""
    return "".join(letter if letter.isalnum() else " " for letter in text).split()


def _places(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    for first, word in enumerate(words):
        for phrase in _BY_FIRST.get(word, ()):
            if tuple(words[first : first + len(phrase)]) == phrase:
                yield first, first + len(phrase)
