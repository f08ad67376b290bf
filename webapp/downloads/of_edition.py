"""A published version as all formats take it: all of it from the edition, where nothing is that is kept back."""

from __future__ import annotations

from typing import Any

from media.records import FACTS, LIST_MARK, LISTS, Programme
from transcribe.formats.chapters import JsonChapter
from transcribe.formats.export import Chapter, Export, Layer, Passage, Sound
from transcribe.records import MaskedWord, Segment, Word
from webapp.edition.records import EditionDocument, EditionFacts, EditionTranscript, EditionTranslation, Maker
from webapp.public.machines.feeds.chapters import chapters

NEWSROOM = "newsroom"
"""Stands for whoever corrected a segment: the edition does not know names."""


def export_of(document: EditionDocument, transcript: EditionTranscript, site: str | None = None) -> Export:
    """Return the words of a version with all that may go beside them.

    :param site: the public site's address, without a slash at its end; ``None`` where none is known.
    """
    facts = document.facts
    parts, found_by = chapters_of(document)
    return Export(
        programme=_programme(facts),
        segments=tuple(
            Segment(
                segment_id=segment.segment_id,
                start_ms=segment.start_ms,
                end_ms=segment.end_ms,
                words=tuple(
                    (MaskedWord if w.redacted else Word)(
                        w.text, w.start_ms, w.end_ms, w.probability, w.doubt, w.confidence
                    )
                    for w in segment.words
                ),
                speaker=segment.speaker,
                language=segment.language,
                doubts=segment.doubts,
                edited_by=NEWSROOM if segment.human else None,
                run=segment.made_by or None,
            )
            for segment in transcript.segments
        ),
        method=transcript.method,
        provenance=transcript.provenance,
        version=str(document.version),
        made_at=transcript.made_at,
        for_publication=True,
        other_runs=dict(enumerate(transcript.others, start=1)),
        address=f"{site}/programmes/{facts.programme_id}/versions/{document.version}" if site else None,
        sound=_sound(document, site),
        chapters=parts,
        chapters_by=found_by,
        layers=layers_of(document),
    )


def chapters_of(document: EditionDocument) -> tuple[tuple[Chapter, ...], str]:
    """Return the chapters of a version as podcast programs get them, in milliseconds, and how they were found."""
    told = chapters(document)
    return tuple(map(_chapter, told.chapters)), told.description


def _chapter(told: JsonChapter) -> Chapter:
    return Chapter(round(told.start_time * 1000), round(told.end_time * 1000), told.title)


def layers_of(document: EditionDocument) -> tuple[Layer, ...]:
    """Return the translations, the newsroom's own first: somebody has looked at it."""
    return tuple(map(_layer, sorted(document.translations, key=lambda each: each.maker is not Maker.JOURNALIST)))


def _programme(facts: EditionFacts) -> Programme:
    said = {name: _fact(facts, name) for name in FACTS}
    return Programme(programme_id=facts.programme_id, synthetic=facts.synthetic, **said)


def _fact(facts: EditionFacts, name: str) -> Any:
    value = getattr(facts, name)
    return (f"{LIST_MARK} ".join(value) or None) if name in LISTS else value


def _sound(document: EditionDocument, site: str | None) -> Sound | None:
    if document.sound is None:
        return None
    name = f"{document.sound.sha256}.m4a"
    address = f"{site}/sound/{name}" if site else None
    return Sound(name, address, document.sound.duration_ms, has_other_voice=bool(document.sound.other_voice))


def _layer(translation: EditionTranslation) -> Layer:
    return Layer(
        name=f"{translation.language}-{translation.maker}",
        language=translation.language,
        label=layer_label(translation.machine) if translation.maker is Maker.MACHINE else BY_NEWSROOM,
        passages=tuple(Passage(each.start_ms, each.end_ms, each.text) for each in translation.segments),
    )


BY_NEWSROOM = "Translation by the newsroom"


def layer_label(machine: str | None) -> str:
    """Return what is said of a machine's translation. :param machine: which."""
    return f"Machine translation, not checked ({machine})" if machine else "Machine translation, not checked"
