"""Whose words a quote holds, and what must be known before they are taken along: said of its own passages alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from media.records import Span
from transcribe.records import Doubt, WordsBy
from webapp.edition.records import EditionDocument, EditionSegment, EditionTranscript
from webapp.interface import gettext
from webapp.public.reading.notes import doubt_name
from webapp.whose_words import from_file, speakers_said, wrote

SAID_OTHERWISE = frozenset(
    {Doubt.INVENTED, Doubt.LOOP, Doubt.NOT_IN_SCRIPT, Doubt.SHARED_TIMES, Doubt.LOW_PROBABILITY, Doubt.NOT_SPOKEN}
)
"""Doubts that have a sentence of their own here, or a mark on the words."""


def whose_words(transcript: EditionTranscript, segments: Sequence[EditionSegment]) -> str:
    """Return whose words these passages hold; where they are of several hands, each is said to be so of a part."""
    said = tuple(dict.fromkeys(_whose(transcript, segment) for segment in segments))
    if len(said) == 1:
        return said[0]
    return " ".join(gettext("In part: %(said)s") % {"said": each} for each in said)


def who_speaks(transcript: EditionTranscript, segments: Sequence[EditionSegment]) -> tuple[str, ...]:
    """Return who told who speaks in these passages, in a sentence each; none where people wrote it down."""
    return tuple(dict.fromkeys(said for segment in segments if (said := _speaker_said(transcript, segment))))


def notes(document: EditionDocument, segments: Sequence[EditionSegment], span: Span) -> Iterator[str]:
    """Yield sentences for readers, whose words they are first.

    :param span: for which they are said.
    """
    transcript = document.transcript
    if transcript is None or not segments:
        return
    yield whose_words(transcript, segments)
    yield from who_speaks(transcript, segments)
    doubts = {doubt for segment in segments for doubt in segment.doubts}
    if Doubt.INVENTED in doubts or Doubt.LOOP in doubts:
        yield gettext("The machine may have made some of this up; hear it before you quote it.")
    if Doubt.NOT_IN_SCRIPT in doubts:
        yield gettext("Heard by the machine; not in the script.")
    if others := [doubt_name(doubt) for doubt in Doubt if doubt in doubts - SAID_OTHERWISE]:
        yield gettext("The machine is in doubt here: %(doubts)s.") % {"doubts": "; ".join(others)}
    if Doubt.SHARED_TIMES in doubts:
        yield gettext("When each word is spoken is a guess within its passage.")
    if document.sound and any(span.overlap_ms(other) for other in document.sound.other_voice):
        yield gettext("The newsroom has changed the voice of somebody who speaks here.")


def _whose(transcript: EditionTranscript, segment: EditionSegment) -> str:
    is_first = segment.made_by == 0
    made = (transcript.provenance, *transcript.others)[segment.made_by]
    if segment.human and made.words_by is not WordsBy.HUMAN:
        return gettext("Words corrected by the newsroom.")
    if made.words_by is not None:
        brought = from_file(transcript.method, made, is_corrected=False) if is_first else None
        return brought or wrote(made.words_by)
    if is_first and transcript.method == "aligned":
        return gettext("Words of the programme’s script.")
    return gettext("Machine words, not checked word by word.")


def _speaker_said(transcript: EditionTranscript, segment: EditionSegment) -> str | None:
    made = (transcript.provenance, *transcript.others)[segment.made_by]
    # Of runs from which some words were taken over only those that came in as a file say who wrote them.
    method = transcript.method if segment.made_by == 0 else "imported"
    return speakers_said(method, made) if segment.speaker else None
