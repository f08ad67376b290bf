"""CTM, time-marked words (NIST SCTK): recording, channel, start and length in seconds, word, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.errors import BadTranscript
from transcribe.incoming.file import FileIn
from transcribe.incoming.grouping import by_speaker
from transcribe.incoming.own import made_by_of
from transcribe.incoming.records import FoundTranscript, FoundWord
from transcribe.incoming.signs import COMMENT, CTM_LINE
from transcribe.incoming.times import ms_of, span_of
from transcribe.records import WordsBy


def read(file: FileIn) -> FoundTranscript:
    """Return its words as sentences, a speaker each channel where there are several.

    :raises BadTranscript: a line is not CTM, or the file is about several recordings.
    """
    lines = file.text.split("\n")
    made_by, words_by = made_by_of("\n".join(line for line in lines if line.startswith(COMMENT)))
    rows = list(_rows(lines))
    recordings = {recording for recording, _, _ in rows}
    if len(recordings) > 1:
        raise BadTranscript(f"The CTM file is about {len(recordings)} recordings; keep the lines of one of them.")
    has_channels = len({channel for _, channel, _ in rows}) > 1
    segments = by_speaker((channel if has_channels else None, word) for _, channel, word in rows)
    # Only recognisers and aligners write it, and no file tells which of the two it was.
    return FoundTranscript(segments, made_by, words_by if made_by else WordsBy.UNKNOWN)


def _rows(lines: list[str]) -> Iterator[tuple[str, str, FoundWord]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith(COMMENT):
            continue
        found = CTM_LINE.fullmatch(line.strip())
        start_ms = ms_of(found["start"]) if found else None
        if found is None or start_ms is None:
            raise BadTranscript(
                f"Line {number} is not CTM; write recording, channel, start and length in seconds, the word, and how "
                "sure it is."
            )
        length_ms = ms_of(found["length"]) or 0
        sure = float(found["sure"]) if found["sure"] else None
        word = FoundWord(found["word"], span_of(start_ms, start_ms + length_ms), sure)
        yield found["recording"], found["channel"], word
