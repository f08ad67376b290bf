"""Hear the chunks of a recording, batch by batch; what an earlier job made of a batch is found again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from media.language import UNDETERMINED
from media.records import Span
from media.sound import read_samples
from transcribe import unfinished
from transcribe.calibration import with_confidence
from transcribe.chunk_results import Asked, Recognition, find_results, store_results
from transcribe.conversations import Hears, Talk, ToHear, in_order
from transcribe.engines.languages import same_language
from transcribe.engines.registry import get_engine
from transcribe.errors import EngineFailed
from transcribe.kinds.languages import Listener
from transcribe.kinds.work import Work
from transcribe.languages import Belief
from transcribe.patience import patiently
from transcribe.plan import batches
from transcribe.records import Chunk, Hypothesis, Segment
from transcribe.second_hearing import decide, is_heard_badly, pieces
from transcribe.word_times import settle_chunks
from transcribe.written import written_language

GIVE_UP_AFTER = 5
"""Chunks that fail in a row before the engine itself counts as broken: the rest of ten hours would fail the same."""

Words = Callable[[Sequence[Chunk], Sequence[Hypothesis | None]], tuple[Segment, ...]]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard, chunk by chunk."""

    chunks: tuple[Chunk, ...]
    """Those of the plan, some cut where the language changes."""
    hypotheses: tuple[Hypothesis | None, ...]
    """With the words' times settled; ``None`` where the engine failed twice."""


def hear(
    work: Work,
    engine: Hears,
    recognition: Recognition,
    sound: Path,
    chunks: Iterable[Chunk],
    listener: Listener,
    belief: Belief,
    words: Words,
) -> Heard:
    """Return what is heard.

    :param engine: asked about as many batches at once as it likes; what is heard depends on none but its own.
    :param sound: decoded (`media.sound.decoded_sound`).
    :param chunks: taken as they are needed; the plan of ten hours is not waited for.
    :param listener: tells the language of each chunk.
    :param belief: what is known of the language before anything is heard.
    :param words: makes words of some chunks; those of a batch can be read as soon as it is heard.
    :raises EngineFailed: the engine failed on every chunk, or on `GIVE_UP_AFTER` in a row.
    """
    duration_ms = work.recording().duration_ms
    hearing = _Hearing(work, recognition, sound, listener, words, [belief], [])
    cut: list[Chunk] = []
    hypotheses: list[Hypothesis | None] = []
    for batch in in_order(map(hearing.talk, _numbered(chunks)), engine):
        hypotheses += hearing.settled(batch)
        cut += batch.chunks
        if _is_broken(hypotheses):
            raise hearing.nothing_heard()
        _show(work, batch.chunks, words(batch.chunks, hypotheses[-len(batch.chunks) :]))
        work.progress(batch.chunks[-1].end_ms, duration_ms)
    if hypotheses and not any(hypotheses):
        raise hearing.nothing_heard()
    return Heard(tuple(cut), tuple(hypotheses))


@dataclass(frozen=True, slots=True)
class _Batch:
    """Chunks that were recognised together, and what the engine said."""

    chunks: tuple[Chunk, ...]
    languages: tuple[str, ...]
    heard: Sequence[Hypothesis | None]


def _numbered(chunks: Iterable[Chunk]) -> Iterator[tuple[int, Sequence[Chunk]]]:
    return enumerate(batches(chunks))


