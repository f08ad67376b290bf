"""The tiers of an ELAN annotation file, with the times of all that is on them (EAFv3.0.xsd and what came before)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from media.records import Span
from transcribe.errors import BadTranscript
from transcribe.incoming.tier_words import Said
from transcribe.incoming.times import LONGEST_MS

Element: TypeAlias = Any
"""Of lxml, which tells no types."""
MILLISECONDS = "milliseconds"
MOST_DIGITS = 15
DEEPEST = 50
"""Tiers that hang one on another; what refers on longer than that refers in a circle."""
Slots = Mapping[str, tuple[int, bool]]
"""Of each: when, and whether the file says so itself."""


@dataclass(frozen=True, slots=True)
class EafTier:
    name: str
    participant: str | None
    kind: str
    """Its linguistic type, as people have called it."""
    constraint: str | None
    """ELAN's name for how it hangs on another tier; ``None`` where it hangs on none, or the file does not say."""
    parent: str | None
    """The name of the tier that it hangs on."""
    language: str | None
    said: tuple[Said, ...]
    """In the file's order; a language is that of the one annotation, where it has one of its own."""


def eaf_tiers(root: Element) -> tuple[EafTier, ...]:
    """Return the tiers of a file, in its order.

    :param root: ``ANNOTATION_DOCUMENT``.
    :raises BadTranscript: times are counted in frames, are none, or something refers to nothing.
    """
    header = root.find("HEADER")
    units = header.get("TIME_UNITS", MILLISECONDS) if header is not None else MILLISECONDS
    if units != MILLISECONDS:
        raise BadTranscript(f"The ELAN file counts time in {units[:40]}; open it in ELAN and save it anew.")
    slots = _slots(root, _origin_ms(header))
    aligned = dict(_aligned(root, slots))
    refers = {each.get("ANNOTATION_ID"): each.get("ANNOTATION_REF") for each in root.iter("REF_ANNOTATION")}
    constraints = {each.get("LINGUISTIC_TYPE_ID"): each.get("CONSTRAINTS") for each in root.iter("LINGUISTIC_TYPE")}
    return tuple(
        EafTier(
            name=tier.get("TIER_ID", ""),
            participant=" ".join(tier.get("PARTICIPANT", "").split()) or None,
            kind=tier.get("LINGUISTIC_TYPE_REF", ""),
            constraint=constraints.get(tier.get("LINGUISTIC_TYPE_REF")),
            parent=tier.get("PARENT_REF"),
            language=tier.get("LANG_REF"),
            said=tuple(_said(tier, aligned, refers)),
        )
        for tier in root.iterfind("TIER")
    )


def _origin_ms(header: Element) -> int:
    """Return how much later than the annotations' time that of the sound is."""
    media = header.find("MEDIA_DESCRIPTOR") if header is not None else None
    written = media.get("TIME_ORIGIN", "0") if media is not None else "0"
    return _whole(written.removeprefix("-")) * (-1 if written.startswith("-") else 1)


def _slots(root: Element, origin_ms: int) -> Slots:
    """Read the times. ELAN lets some be unknown: they lie at equal distances between those around them."""
    names = [slot.get("TIME_SLOT_ID") for slot in root.iterfind("TIME_ORDER/TIME_SLOT")]
    written = [slot.get("TIME_VALUE") for slot in root.iterfind("TIME_ORDER/TIME_SLOT")]
    known = [(place, _whole(value)) for place, value in enumerate(written) if value is not None]
    times: list[int] = []
    before = (-1, 0)
    for place, time_ms in [*known, (len(written), known[-1][1] if known else 0)]:
        missing = place - before[0] - 1
        times += [before[1] + (time_ms - before[1]) * n // (missing + 1) for n in range(1, missing + 1)]
        times.append(time_ms)
        before = (place, time_ms)
    return {
        name: (max(0, time_ms + origin_ms), value is not None)
        for name, time_ms, value in zip(names, times, written, strict=False)
    }


def _whole(written: str) -> int:
    if not (written.isascii() and written.isdigit() and len(written) <= MOST_DIGITS) or int(written) > LONGEST_MS:
        raise BadTranscript(f"The ELAN file has “{written[:40]}” for a time; correct it in ELAN.")
    return int(written)


def _aligned(root: Element, slots: Slots) -> Iterator[tuple[str, tuple[Span, bool]]]:
    for each in root.iter("ALIGNABLE_ANNOTATION"):
        name = each.get("ANNOTATION_ID", "")
        start, end = slots.get(each.get("TIME_SLOT_REF1")), slots.get(each.get("TIME_SLOT_REF2"))
        if start is None or end is None:
            raise BadTranscript(f"Annotation “{name[:40]}” of the ELAN file has no times; correct it in ELAN.")
        yield name, (Span(start[0], max(start[0], end[0])), start[1] and end[1])


def _said(tier: Element, aligned: Mapping[str, tuple[Span, bool]], refers: Mapping[str, str]) -> Iterator[Said]:
    for each in tier.iterfind("ANNOTATION/*"):
        value = each.find("ANNOTATION_VALUE")
        text = (value.text or "") if value is not None else ""
        span, is_timed = _when(each.get("ANNOTATION_ID", ""), aligned, refers)
        yield Said(span, text, each.get("LANG_REF"), is_timed)


def _when(name: str, aligned: Mapping[str, tuple[Span, bool]], refers: Mapping[str, str]) -> tuple[Span, bool]:
    """Return when an annotation is: what has no times of its own is when that is on which it hangs."""
    at = name
    for _ in range(DEEPEST):
        if at in aligned:
            return aligned[at]
        at = refers.get(at, "")
    raise BadTranscript(f"Annotation “{name[:40]}” of the ELAN file hangs on none that has times; correct it in ELAN.")
