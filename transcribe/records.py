"""Records of what was said. Times are integer milliseconds from the start of the recording."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from media.records import Span

HEARD_UNTIL = "heard_until_ms"
"""Among the options of a run that was stored while the machine still listened: up to where it had heard."""


class Doubt(enum.StrEnum):
    """Why a machine's words should not be trusted as they stand."""

    LOW_PROBABILITY = "low probability"
    LOOP = "repeats itself"
    INVENTED = "a phrase that machines invent"
    NO_SPEECH = "speech is unlikely here"
    MUSIC = "sung, or music as loud as the voice"
    NOT_SPOKEN = "in the script, not heard"
    NOT_IN_SCRIPT = "heard, not in the script"
    OTHER_LANGUAGE = "not in the language of the programme"
    OTHER_SCRIPT = "not in the letters of its language"
    GAP = "recognition failed here"
    PASSED_OVER = "somebody speaks here, and the machine has no words for it"
    SHARED_TIMES = "when each word is spoken is a guess"
    """The words of a file that says it only of whole segments."""


class WordsBy(enum.StrEnum):
    """Who wrote words that came in as a file, as far as somebody said so."""

    MACHINE = "machine"
    HUMAN = "human"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its punctuation, without spaces around it."""

    text: str
    start_ms: int
    end_ms: int
    probability: float | None = None
    """The machine's, 0…1; ``None`` for a word that a person typed."""
    doubt: Doubt | None = None
    """`Doubt.NOT_SPOKEN` marks a script's word that was not heard: its times are the place where it is missing."""
    confidence: float | None = None
    """How often words of this probability are right, 0…1; ``None`` where nobody has measured it."""


@dataclass(frozen=True, slots=True)
class MaskedWord(Word):
    """Stands for words that the newsroom keeps back, however many; never stored."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech with its words; its id survives edits."""

    segment_id: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    speaker: str | None = None
    language: str | None = None
    doubts: tuple[Doubt, ...] = ()
    edited_by: str | None = None
    """The person whose words these are, ``None`` while they are the machine's."""
    run: int | None = None
    """The programme's run that the machine's words here are from, ``None`` for the one that the text stands on."""
    gone: str | None = None
    """``None`` while it stands. In an edit that took it out of the text: the id of the segment that has its words now,
    empty where its words were taken out with it."""

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def heard_words(self) -> tuple[Word, ...]:
        """Its words, less those of a script that nobody spoke."""
        return tuple(word for word in self.words if word.doubt is not Doubt.NOT_SPOKEN)

    @property
    def heard_text(self) -> str:
        return " ".join(word.text for word in self.heard_words)

    @property
    def span(self) -> Span:
        return Span(self.start_ms, self.end_ms)

    @property
    def confidence(self) -> float | None:
        """The share of its words that can be expected to be right; ``None`` where that is unknown of any."""
        known = [word.confidence for word in self.words if word.confidence is not None]
        return round(sum(known) / len(known), 3) if known and len(known) == len(self.words) else None


@dataclass(frozen=True, slots=True)
class Chunk:
    """A window of sound given to an engine, cut at pauses, at most 30 s."""

    index: int
    start_ms: int
    end_ms: int
    speech: tuple[Span, ...]
    """Where speech was detected in it, in recording time."""

    @property
    def speech_ms(self) -> int:
        """How long somebody speaks in it."""
        return sum(span.duration_ms for span in self.speech)


@dataclass(frozen=True, slots=True)
class HeardSegment:
    """One stretch of an engine's raw output; times from the start of the chunk, as the engine gave them."""

    start_ms: int
    end_ms: int
    words: tuple[Word, ...]
    mean_log_probability: float
    no_speech_probability: float
    compression_ratio: float
    music_probability: float | None = None
    """How likely the engine would begin to write it with a note (♪); ``None`` where it does not tell."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """An engine's raw output for one chunk."""

    language: str
    language_probability: float | None
    """How likely the engine finds it that this language is spoken; ``None`` where it does not tell."""
    segments: tuple[HeardSegment, ...]


SPEAKERS_FROM_FILE = "speakers_from_file"
"""An option of `Provenance`: true where a file that came in says who speaks, though a machine found the times."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a transcript: stored with it and shown to its readers."""

    engine: str
    engine_version: str
    model: str
    model_sha256: str
    sound_sha256: str
    language: str
    """As asked for; ``und`` where the machine was to decide."""
    options: Mapping[str, str | int | float | bool]
    words_by: WordsBy | None = None
    """Of words that came in as a file: who wrote them, as far as it was said; ``None`` for all others."""

    @property
    def speakers_by(self) -> WordsBy | None:
        """Return who wrote down who speaks, where a file did; ``None`` where a machine listened for it."""
        return self.words_by if self.options.get(SPEAKERS_FROM_FILE) else None


