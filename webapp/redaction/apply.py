"""What render may see of a programme in which something is kept back. Pure: records in, records out.

Words, names of speakers, facts and translations come out without what is kept back; times come out so that they tell
nothing of how long it was. What is made of words comes out only where none of its words is kept back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from media.records import LIST_MARK, LISTS, Document, Programme, Span, listed
from transcribe.records import ProgrammeText, Provenance
from transcribe.translation.records import TranslatedSegment, Translation, sources_sha256, stale_segments
from webapp.edition.meaning import Meaning
from webapp.edition.render import Approved
from webapp.redaction.cover import cover
from webapp.redaction.find import Finder, find_places
from webapp.redaction.flows import (
    CHECKED_FACTS,
    Flow,
    english_pieces,
    pieces_flow,
    speakers,
    text_tokens,
    transcript_flow,
)
from webapp.redaction.guessed_times import guessed_times
from webapp.redaction.masked_links import mask_links
from webapp.redaction.masked_times import MaskedTimes
from webapp.redaction.masked_words import mask_segments
from webapp.redaction.records import Likeness, Redaction, Redactions, Where
from webapp.redaction.sound import covers_of, spans_of
from webapp.redaction.text import MaskedText, mask_text

if TYPE_CHECKING:
    from webapp.review import Content


MADE_BY = ("engine", "engine_version", "model")
"""What a provenance says of a tool."""


def redact(approved: Approved, content: Content, redactions: Redactions) -> Approved:
    """Return what render may see.

    :param content: of which ``approved`` was made.
    """
    if not redactions:
        return approved
    return _Redacting(content, redactions).all_of(approved)


class _Redacting:
    def __init__(self, content: Content, redactions: Redactions) -> None:
        self._content, self._redactions = content, redactions
        self._finder = Finder(redactions)
        self._places = find_places(content, redactions)
        self._masks = spans_of(content, redactions, self._places)
        self._times = MaskedTimes(self._masks, self._guessed())
        self._is_heard_whole = not covers_of(content, redactions, self._places)

    def _guessed(self) -> Iterator[Span]:
        text = self._content.text
        if text is None:
            return
        flow = transcript_flow(text)
        yield from (each.room for each in guessed_times(text.segments, flow, self._cover(flow)))

    def all_of(self, approved: Approved) -> Approved:
        text = self._text(approved.text)
        summary, masked = self._summary(approved.summary)
        placed = None
        if approved.summary and approved.text and approved.linking and masked:
            placed = mask_links(self._content, self._redactions, self._places, masked, self._times)
        return replace(
            approved,
            programme=self._programme(approved.programme),
            summary=summary,
            text=text,
            linking=None,
            placed=placed,
            translation=self._translation(approved.translation, text),
            english=self._english(approved.english, text),
            meaning=self._meaning(approved.meaning),
        )

    def _cover(self, flow: Flow) -> tuple[Redaction | None, ...]:
        return cover(flow, self._places, self._redactions)

    def _masked(self, text: str, where: Where, fact: str = "", part: int = 0) -> MaskedText:
        flow = Flow(where, fact, tuple(text_tokens(text)), part)
        return mask_text(text, flow.tokens, self._cover(flow))

    def _programme(self, programme: Programme) -> Programme:
        said = {name: getattr(programme, name) for name in CHECKED_FACTS}
        left: dict[str, Any] = {name: self._fact(name, value) for name, value in said.items() if value}
        return replace(programme, **left)

    def _fact(self, name: str, value: str) -> str | None:
        if name not in LISTS:
            return self._masked(value, Where.FACTS, name).text
        kept = [
            each for part, each in enumerate(listed(value)) if self._masked(each, Where.FACTS, name, part).text == each
        ]
        return f"{LIST_MARK} ".join(kept) or None

    def _summary(self, summary: Document | None) -> tuple[Document | None, MaskedText | None]:
        if summary is None:
            return None, None
        masked = self._masked(summary.text, Where.SUMMARY)
        author = summary.author and self._masked(summary.author, Where.SUMMARY, "author").text
        return replace(summary, text=masked.text, author=author), masked

    def _text(self, text: ProgrammeText | None) -> ProgrammeText | None:
        if text is None:
            return None
        names = {
            name: self._masked(name, Where.SPEAKERS, part=part).text
            for part, name in enumerate(speakers(text.segments))
        }
        segments = mask_segments(text, self._places, self._redactions, self._times)
        named = (replace(each, speaker=names[each.speaker] if each.speaker else None) for each in segments)
        return replace(
            text,
            segments=tuple(named),
            transcript=replace(text.transcript, provenance=self._provenance(text.transcript.provenance)),
            other_runs={number: self._provenance(made) for number, made in text.other_runs.items()},
        )

    def _provenance(self, made: Provenance) -> Provenance:
        """Return what made a text without its sound's hash where some of that is masked: it would prove a copy.

        A file that somebody brought says for itself which tool made it, and may say a name there.
        """
        told: dict[str, Any] = {name: "" for name in MADE_BY if self._is_named(getattr(made, name))}
        return replace(made, **told, sound_sha256=made.sound_sha256 if self._is_heard_whole else "")

    def _is_named(self, text: str) -> bool:
        flow = Flow(Where.LINKS, "", tuple(text_tokens(text)))
        return any(place.likeness is not Likeness.RESEMBLES for place in self._finder.places(flow))

    def _translation(self, translation: Translation | None, text: ProgrammeText | None) -> Translation | None:
        if translation is None or text is None or self._content.text is None:
            return None
        stale = stale_segments(translation, self._content.text.segments)
        flow = pieces_flow(Where.TRANSLATION, ((each.text, each.span) for each in translation.segments))
        said = self._pieces(flow, [each.text for each in translation.segments])
        now = {each.segment_id: each for each in text.segments}
        kept: list[TranslatedSegment] = []
        for unit, each in enumerate(translation.segments):
            sources = [now[source_id] for source_id in each.source_ids if source_id in now]
            if unit in stale or unit not in said or not sources:
                continue
            at = self._times.outward(each.span)
            made = replace(
                each,
                start_ms=at.start_ms,
                end_ms=at.end_ms,
                text=said[unit],
                source_ids=tuple(source.segment_id for source in sources),
                # As if it had been made of the words that are left: it is not out of date.
                source_sha256=sources_sha256(sources),
            )
            kept.append(made)
        return replace(translation, segments=tuple(kept))

    def _english(self, english: Mapping[str, str], text: ProgrammeText | None) -> dict[str, str]:
        segments = self._content.text.segments if self._content.text else ()
        ids = [each.segment_id for each in segments if each.segment_id in english]
        flow = pieces_flow(Where.ENGLISH, english_pieces(self._content))
        said = self._pieces(flow, [english[each] for each in ids])
        left = {each.segment_id for each in text.segments} if text else set()
        return {each: said[unit] for unit, each in enumerate(ids) if unit in said and each in left}

    def _pieces(self, flow: Flow, texts: Sequence[str]) -> dict[int, str]:
        """Return the pieces of a translation that are left, by their places."""
        gone = {
            flow.tokens[place.first].unit
            for place in self._places
            if place.quote.where is flow.where and place.likeness is Likeness.COUNTERPART and place.is_masked
        }
        owners = self._cover(flow)
        mine: dict[int, list[int]] = defaultdict(list)
        for number, token in enumerate(flow.tokens):
            mine[token.unit].append(number)
        return {
            unit: mask_text(text, [flow.tokens[n] for n in mine[unit]], [owners[n] for n in mine[unit]]).text
            for unit, text in enumerate(texts)
            if unit not in gone
        }

    def _meaning(self, meaning: Meaning | None) -> Meaning | None:
        if meaning is None:
            return None
        said = [self._times.outward(span) for span in meaning.spans]
        kept = [place for place, span in enumerate(said) if not self._times.touch(span)]
        if not kept:
            return None
        spans = tuple(said[place] for place in kept)
        return replace(meaning, spans=spans, vectors=np.stack([meaning.vectors[place] for place in kept]))
