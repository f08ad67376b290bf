"""Programmes of an archive that does not exist: as many, as long and as varied as it would have."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from media.records import LIST_MARK, Document, Programme, Span
from transcribe.records import Doubt, ProgrammeText, Provenance, Segment, Transcript, Verdict, Word
from webapp.bench_web.tongues import Lexicon, lexicon
from webapp.edition.records import EditionDocument, EditionSound
from webapp.edition.render import Approved, render_document

SEED = 6
MADE_AT = "2026-11-20T08:00:00.000Z"
LANGUAGES = ("kk", "kk", "kk", "kk", "kk", "ru", "ru", "ru", "en", "en")
"""Of every ten programmes."""
SHORTEST, LONGEST = 0.5, 1.5
"""Words of a programme, of the mean."""
WORD_MS, WORD_MOST_MS = 220, 520
PAUSE_MS = 400
SEGMENT_WORDS = (8, 26)
TOPIC_STEMS = 40
TOPIC_SHARE = 0.12
"""Chance that a word is one of the programme's own: what is said once is said again soon."""
TOPIC_RANKS = (120, 40_000)
NAMES = 6
"""Of the topical stems, written as names are."""
UNSURE = 0.03
SENTENCES, SENTENCE_WORDS = 8, (12, 28)
SERIES, PEOPLE, PLACES, TOPICS = 40, 3000, 300, 120
"""How many there are in the archive."""
FIRST_DAY, DAYS = date(2009, 1, 5), 6000
PUBLISHERS = ("Институт радио", "Radio Archive", "Қоғамдық мұрағат")
BROADCASTERS = ("Қазақ радиосы", "Shalqar", "Радио Сайрам", "Radio Steppe", "Azattyq", "Астана FM")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is made."""

    programmes: int
    words_each: int
    """On average."""

    def words(self, number: int) -> int:
        """Return how many words a programme has."""
        share = random.Random(f"{SEED} {number} words").uniform(SHORTEST, LONGEST)  # noqa: S311 (to repeat, no secret)
        return max(SEGMENT_WORDS[0], round(self.words_each * share))


def programme_id(number: int) -> str:
    return f"bench{number:06d}"


def make_approved(number: int, words: int, sound: EditionSound | None = None) -> Approved:
    """Return programme ``number``, as an approver leaves it: the same on every machine.

    :param words: of its transcript.
    :param sound: whose length its words fill; without one they are as fast as people speak.
    """
    draw = random.Random(f"{SEED} {number}")  # noqa: S311 (a draw to repeat, no secret)
    language = LANGUAGES[number % len(LANGUAGES)]
    told = _Teller(lexicon(language), np.random.default_rng([SEED, number]))
    segments = tuple(_segments(told.say(words), draw, number, sound.duration_ms if sound else None))
    identity = programme_id(number)
    text = ProgrammeText(_transcript(identity, language, segments), None, segments)
    return Approved(
        programme=_programme(identity, language, told, draw),
        summary=_summary(identity, number),
        text=text,
        linking=None,
        sound=sound,
        approved_at=MADE_AT,
    )


def make_document(number: int, words: int) -> EditionDocument:
    """Return programme ``number`` as published: rendered, and every second sentence of its summary linked."""
    document = render_document(make_approved(number, words), 1, MADE_AT)
    summary, transcript = document.summary, document.transcript
    if summary is None or transcript is None:
        return document
    linked = [
        dataclasses.replace(sentence, verdict=Verdict.SUPPORTED, spans=(Span(segment.start_ms, segment.end_ms),))
        for sentence, segment in zip(summary.sentences[::2], transcript.segments, strict=False)
    ]
    sentences = [each for pair in zip_longest(linked, summary.sentences[1::2]) for each in pair if each]
    return dataclasses.replace(document, summary=dataclasses.replace(summary, sentences=tuple(sentences)))


class _Teller:
    """Says words of a language, some of them the programme's own."""

    def __init__(self, words: Lexicon, draw: np.random.Generator) -> None:
        self._lexicon = words
        self._draw = draw
        low, high = np.log(TOPIC_RANKS)
        self._topic = np.exp(draw.uniform(low, high, TOPIC_STEMS)).astype(np.int64)

    def say(self, count: int) -> list[str]:
        """Return so many words."""
        lexicon = self._lexicon
        stems = np.searchsorted(lexicon.stem_odds, self._draw.random(count))
        own = self._draw.random(count) < TOPIC_SHARE
        stems[own] = self._draw.choice(self._topic, int(own.sum()))
        endings = np.searchsorted(lexicon.ending_odds, self._draw.random(count))
        names = set(self._topic[:NAMES].tolist())
        return [
            lexicon.form(stem, ending).capitalize() if stem in names else lexicon.form(stem, ending)
            for stem, ending in zip(stems.tolist(), endings.tolist(), strict=True)
        ]


