"""People's decisions carried over to the words as they stand now, whatever was edited or timed anew since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlite_utils import Database

from media.records import Span
from transcribe.linking.decisions import standings
from transcribe.linking.stale import TextNow, follow_words, text_now
from transcribe.linking.text_before import segments_before
from transcribe.records import LinkDecision, Standing


@dataclass(frozen=True, slots=True)
class Carried:
    """What stands of the decisions about a claim, in the times of the words as they are now."""

    standing: Standing
    quotes: Mapping[Span, str]
    """The words of places that people chose, by place, where something else is said now."""


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

        :param decisions: of the programme, in the order in which they were made.
        """
        made_on = {(d.claim_id, span): d.text_sha256 for d in decisions for span in d.spans}
        return {claim: self._carry(claim, standing, made_on) for claim, standing in standings(decisions).items()}

    def _carry(self, claim: str, standing: Standing, made_on: Mapping[tuple[str, Span], str]) -> Carried:
        quotes: dict[Span, str] = {}

        def moved(spans: Iterable[Span]) -> tuple[Span, ...]:
            return tuple(sorted(self._move(span, made_on[claim, span], quotes) for span in spans))

        fixed, added = moved(standing.fixed), moved(standing.added)
        rejected = tuple(sorted(self._move(span, made_on[claim, span], {}) for span in standing.rejected))
        return Carried(replace(standing, fixed=fixed, added=added, rejected=rejected), quotes)

    def _move(self, span: Span, text_sha256: str, quotes: dict[Span, str]) -> Span:
        """Return where the words of a span are now; note them where they are gone."""
        then = self._text(text_sha256)
        if then is self.now:
            return span
        said = then.quote((span,))
        found = follow_words((span,), said, self.now)
        if found.is_stale:
            quotes[span] = said
        return found.spans[0]

    def _text(self, text_sha256: str) -> TextNow:
        if text_sha256 not in self._texts:
            segments = segments_before(self.db, self.programme_id, text_sha256)
            self._texts[text_sha256] = self.now if segments is None else text_now(segments, self.now.language)
        return self._texts[text_sha256]