@dataclass(frozen=True, slots=True)
class Transcript:
    """One machine run over one recording. Immutable."""

    transcript_id: str
    programme_id: str
    recording_id: str
    number: int
    """Run 1, 2, 3 … of the programme."""
    method: str
    """``recognised``, ``aligned`` from a known script, or ``imported`` from a file that says its times."""
    provenance: Provenance
    segments: tuple[Segment, ...]
    sha256: str
    """`content_sha256` of the segments."""
    created_at: str

    @property
    def heard_until_ms(self) -> int | None:
        """Up to where the machine had heard when this was stored, so that people could begin; `None` of a whole run."""
        until_ms = self.provenance.options.get(HEARD_UNTIL)
        return int(until_ms) if until_ms is not None else None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a person changed, on top of a transcript or of the revision before. Immutable."""

    revision_id: str
    programme_id: str
    transcript_id: str
    parent_id: str | None
    number: int
    author: str
    changes: tuple[Segment, ...]
    """The segments that this edit changed, whole, as they are after it."""
    sha256: str
    """Of the parent's sha256 and the changes: it names the whole text, back to the machine's run."""
    created_at: str
    timed_by: str | None = None
    """The engine and model that put the author's words where they are spoken, where this revision does only that."""


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """The words of a programme as they stand: the newest revision, or the newest run where nobody edited."""

    transcript: Transcript
    revision: Revision | None
    segments: tuple[Segment, ...]
    other_runs: Mapping[int, Provenance] = field(default_factory=dict)
    """What made the runs that segments name (`Segment.run`), by number."""
    gone: tuple[Segment, ...] = ()
    """What people have taken out of the text, or joined to other segments, as it last stood (`Segment.gone`)."""
    timed: frozenset[str] = frozenset()
    """Which segments nobody has changed since a machine looked for their words in the sound (`Revision.timed_by`)."""

    @property
    def sha256(self) -> str:
        return self.revision.sha256 if self.revision else self.transcript.sha256

    @property
    def editors(self) -> tuple[str, ...]:
        """Everyone whose words are in the text, in order of first appearance."""
        return tuple(dict.fromkeys(s.edited_by for s in self.segments if s.edited_by))


class Verdict(enum.StrEnum):
    """What the sound says to a claim. Silence is never a contradiction."""

    SUPPORTED = "supported"
    LIKELY = "likely"
    """All that can be said where no embedder ran, so that names and numbers alone speak for it."""
    PARTLY = "partly"
    CONFLICTING = "conflicting"
    NOT_FOUND = "not found"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the summary that the sound should bear out."""

    claim_id: str
    position: int
    text: str
    start_char: int
    end_char: int
    """Where it stands in the summary's text, in code points."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may support a claim."""

    span: Span
    score: float
    """Probability that it bears the claim out, 0…1, as calibrated for the channels that ran."""
    quote: str = ""
    """Its words when the link was made, by which it is followed; empty where they were not kept."""


class PartKind(enum.StrEnum):
    QUOTE = "quote"
    NAME = "name"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Part:
    """A quoted phrase, name or number of a claim: a claim of its own."""

    kind: PartKind
    text: str
    start_char: int
    end_char: int
    """Where it stands in the summary's text, in code points."""
    verdict: Verdict
    heard: str = ""
    """The words that bear it out, or that differ from it where it is in conflict."""
    span: Span | None = None
    """When they are heard."""


