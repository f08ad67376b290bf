"""What is to be checked, and what a person said of it."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.merge import Difference
from transcribe.records import canonical_json


class Kind(enum.StrEnum):
    """What an item is, in the order in which items are asked."""

    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    QUOTE = "quote"
    SENTENCE = "sentence"
    """Of the summary: the sound may say otherwise, or nothing was found."""
    PASSAGE = "passage"
    """Of the words: the machine doubts them."""
    NEWER = "newer run"
    """Of the words: a newer run of the machine heard others."""


PARTS = frozenset((Kind.NAME, Kind.NUMBER, Kind.DATE, Kind.QUOTE))
OF_THE_SUMMARY = PARTS | {Kind.SENTENCE}
"""These must be checked before a programme is approved."""


class Answer(enum.StrEnum):
    """What a person says of an item."""

    HEARD = "heard so"
    NOT_HEARD = "not heard, may stay"
    """A summary may know more than the sound."""
    WRONG = "wrong"
    """It is to be corrected; until then it stays in the way of an approval."""
    CORRECTED = "corrected"
    LATER = "later"
    TAKEN = "newer words taken"
    KEPT = "words kept"


ANSWERS: Mapping[Kind, tuple[Answer, ...]] = {
    **dict.fromkeys(PARTS, (Answer.HEARD, Answer.NOT_HEARD, Answer.WRONG, Answer.CORRECTED, Answer.LATER)),
    Kind.SENTENCE: (Answer.HEARD, Answer.NOT_HEARD, Answer.WRONG, Answer.LATER),
    Kind.PASSAGE: (Answer.HEARD, Answer.WRONG, Answer.CORRECTED, Answer.LATER),
    Kind.NEWER: (Answer.TAKEN, Answer.KEPT, Answer.LATER),
}
NEWER_KEY = "d-"
"""How keys of `Kind.NEWER` begin."""
SETTLED = frozenset((Answer.HEARD, Answer.NOT_HEARD, Answer.CORRECTED, Answer.TAKEN, Answer.KEPT))


@dataclass(frozen=True, slots=True)
class CheckDecision:
    """One decision, kept for good."""

    check_decision_id: int
    programme_id: str
    item_key: str
    answer: Answer
    words_sha256: str
    """Of the words that it is about (`Item.words_sha256`): for others it does not stand."""
    segment_ids: tuple[str, ...]
    """The passages in which these words are."""
    words: str
    """What stood where it is heard: as long as that stands there, the decision does."""
    heard_ms: int | None
    """The second of the recording that the person heard, ``None`` where they decided without hearing."""
    user_name: str
    created_at: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to be checked, in the words as they stand."""

    key: str
    kind: Kind
    reasons: tuple[str, ...]
    """Why it is asked: a verdict (`transcribe.records.Verdict`), or doubts (`Doubt`)."""
    text: str
    """What is to be checked: a name, a sentence, the words of a passage."""
    sentence: str
    """Of the summary, around a part of it; empty where the item is of the words."""
    span: Span | None
    """What is played; ``None`` where nobody knows where it should be heard."""
    segment_ids: tuple[str, ...]
    """The passages that the span lies in."""
    said: str
    """Their words."""
    words: str
    """What of them is heard there."""
    link: PlacedLink | None = None
    """Of an item of the summary."""
    difference: Difference | None = None
    """Of `Kind.NEWER`."""
    is_nearby: bool = False
    """True where the span is the sentence's, because nobody knows where the part itself is heard."""

    @property
    def must(self) -> bool:
        """Whether it stands in the way of an approval as long as it is open."""
        return self.kind in OF_THE_SUMMARY

    @property
    def words_sha256(self) -> str:
        """Of all words that a decision is about."""
        return words_sha256(self, self.words)


def words_sha256(item: Item, words: str) -> str:
    """Return `Item.words_sha256` for other words than those in which the item is now."""
    offered = item.difference.sha256 if item.difference else ""
    return hashlib.sha256(canonical_json((item.kind, item.text, item.sentence, words, offered))).hexdigest()
