"""The queue of a programme: what is to be checked, in order, and where each item stands."""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlite_utils import Database

from transcribe.linking.claims import split_claims
from transcribe.linking.decided.placed import PlacedLink, placed_links
from transcribe.newer_run import Comparison, newer_run
from transcribe.records import LinkDecision, canonical_json
from webapp.checking.of_summary import parts_to_check, sentences_to_check
from webapp.checking.of_words import differences_to_check, passages_to_check
from webapp.checking.passages import Passages
from webapp.checking.records import SETTLED, Answer, CheckDecision, Item, Kind, words_sha256
from webapp.checking.store import newest_decisions

if TYPE_CHECKING:
    from webapp.review import Content


class Standing(enum.StrEnum):
    OPEN = "open"
    LATER = "later"
    """Somebody put it off."""
    WRONG = "wrong"
    """Somebody found that it is to be corrected, and nobody has."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item, and where it stands."""

    item: Item
    standing: Standing
    decision: CheckDecision | None
    """The newest about these words."""
    decided_before: CheckDecision | None
    """The newest about other words: what it was about has changed since."""
    link_decision: LinkDecision | None
    """By which a sentence was settled on the page of links."""

    @property
    def is_open(self) -> bool:
        """Whether the queue still asks it."""
        return self.standing in (Standing.OPEN, Standing.LATER)

    @property
    def seen_sha256(self) -> str:
        """Name all of it that a decision is about: what changes it changes this."""
        newest = self.decision or self.decided_before
        link = self.item.link
        place = (link.link, link.spans, link.is_stale) if link else None
        parts = (self.item.words_sha256, newest.check_decision_id if newest else 0, place, self.standing)
        return hashlib.sha256(canonical_json(parts)).hexdigest()


@dataclass(frozen=True)
class Queue:
    """All items of a programme in the order in which they are asked: what was put off comes last."""

    programme_id: str
    asked: tuple[Asked, ...]
    corrected: int
    """How many passages are asked no more because somebody corrected them here."""

    @cached_property
    def by_key(self) -> Mapping[str, Asked]:
        return {each.item.key: each for each in self.asked}

    @property
    def total(self) -> int:
        return len(self.asked) + self.corrected

    @property
    def done(self) -> int:
        return self.corrected + sum(each.standing is Standing.DONE for each in self.asked)

    @cached_property
    def open(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.asked if each.is_open)

    @cached_property
    def wrong(self) -> tuple[Asked, ...]:
        return tuple(each for each in self.asked if each.standing is Standing.WRONG)

    @property
    def must_open(self) -> int:
        """How many open items stand in the way of an approval."""
        return sum(each.item.must for each in self.open)

    @property
    def must_wrong(self) -> int:
        """How many items were found wrong, stand in the way of an approval, and are not corrected yet."""
        return sum(each.item.must for each in self.wrong)

    def after(self, key: str) -> Asked | None:
        """Return the item that is asked after another, from the beginning again behind the last; ``None`` for none."""
        order = [each.item.key for each in self.asked]
        place = order.index(key) + 1 if key in self.by_key else 0
        around = (*self.asked[place:], *self.asked[:place])
        return next((each for each in around if each.is_open and each.item.key != key), None)


def queue_of(db: Database, now: Content) -> Queue:
    """Return everything that is to be checked of a programme as it stands."""
    return _queue(db, now, newer_run(db, now.text) if now.text else None)


def queue_before_runs(db: Database, now: Content) -> Queue:
    """Return what is asked before what a newer run heard: that takes long for a long programme."""
    return _queue(db, now, None)


def queue_of_the_summary(db: Database, now: Content) -> Queue:
    """Return only what must be checked: a newer run is not held against the words, which takes long."""
    return _queue(db, now, None, of_words=False)


def _queue(db: Database, now: Content, comparison: Comparison | None, *, of_words: bool = True) -> Queue:
    passages = Passages(now.text.segments if now.text else ())
    links = _links(now)
    claims = split_claims(now.summary.text) if now.summary else ()
    items = [*parts_to_check(links, passages), *sentences_to_check(links, claims, passages)]
    if of_words:
        items += [*passages_to_check(passages.segments), *differences_to_check(comparison)]
    newest = newest_decisions(db, now.programme.programme_id)
    asked = [_asked(item, newest.get(item.key), passages, comparison) for item in items]
    # Stable: within each part the order stays.
    asked.sort(key=lambda each: each.standing is Standing.LATER)
    keys = {item.key for item in items}
    gone = (each for key, each in newest.items() if key not in keys and each.answer is Answer.CORRECTED)
    return Queue(
        now.programme.programme_id, tuple(asked), sum(passages.have(each.segment_ids, each.words) for each in gone)
    )


def _links(now: Content) -> tuple[PlacedLink, ...]:
    """Return the links of the newest summary, none where it was never linked."""
    if not now.linking or not now.text or not now.summary or now.linking.document_id != now.summary.document_id:
        return ()
    return placed_links(now.linking, now.text, now.programme.language)


def _asked(item: Item, newest: CheckDecision | None, passages: Passages, comparison: Comparison | None) -> Asked:
    holds = newest is not None and _holds(newest, item, passages)
    decision, before = (newest, None) if holds else (None, newest)
    link_decision = _link_decision(item)
    is_aside = bool(item.difference and comparison and item.difference in comparison.all_aside)
    if (decision and decision.answer in SETTLED) or link_decision or is_aside:
        standing = Standing.DONE
    elif decision:
        standing = Standing.LATER if decision.answer is Answer.LATER else Standing.WRONG
    else:
        standing = Standing.OPEN
    return Asked(item, standing, decision, before, link_decision)


def _holds(decision: CheckDecision, item: Item, passages: Passages) -> bool:
    """Return whether a decision is about an item as it is: the words that were heard still stand where they stood."""
    is_of_item = words_sha256(item, decision.words) == decision.words_sha256
    return is_of_item and passages.have(decision.segment_ids, decision.words)


def _link_decision(item: Item) -> LinkDecision | None:
    """Return the decision by which the places of a sentence are settled, ``None`` where they are not."""
    placed = item.link if item.kind is Kind.SENTENCE else None
    return placed.link.decided if placed and placed.link.checked and not placed.is_stale else None
