"""faster-whisper on CTranslate2: fast, and it shows its cross-attention. Its own process only, never beside torch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeVar

import faster_whisper
import numpy as np
import numpy.typing as npt
from faster_whisper.tokenizer import Tokenizer

from media.language import UNDETERMINED
from transcribe.engines import protocol
from transcribe.engines.languages import from_whisper, to_whisper
from transcribe.engines.latest import Latest
from transcribe.engines.openvino_encoder import Encoded
from transcribe.engines.protocol import AlignedWord, Samples, TranslatedStretch
from transcribe.engines.spoken import Piece, join_pieces
from transcribe.engines.whisper_music import music_probabilities
from transcribe.engines.whisper_sound import SoundEncoder, count_frames, for_decoder
from transcribe.engines.whisper_translate import translate_encoded
from transcribe.engines.whisper_write import Written, compression_ratio, write
from transcribe.records import HeardSegment, Hypothesis

LANES = 2
"""So many groups of a batch are recognised at once: on two processors each has one and never waits for the other."""
GROUP_SOUNDS = 2
"""Decoded together, of like length; more take more memory and save no time."""
MS_PER_FRAME = 10
MS_PER_TOKEN = 20
"""The decoder's clock: a time of the attention is a multiple of this."""
MOST_TOKENS = 448
"""Of Whisper's decoder: the start sequence, the text and the end."""
MOST_GLOSSARY_TOKENS = MOST_TOKENS // 2 - 1
"""Of names and terms before the start sequence (Whisper's own limit of a prompt)."""
FRAMING_TOKENS = 2
"""``<|notimestamps|>`` before the text, ``<|endoftext|>`` after it."""
MEDIAN_FILTER_WIDTH = 7
"""Smooths the attention over 140 ms (Whisper's own)."""
GROUPS_KEPT = 4
"""A batch is asked for its languages and then for its words, and sound is aligned again with other words: it is encoded
once. 6 MB each for base. Whole groups, because what is encoded together changes the last digits: after a kill, when the
languages are known and only the words are asked, they are the same."""
LEAST_PROBABILITY = 1e-12

Answer = TypeVar("Answer")
Languages = Sequence[Mapping[str, float]]
"""For each sound BCP 47 tag → probability."""
Attended = tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]
"""When each token begins and, last, when all have ended, (tokens + 1,) in ms, and how probable each is, (tokens,)."""


