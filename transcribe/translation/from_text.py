"""A unit of a transcript in English, with the times of its segments."""

from __future__ import annotations

from collections.abc import Sequence

from transcribe.engines.protocol import LEAST_LOG_PROBABILITY
from transcribe.linking.sentences import sentence_spans
from transcribe.records import Doubt
from transcribe.translation.protocol import TranslatedText
from transcribe.translation.records import TranslatedSegment, sources_sha256
from transcribe.translation.units import Unit

NOT_SAID = (Doubt.LOOP, Doubt.INVENTED, Doubt.NO_SPEECH)
"""Words that are doubted for these are fluent English in no time; the doubt goes with them."""


def sentences_of(unit: Unit) -> tuple[str, ...]:
    """Return a unit's sentences, which are translated one by one."""
    text = " ".join(" ".join(each.heard_text for each in unit.segments).split())
    return tuple(text[start:end] for start, end in sentence_spans(text)) or (text,)


def from_texts(unit: Unit, texts: Sequence[TranslatedText]) -> TranslatedSegment:
    """Return the translation of a unit. :param texts: of its sentences."""
    heard = {doubt for segment in unit.segments for doubt in segment.doubts}
    found = [doubt for doubt in NOT_SAID if doubt in heard]
    if any(text.mean_log_probability < LEAST_LOG_PROBABILITY for text in texts):
        found.append(Doubt.LOW_PROBABILITY)
    return _segment(unit, " ".join(text.text for text in texts if text.text), doubts=tuple(found))


def as_it_is(unit: Unit) -> TranslatedSegment:
    """Return a unit that is English already."""
    return _segment(unit, " ".join(each.heard_text for each in unit.segments), is_original=True)


def _segment(unit: Unit, text: str, *, is_original: bool = False, doubts: tuple[Doubt, ...] = ()) -> TranslatedSegment:
    span = unit.span
    return TranslatedSegment(
        start_ms=span.start_ms,
        end_ms=span.end_ms,
        text=text,
        source_ids=tuple(segment.segment_id for segment in unit.segments),
        source_sha256=sources_sha256(unit.segments),
        source_language=unit.language,
        is_original=is_original,
        doubts=doubts,
    )
