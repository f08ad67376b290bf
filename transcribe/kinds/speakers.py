"""The step of a run that says who speaks: by channel where the channels part the voices, else by the voices."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from media.channels import channel_levels
from media.errors import DecoderFailed
from media.records import Recording, Span
from transcribe.chunk_results import answer_key, find_answer, store_answer
from transcribe.errors import BadSpeakers, EngineFailed, WeightsCorrupt
from transcribe.kinds.work import Work
from transcribe.patience import patiently
from transcribe.records import Chunk, Segment
from transcribe.speakers.channels import VOICES, channel_turns
from transcribe.speakers.dvector import DVector
from transcribe.speakers.label import label
from transcribe.speakers.protocol import Diariser
from transcribe.speakers.turns import Turn
from transcribe.speakers.weights import installed_checkpoint

AUTO, OFF = "auto", "off"
MOST_SPEAKERS = 50
BY_CHANNEL = "stereo channels"
NOT_INSTALLED = "weights not installed"
FAILED = "failed"
STEP = 1
"""Raise it when the same sound gets other turns; those of before are then not found again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """Segments with their speakers, and how these were told apart."""

    segments: tuple[Segment, ...]
    how: str
    """For provenance: the name of the step, or why there is none."""


@dataclass(frozen=True, slots=True)
class _Turns:
    """Who speaks when. This is stored, as what an engine answered is; the voices that told it never are."""

    turns: tuple[Turn, ...]
    how: str


def tell_speakers(
    work: Work, recording: Recording, sound: Path, chunks: Sequence[Chunk], segments: tuple[Segment, ...]
) -> Told:
    """Return the segments with their speakers, where these can be told apart here and the job does not leave it out.

    :param sound: decoded (`media.sound.decoded_sound`).
    :param chunks: of the plan: they say where somebody speaks.
    :raises BadSpeakers: the job's ``speakers`` is neither ``auto`` nor ``off`` nor a number.
    :raises WeightsMissing: a number was asked for, and the weights are not installed; with ``auto`` that is no error.
    :raises DecoderFailed: likewise, the channels could not be told apart.
    :raises WeightsCorrupt: likewise, the installed weights are not what they must be.
    :raises EngineFailed: likewise, a process that hears voices died or answered nonsense.
    """
    wanted = speakers_wanted(work.job.options.get("speakers", AUTO))
    if wanted == 0 or not segments:
        return Told(segments, OFF)
    speech = tuple(span for chunk in chunks for span in chunk.speech)
    try:
        told = _turns_once(work, recording, sound, speech, wanted)
    except (DecoderFailed, EngineFailed, WeightsCorrupt):
        if wanted is not None:
            raise
        log.warning("job %s: speakers could not be told apart", work.job.job_id, exc_info=True)
        return Told(segments, FAILED)  # What was heard is worth more than who said it.
    return Told(label(segments, told.turns, recording.sha256), told.how)


def speakers_wanted(asked: str) -> int | None:
    """Return how many speakers are asked for: 0 for ``off``, ``None`` for ``auto``.

    :raises BadSpeakers: it is neither of these nor a number from 1 to `MOST_SPEAKERS`.
    """
    if asked in (AUTO, OFF):
        return None if asked == AUTO else 0
    number = int(asked) if asked.isascii() and asked.isdigit() else 0
    if not 1 <= number <= MOST_SPEAKERS:
        raise BadSpeakers(
            f"“{asked}” is no number of speakers; give one from 1 to {MOST_SPEAKERS}, or {AUTO}, or {OFF}."
        )
    return number


def _turns_once(work: Work, recording: Recording, sound: Path, speech: tuple[Span, ...], wanted: int | None) -> _Turns:
    """A job that was killed after this finds the turns again; in ten hours of sound that is ten minutes."""
    key = answer_key("speakers", STEP, DVector.name, recording.sha256, speech, wanted)
    found = find_answer(work.db, key, _Turns)
    if found is not None:
        return found
    made = _turns(work, recording, sound, speech, wanted)
    if made.how != NOT_INSTALLED:  # Somebody may install them.
        patiently(lambda: store_answer(work.db, work.job, key, made))
    return made


def _turns(work: Work, recording: Recording, sound: Path, speech: Sequence[Span], wanted: int | None) -> _Turns:
    if wanted in (None, VOICES):
        turns = channel_turns(channel_levels(work.archive, recording, work.check), speech)
        if turns:
            return _Turns(turns, BY_CHANNEL)
    if wanted is None and installed_checkpoint() is None:
        return _Turns((), NOT_INSTALLED)
    diariser: Diariser = DVector(work.archive.models)
    return _Turns(diariser.turns(sound, speech, wanted, work.check), diariser.name)