class DecisionKind(enum.StrEnum):
    """What a person decided about the link of a claim."""

    ACCEPT = "accept"
    """These spans are right."""
    MOVE = "move"
    """These spans are right, and those that the machine found are not."""
    REJECT = "reject"
    """These spans do not bear it out; look elsewhere."""
    NO_SUPPORT = "no support"
    """The programme was listened to, and nothing in it bears the claim out."""
    ADD = "add"
    """These spans bear it out as well."""
    REOPEN = "reopen"
    """No earlier decision about this claim stands any longer."""


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """One decision, kept for good; a later one may overrule it."""

    decision_id: str
    programme_id: str
    claim_id: str
    kind: DecisionKind
    spans: tuple[Span, ...]
    """Empty for `NO_SUPPORT` and `REOPEN`."""
    user_name: str
    created_at: str
    text_sha256: str = ""
    """Of the words that the times are of (`ProgrammeText.sha256`); empty where it was not kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of all decisions about one claim: linking again keeps to it."""

    decision: LinkDecision
    """The newest."""
    fixed: tuple[Span, ...] = ()
    """Accepted or moved to."""
    added: tuple[Span, ...] = ()
    rejected: tuple[Span, ...] = ()
    no_support: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Claim → spans, with how sure the machine is, or what a person decided."""

    link_id: str
    claim: Claim
    verdict: Verdict
    score: float
    """As that of a `Candidate`; of the best span."""
    spans: tuple[Span, ...]
    """Empty where nothing was found."""
    alternatives: tuple[Candidate, ...]
    """The next best, at most three, best first."""
    quote: str
    """The words of the spans when the link was made; when they differ from the text, the link is stale."""
    parts: tuple[Part, ...]
    """In order of the claim's text."""
    decided: LinkDecision | None = None
    """The newest decision of a person that stands."""
    checked: bool = False
    """True where people chose every place, or found that there is none."""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts that were not heard as they are written."""
        return tuple(part.text for part in self.parts if part.verdict in (Verdict.NOT_FOUND, Verdict.CONFLICTING))

    @property
    def anchors(self) -> tuple[str, ...]:
        """The names and numbers that were heard."""
        unheard = (*self.missing, *(part.text for part in self.parts if part.verdict is Verdict.CANNOT_TELL))
        heard = (part for part in self.parts if part.kind is not PartKind.QUOTE and part.text not in unheard)
        return tuple(part.text for part in heard)


@dataclass(frozen=True, slots=True)
class Omitted:
    """A stretch of speech that the summary does not mention."""

    span: Span
    weight: float
    """How much it would have deserved a mention, 0…1; they are ranked by it."""
    first_words: str
    english: str = ""
    """What a machine made of them, where there is a translation."""


@dataclass(frozen=True, slots=True)
class Linking:
    """One run of linking: which texts, which channels, what came out."""

    linking_id: str
    programme_id: str
    text_sha256: str
    """Of the programme's text that was linked (`ProgrammeText.sha256`)."""
    document_id: str
    """Of the summary."""
    channels: tuple[str, ...]
    """What ran: ``anchors``, ``words``, ``embeddings``, ``english``."""
    links: tuple[Link, ...]
    omitted: tuple[Omitted, ...]
    """The one that would most have deserved a mention first."""
    created_at: str


class Priority(enum.IntEnum):
    """What the queue does first: the higher."""

    NORMAL = 0
    URGENT = 1


class JobState(enum.StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = frozenset({JobState.QUEUED, JobState.RUNNING})
"""Of jobs that have not ended."""


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work, as the ledger has it."""

    job_id: str
    kind: str
    """``prepare``, ``transcribe``, ``align`` or ``link``."""
    programme_id: str
    state: JobState
    options: Mapping[str, str]
    priority: Priority
    attempt: int
    fence: int
    lease_until_ms: int
    """Unix time; after it another head may take the job."""
    done: int
    total: int
    """Progress in milliseconds of sound; 0 while the total is unknown."""
    speed: float
    """Seconds of sound a second, of late; 0 while unknown."""
    error: str | None
    because: str | None
    """What ``error`` is about, so that it can be said in another language.

    Of a failed job the name of the error's class, `UNFORESEEN` or `INTERRUPTED`, of another `Remark.because`; ``None``
    where there is nothing to be said, and of what ended before archives noted it.
    """
    created_at: str
    started_at: str | None
    finished_at: str | None


UNFORESEEN = "unforeseen"
"""An error that no part of ours foresaw."""
INTERRUPTED = "interrupted"
"""The machine's process ended again and again over it."""


def canonical_json(value: object) -> bytes:
    """Return the JSON of a record with its keys in the order of its fields: equal records, equal bytes."""
    return msgspec.json.encode(value, order="deterministic")


def content_sha256(segments: tuple[Segment, ...]) -> str:
    """Return the sha256 of the canonical JSON of segments."""
    return hashlib.sha256(canonical_json(segments)).hexdigest()


def make_segment_id(sound_sha256: str, start_ms: int, text: str) -> str:
    """Return an id that the same words at the same place always get, so that a resumed run equals a whole one."""
    digest = hashlib.sha256(f"{sound_sha256}\n{start_ms}\n{text}".encode()).hexdigest()
    return f"s{digest[:12]}"
