"""A known script → when each of its words is said, in any language the model can hear, Kazakh among them.

The words are not recognised, they are looked for: `transcribe.alignment.evidence` says how. Words that were not said
and speech that the script does not have are marked as such; nothing is forced into a place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from media.language import UNDETERMINED
from media.sound import read_samples, sound_duration_ms
from transcribe.alignment.bridge import bridge
from transcribe.alignment.compose import compose, time_script
from transcribe.alignment.evidence import Listener, join
from transcribe.alignment.foreign import recognise_foreign, speech_without_words
from transcribe.alignment.script import read_script
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
    :param language: of the script, a BCP 47 tag; ``und`` lets the model decide.
    :param progress: called with (done_ms, total_ms), both of sound.
    :raises EngineFailed: the child failed twice on the same sound.
    """
    total_ms = sound_duration_ms(sound)

    def show(share_before: float, share_after: float, parts: int) -> Callable[[int], None]:
        def done(count: int) -> None:
            progress(int(total_ms * (share_before + (share_after - share_before) * count / max(1, parts))), total_ms)

        return done

    if language == UNDETERMINED and chunks:
        language = _spoken_language(process, sound, chunks)
    words = read_script(script, language)
    listener = Listener(process, sound, chunks, words, language)
    placements = track(listener, chunks, show(0, TRACKED, len(chunks)))
    placements = settle(listener, placements, show(TRACKED, SETTLED, len(chunks)))
    heard = bridge(join(*(placement.heard for placement in placements)), words, chunks)
    foreign = speech_without_words(chunks, heard)
    extra = recognise_foreign(
        process, sound, foreign, language, sound_sha256=sound_sha256, done=show(SETTLED, 1, len(foreign))
    )
    progress(total_ms, total_ms)
    return compose(time_script(words, heard), extra, sound_sha256=sound_sha256, language=language)


def _spoken_language(process: EngineProcess, sound: Path, chunks: Sequence[Chunk]) -> str:
    """Return the language of the chunk with the most speech."""
    [heard] = process.detect_languages([read_samples(sound, chunk_span(max(chunks, key=speech_ms)))])
    return max(heard, key=heard.__getitem__)
