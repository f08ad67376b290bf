"""Audacity's labels: a line each with start, end and text, tabs between them; a label is a segment, or a word."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.errors import BadTranscript
from transcribe.formats.export import OWN_MARK
from transcribe.incoming.file import FileIn
from transcribe.incoming.labels import labels_of, split_label
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundSegment, FoundTranscript, plain_words
from transcribe.incoming.signs import LABEL_LINE
from transcribe.incoming.times import ms_of, span_of

FREQUENCIES = "\\"
"""Begins a line about the frequencies of the label before it."""


def read(file: FileIn) -> FoundTranscript:
    """Return its labels as segments.

    :raises BadTranscript: a line is no label.
    """
    labels = list(_labels(file.text))
    head = " ".join(text for _, _, text in labels if text.startswith(OWN_MARK))
    spoken = [label for label in labels if label[2] and not label[2].startswith(OWN_MARK)]
    names = labels_of([text for _, _, text in spoken])
    made_by, words_by = made_by_of(head)
    return FoundTranscript(tuple(_segments(spoken, names)), made_by, words_by)


def _labels(text: str) -> Iterator[tuple[int | None, int | None, str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.startswith(FREQUENCIES):
            continue
        found = LABEL_LINE.fullmatch(line)
        if found is None:
            raise BadTranscript(
                f"Line {number} is no label of Audacity’s; write start, end and text, tabs between them."
            )
        start, end = (ms_of(found[name].replace(",", ".")) for name in ("start", "end"))
        yield start, end, (found["text"] or "").strip()


def _segments(labels: list[tuple[int | None, int | None, str]], names: frozenset[str]) -> Iterator[FoundSegment]:
    for start_ms, end_ms, text in labels:
        speaker, said = split_label(text, names)
        yield FoundSegment(plain_words(said), span_of(start_ms, end_ms), speaker)