class FasterWhisperEngine:
    """A loaded CTranslate2 model."""

    name = "faster-whisper"

    def __init__(self, path: Path, threads: int) -> None:
        """:param path: a directory with ``model.bin``, ``config.json`` and ``tokenizer.json``."""
        self._lanes = min(LANES, threads)
        self._whisper = faster_whisper.WhisperModel(
            str(path),
            device="cpu",
            compute_type=protocol.PRECISION,
            cpu_threads=threads // self._lanes,
            num_workers=self._lanes,
            local_files_only=True,
        )
        self._encode = SoundEncoder(self._whisper, path, self._lanes, threads)
        self.version = (
            f"{version('faster-whisper')} (ctranslate2 {version('ctranslate2')}, encoder {self._encode.name})"
        )
        self._encodings = Latest[Encoded](GROUPS_KEPT)
        self._tellings = Latest[Languages](GROUPS_KEPT)

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        """Decode each sound once, by beam search without sampling: the same batch gives the same words."""

        def hear(group: Sequence[int]) -> Sequence[Hypothesis]:
            return self._hear([sounds[n] for n in group], [languages[n] for n in group], glossary)

        return self._in_lanes(sounds, hear, [Hypothesis(language, None, ()) for language in languages])

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        def tell(group: Sequence[int]) -> Languages:
            return self._told([sounds[n] for n in group])

        return self._in_lanes(sounds, tell, [{UNDETERMINED: 1.0}] * len(sounds))

    def _in_lanes(
        self, sounds: Sequence[Samples], ask: Callable[[Sequence[int]], Sequence[Answer]], others: Sequence[Answer]
    ) -> tuple[Answer, ...]:
        """Return the answers for groups of sounds of like length, as many at once as there are lanes.

        :param ask: takes the numbers of a group of sounds. :param others: one for each sound; given for empty ones.
        """
        heard = [number for number, samples in enumerate(sounds) if len(samples)]
        heard.sort(key=lambda number: len(sounds[number]), reverse=True)
        # The same groups on one processor as on two: what is decoded together changes the last digits.
        size = min(GROUP_SOUNDS, -(-len(heard) // LANES)) or 1
        groups = [heard[start : start + size] for start in range(0, len(heard), size)]
        with ThreadPoolExecutor(self._lanes) as lanes:
            answers = [answer for group in lanes.map(ask, groups) for answer in group]
        return _spread(answers, heard, others)

    def align(
        self, sounds: Sequence[Samples], language: str, words: Sequence[str]
    ) -> tuple[tuple[AlignedWord, ...], ...]:
        """Return when each word is spoken, as the decoder's attention moves over the sound (DTW).

        :return: for each sound one for each word, in order, from the first on as many as the model takes at once.
        """
        if not words:
            return ((),) * len(sounds)
        encoded = [self._encoded([samples]) if len(samples) else None for samples in sounds]

        def place(number: int) -> tuple[AlignedWord, ...]:
            sound = encoded[number]
            return () if sound is None else self._align(sounds[number], sound, language, words)

        # Each by itself, so that what is asked beside it changes no digit; as many at once as there are lanes.
        with ThreadPoolExecutor(self._lanes) as lanes:
            return tuple(lanes.map(place, range(len(sounds))))

    def _align(
        self, samples: Samples, encoded: Encoded, language: str, words: Sequence[str]
    ) -> tuple[AlignedWord, ...]:
        [code] = self._codes([language], lambda: self._languages(encoded))
        tokenizer = self._tokenizer(code)
        tokens = _that_fit([tokenizer.encode(f" {word}") for word in words], len(tokenizer.sot_sequence))
        if not tokens:
            return ()
        text = [token for word in tokens for token in word]
        [(times_ms, probabilities)] = self._attend(encoded, tokenizer, [text], [samples])
        ends = list(accumulate((len(word) for word in tokens), initial=0))
        return tuple(
            AlignedWord(
                word,
                int(times_ms[first]),
                int(times_ms[last]),
                float(probabilities[first:last].mean()),
                float(np.log(probabilities[first:last]).sum()),
            )
            for word, (first, last) in zip(words, pairwise(ends), strict=False)
        )

    def translate(
        self, sounds: Sequence[Samples], languages: Sequence[str]
    ) -> tuple[tuple[TranslatedStretch, ...], ...]:
        """Decode each sound as English, by beam search without sampling."""
        heard = [number for number, samples in enumerate(sounds) if len(samples)]
        encoded = self._encode([sounds[number] for number in heard]) if heard else np.zeros((0, 0, 0), np.float32)
        codes = self._codes([languages[number] for number in heard], lambda: self._languages(encoded))
        said: list[tuple[TranslatedStretch, ...]] = [()] * len(sounds)
        for code in sorted(set(codes)):
            rows = [row for row, each in enumerate(codes) if each == code]
            lengths_ms = [count_frames(sounds[heard[row]]) * MS_PER_FRAME for row in rows]
            stretches = translate_encoded(self._whisper, for_decoder(encoded[rows]), code, lengths_ms)
            for row, each in zip(rows, stretches, strict=True):
                said[heard[row]] = each
        return tuple(said)

    def _hear(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> Sequence[Hypothesis]:
        """Return what is said in sounds that are not empty; each language is decoded by itself."""
        encoded, told = self._encoded(sounds), self._told(sounds)
        codes = self._codes(languages, lambda: told)
        hypotheses: dict[int, Hypothesis] = {}
        for code in sorted(set(codes)):
            rows = [row for row, each in enumerate(codes) if each == code]
            of_language = encoded if len(rows) == len(sounds) else encoded[rows]
            segments = self._decode(of_language, code, [sounds[row] for row in rows], glossary)
            for row, segment in zip(rows, segments, strict=True):
                heard = (segment,) if segment.words else ()
                language = from_whisper(code)
                hypotheses[row] = Hypothesis(language, told[row].get(language, 0.0), heard)
        return [hypotheses[row] for row in range(len(sounds))]

    def _decode(
        self, encoded: Encoded, code: str, sounds: Sequence[Samples], glossary: Sequence[str]
    ) -> Sequence[HeardSegment]:
        tokenizer = self._tokenizer(code)
        prompt = [*_hints(tokenizer, glossary), *tokenizer.sot_sequence, tokenizer.no_timestamps]
        room = MOST_TOKENS - len(prompt) - 1  # The text is read again with its end when its words are placed.
        frames = list(map(count_frames, sounds))
        longest_s = max(frames) * MS_PER_FRAME / 1000
        written = write(self._whisper.model, tokenizer, encoded, prompt, room, longest_s)
        attended = self._attend(encoded, tokenizer, [text.tokens for text in written], sounds)
        music = music_probabilities(self._whisper.model, self._tokenizer("en"), encoded)
        heard = zip(written, attended, music, strict=True)
        return [_heard_segment(tokenizer, text, *each, notes) for text, each, notes in heard]

    def _attend(
        self, encoded: Encoded, tokenizer: Any, texts: Sequence[Sequence[int]], sounds: Sequence[Samples]
    ) -> Sequence[Attended]:
        """Return for each sound where the decoder looks while it says the text."""
        frames = list(map(count_frames, sounds))
        results = self._whisper.model.align(
            for_decoder(encoded),
            tokenizer.sot_sequence,
            [list(text) for text in texts],
            frames,
            median_filter_width=MEDIAN_FILTER_WIDTH,
        )
        return [
            (
                _token_times_ms(result.alignments, len(text), count * MS_PER_FRAME),
                np.maximum(np.array(result.text_token_probs), LEAST_PROBABILITY),
            )
            for result, text, count in zip(results, texts, frames, strict=True)
        ]

    def _codes(self, languages: Sequence[str], tell: Callable[[], Languages]) -> Sequence[str]:
        """Return Whisper's code of each language that is asked for, or else of the likeliest.

        :param tell: returns what is heard in each sound; called where a language was not asked for.
        """
        known = self._whisper.supported_languages
        asked = [code for language in languages if (code := to_whisper(language, known))]
        if len(asked) == len(languages):
            return asked
        return [
            to_whisper(language, known) or to_whisper(max(heard, key=heard.__getitem__), known) or "en"
            for language, heard in zip(languages, tell(), strict=True)
        ]

    def _told(self, sounds: Sequence[Samples]) -> Languages:
        return self._tellings.get(_digest(sounds), lambda: self._languages(self._encoded(sounds)))

    def _encoded(self, sounds: Sequence[Samples]) -> Encoded:
        return self._encodings.get(_digest(sounds), partial(self._encode, sounds))

    def _languages(self, encoded: Encoded) -> Languages:
        if not self._whisper.model.is_multilingual:
            return [{"en": 1.0}] * len(encoded)
        results = self._whisper.model.detect_language(for_decoder(encoded))
        return [{from_whisper(token[2:-2]): float(share) for token, share in result} for result in results]

    def _tokenizer(self, code: str) -> Any:
        whisper = self._whisper
        return Tokenizer(whisper.hf_tokenizer, whisper.model.is_multilingual, task="transcribe", language=code)


def _digest(sounds: Sequence[Samples]) -> bytes:
    each = (sha256(samples.tobytes()).digest() for samples in sounds)
    return sha256(b"".join(each)).digest()


def _spread(answers: Sequence[Answer], places: Sequence[int], others: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return ``others`` with the answers in their places."""
    found = dict(zip(places, answers, strict=True))
    return tuple(found.get(place, other) for place, other in enumerate(others))


def _hints(tokenizer: Any, glossary: Sequence[str]) -> list[int]:
    """Return the tokens before the start sequence that tell the decoder what to expect: whole terms, as many as fit."""
    hints: list[int] = []
    for term in glossary:
        tokens = tokenizer.encode(f" {term},")
        if len(hints) + len(tokens) > MOST_GLOSSARY_TOKENS:
            break
        hints += tokens
    return [tokenizer.sot_prev, *hints] if hints else []


def _heard_segment(
    tokenizer: Any,
    text: Written,
    times_ms: npt.NDArray[np.int64],
    probabilities: npt.NDArray[np.float64],
    music_probability: float,
) -> HeardSegment:
    """Return one sound's words."""
    likely = text.mean_log_probability
    if likely is None:  # What the decoder thinks of the text when it is free to think.
        likely = float(np.log(probabilities).mean())
    pieces, ids = tokenizer.split_to_word_tokens([*text.tokens, tokenizer.eot])
    ends = list(accumulate(map(len, ids[:-1]), initial=0))
    words = [
        Piece(piece, times_ms[first] / 1000, times_ms[last] / 1000, float(probabilities[first:last].mean()))
        for piece, (first, last) in zip(pieces, pairwise(ends), strict=False)
    ]
    return HeardSegment(
        start_ms=int(times_ms[0]),
        end_ms=int(times_ms[-1]),
        words=join_pieces(words, tokenizer.language_code),
        mean_log_probability=likely,
        no_speech_probability=text.no_speech_probability,
        compression_ratio=compression_ratio(tokenizer, text.tokens),
        music_probability=music_probability,
    )


def _that_fit(tokens: list[list[int]], start_tokens: int) -> list[list[int]]:
    room = MOST_TOKENS - start_tokens - FRAMING_TOKENS
    return [word for word, used in zip(tokens, accumulate(map(len, tokens)), strict=True) if used <= room]


def _token_times_ms(path: list[tuple[int, int]], count: int, end_ms: int) -> npt.NDArray[np.int64]:
    """Return when each token begins and, last, when all have ended: (count + 1,), ascending.

    :param path: (token, frame of 20 ms) steps of the alignment; its last token is the end of the text.
    """
    token, place = np.array(path, np.int64).T
    begins = np.append(place[np.diff(token, prepend=-1) > 0] * MS_PER_TOKEN, end_ms)[: count + 1]
    times: npt.NDArray[np.int64] = np.minimum(begins, end_ms)
    return times
