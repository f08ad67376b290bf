"""What every format is rendered from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from media.records import Programme
from transcribe.kazakh_letters import LANGUAGE as LATIN_KAZAKH
from transcribe.kazakh_letters import is_kazakh
from transcribe.records import Provenance, Segment, WordsBy

DRAFT = "DRAFT, NOT FOR PUBLICATION"
SPEAKERS_OF_FILE = {
    WordsBy.HUMAN: "Speakers as in the file that was brought",
    WordsBy.UNKNOWN: "Speakers as in the file that was brought, not checked",
}
FROM_FILE = {
    WordsBy.MACHINE: "Machine words, brought as a file, not checked",
    WordsBy.HUMAN: "Words that people wrote down, brought as a file",
    WordsBy.UNKNOWN: "Words brought as a file, not checked; whether people or a machine wrote them is not known",
}
OWN_MARK = "muragat:"
"""Begins what is ours in a file whose format has no comments."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words of a translation, and when their originals are said."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The words in another language."""

    name: str
    """As it is asked for: ``en-journalist``, ``en-machine``."""
    language: str
    """A BCP 47 tag."""
    label: str
    """Who made it, and whether anybody has checked it."""
    passages: tuple[Passage, ...]
    """Ascending in time."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of the programme that a listener may go to."""

    start_ms: int
    end_ms: int
    title: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reviewer said of a place, for reviewers alone: no export for publication has any."""

    start_ms: int
    author: str
    text: str
    made_at: str
    """RFC 3339."""


@dataclass(frozen=True, slots=True)
class Sound:
    """The sound that the times are of."""

    file_name: str
    """That its download has, to lie beside the transcript."""
    address: str | None
    """Where it can be had, ``None`` where no site is known."""
    duration_ms: int
    has_other_voice: bool = False
    """Whether somebody's voice was changed in it."""


