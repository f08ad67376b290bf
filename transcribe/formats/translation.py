"""A machine translation as a file: in every format its head says what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import msgspec

from media.records import Programme
from transcribe.formats.cues import Cue, Measure, cut
from transcribe.formats.export import Passage, clock
from transcribe.formats.options import DEFAULT
from transcribe.formats.prepare import timed
from transcribe.formats.vtt import cue_block
from transcribe.records import Doubt, Segment
from transcribe.translation.records import ENGLISH, LABEL, Translated, TranslatedSegment, Translation

FORMAT: Literal["muragat-translation/1"] = "muragat-translation/1"
STALE = "out of date: the words were changed since"
AS_SAID = "said in English, not translated"
LABEL_MS = 3_000
"""How long captions say what they are, where the format has no comments."""


@dataclass(frozen=True, slots=True)
class TranslationExport:
    """A translation on its way out."""

    programme: Programme
    translation: Translation
    stale: frozenset[int]
    """The places of its segments whose words are others now."""

    def head(self) -> tuple[str, ...]:
        """Return the lines that tell a reader what this is; the first is the title."""
        made = self.translation.made_by
        lines = [
            self.programme.title,
            f"{LABEL} ({made.engine} {made.engine_version}, model {made.model}, from the {made.method})",
            "DRAFT, NOT FOR PUBLICATION",
            f"Translation {self.translation.translation_id}, {self.translation.created_at[:10]}",
        ]
        as_said = sum(segment.is_original for segment in self.translation.segments)
        if as_said:
            lines.append(f"{as_said} of {len(self.translation.segments)} passages: {AS_SAID}")
        if self.stale:
            lines.append(f"{len(self.stale)} of {len(self.translation.segments)} passages are {STALE}")
        return tuple(" ".join(line.split()) for line in lines)


@dataclass(frozen=True, slots=True)
class JsonTranslatedSegment:
    start_ms: int
    end_ms: int
    text: str
    source_ids: tuple[str, ...]
    """Of the transcript's segments that it was made from."""
    source_language: str | None
    original: bool
    """True where the words are English themselves and nothing was translated."""
    stale: bool
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class JsonTranslation:
    """One file."""

    format: Literal["muragat-translation/1"]
    label: str
    programme_id: str
    title: str
    language: str
    translation_id: str
    made_at: str
    for_publication: bool
    made_by: Translated
    segments: tuple[JsonTranslatedSegment, ...]


def render_vtt(export: TranslationExport) -> str:
    note = "\n".join(line.replace("-->", "→") for line in export.head())
    return "\n\n".join(["WEBVTT", f"NOTE\n{note}", *(cue_block(cue, ENGLISH) for cue in _cues(export))]) + "\n"


def render_srt(export: TranslationExport) -> str:
    """Return an SRT file; its first words are the label, because the format has no comments."""
    made = _cues(export)
    end_ms = min([LABEL_MS, *(cue.start_ms for cue in made[:1])])
    blocks = [(0, end_ms, f"[{LABEL}]")] if end_ms else []
    blocks += [(cue.start_ms, cue.end_ms, "\n".join(cue.lines)) for cue in made]
    if not end_ms:
        start_ms, first_end_ms, text = blocks[0]
        blocks[0] = (start_ms, first_end_ms, f"[{LABEL}]\n{text}")
    return "\n".join(
        f"{number}\n{clock(start_ms, ',')} --> {clock(end_ms, ',')}\n{text}\n"
        for number, (start_ms, end_ms, text) in enumerate(blocks, start=1)
    )


def render_txt(export: TranslationExport) -> str:
    """Return the text, each passage after its time; a line that starts with ``#`` is about the text."""
    head = "\n".join(f"# {line}" for line in export.head())
    passages = (
        f"[{clock(segment.start_ms, '.')}] {segment.text}{_remarks(segment, is_stale=place in export.stale)}"
        for place, segment in enumerate(export.translation.segments)
    )
    return f"{head}\n\n" + "\n\n".join(passages) + "\n"


def render_json(export: TranslationExport) -> str:
    translation = export.translation
    record = JsonTranslation(
        format=FORMAT,
        label=LABEL,
        programme_id=export.programme.programme_id,
        title=export.programme.title,
        language=ENGLISH,
        translation_id=translation.translation_id,
        made_at=translation.created_at,
        for_publication=False,
        made_by=translation.made_by,
        segments=tuple(
            JsonTranslatedSegment(
                start_ms=segment.start_ms,
                end_ms=segment.end_ms,
                text=segment.text,
                source_ids=segment.source_ids,
                source_language=segment.source_language,
                original=segment.is_original,
                stale=place in export.stale,
                doubts=segment.doubts,
            )
            for place, segment in enumerate(translation.segments)
        ),
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


RENDER = {"vtt": render_vtt, "srt": render_srt, "txt": render_txt, "json": render_json}
"""By the names of `transcribe.formats.FORMATS`."""


def render_translation(name: str, export: TranslationExport) -> bytes:
    """Return the translation as a file, UTF-8. :param name: of a format in `RENDER`."""
    return RENDER[name](export).encode()


def _remarks(segment: TranslatedSegment, *, is_stale: bool) -> str:
    remarks = [*([AS_SAID] if segment.is_original else []), *segment.doubts, *([STALE] if is_stale else [])]
    return f" ({'; '.join(remarks)})" if remarks else ""


def _cues(export: TranslationExport) -> Sequence[Cue]:
    segments = [
        Segment("", each.start_ms, each.end_ms, timed(Passage(each.start_ms, each.end_ms, each.text)))
        for each in export.translation.segments
    ]
    return cut(segments, Measure.of(DEFAULT, ENGLISH))
