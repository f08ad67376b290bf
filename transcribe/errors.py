"""What can go wrong between sound and linked words."""

from __future__ import annotations

from media.errors import MuragatError


class TranscribeError(MuragatError):
    """Root of this package's errors."""


class NoSound(TranscribeError):
    """The programme has no recording yet, so there is nothing to recognise or align."""


class NoText(TranscribeError):
    """The programme has no transcript yet, so there is nothing to link, edit or export."""


class NoSummary(TranscribeError):
    """The programme has no summary yet, so there is nothing to link."""


class BadDecision(TranscribeError):
    """What was decided about a link is about no sentence of the summary, or about no seconds of the recording."""


class NoLinks(TranscribeError):
    """The programme's newest summary was never linked, so there is nothing to report; link it first."""


class NoTranslation(TranscribeError):
    """The programme has no translation yet, so there is nothing to export."""


class AlreadyEnglish(TranscribeError):
    """All that is said is English already, so there is nothing to translate."""


class CannotTranslate(TranscribeError):
    """The model was not trained to translate, or not from this language; another one is needed."""


class WrongModel(TranscribeError):
    """The model was not made for what is asked of it; another one is needed."""


class NoScript(TranscribeError):
    """The programme has no script yet, so there are no known words to align."""


class EngineUnavailable(TranscribeError):
    """The engine's library is not installed, or its name is unknown."""


class BadCluster(TranscribeError):
    """What was said of the cluster, or its certificates, cannot be used."""

    exit_code = 2


class ClusterRefused(TranscribeError):
    """A machine of the cluster is of another release; install the same one on all."""


class NoBenchData(TranscribeError):
    """The folder has nothing to measure on."""


class WeightsMissing(TranscribeError):
    """The model's weights are not on this machine and could not be had."""


class WeightsCorrupt(TranscribeError):
    """Weights do not have the sha256 that they must have; nothing was recognised with them."""


class ModelExists(TranscribeError):
    """A model cannot get this name: there is one of it already, or it is no name."""


class EngineFailed(TranscribeError):
    """A child died, took too long or answered nonsense, an engine's twice on one chunk; no file is at fault."""


class JobCancelled(TranscribeError):
    """The job was stopped by a person; what it had done is kept, the same command goes on."""


class UnknownJob(TranscribeError):
    """No job has this id, or its state does not allow what was asked."""


class LeaseLost(TranscribeError):
    """Another process has taken the job over; nothing more of this one's work on it is stored."""


class UnknownRun(TranscribeError):
    """The programme has no transcript with this number."""

    exit_code = 2


class OtherSound(TranscribeError):
    """A run heard another recording than the words stand on, so their times cannot be held against each other."""


class UnknownSegment(TranscribeError):
    """The text has no segment with this id."""


class UnknownRevision(TranscribeError):
    """The words were never edited under this number."""


class NothingChanged(TranscribeError):
    """An edit leaves the words of a segment as they are."""


class BadEdit(TranscribeError):
    """What was typed is not text that can be kept: control characters, or far too much of it."""


class CannotSplit(BadEdit):
    """A segment has no two parts at that place: no words on one side, or no time between them."""


class CannotJoin(BadEdit):
    """Two segments are not one: somebody else speaks, another run heard them, or they do not follow one another."""


class EditConflict(TranscribeError):
    """Somebody else changed the text since this edit began; both versions are kept for the editor to see."""

    def __init__(self, message: str, *, theirs: str, yours: str) -> None:
        """:param theirs: the words as they stand now. :param yours: the words that were not stored."""
        super().__init__(message)
        self.theirs = theirs
        self.yours = yours


class SegmentGone(EditConflict):
    """Somebody took the segment out of the text, or joined it to another, since this edit began."""


class WrittenAnew(EditConflict):
    """The machine has transcribed the programme anew since this edit began, and has no such segment."""


class BadSpeakers(TranscribeError):
    """What was asked for is no number of speakers."""

    exit_code = 2


class VoicesOff(TranscribeError):
    """Nobody has allowed that voices of this series are known again, so nothing is kept and nothing compared."""


class UnknownVoice(TranscribeError):
    """Nobody of this name is known again in this series."""


class VoicesInUse(TranscribeError):
    """Prints were deleted, but the file could not be written anew while somebody else read it."""


class BadTranscript(TranscribeError):
    """A transcript file is not what its format asks for."""


class UnknownTranscript(BadTranscript):
    """A file is no kind of transcript that can be read; nothing of it is stored."""


class OfAnotherSound(BadTranscript):
    """A transcript goes on long after the recording has ended, so it cannot be of it."""


class UnknownFormat(TranscribeError):
    """There is no transcript format of this name."""

    exit_code = 2


class UnusableTerm(TranscribeError):
    """A glossary term is empty, too long or cannot be printed; give a name or a few words."""

    exit_code = 2
