"""What a file says → segments of one recording: in the order of time, within the sound, every word with a time.

Nothing is lost: words that lie beyond the end or have no time stay, and what their times are worth is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from media.records import Span
from transcribe.errors import OfAnotherSound
from transcribe.incoming.clean import clean_segment
from transcribe.incoming.doubting import doubted
from transcribe.incoming.records import FoundSegment, FoundTranscript
from transcribe.incoming.share_out import PlacedWord, following, share_out
from transcribe.incoming.speakers import machine_labels
from transcribe.records import Doubt, Segment, WordsBy, make_segment_id
from transcribe.segmentation import cut

BEYOND_SHARE = 0.1
"""So many of the words beyond the end: the transcript is of another recording."""
LONGEST_MS, MOST_CHARACTERS = 60_000, 1_000
"""A longer segment is no caption: it is cut at its sentences, so that it can be read and edited."""
WORD_MS = 400
"""A word takes about so long, where nothing else says when it ends."""
SLOWEST = 3
"""Nobody speaks slower by more than this; then there is a pause, or music."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A transcript in the time of a recording, and what whoever brings it should know."""

    segments: tuple[Segment, ...]
    words: int
    guessed: int
    """How many of the words have no time of their own in the file."""
    beyond: int
    """How many segments went on after the recording's end, and end there now."""
    is_reordered: bool
    """Whether the segments were not in the order of time."""


def has_times(found: FoundTranscript) -> bool:
    """Return whether anything in it says when it is spoken; else its words have to be looked for in the sound."""
    return any(segment.span or any(word.span for word in segment.words) for segment in found.segments)


def place(found: FoundTranscript, *, duration_ms: int, sound_sha256: str, words_by: WordsBy) -> Placed:
    """Return the segments that a file with times is in a recording.

    :param words_by: who wrote the words, as far as it is known: what machines get wrong is looked for in theirs.
    :raises OfAnotherSound: much of it lies beyond the end of the recording.
    :raises BadTranscript: a word is none.
    """
    clean = [each for segment in found.segments if (each := clean_segment(segment)).words]
    spans = _spans(clean)
    _refuse_another_recording(clean, spans, duration_ms)
    order = sorted(range(len(clean)), key=lambda number: spans[number].start_ms)
    labels = machine_labels([each.speaker for each in clean])
    parts: list[Segment] = []
    for number in order:
        segment, span = clean[number], spans[number].clamp(duration_ms)
        words = share_out(segment.words, span, duration_ms)
        parts += _segments(segment, words, span, labels)
    parts.sort(key=lambda part: part.start_ms)  # Sentences of a long one may stand among others.
    segments = doubted(parts, words_by, found.language)
    return Placed(
        tuple(_with_ids(segments, sound_sha256)),
        words=sum(len(segment.words) for segment in clean),
        guessed=sum(word.span is None for segment in clean for word in segment.words),
        beyond=sum(span.end_ms > duration_ms for span in spans),
        is_reordered=order != sorted(order),
    )


def _spans(segments: Sequence[FoundSegment]) -> list[Span]:
    """Return when each segment is spoken: as the file says, else as its words say, else between its neighbours."""
    known = [_known(segment) for segment in segments]
    spans: list[Span] = []
    for segment, told, after_ms in zip(
        segments, known, following([each.start_ms if each else None for each in known]), strict=True
    ):
        before_ms = spans[-1].end_ms if spans else 0
        span = told or Span(before_ms, before_ms)
        if span.duration_ms == 0:
            span = Span(span.start_ms, _end(span.start_ms, after_ms, len(segment.words)))
        spans.append(span)
    return spans


def _end(start_ms: int, after_ms: int | None, words: int) -> int:
    """Return when words end that nothing says it of: where the next begin, unless that is far too long for them."""
    if after_ms is not None and start_ms <= after_ms <= start_ms + SLOWEST * WORD_MS * words:
        return after_ms
    return start_ms + WORD_MS * words


def _known(segment: FoundSegment) -> Span | None:
    spans = [word.span for word in segment.words if word.span]
    if segment.span and segment.span.duration_ms:
        spans.append(segment.span)
    if not spans:
        return segment.span
    return Span(min(span.start_ms for span in spans), max(span.end_ms for span in spans))


def _refuse_another_recording(segments: Sequence[FoundSegment], spans: Sequence[Span], duration_ms: int) -> None:
    words = sum(len(segment.words) for segment in segments)
    beyond = sum(
        len(segment.words) for segment, span in zip(segments, spans, strict=True) if span.start_ms > duration_ms
    )
    if beyond > BEYOND_SHARE * words:
        raise OfAnotherSound(
            f"The transcript goes on until {_clock(max(span.end_ms for span in spans))}, and the recording ends at "
            f"{_clock(duration_ms)}; bring the transcript of this recording."
        )


def _segments(
    segment: FoundSegment, words: Sequence[PlacedWord], span: Span, labels: dict[str, str]
) -> Iterator[Segment]:
    """Yield a segment, or the sentences of one that is too long."""
    speaker = labels.get(segment.speaker, segment.speaker) if segment.speaker else None
    whole = Segment(
        segment_id="",
        start_ms=min([span.start_ms, *(each.word.start_ms for each in words)]),
        end_ms=max([span.end_ms, *(each.word.end_ms for each in words)]),
        words=tuple(each.word for each in words),
        speaker=speaker,
        language=segment.language,
        doubts=segment.doubts,
    )
    guessed = [each.is_guess for each in words]
    if whole.end_ms - whole.start_ms <= LONGEST_MS and len(whole.text) <= MOST_CHARACTERS:
        yield _with_doubt(whole, is_guessed=any(guessed))
        return
    first = 0
    for part in cut(whole.words):
        last = first + len(part)
        piece = replace(whole, start_ms=part[0].start_ms, end_ms=part[-1].end_ms, words=tuple(part))
        yield _with_doubt(piece, is_guessed=any(guessed[first:last]))
        first = last


def _with_doubt(segment: Segment, *, is_guessed: bool) -> Segment:
    """Say that times are guesses; where another archive said so and they have their own times here, they still are."""
    if not is_guessed or Doubt.SHARED_TIMES in segment.doubts:
        return segment
    return replace(segment, doubts=(*segment.doubts, Doubt.SHARED_TIMES))


def _with_ids(segments: Sequence[Segment], sound_sha256: str) -> Iterator[Segment]:
    """The same words may stand twice at one moment, in two channels say."""
    seen: dict[tuple[int, str], int] = {}
    for segment in segments:
        key = (segment.start_ms, segment.text)
        again = seen[key] = seen.get(key, 0) + 1
        text = segment.text if again == 1 else f"{segment.text}\n{again}"
        yield replace(segment, segment_id=make_segment_id(sound_sha256, segment.start_ms, text))


def _clock(time_ms: int) -> str:
    minutes, seconds = divmod(time_ms // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
