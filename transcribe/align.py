"""A known script → when each of its words is said, in any language the model can hear, Kazakh among them.

The words are not recognised, they are looked for: `transcribe.alignment.evidence` says how. Words that were not said
and speech that the script does not have are marked as such; nothing is forced into a place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from media.language import UNDETERMINED
from media.sound import read_samples, sound_duration_ms
from transcribe.alignment.bridge import bridge
from transcribe.alignment.compose import compose, time_script
from transcribe.alignment.edited import read_segments, with_new_times
from transcribe.alignment.evidence import Evidence, Listener, join
from transcribe.alignment.foreign import recognise_foreign, speech_without_words
from transcribe.alignment.script import ScriptWord, read_script
from transcribe.alignment.second_look import look_again
from transcribe.alignment.settle import settle
from transcribe.alignment.track import chunk_span, speech_ms, track
from transcribe.engines.supervisor import EngineProcess
from transcribe.records import Chunk, Segment

TRACKED, SETTLED = 0.5, 0.9
"""Share of the work that is done then, for the progress; the rest is recognising what the script does not have."""


def align_script(
    process: EngineProcess,
    sound: Path,
    chunks: Sequence[Chunk],
    script: str,
    language: str,
    *,
    sound_sha256: str,
    progress: Callable[[int, int], None],
) -> tuple[Segment, ...]:
    """Return the script's words with their times, and the machine's words where the script has none.

    Words that were not said get `Doubt.NOT_SPOKEN` and the time where they are missing; speech that the script does
    not have becomes segments with `Doubt.NOT_IN_SCRIPT`. A word's probability is how likely it was said there.
    The cost is about that of recognising the sound, whatever the script's length.

    :param process: of an engine that is an `Aligner`.
    :param sound: of `media.sound.decoded_sound`.
    :param chunks: of `transcribe.plan.plan`.
    :param language: of the script, a BCP 47 tag; ``und`` lets the model decide. Paragraphs may be in others.
    :param progress: called with (done_ms, total_ms), both of sound.
    :raises EngineFailed: the child failed twice on the same sound.
    """
    if language == UNDETERMINED and chunks:
        language = _spoken_language(process, sound, chunks)
    words = read_script(script, language)
    heard = find_words(process, sound, chunks, words, progress)
    foreign = speech_without_words(chunks, heard)
    extra = recognise_foreign(
        process,
        sound,
        foreign,
        [_language_before(stretch, heard, words, language) for stretch in foreign],
        sound_sha256=sound_sha256,
        done=_steps(sound, progress, SETTLED, 1, len(foreign)),
    )
    progress(sound_duration_ms(sound), sound_duration_ms(sound))
    return compose(time_script(words, heard), extra, sound_sha256=sound_sha256)


def find_words(
    process: EngineProcess,
    sound: Path,
    chunks: Sequence[Chunk],
    words: Sequence[ScriptWord],
    progress: Callable[[int, int], None],
) -> Evidence:
    """Return those of the words that were said, in order, each with its time.

    :param progress: called with (done_ms, total_ms), until `SETTLED` of the sound is done.
    :raises EngineFailed: the child failed twice on the same sound.
    """
    listener = Listener(process, sound, chunks, words)
    placements = track(listener, chunks, _steps(sound, progress, 0, TRACKED, len(chunks)))
    placements = settle(listener, placements, _steps(sound, progress, TRACKED, SETTLED, len(chunks)))
    heard = look_again(listener, chunks, join(*(placement.heard for placement in placements)))
    return bridge(heard, words, chunks)


def time_edited(
    process: EngineProcess,
    sound: Path,
    chunks: Sequence[Chunk],
    segments: Sequence[Segment],
    language: str,
    progress: Callable[[int, int], None],
) -> tuple[Segment, ...]:
    """Return those segments whose words, people's first of all, are spoken at other times than they have; no word
    is changed.

    :param segments: of the text as it stands.
    :param progress: as for `align_script`.
    :raises EngineFailed: the child failed twice on the same sound.
    """
    if language == UNDETERMINED and chunks:
        language = _spoken_language(process, sound, chunks)
    words = read_segments(segments, language)
    heard = find_words(process, sound, chunks, words, progress)
    total_ms = sound_duration_ms(sound)
    progress(total_ms, total_ms)
    return with_new_times(segments, words, heard, total_ms)


def _steps(
    sound: Path, progress: Callable[[int, int], None], share_before: float, share_after: float, parts: int
) -> Callable[[int], None]:
    """Return what takes the number of parts that are done, of a stretch of the work."""
    total_ms = sound_duration_ms(sound)

    def done(count: int) -> None:
        progress(int(total_ms * (share_before + (share_after - share_before) * count / max(1, parts))), total_ms)

    return done


def _language_before(stretch: Chunk, heard: Evidence, words: Sequence[ScriptWord], language: str) -> str:
    """Return the language of the last word before a stretch; what was added most likely is in it too."""
    number = int(np.searchsorted(heard.start_ms, stretch.start_ms, side="right"))
    return words[int(heard.places[number - 1])].language if number else language


def _spoken_language(process: EngineProcess, sound: Path, chunks: Sequence[Chunk]) -> str:
    """Return the language of the chunk with the most speech."""
    [heard] = process.detect_languages([read_samples(sound, chunk_span(max(chunks, key=speech_ms)))])
    return max(heard, key=heard.__getitem__)
