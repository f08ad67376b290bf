"""What every format is rendered from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from media.records import Programme
from transcribe.records import Doubt, Provenance, Segment, Word


@dataclass(frozen=True, slots=True)
class Export:
    """One transcript on its way out, with what its reader must know of it."""

    programme: Programme
    segments: tuple[Segment, ...]
    method: str
    """``recognised`` or ``aligned``."""
    provenance: Provenance
    version: str
    """Names exactly these words: a published version, a run or a revision."""
    made_at: str
    """When the words became what they are, RFC 3339."""
    for_publication: bool
    """False for a draft from the newsroom; every such file says so."""
    other_runs: Mapping[int, Provenance] = field(default_factory=dict)
    """What made the machine's words of segments that name a run (`Segment.run`)."""

    def head(self) -> tuple[str, ...]:
        """Return the lines that tell a reader whose words these are; the first is the title."""
        programme = self.programme
        lines = [programme.title]
        if not self.for_publication:
            lines.append("DRAFT, NOT FOR PUBLICATION")
        if programme.synthetic:
            lines.append("Synthetic demo material: words and voices were made for a demonstration")
        lines += [text for text in (programme.series, programme.broadcast, programme.publisher) if text]
        lines.append(self.whose_words())
        if any(segment.speaker for segment in self.segments):
            lines.append("Speakers told apart by machine; who says what may be wrong")
        lines.append(f"Version {self.version}, {self.made_at[:10]}")
        lines += [text for text in (programme.rights, programme.citation) if text]
        # A fact of several lines would stop being part of the head at its second.
        return tuple(" ".join(line.split()) for line in lines)

    @property
    def further_provenance(self) -> tuple[Provenance, ...]:
        """What made words besides `provenance`, in the order of runs."""
        return tuple(self.other_runs[number] for number in sorted(self.other_runs))

    def whose_words(self) -> str:
        """Return one line: machine's or human's words, and which machine."""
        made = (self.provenance, *self.further_provenance)
        machine = "; some by ".join(f"{each.engine} {each.engine_version}, model {each.model}" for each in made)
        by_hand = sum(1 for segment in self.segments if segment.edited_by)
        if self.method == "aligned":
            words = f"Words of the programme's script; times by machine ({machine})"
        else:
            words = f"Machine words, not checked ({machine})"
        if not by_hand:
            return words
        if by_hand == len(self.segments):
            return "Words corrected by the newsroom"
        return f"{words}; corrected by the newsroom in {by_hand} of {len(self.segments)} segments"


def heard_words(segment: Segment) -> tuple[Word, ...]:
    """Return the words that were heard: a script's word that nobody spoke is in no caption."""
    return tuple(word for word in segment.words if word.doubt is not Doubt.NOT_SPOKEN)


def clock(time_ms: int, decimal_mark: str) -> str:
    """Return ``hh:mm:ss.mmm``, the hours as long as they need to be."""
    seconds, ms = divmod(time_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{decimal_mark}{ms:03}"
