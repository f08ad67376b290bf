"""WebVTT and SRT: a cue is a segment; a word has a time of its own where WebVTT's timestamps give it one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from transcribe.formats.read_cues import ReadCue, read_cues
from transcribe.incoming.chevrons import REMARK, Turned, is_marked, turned
from transcribe.incoming.file import FileIn
from transcribe.incoming.labels import labels_of, split_label
from transcribe.incoming.own import made_by_of, words_of_ours
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord
from transcribe.incoming.rolling import without_repeats

ALL = 0.9
NAMED_LABELS = 5
"""How many names are told of one by one."""
ROLLED = "Captions that repeat what the one before showed were taken once."
LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z0-9-]{1,40})[ \t]*$", re.MULTILINE)


def read(file: FileIn) -> FoundTranscript:
    """Return the cues.

    :raises BadTranscript: a cue ends before it starts, or the times cannot be read.
    """
    cues = read_cues(file.text)
    head = file.text.partition("-->")[0] if file.starts_with("WEBVTT") else ""
    ours = ""
    if cues:
        ours, count = words_of_ours(_text(cues[0]))
        head = f"{head} {ours}"
        cues = (replace(cues[0], words=cues[0].words[count:]), *cues[1:])
    once = without_repeats(cues)
    language = LANGUAGE.search(head)
    tool, words_by = made_by_of(head)
    cues = once or cues
    is_by_marks = not ours and "Cite as: " not in head and is_marked(cues)
    parts = tuple(part for cue in cues for part in (turned(cue) if is_by_marks else (Turned(cue, begins_anew=False),)))
    texts = [_text(part.cue) for part in parts if part.cue.speaker is None]
    # A name that stands after a mark is one, though it comes but once.
    labels = labels_of(texts) | labels_of([_text(part.cue) for part in parts if part.begins_anew], is_ours=True)
    return FoundTranscript(
        tuple(_segments(parts, labels, stays=sum(_is_labelled(text, labels) for text in texts) < ALL * len(texts))),
        made_by=tool,
        words_by=words_by,
        language=language[1] if language else None,
        remarks=(*remarks_of(labels), *((ROLLED,) if once else ()), *((REMARK,) if is_by_marks else ())),
    )


def _text(cue: ReadCue) -> str:
    return " ".join(text for text, _ in cue.words)


def _is_labelled(text: str, labels: frozenset[str]) -> bool:
    return split_label(text, labels)[0] is not None


def _segments(parts: Sequence[Turned], labels: frozenset[str], *, stays: bool) -> Iterator[FoundSegment]:
    """Yield the cues. :param stays: whether names stand only where somebody else begins, as in most captions."""
    before: str | None = None
    for part in parts:
        segment = _segment(part.cue, labels)
        if stays and segment.speaker is None and not part.begins_anew:
            segment = replace(segment, speaker=before)
        before = segment.speaker if part.cue.speaker is None else None
        yield segment


def remarks_of(labels: frozenset[str]) -> tuple[str, ...]:
    """Return what whoever brings it must know of names that were found before colons."""
    if not labels:
        return ()
    some = ", ".join(f"“{label}”" for label in sorted(labels)[:NAMED_LABELS])
    return (f"Names before a colon were taken for who speaks: {some}{' …' if len(labels) > NAMED_LABELS else ''}.",)


def _segment(cue: ReadCue, labels: frozenset[str]) -> FoundSegment:
    words = tuple(FoundWord(text, span) for text, span in cue.words)
    speaker = cue.speaker
    if speaker is None and labels:
        speaker, left = split_label(" ".join(word.text for word in words), labels)
        words = words[len(words) - len(left.split()) :]
    return FoundSegment(words, cue.span, speaker, cue.language)
