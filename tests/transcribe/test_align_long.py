"""Scripts that the speaker leaves and comes back to: what was added or cut derails nothing that follows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from media.records import Span
from media.sound import sound_duration_ms
from tests.transcribe.broadcast import Broadcast, Part, Piece, english_pieces, make_broadcast, sentences, shuffled
from tests.transcribe.spoken.passages import PASSAGES
from transcribe.align import align_script
from transcribe.alignment.coverage import Coverage, cover
from transcribe.engines.supervisor import EngineProcess
from transcribe.plan import plan
from transcribe.records import Doubt, Segment, Word

MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> list[Piece]:
    return english_pieces(tmp_path_factory.mktemp("pieces"))


def aligned(process: EngineProcess, broadcast: Broadcast, language: str) -> tuple[list[Word], Coverage]:
    segments = align_script(
        process,
        broadcast.sound,
        tuple(plan(broadcast.sound)),
        broadcast.script,
        language,
        sound_sha256="0" * 64,
        progress=lambda done_ms, total_ms: None,
    )
    words = script_words(segments)
    assert " ".join(word.text for word in words) == " ".join(broadcast.script.split())
    edges = [edge for segment in segments for word in segment.words for edge in (word.start_ms, word.end_ms)]
    assert edges == sorted(edges)
    assert edges[-1] <= sound_duration_ms(broadcast.sound)
    return words, cover(segments)


def script_words(segments: Sequence[Segment]) -> list[Word]:
    return [word for segment in segments if Doubt.NOT_IN_SCRIPT not in segment.doubts for word in segment.words]


def start_errors(words: Sequence[Word], truth: Sequence[Span | None]) -> list[tuple[int, int]]:
    """Return (when, by how much a word's start is wrong), ms, for words that were heard and whose time is known."""
    return [
        (span.start_ms, abs(word.start_ms - span.start_ms))
        for word, span in zip(words, truth, strict=True)
        if span and word.doubt is not Doubt.NOT_SPOKEN
    ]


def shares_heard(words: Sequence[Word], broadcast: Broadcast) -> tuple[float, float]:
    """Return which share is said to be heard of the words that were spoken, and of those that were not."""
    heard = np.array([word.doubt is not Doubt.NOT_SPOKEN for word in words])
    spoken = np.array(broadcast.is_spoken)
    return float(heard[spoken].mean()), float(heard[~spoken].mean())


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_known_words_are_where_the_voice_says_them(language: str, recogniser: EngineProcess, tmp_path: Path) -> None:
    parts = [
        Part(piece) for passage in PASSAGES if passage.language == language for piece in sentences(passage, tmp_path)
    ]
    broadcast = make_broadcast(tmp_path / "sound.s16", parts, 1)
    words, coverage = aligned(recogniser, broadcast, language)
    errors = [error for _, error in start_errors(words, broadcast.times)]
    assert coverage.percent == 100
    assert np.median(errors) <= 80
    assert np.percentile(errors, 95) <= 250


def test_what_was_added_and_cut_is_found_and_the_rest_goes_on(
    pieces: list[Piece], recogniser: EngineProcess, tmp_path: Path
) -> None:
    by_words = {" ".join(piece.words[:3]): piece for piece in pieces}
    added, cut = by_words["You are listening"], by_words["Very slowly. First"]
    river, market = pieces[:4], pieces[4:8]
    parts = [*map(Part, river[:2]), Part(added, in_script=False), *map(Part, market[:2]), Part(cut, is_spoken=False)]
    broadcast = make_broadcast(tmp_path / "sound.s16", [*parts, *map(Part, river[2:])], 2)
    words, coverage = aligned(recogniser, broadcast, "en")
    spoken, unspoken = shares_heard(words, broadcast)
    assert spoken >= 0.98
    assert unspoken == 0
    [skipped] = coverage.skipped
    assert (skipped.first_words, skipped.words) == ("Very slowly. First we warm it", len(cut.words))
    [extra], [truth] = coverage.extra, broadcast.added
    assert extra.overlap_ms(truth) >= 0.9 * truth.duration_ms
    assert extra.duration_ms <= truth.duration_ms + 1_000
    errors = [error for _, error in start_errors(words, broadcast.times)]
    assert np.median(errors) <= 80


def test_what_was_added_and_cut_may_say_what_the_programme_says_elsewhere(
    pieces: list[Piece], recogniser: EngineProcess, tmp_path: Path
) -> None:
    """Three sentences are added that come later, and three cut of which the script has other copies."""
    river, market = pieces[:4], pieces[4:8]
    added = [market[1], market[2], river[3]]
    cut = [river[1], market[3], river[2]]
    parts = [
        *map(Part, river[:3]),
        *(Part(piece, in_script=False) for piece in added),
        *map(Part, [river[3], *market[:2]]),
        *(Part(piece, is_spoken=False) for piece in cut),
        *map(Part, market[2:]),
    ]
    broadcast = make_broadcast(tmp_path / "sound.s16", parts, 2)
    words, coverage = aligned(recogniser, broadcast, "en")
    assert shares_heard(words, broadcast) == (1, 0)
    errors = [error for _, error in start_errors(words, broadcast.times)]
    assert np.percentile(errors, 95) <= 250
    assert max(errors) < 1_000, "no word is taken for its copy elsewhere"
    assert [skipped.words for skipped in coverage.skipped] == [sum(len(piece.words) for piece in cut)]
    found = sum(extra.overlap_ms(span) for extra in coverage.extra for span in broadcast.added)
    assert found >= 0.95 * sum(span.duration_ms for span in broadcast.added)


def test_each_paragraph_is_looked_for_in_its_own_language(recogniser: EngineProcess, tmp_path: Path) -> None:
    by_language = {passage.language: sentences(passage, tmp_path) for passage in PASSAGES}
    parts = [Part(piece) for language in ("kk", "ru") for piece in by_language[language]]
    broadcast = make_broadcast(tmp_path / "sound.s16", parts, 3)
    segments = align_script(
        recogniser,
        broadcast.sound,
        tuple(plan(broadcast.sound)),
        broadcast.script,
        "kk",
        sound_sha256="0" * 64,
        progress=lambda done_ms, total_ms: None,
    )
    spoken = {language: {" ".join(piece.words) for piece in each} for language, each in by_language.items()}
    for segment in segments:
        assert any(segment.text in text for text in spoken[segment.language or ""]), segment.text
    assert cover(segments).percent == 100
    errors = [error for _, error in start_errors(script_words(segments), broadcast.times)]
    assert np.median(errors) <= 80


@pytest.mark.release
@pytest.mark.timeout(3_600)
def test_an_hour_with_five_minutes_added_and_five_cut_does_not_drift(
    pieces: list[Piece], recogniser: EngineProcess, tmp_path: Path
) -> None:
    turns = pieces[8:]
    added, cut, rest = turns[1::4], turns[3::4], [*pieces[:8], *turns[::4], *turns[2::4]]
    main = [Part(piece) for piece in shuffled(rest, 55 * MINUTE_MS, 1)]
    third = len(main) // 3
    parts = [
        *main[:third],
        *(Part(piece, in_script=False) for piece in shuffled(added, 5 * MINUTE_MS, 2)),
        *main[third : 2 * third],
        *(Part(piece, is_spoken=False) for piece in shuffled(cut, 5 * MINUTE_MS, 3)),
        *main[2 * third :],
    ]
    broadcast = make_broadcast(tmp_path / "sound.s16", parts, 4)
    words, coverage = aligned(recogniser, broadcast, "en")
    spoken, unspoken = shares_heard(words, broadcast)
    assert spoken >= 0.97
    assert unspoken <= 0.02
    truth = sum(span.duration_ms for span in broadcast.added)
    found = sum(extra.overlap_ms(span) for extra in coverage.extra for span in broadcast.added)
    assert found >= 0.8 * truth
    errors = start_errors(words, broadcast.times)
    total_ms = sound_duration_ms(broadcast.sound)
    for part_ms in range(0, total_ms, total_ms // 4 + 1):
        here = [error for at_ms, error in errors if part_ms <= at_ms < part_ms + total_ms // 4]
        assert np.median(here) <= 80
