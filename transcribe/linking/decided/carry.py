"""People's decisions carried over to the words as they stand now, whatever was edited or timed anew since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlite_utils import Database

from media.records import Span
from transcribe.linking.decided.decisions import standings
from transcribe.linking.decided.passage import TextNow, text_now
from transcribe.linking.decided.stale import follow_words
from transcribe.linking.decided.text_before import segments_before
from transcribe.records import LinkDecision, Standing


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands of the decisions about a claim, in the times of the words as they are now."""

    standing: Standing
    quotes: Mapping[Span, str]
    """The words of places that people chose and refused, by place, where something else is said now."""


@dataclass(frozen=True, slots=True)
class _Moved:
    """A decision in the times of the words as they are now."""

    decision: LinkDecision
    gone: Mapping[Span, str]
    """The words of those of its places where something else is said now."""


@dataclass(frozen=True)
class Carrier:
    """Follows the places that people chose and refused."""

    db: Database
    programme_id: str
    now: TextNow
    text_sha256: str
    """Of the words as they are now."""

    @cached_property
    def _texts(self) -> dict[str, TextNow]:
        """Of earlier times, by hash."""
        return {self.text_sha256: self.now, "": self.now}

    def carry(self, decisions: Sequence[LinkDecision]) -> Mapping[str, Carried]:
        """Return by claim what stands of the decisions.

        Only spans of one text can be held against each other, so all are moved to this one before anything else.

        :param decisions: of the programme, in the order in which they were made.
        """
        moved = [self._move(decision) for decision in decisions]
        original = {decision.decision_id: decision for decision in decisions}
        return {
            claim: Carried(
                replace(standing, decision=original[standing.decision.decision_id]), _quotes(claim, standing, moved)
            )
            for claim, standing in standings([each.decision for each in moved]).items()
        }

    def _move(self, decision: LinkDecision) -> _Moved:
        """Return a decision in the times of the words as they are now."""
        then = self._text(decision.text_sha256)
        if then is self.now:
            return _Moved(decision, {})
        spans, gone = [], {}
        for span in decision.spans:
            said = then.quote((span,))
            found = follow_words((span,), said, self.now)
            spans.append(found.spans[0])
            if found.is_stale:
                gone[found.spans[0]] = said
        return _Moved(replace(decision, spans=tuple(sorted(spans))), gone)

    def _text(self, text_sha256: str) -> TextNow:
        if text_sha256 not in self._texts:
            segments = segments_before(self.db, self.programme_id, text_sha256)
            self._texts[text_sha256] = self.now if segments is None else text_now(segments, self.now.language)
        return self._texts[text_sha256]


def _quotes(claim_id: str, standing: Standing, moved: Sequence[_Moved]) -> Mapping[Span, str]:
    """Return `Carried.quotes`: the newest decision about a place says which words people mean by it."""
    quotes: dict[Span, str] = {}
    stand = frozenset((*standing.fixed, *standing.added, *standing.rejected))
    for each in moved:
        if each.decision.claim_id == claim_id:
            for span in stand.intersection(each.decision.spans):
                quotes[span] = each.gone.get(span, "")
    return {span: said for span, said in quotes.items() if said}