@dataclass(frozen=True, slots=True)
class Export:
    """One transcript on its way out, with what its reader must know of it."""

    programme: Programme
    segments: tuple[Segment, ...]
    method: str
    """``recognised``, ``aligned`` or ``imported``."""
    provenance: Provenance
    version: str
    """Names exactly these words: a published version, a run or a revision."""
    made_at: str
    """When the words became what they are, RFC 3339."""
    for_publication: bool
    """False for a draft from the newsroom; every such file says so."""
    other_runs: Mapping[int, Provenance] = field(default_factory=dict)
    """What made the machine's words of segments that name a run (`Segment.run`)."""
    address: str | None = None
    """Of the programme's page, this version's; ``None`` where no site is known."""
    sound: Sound | None = None
    chapters: tuple[Chapter, ...] = ()
    chapters_by: str = ""
    """How they were found, in a sentence."""
    layers: tuple[Layer, ...] = ()
    """The translations that there are, the newsroom's own first."""
    remarks: tuple[Remark, ...] = ()
    beside: Layer | None = None
    """The translation that is to stand beside the words (`transcribe.formats.prepare`)."""
    made_from: Layer | None = None
    """The translation that the words are, where they are one; set by `prepare`, as all below."""
    is_latin: bool = False
    """True where Kazakh is in Latin letters, which the record has in Cyrillic."""
    original_words: str = ""
    """What `whose_words` said of the original, where the words are a translation."""
    untranslated: str = ""
    """How much of the original the translation that is asked for leaves out; empty where it has all of it."""

    @property
    def language(self) -> str:
        """Of the words, a BCP 47 tag."""
        if self.made_from:
            return self.made_from.language
        return LATIN_KAZAKH if self.is_latin and is_kazakh(self.programme.language) else self.programme.language

    def head(self) -> tuple[str, ...]:
        """Return the lines that tell a reader whose words these are; the first is the title."""
        programme = self.programme
        lines = [programme.title]
        if not self.for_publication:
            lines.append(DRAFT)
        if programme.synthetic:
            lines.append("Synthetic demo material: words and voices were made for a demonstration")
        lines += [text for text in (programme.series, programme.broadcast, programme.publisher) if text]
        lines += self._words_said()
        if any(segment.speaker for segment in self.segments):
            lines.append(self._speakers_said())
        if self.sound and self.sound.has_other_voice:
            lines.append("In the sound the newsroom has changed the voice of somebody who speaks")
        lines.append(f"Version {self.version}, {self.made_at[:10]}")
        lines += [text for text in (programme.rights, f"Cite as: {self.citation}") if text]
        # A fact of several lines would stop being part of the head at its second.
        return tuple(" ".join(line.split()) for line in lines)

    @property
    def citation(self) -> str:
        """How to cite exactly these words: as the newsroom asks, else of what is known."""
        programme = self.programme
        if programme.citation:
            return programme.citation
        when = programme.aired or programme.published
        said = (programme.author or programme.publisher, f"“{programme.title}”", programme.series, when)
        return ", ".join(text for text in (*said, f"version {self.version}", self.address) if text)

    def in_short(self) -> str:
        """Return what a caption has room for: whose words, which version, and what must not be overlooked."""
        said = [] if self.for_publication else ["draft, not for publication"]
        if self.programme.synthetic:
            said.append("synthetic demo material")
        by_hand = sum(1 for segment in self.segments if segment.edited_by)
        if self.made_from:
            said.append(f"{self.made_from.label}, of a part" if self.untranslated else self.made_from.label)
        elif by_hand and by_hand == len(self.segments) and self.provenance.words_by is not WordsBy.HUMAN:
            said.append("words corrected by the newsroom")
        else:
            said.append(self._in_short_by())
            said += dict.fromkeys(map(_in_short_also, self.further_provenance))
            said += ["corrected in part"] if by_hand and self.provenance.words_by is not WordsBy.HUMAN else []
        if self.is_latin:
            said.append("Latin letters by rule")
        return f"{OWN_MARK} {'; '.join(said)}; version {self.version}, {self.made_at[:10]}"

    def _in_short_by(self) -> str:
        match self.provenance.words_by:
            case WordsBy.HUMAN:
                return "words written by people, from a file"
            case WordsBy.UNKNOWN:
                return "words from a file, not checked"
            case _:
                return "words of a script" if self.method == "aligned" else "machine words, not checked"

    def _speakers_said(self) -> str:
        """Return who says who speaks: where a file that was brought does, no machine of ours has listened for it."""
        made = self.provenance
        told_by = made.words_by if self.method == "imported" else made.speakers_by
        if told_by in SPEAKERS_OF_FILE:
            return SPEAKERS_OF_FILE[told_by]
        return "Speakers told apart by machine; who says what may be wrong"

    def _words_said(self) -> Iterator[str]:
        yield self.whose_words()
        if self.original_words:
            yield f"The original: {self.original_words}"
        if self.is_latin:
            yield "Kazakh in Latin letters, made of the Cyrillic ones of the record by rule"
        if self.beside:
            yield f"Beside it: {self.beside.label}"
        if self.untranslated and (self.beside or self.made_from):
            yield f"Without a translation: {self.untranslated}"

    @property
    def further_provenance(self) -> tuple[Provenance, ...]:
        """What made words besides `provenance`, in the order of runs."""
        return tuple(self.other_runs[number] for number in sorted(self.other_runs))

    def whose_words(self) -> str:
        """Return one line: machine's or human's words, and which machine."""
        if self.made_from:
            return self.made_from.label
        others = dict.fromkeys(map(_some_by, self.further_provenance))
        machine = "; ".join(filter(None, (machine_name(self.provenance), *others)))
        by_hand = sum(1 for segment in self.segments if segment.edited_by)
        if self.provenance.words_by is not None:
            words = f"{FROM_FILE[self.provenance.words_by]}{', times by machine' if self.method == 'aligned' else ''}"
            words += f" ({machine})" if machine else ""
        elif self.method == "aligned":
            words = f"Words of the programme's script; times by machine ({machine})"
        else:
            words = f"Machine words, not checked ({machine})"
        if not by_hand:
            return words
        if self.provenance.words_by is WordsBy.HUMAN:
            return words  # Of these, too, the newsroom vouches; which of them it has changed is not told apart.
        if by_hand == len(self.segments):
            return "Words corrected by the newsroom"
        return f"{words}; corrected by the newsroom in {by_hand} of {len(self.segments)} segments"

    def beside_segments(self) -> tuple[tuple[Passage, ...], ...]:
        """Return for each segment what of `beside` begins with it: every passage once, in order."""
        found: list[list[Passage]] = [[] for _ in self.segments]
        place = 0
        for passage in self.beside.passages if self.beside else ():
            while place + 1 < len(self.segments) and self.segments[place + 1].start_ms <= passage.start_ms:
                place += 1
            if found:
                found[place].append(passage)
        return tuple(map(tuple, found))


def machine_name(made: Provenance) -> str:
    """Return the machine, with its version and model as far as they are known."""
    parts = (" ".join(filter(None, (made.engine, made.engine_version))), f"model {made.model}" if made.model else "")
    return ", ".join(filter(None, parts))


def _in_short_also(made: Provenance) -> str:
    return "some by machine, not checked" if made.words_by is None else "some from a file"


def _some_by(made: Provenance) -> str:
    return f"some by {machine_name(made)}" if made.words_by is None else "some brought as a file"


def clock(time_ms: int, decimal_mark: str) -> str:
    """Return ``hh:mm:ss.mmm``, the hours as long as they need to be."""
    seconds, ms = divmod(time_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{decimal_mark}{ms:03}"