def _segments(words: Sequence[str], draw: random.Random, number: int, duration_ms: int | None) -> Iterator[Segment]:
    """Yield the words in segments of a sentence each, a few people in turns."""
    starts_ms, ends_ms, probabilities = _times(len(words), number, duration_ms)
    speakers = [f"Speaker {letter}" for letter in "ABCD"[: draw.randint(1, 4)]]
    speaker = speakers[0]
    first = 0
    while first < len(words):
        last = min(len(words), first + draw.randint(*SEGMENT_WORDS))
        said = [words[first].capitalize(), *words[first + 1 : last]]
        said[-1] += "."
        made = zip(said, starts_ms[first:last], ends_ms[first:last], probabilities[first:last], strict=True)
        speaker = draw.choice(speakers)
        yield Segment(
            segment_id=f"s{first}",
            start_ms=starts_ms[first],
            end_ms=ends_ms[last - 1],
            words=tuple(
                Word(text, start_ms, end_ms, p, Doubt.LOW_PROBABILITY if p < UNSURE else None, p)
                for text, start_ms, end_ms, p in made
            ),
            speaker=speaker,
        )
        first = last


def _times(count: int, number: int, duration_ms: int | None) -> tuple[list[int], list[int], list[float]]:
    """Return when each word begins and ends, and how sure a machine is of it."""
    draw = np.random.default_rng([SEED, number, count])
    lengths_ms: NDArray[np.int64] = draw.integers(WORD_MS, WORD_MOST_MS, count)
    begins_ms = np.cumsum(lengths_ms) - lengths_ms
    if duration_ms:
        scale = (duration_ms - PAUSE_MS) / int(lengths_ms.sum())
        begins_ms = (begins_ms * scale).astype(np.int64)
        lengths_ms = (lengths_ms * scale).astype(np.int64)
    probabilities = np.round(draw.random(count), 3)
    return begins_ms.tolist(), (begins_ms + lengths_ms).tolist(), probabilities.tolist()


def _transcript(identity: str, language: str, segments: tuple[Segment, ...]) -> Transcript:
    made = Provenance("faster-whisper", "1.2.1", "base", "0" * 64, "1" * 64, language, {"beam_size": 5})
    # Nothing asks for the hash of a text that no archive holds.
    return Transcript(f"t-{identity}", identity, f"r-{identity}", 1, "recognised", made, segments, "2" * 64, MADE_AT)


def _programme(identity: str, language: str, told: _Teller, draw: random.Random) -> Programme:
    names = lexicon("kk")
    aired = FIRST_DAY + timedelta(days=draw.randrange(DAYS))

    def some(of: int, count: int, kind: str) -> str:
        # Squared: a few people, places and topics stand in many programmes.
        ranks = {int(draw.random() ** 2 * of) for _ in range(count)}
        return f"{LIST_MARK} ".join(f"{names.stems[1000 + of + rank].capitalize()} {kind}".strip() for rank in ranks)

    return Programme(
        programme_id=identity,
        title=" ".join(told.say(draw.randint(4, 8))).capitalize(),
        language=language,
        series=f"{names.stems[300 + draw.randrange(SERIES)].capitalize()}",
        publisher=draw.choice(PUBLISHERS),
        author=some(PEOPLE, 1, "Author"),
        published=aired.isoformat(),
        broadcaster=draw.choice(BROADCASTERS),
        service=language,
        aired=aired.isoformat(),
        people=some(PEOPLE, 3, ""),
        places=some(PLACES, 2, ""),
        topics=some(TOPICS, 3, ""),
        rights="CC0 1.0",
        synthetic=True,
    )


def _summary(identity: str, number: int) -> Document:
    """Return the summary, in English as newsrooms write them for abroad."""
    teller = _Teller(lexicon("en"), np.random.default_rng([SEED, number, 1]))
    draw = random.Random(f"{SEED} {number} summary")  # noqa: S311
    sentences = [" ".join(teller.say(draw.randint(*SENTENCE_WORDS))).capitalize() + "." for _ in range(SENTENCES)]
    return Document(f"d-{identity}", identity, "summary", "en", None, "\n\n".join(sentences), "3" * 64, MADE_AT)
