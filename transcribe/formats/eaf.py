"""ELAN annotation format (EAF 3.0, MPI for Psycholinguistics; schema EAFv3.0.xsd).

A speaker has a tier of what is said, and on it hang three: its words (in ELAN's terms included in it), whose words they
are and what a machine doubts of them, and the translation where one is asked for (associated with it). The header says
what the file is; because ELAN hides the header, the first tier says it too. Times are whole milliseconds, as ours are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from media.records import Span
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.tiers import ABOUT, Names, Tier, end_ms, tiers
from transcribe.formats.whose import whose_words
from transcribe.formats.xml_text import xml_text
from transcribe.records import Segment

DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'
SCHEMA: Final = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:noNamespaceSchemaLocation": "http://www.mpi.nl/tools/elan/EAFv3.0.xsd",
}
WAV, ANY_SOUND = "audio/x-wav", "audio/*"
"""The two types of sound that ELAN tells apart."""
LANGUAGES = "https://www.rfc-editor.org/info/bcp47"
"""Says what a tag is; ELAN passes over a language of which nothing does."""
INCLUDED, ASSOCIATED = "Included_In", "Symbolic_Association"
CONSTRAINTS: Final = {
    "Time_Subdivision": "Time subdivision of parent annotation's time interval, no time gaps allowed within this "
    "interval",
    "Symbolic_Subdivision": "Symbolic subdivision of a parent annotation. Annotations refering to the same parent are "
    "ordered",
    ASSOCIATED: "1-1 association with a parent annotation",
    INCLUDED: "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
}
"""Word for word as ELAN writes all four into every file."""
SEGMENT, WORDS, WHOSE, TRANSLATION = "segment", "words", "whose words", "translation"
TYPES: Final = {ABOUT: None, SEGMENT: None, WORDS: INCLUDED, WHOSE: ASSOCIATED, TRANSLATION: ASSOCIATED}
"""Linguistic types, and what holds a tier of each to the one that it hangs on."""


def render(export: Export, options: Options) -> str:
    """Return an EAF document.

    Its elements are written by hand: ten hours have a quarter of a million, for which lxml takes four times as long.
    """
    return "\n".join(_Document(export).lines()) + "\n"


class _Document:
    def __init__(self, export: Export) -> None:
        self._export = export
        self._beside = export.beside_segments()
        self._tiers = tiers(export.segments)
        self._names = Names(tier.name for tier in self._tiers)
        self._annotations = 0
        self._slots: list[tuple[int, int, int]] = []
        """Of each: when, how it is sorted among those of one moment, its number."""

    def lines(self) -> Iterator[str]:
        # The beginning of the file counts what comes later in it.
        rows = [line for tier in self._written() for line in tier]
        yield DECLARED
        facts = {"AUTHOR": "muragat", "DATE": self._export.made_at, "FORMAT": "3.0", "VERSION": "3.0"}
        yield f"<ANNOTATION_DOCUMENT{_fields(**facts, **SCHEMA)}>"
        yield from self._header()
        yield "<TIME_ORDER>"
        for time_ms, _, number in sorted(self._slots):
            yield f'<TIME_SLOT TIME_SLOT_ID="ts{number}" TIME_VALUE="{time_ms}"/>'
        yield "</TIME_ORDER>"
        yield from rows
        yield from self._declared()
        yield "</ANNOTATION_DOCUMENT>"

    def _header(self) -> Iterator[str]:
        export = self._export
        if export.programme.rights:
            yield _element("LICENSE", export.programme.rights, LICENSE_URL="")
        yield '<HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">'
        if export.sound:
            name = export.sound.file_name
            kind = WAV if name.lower().endswith(".wav") else ANY_SOUND
            # Never where it lies on somebody's disk: ELAN looks for it beside the file.
            yield _element("MEDIA_DESCRIPTOR", MEDIA_URL=name, RELATIVE_MEDIA_URL=f"./{name}", MIME_TYPE=kind)
        for key, value in self._facts():
            yield _element("PROPERTY", value, NAME=key)
        yield "</HEADER>"

    def _facts(self) -> Iterator[tuple[str, str]]:
        export = self._export
        yield "title", export.programme.title
        yield "for publication", "yes" if export.for_publication else "NO, A DRAFT"
        yield "whose words", export.whose_words()
        yield "version", export.version
        yield "made at", export.made_at
        yield "citation", export.citation
        yield "lastUsedAnnotationId", str(self._annotations)

    def _declared(self) -> Iterator[str]:
        for name, constraint in TYPES.items():
            is_timed = "false" if constraint == ASSOCIATED else "true"
            held = {"CONSTRAINTS": constraint} if constraint else {}
            facts = {"LINGUISTIC_TYPE_ID": name, "TIME_ALIGNABLE": is_timed, "GRAPHIC_REFERENCES": "false", **held}
            yield _element("LINGUISTIC_TYPE", **facts)
        for tag in self._languages():
            yield _element("LANGUAGE", LANG_ID=tag, LANG_DEF=f"{LANGUAGES}#{tag}", LANG_LABEL=tag)
        for name, description in CONSTRAINTS.items():
            yield _element("CONSTRAINT", STEREOTYPE=name, DESCRIPTION=description)

    def _languages(self) -> tuple[str, ...]:
        export = self._export
        beside = [export.beside.language] if export.beside else []
        said = (segment.language for segment in export.segments if segment.language)
        return tuple(dict.fromkeys([export.language, *said, *beside]))

    def _written(self) -> Iterator[Iterator[str]]:
        export = self._export
        duration_ms = export.sound.duration_ms if export.sound else 0
        whole = Span(0, max(end_ms(self._tiers), duration_ms, 1))
        about = self._aligned(whole, "; ".join(export.head()))
        yield iter((f"<TIER{_fields(TIER_ID=ABOUT, LINGUISTIC_TYPE_REF=ABOUT)}>", about, "</TIER>"))
        for tier in self._tiers:
            yield self._speaker(tier)

    def _speaker(self, tier: Tier) -> Iterator[str]:
        export = self._export
        yield self._begin(tier, SEGMENT, export.language, None)
        first = self._annotations + 1
        for laid in tier.laid:
            yield self._aligned(laid.span, laid.text, self._other_language(laid.segment))
        yield "</TIER>"
        if not export.made_from:
            # Nobody has heard the words of a translation, so there is no time for each.
            yield self._begin(tier, WORDS, export.language, tier.name)
            for laid in tier.laid:
                language = self._other_language(laid.segment)
                for word, span in laid.words:
                    yield self._aligned(span, word.text, language, depth=1)
            yield "</TIER>"
            yield self._begin(tier, WHOSE, None, tier.name)
            for parent, laid in enumerate(tier.laid, start=first):
                yield self._hung(parent, "; ".join(self._told(laid.segment)))
            yield "</TIER>"
        if export.beside:
            yield self._begin(tier, TRANSLATION, export.beside.language, tier.name)
            for parent, laid in enumerate(tier.laid, start=first):
                if passages := self._beside[laid.place]:
                    yield self._hung(parent, " ".join(passage.text for passage in passages))
            yield "</TIER>"

    def _told(self, segment: Segment) -> Iterator[str]:
        yield whose_words(self._export, segment)
        yield from segment.doubts
        if other := self._other_language(segment):
            yield f"in {other}"  # ELAN keeps the language of a tier, and none of a single annotation.

    def _other_language(self, segment: Segment) -> str | None:
        return segment.language if segment.language != self._export.language else None

    def _begin(self, tier: Tier, kind: str, language: str | None, parent: str | None) -> str:
        name = self._names.free(f"{kind}@{tier.name}") if parent else tier.name
        told = {"PARTICIPANT": tier.speaker, "LANG_REF": language, "PARENT_REF": parent}
        known = {key: value for key, value in told.items() if value}
        return f"<TIER{_fields(TIER_ID=name, LINGUISTIC_TYPE_REF=kind, **known)}>"

    def _aligned(self, span: Span, text: str, language: str | None = None, depth: int = 0) -> str:
        """Return what is said at its time. :param depth: how many tiers it hangs below the topmost."""
        # Of slots of one moment ends come first, and what hangs lies within what it hangs on.
        start, end = self._slot(span.start_ms, 1 + depth), self._slot(span.end_ms, -depth)
        spoken = _fields(LANG_REF=language) if language else ""
        return self._annotation("ALIGNABLE", f'TIME_SLOT_REF1="ts{start}" TIME_SLOT_REF2="ts{end}"{spoken}', text)

    def _hung(self, parent: int, text: str) -> str:
        return self._annotation("REF", f'ANNOTATION_REF="a{parent}"', text)

    def _annotation(self, kind: str, references: str, text: str) -> str:
        self._annotations += 1
        value = f"<ANNOTATION_VALUE>{escape(xml_text(text))}</ANNOTATION_VALUE>"
        name = f'ANNOTATION_ID="a{self._annotations}"'
        return f"<ANNOTATION><{kind}_ANNOTATION {name} {references}>{value}</{kind}_ANNOTATION></ANNOTATION>"

    def _slot(self, time_ms: int, rank: int) -> int:
        self._slots.append((time_ms, rank, len(self._slots) + 1))
        return len(self._slots)


def _element(tag: str, text: str = "", **fields: str) -> str:
    return f"<{tag}{_fields(**fields)}>{escape(xml_text(text))}</{tag}>"


def _fields(**fields: str) -> str:
    return "".join(f" {name}={quoteattr(xml_text(value))}" for name, value in fields.items())
