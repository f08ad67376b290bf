"""Transcripts that come in as files: made by other tools, by people, or by another muragat.

>>> found = read_transcript_file(data, "interview.srt")     # what the file says, and nothing more

`readers` has the table of what can be read; a module of this room reads one kind of file.
"""

from __future__ import annotations

from transcribe.incoming.readers import read_transcript_file
from transcribe.incoming.records import FoundSegment, FoundTranscript, FoundWord, Tool

__all__ = ["FoundSegment", "FoundTranscript", "FoundWord", "Tool", "read_transcript_file"]
