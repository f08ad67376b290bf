"""The links of a programme in its words as they stand: where each is heard now, and which are stale."""

from __future__ import annotations

from dataclasses import dataclass

from media.records import Span
from transcribe.linking.stale import follow, text_now
from transcribe.records import Link, Linking, ProgrammeText


@dataclass(frozen=True, slots=True)
class PlacedLink:
    """A link, and where its words are now."""

    link: Link
    spans: tuple[Span, ...]
    is_stale: bool


def placed_links(linking: Linking, text: ProgrammeText, language: str) -> tuple[PlacedLink, ...]:
    """Return the links of a linking in order, followed to where their words are now.

    :param language: of the programme, a BCP 47 tag.
    """
    now = text_now(text.segments, language)
    is_of_this_text = linking.text_sha256 == text.sha256
    placed = []
    for link in linking.links:
        # What a person decided keeps the words that were decided on, also when it was linked again since.
        if is_of_this_text and link.decided is None:
            placed.append(PlacedLink(link, link.spans, is_stale=False))
        else:
            found = follow(link, now)
            placed.append(PlacedLink(link, found.spans, found.is_stale))
    return tuple(placed)
