"""Decisions about sentences that the summary no longer has: an edit of a sentence must not make them vanish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio
from sqlite_utils import Database

from transcribe.linking.decided.decisions import decisions_of, standings
from transcribe.linking.store import newest_link
from transcribe.records import Claim, Standing

ALIKE = 60
"""Percent of letters in common, in their order, from which a sentence may be an old one edited."""


@dataclass(frozen=True, slots=True)
class Orphan:
    """What stands of the decisions about a sentence that is gone."""

    claim_id: str
    sentence: str
    """As it was when it was last linked; empty where it never was."""
    standing: Standing
    """In the times in which it was decided."""
    proposal: Claim | None
    """The sentence that it may be now, of which nothing is decided yet."""


def orphans(db: Database, programme_id: str, claims: Sequence[Claim]) -> tuple[Orphan, ...]:
    """Return the decisions that stand about sentences that are not among the claims, the oldest first."""
    standing = standings(decisions_of(db, programme_id))
    present = {claim.claim_id for claim in claims}
    free = [claim for claim in claims if claim.claim_id not in standing]
    found = []
    for claim_id in standing.keys() - present:
        link = newest_link(db, programme_id, claim_id)
        sentence = link.claim.text if link else ""
        found.append(Orphan(claim_id, sentence, standing[claim_id], _most_alike(sentence, free)))
    return tuple(sorted(found, key=lambda orphan: orphan.standing.decision.created_at))


def _most_alike(sentence: str, claims: Sequence[Claim]) -> Claim | None:
    scored = [(ratio(sentence.casefold(), claim.text.casefold()), -claim.position, claim) for claim in claims]
    score, _, claim = max(scored, default=(0.0, 0, None), key=lambda each: each[:2])
    return claim if score >= ALIKE else None