@dataclass(frozen=True, slots=True)
class _Hearing:
    """The talk about each batch; all of it is asked and kept in this thread, whoever answers."""

    work: Work
    recognition: Recognition
    sound: Path
    listener: Listener
    words: Words
    beliefs: list[Belief]
    """What is known of the language before each batch, as far as that is known yet."""
    failures: list[str]
    """Why chunks failed that were asked for by themselves; texts, since an error holds its sound."""

    def nothing_heard(self) -> EngineFailed:
        """Return what is to be raised where nothing can be heard, with the last reason: who made a plug-in needs it."""
        told = f" ({self.failures[-1]})" if self.failures else ""
        return EngineFailed(
            f"The engine {self.recognition.engine} fails on all that it is given{told}; choose another with --engine, "
            "and see “muragat doctor”."
        )

    def talk(self, numbered: tuple[int, Sequence[Chunk]]) -> Talk[_Batch]:
        number, planned = numbered
        labelled = yield from self.listener.label(planned, self._before(number))
        self.beliefs.append(labelled.belief)
        chunks, languages = labelled.chunks, labelled.languages
        asked = [Asked(Span(chunk.start_ms, chunk.end_ms), each) for chunk, each in zip(chunks, languages, strict=True)]
        heard = yield from self._recognise_batch(asked)
        if number == 0:  # The first words do not wait for the second try, which may take longer than all before.
            first = _Batch(chunks, languages, heard)
            _show(self.work, chunks, self.words(chunks, self.settled(first)))
        kept: list[Hypothesis | None] = []
        for chunk, language, each in zip(chunks, languages, heard, strict=True):
            kept.append(each and (yield from self._hear_again(chunk, language, each)))
        return _Batch(chunks, languages, kept)

    def settled(self, batch: _Batch) -> list[Hypothesis | None]:
        """Return what was heard with its language named, its words' times settled and their confidence told."""
        engine, allowed = self.recognition.engine, self.listener.allowed
        named = [
            each and _named(each, language, allowed)
            for each, language in zip(batch.heard, batch.languages, strict=True)
        ]
        settled = settle_chunks(self.sound, batch.chunks, named, get_engine(engine).word_lead_ms)
        return [each and with_confidence(each, engine, self.recognition.model_sha256) for each in settled]

    def _before(self, number: int) -> Talk[Belief]:
        while len(self.beliefs) <= number:
            yield None
        return self.beliefs[number]

    def _recognise_batch(self, batch: Sequence[Asked]) -> Talk[Sequence[Hypothesis | None]]:
        """Where an engine fails on a batch, its chunks are asked for one by one: one bad chunk costs only itself."""
        db, recognition = self.work.db, self.recognition
        found = find_results(db, recognition, batch)
        if found is not None:
            return found
        if not any(find_results(db, recognition, [asked]) for asked in batch) and len(batch) > 1:
            try:
                return (yield from self._recognise(batch))
            except EngineFailed as error:
                self._log("chunks", batch[0].span.start_ms, error)
        hypotheses: list[Hypothesis | None] = []
        for asked in batch:
            try:
                hypotheses += yield from self._recognise([asked])
            except EngineFailed as error:
                self._log("the chunk", asked.span.start_ms, error)
                self.failures.append(str(error.__cause__ or error))
                hypotheses.append(None)
            if _is_broken(hypotheses):
                break
        return [*hypotheses, *[None] * (len(batch) - len(hypotheses))]

    def _hear_again(self, chunk: Chunk, language: str, first: Hypothesis) -> Talk[Hypothesis]:
        """Ask once more for what was heard badly, in other pieces; which, and what is kept, depends on nothing else."""
        if not is_heard_badly(chunk, first):
            return first
        spans = pieces(chunk)
        try:
            again = yield from self._recognise([Asked(span, language) for span in spans])
        except EngineFailed as error:
            self._log("the second try", chunk.start_ms, error)
            return first
        return decide(chunk, first, spans, again)

    def _recognise(self, batch: Sequence[Asked]) -> Generator[ToHear, tuple[Hypothesis, ...], Sequence[Hypothesis]]:
        found = find_results(self.work.db, self.recognition, batch)
        if found is not None:
            return found
        sound, spans = self.sound, [asked.span for asked in batch]
        languages = tuple(asked.language for asked in batch)
        heard = yield ToHear(
            lambda: [read_samples(sound, span) for span in spans], languages, self.recognition.glossary
        )
        patiently(lambda: store_results(self.work.db, self.work.job, self.recognition, batch, heard))
        return heard

    def _log(self, what: str, start_ms: int, error: EngineFailed) -> None:
        log.warning("job %s: %s from %d ms on: %s", self.work.job.job_id, what, start_ms, error)


def _named(hypothesis: Hypothesis, asked: str, allowed: Sequence[str]) -> Hypothesis:
    """Name the language as it was asked for; let the words tell it where the engine did not."""
    if asked != UNDETERMINED and same_language(asked, hypothesis.language):
        return replace(hypothesis, language=asked)
    if hypothesis.language != UNDETERMINED:
        return hypothesis
    text = " ".join(word.text for segment in hypothesis.segments for word in segment.words)
    return replace(hypothesis, language=written_language(text, allowed), language_probability=None)


def _show(work: Work, batch: Sequence[Chunk], segments: tuple[Segment, ...]) -> None:
    patiently(lambda: unfinished.note(work.db, work.job, batch[0].start_ms, batch[-1].end_ms, segments))


def _is_broken(hypotheses: Sequence[Hypothesis | None]) -> bool:
    return len(hypotheses) >= GIVE_UP_AFTER and not any(hypotheses[-GIVE_UP_AFTER:])
