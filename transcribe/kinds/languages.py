"""Tell the language of each chunk of a batch; where it changes within a chunk, cut the chunk there."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples
from transcribe.chunk_results import Recognition, answer_key, find_answer, store_answer
from transcribe.conversations import Talk, ToTell
from transcribe.errors import EngineFailed
from transcribe.kinds.work import Work
from transcribe.languages import LEAST_SHARE, LEAST_WINDOW_MS, Belief, Stretch, is_clear, steady
from transcribe.patience import patiently
from transcribe.records import Chunk

Heard = Mapping[str, float]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Labelled:
    """The chunks of a batch, some of them cut in two or more, each with its language."""

    chunks: tuple[Chunk, ...]
    languages: tuple[str, ...]
    """A BCP 47 tag for each chunk; ``und`` where nothing tells it."""
    belief: Belief
    """What the batch says of the next one."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Asks an engine what language it hears; what it answered is kept in the ledger."""

    work: Work
    recognition: Recognition
    sound: Path
    """Decoded (`media.sound.decoded_sound`)."""
    allowed: tuple[str, ...]
    """Languages that may be spoken: one is not looked for, none are any."""

    def label(self, batch: Sequence[Chunk], believed: Talk[Belief]) -> Talk[Labelled]:
        """Tell the languages of a batch, whatever comes after it.

        :param believed: comes to what the batch before it says; what that does not change is asked before.
        :raises JobCancelled: a person has stopped the job. :raises LeaseLost: another owner has it.
        """
        if len(self.allowed) == 1:
            return Labelled(tuple(batch), self.allowed * len(batch), (yield from believed))
        stretches = yield from self._hear(batch)
        before = yield from believed
        languages, belief = steady(stretches, self.allowed, before)
        if not self.allowed:
            return Labelled(tuple(batch), languages, belief)
        return (yield from self._cut(batch, stretches, languages, before))

    def _cut(
        self, batch: Sequence[Chunk], stretches: Sequence[Stretch], languages: Sequence[str], before: Belief
    ) -> Talk[Labelled]:
        """Look closer at the chunks around a change, and at those that do not speak clearly for one language."""
        doubtful = _beside_changes(languages, before) | {
            place for place, stretch in enumerate(stretches) if not is_clear(stretch, languages[place], self.allowed)
        }
        pieces = [windows(chunk) if place in doubtful else (chunk,) for place, chunk in enumerate(batch)]
        finer: list[Stretch] = []
        for place, parts in enumerate(pieces):
            finer += [stretches[place]] if len(parts) == 1 else (yield from self._hear(parts))
        labels, belief = steady(finer, self.allowed, before)
        remaining = iter(labels)
        joined = [pair for parts in pieces for pair in _join(parts, [next(remaining) for _ in parts])]
        return Labelled(tuple(chunk for chunk, _ in joined), tuple(language for _, language in joined), belief)

    def _hear(self, chunks: Sequence[Chunk]) -> Talk[list[Stretch]]:
        spans = [Span(chunk.start_ms, chunk.end_ms) for chunk in chunks]
        told = yield from self._ask(spans)
        return [Stretch(chunk.speech_ms, each) for chunk, each in zip(chunks, told, strict=True)]

    def _ask(self, spans: Sequence[Span]) -> Talk[tuple[dict[str, float], ...]]:
        """Sound on which the engine fails tells no language this time: one bad chunk costs only itself."""
        asked = self.recognition
        key = answer_key("languages", asked.engine, asked.engine_version, asked.model_sha256, asked.sound_sha256, spans)
        found = find_answer(self.work.db, key, tuple[dict[str, float], ...])
        if found is not None:
            return found
        try:
            answer = yield ToTell(lambda: [read_samples(self.sound, span) for span in spans])
        except EngineFailed as error:
            log.warning("job %s: the languages from %d ms on: %s", self.work.job.job_id, spans[0].start_ms, error)
            if len(spans) == 1:
                return ({UNDETERMINED: 1.0},)
            told: list[dict[str, float]] = []
            for span in spans:
                told += yield from self._ask([span])
            return tuple(told)
        heard = tuple(map(_of_note, answer))
        patiently(lambda: store_answer(self.work.db, self.work.job, key, heard))
        return heard


def windows(chunk: Chunk) -> tuple[Chunk, ...]:
    """Part a chunk at its longest pauses, as far as every part keeps `LEAST_WINDOW_MS`."""
    edges = [(before.end_ms + after.start_ms) // 2 for before, after in pairwise(chunk.speech)]
    places = [
        place
        for place, edge_ms in enumerate(edges, 1)
        if min(edge_ms - chunk.start_ms, chunk.end_ms - edge_ms) >= LEAST_WINDOW_MS
    ]
    if not places:
        return (chunk,)
    place = max(places, key=lambda each: chunk.speech[each].start_ms - chunk.speech[each - 1].end_ms)
    first = replace(chunk, end_ms=edges[place - 1], speech=chunk.speech[:place])
    second = replace(chunk, start_ms=edges[place - 1], speech=chunk.speech[place:])
    return (*windows(first), *windows(second))


def _beside_changes(languages: Sequence[str], before: Belief) -> set[int]:
    """Return the places on both sides of every change, that from the batch before among them."""
    known = [max(before.nats, key=before.nats.__getitem__)] if before.nats else [languages[0]]
    pairs = enumerate(pairwise([*known, *languages]))
    changes = [place for place, (one, other) in pairs if one != other]
    return {each for place in changes for each in (place - 1, place) if each >= 0}


def _join(parts: Sequence[Chunk], labels: Sequence[str]) -> Iterator[tuple[Chunk, str]]:
    """Put neighbouring windows of one language together again."""
    for language, group in groupby(zip(parts, labels, strict=True), key=lambda pair: pair[1]):
        same = [chunk for chunk, _ in group]
        speech = tuple(span for chunk in same for span in chunk.speech)
        yield replace(same[0], end_ms=same[-1].end_ms, speech=speech), language


def _of_note(heard: Heard) -> dict[str, float]:
    told = {tag: round(share, 4) for tag, share in heard.items() if share >= LEAST_SHARE}
    return told or {UNDETERMINED: 1.0}
