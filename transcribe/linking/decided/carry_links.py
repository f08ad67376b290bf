"""Links carried over to a corrected summary: a sentence that did not change keeps what was found and decided for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sqlite_utils import Database

from media.database import new_id
from media.records import Document
from transcribe.linking.claims import split_claims
from transcribe.linking.store import latest_linking, store_linking
from transcribe.records import Claim, Link, Linking


def carry_links(db: Database, programme_id: str, summary: Document) -> Linking | None:
    """Store the newest linking for a summary that was written just now; belongs into the transaction that stores it.

    Sentences that are new have no link until they are looked for.

    :return: ``None`` where there is nothing to carry.
    """
    linking = latest_linking(db, programme_id)
    if linking is None:
        return None
    links = tuple(_carried(linking, split_claims(summary.text)))
    if not links:
        return None
    return store_linking(
        db,
        # It keeps its time: then the machine looked, in the words of that day.
        replace(linking, linking_id=new_id("k"), document_id=summary.document_id, links=links),
    )


def _carried(linking: Linking, claims: tuple[Claim, ...]) -> Iterator[Link]:
    before = {link.claim.claim_id: link for link in linking.links}
    for claim in claims:
        link = before.get(claim.claim_id)
        # A comma that came or went makes no other claim; but then names and quotes stand elsewhere in it.
        if link and link.claim.text == claim.text:
            yield _moved(link, claim)


def _moved(link: Link, claim: Claim) -> Link:
    shift = claim.start_char - link.claim.start_char
    parts = tuple(
        replace(part, start_char=part.start_char + shift, end_char=part.end_char + shift) for part in link.parts
    )
    return replace(link, claim=claim, parts=parts)
