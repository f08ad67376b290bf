"""ELAN annotation format (EAF 3.0, MPI for Psycholinguistics; schema EAFv3.0.xsd).

A speaker has a tier of what is said, and on it hang three: its words (in ELAN's terms included in it), whose words they
are and what a machine doubts of them, and the translation where one is asked for (associated with it). The header says
what the file is; because ELAN hides the header, the first tier says it too. Times are whole milliseconds, as ours are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeAlias

from lxml import etree

from media.records import Span
from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.tiers import ABOUT, Laid, Names, Tier, end_ms, tiers
from transcribe.formats.xml_text import xml_text
from transcribe.records import Segment

XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
WAV, ANY_SOUND = "audio/x-wav", "audio/*"
"""The two types of sound that ELAN tells apart."""
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

Element: TypeAlias = Any
"""Of lxml, which tells no types."""


def render(export: Export, options: Options) -> bytes:
    """Return an EAF document."""
    return _Document(export).bytes()


class _Document:
    def __init__(self, export: Export) -> None:
        self._export = export
        self._tiers = tiers(export.segments)
        self._names = Names(tier.name for tier in self._tiers)
        self._annotations = 0
        self._beside = export.beside_segments()
        self._slots: list[tuple[int, int, int]] = []
        """Of each: when, how it is sorted among those of one moment, its number."""
        self._root = etree.Element("ANNOTATION_DOCUMENT", nsmap={"xsi": XSI})
        self._root.set(f"{{{XSI}}}noNamespaceSchemaLocation", SCHEMA)
        for name, value in {"AUTHOR": "muragat", "DATE": export.made_at, "FORMAT": "3.0", "VERSION": "3.0"}.items():
            self._root.set(name, value)

    def bytes(self) -> bytes:
        export = self._export
        if export.programme.rights:
            _add(self._root, "LICENSE", export.programme.rights, LICENSE_URL="")
        header = _add(self._root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        order = _add(self._root, "TIME_ORDER")
        about = _add(self._root, "TIER", TIER_ID=ABOUT, LINGUISTIC_TYPE_REF=ABOUT)
        duration_ms = export.sound.duration_ms if export.sound else 0
        self._aligned(about, Span(0, max(end_ms(self._tiers), duration_ms, 1)), "; ".join(export.head()))
        for tier in self._tiers:
            self._speaker(tier)
        for name, constraint in TYPES.items():
            held = {"CONSTRAINTS": constraint} if constraint else {}
            is_timed = "false" if constraint == ASSOCIATED else "true"
            _add(
                self._root,
                "LINGUISTIC_TYPE",
                LINGUISTIC_TYPE_ID=name,
                TIME_ALIGNABLE=is_timed,
                GRAPHIC_REFERENCES="false",
                **held,
            )
        for tag in self._languages():
            _add(self._root, "LANGUAGE", LANG_ID=tag, LANG_LABEL=tag)
        for name, description in CONSTRAINTS.items():
            _add(self._root, "CONSTRAINT", STEREOTYPE=name, DESCRIPTION=description)
        self._fill_header(header)
        for time_ms, _, number in sorted(self._slots):
            _add(order, "TIME_SLOT", TIME_SLOT_ID=f"ts{number}", TIME_VALUE=str(time_ms))
        return bytes(etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def _fill_header(self, header: Element) -> None:
        export = self._export
        if export.sound:
            name = export.sound.file_name
            kind = WAV if name.lower().endswith(".wav") else ANY_SOUND
            # Never where it lies on somebody's disk: ELAN looks for it beside the file.
            _add(header, "MEDIA_DESCRIPTOR", MEDIA_URL=name, RELATIVE_MEDIA_URL=f"./{name}", MIME_TYPE=kind)
        for key, value in self._facts():
            _add(header, "PROPERTY", value, NAME=key)

    def _facts(self) -> Iterator[tuple[str, str]]:
        export = self._export
        yield "title", export.programme.title
        yield "for publication", "yes" if export.for_publication else "NO, A DRAFT"
        yield "whose words", export.whose_words()
        yield "version", export.version
        yield "made at", export.made_at
        if export.programme.citation:
            yield "citation", export.programme.citation
        yield "lastUsedAnnotationId", str(self._annotations)

    def _languages(self) -> tuple[str, ...]:
        export = self._export
        beside = [export.beside.language] if export.beside else []
        said = (segment.language for segment in export.segments if segment.language)
        return tuple(dict.fromkeys([export.language, *said, *beside]))

    def _speaker(self, tier: Tier) -> None:
        export = self._export
        top = self._tier(tier, SEGMENT, export.language, None)
        ids = [self._aligned(top, laid.span, laid.text, self._other_language(laid.segment)) for laid in tier.laid]
        if not export.made_from:
            # Nobody has heard the words of a translation, so there is no time for each.
            words = self._tier(tier, WORDS, export.language, top)
            for laid in tier.laid:
                for word, span in laid.words:
                    self._aligned(words, span, word.text, self._other_language(laid.segment), depth=1)
            whose = self._tier(tier, WHOSE, None, top)
            for parent, laid in zip(ids, tier.laid, strict=True):
                self._hung(whose, parent, self._whose(laid.segment))
        if export.beside:
            translation = self._tier(tier, TRANSLATION, export.beside.language, top)
            for parent, text in self._translations(ids, tier.laid):
                self._hung(translation, parent, text)

    def _translations(self, ids: list[str], laid: tuple[Laid, ...]) -> Iterator[tuple[str, str]]:
        for parent, each in zip(ids, laid, strict=True):
            if passages := self._beside[each.place]:
                yield parent, " ".join(passage.text for passage in passages)

    def _whose(self, segment: Segment) -> str:
        if segment.edited_by:
            words = "corrected by the newsroom"
        elif self._export.method == "aligned":
            words = "of the script, times by machine"
        else:
            words = "by machine, not checked"
        return "; ".join((words, *segment.doubts))

    def _other_language(self, segment: Segment) -> str | None:
        return segment.language if segment.language != self._export.language else None

    def _tier(self, tier: Tier, kind: str, language: str | None, top: Element | None) -> Element:
        name = tier.name if top is None else self._names.free(f"{kind}@{tier.name}")
        facts = {"TIER_ID": name, "LINGUISTIC_TYPE_REF": kind}
        if tier.speaker:
            facts["PARTICIPANT"] = tier.speaker
        if language:
            facts["LANG_REF"] = language
        if top is not None:
            facts["PARENT_REF"] = tier.name
        return _add(self._root, "TIER", **facts)

    def _aligned(self, tier: Element, span: Span, text: str, language: str | None = None, depth: int = 0) -> str:
        """Put what is said at its time. :param depth: how many tiers it hangs below the topmost."""
        # Of slots of one moment ends come first, and what hangs lies within what it hangs on.
        start, end = self._slot(span.start_ms, 1 + depth), self._slot(span.end_ms, -depth)
        return self._annotation(tier, "ALIGNABLE", text, language, TIME_SLOT_REF1=start, TIME_SLOT_REF2=end)

    def _hung(self, tier: Element, parent: str, text: str) -> None:
        self._annotation(tier, "REF", text, None, ANNOTATION_REF=parent)

    def _annotation(self, tier: Element, kind: str, text: str, language: str | None, **references: str) -> str:
        self._annotations += 1
        annotation_id = f"a{self._annotations}"
        spoken = {"LANG_REF": language} if language else {}
        wrapped = _add(tier, "ANNOTATION")
        made = _add(wrapped, f"{kind}_ANNOTATION", ANNOTATION_ID=annotation_id, **references, **spoken)
        _add(made, "ANNOTATION_VALUE", text)
        return annotation_id

    def _slot(self, time_ms: int, rank: int) -> str:
        self._slots.append((time_ms, rank, len(self._slots) + 1))
        return f"ts{len(self._slots)}"


def _add(parent: Element, tag: str, text: str | None = None, **attributes: str) -> Element:
    made = etree.SubElement(parent, tag)
    if text is not None:
        made.text = xml_text(text)
    for name, value in attributes.items():
        made.set(name, xml_text(value))
    return made
