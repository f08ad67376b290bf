"""Which words of a text are kept back, and by which redaction: where several are, the widest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from media.records import Span
from webapp.redaction.flows import Flow, Token
from webapp.redaction.records import (
    STEP_MS,
    WIDENED_MS,
    MaskedSpan,
    Place,
    Redaction,
    RedactionKind,
    Redactions,
    Where,
)

RANK = {RedactionKind.SPAN: 0, RedactionKind.WORD: 1, RedactionKind.PERSON: 2}


def cover(flow: Flow, places: Collection[Place], redactions: Redactions) -> tuple[Redaction | None, ...]:
    """Return for each word of a text what keeps it back, ``None`` for what the public may see.

    :param places: of the programme (`webapp.redaction.find`); those of other texts are passed over.
    """
    standing = {each.redaction_id: each for each in redactions.standing}
    owners: list[Redaction | None] = [None] * len(flow.tokens)
    taken: list[tuple[Redaction, Sequence[int]]]
    taken = [(standing[each.redaction_id], range(each.first, each.end)) for each in places if _is_masked(each, flow)]
    if flow.where is Where.TRANSCRIPT:
        taken += ((each, _within(flow, each)) for each in redactions.standing if is_by_time(each, places))
    for redaction, numbers in sorted(taken, key=_width):  # The widest last, so that it stands.
        for number in numbers:
            owners[number] = redaction
    return tuple(owners)


def _width(taken: tuple[Redaction, Sequence[int]]) -> tuple[int, int]:
    redaction, _ = taken
    return -RANK[redaction.kind], redaction.span.duration_ms if redaction.span else 0


def is_by_time(redaction: Redaction, places: Iterable[Place]) -> bool:
    """Return whether all is kept back that is said in a stretch: where that was marked, or a word that was there went.

    What is said there now may be the same in other letters.
    """
    if redaction.span is None or redaction.voice_only:
        return False
    return redaction.kind is RedactionKind.SPAN or is_adrift(redaction, places)


def is_adrift(redaction: Redaction, places: Iterable[Place]) -> bool:
    """Return whether a word that is kept back is no longer where it was."""
    mine = (place for place in places if place.redaction_id == redaction.redaction_id)
    return redaction.kind is RedactionKind.WORD and all(place.quote != redaction.quote for place in mine)


def widen(spans: Iterable[Span], duration_ms: int | None) -> tuple[MaskedSpan, ...]:
    """Return spans with `WIDENED_MS` on both sides, rounded outward to whole steps, merged where they touch.

    :param duration_ms: of the recording, behind which nothing is; ``None`` where it is not known.
    """
    merged: list[MaskedSpan] = []
    for span in sorted(spans):
        start_ms = max(0, span.start_ms - WIDENED_MS) // STEP_MS * STEP_MS
        end_ms = -(-(span.end_ms + WIDENED_MS) // STEP_MS) * STEP_MS
        if duration_ms is not None:
            end_ms = min(end_ms, duration_ms)
        if merged and start_ms <= merged[-1].end_ms:
            merged[-1] = MaskedSpan(merged[-1].start_ms, max(merged[-1].end_ms, end_ms))
        elif start_ms < end_ms:
            merged.append(MaskedSpan(start_ms, end_ms))
    return tuple(merged)


def heard_spans(tokens: Sequence[Token], owners: Sequence[Redaction | None]) -> list[Span]:
    """Return when the words are heard that are kept back."""
    return [token.span for token, owner in zip(tokens, owners, strict=True) if owner and token.span]


def _is_masked(place: Place, flow: Flow) -> bool:
    is_here = (place.quote.where, place.quote.fact, place.part) == (flow.where, flow.fact, flow.part)
    return is_here and place.is_masked


def _within(flow: Flow, redaction: Redaction) -> Sequence[int]:
    return [number for number, token in enumerate(flow.tokens) if redaction.span and _touches(token, redaction.span)]


def _touches(token: Token, span: Span) -> bool:
    heard = token.span
    return heard is not None and (heard.overlap_ms(span) > 0 or span.start_ms <= heard.start_ms < span.end_ms)
