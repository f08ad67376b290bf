"""Whose words a segment holds, in a few words of English, for formats that say it of each segment."""

from __future__ import annotations

from transcribe.formats.export import Export
from transcribe.records import Provenance, Segment, WordsBy

OF_FILES = {
    WordsBy.MACHINE: "by machine, brought as a file, not checked",
    WordsBy.HUMAN: "written down by people, brought as a file",
    WordsBy.UNKNOWN: "brought as a file, not checked",
}


def made_with(export: Export, segment: Segment) -> Provenance:
    """Return what made the words of a segment, before people corrected any."""
    return export.provenance if segment.run is None else export.other_runs[segment.run]


def is_by_newsroom(export: Export, segment: Segment) -> bool:
    """Return whether people of the newsroom have corrected a segment.

    Of a transcript that people wrote down that is not told apart (`Export.whose_words`).
    """
    return segment.edited_by is not None and made_with(export, segment).words_by is not WordsBy.HUMAN


def whose_words(export: Export, segment: Segment) -> str:
    made = made_with(export, segment)
    if is_by_newsroom(export, segment):
        return "corrected by the newsroom"
    if made.words_by is not None:
        return OF_FILES[made.words_by]
    is_script = export.method == "aligned" and segment.run is None
    return "of the script, times by machine" if is_script else "by machine, not checked"
