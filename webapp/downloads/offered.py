"""What a page offers of files: the common ones first, the others by what they are for, each with a word on its use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transcribe.formats import FORMATS
from webapp.downloads.asked import ALL, RANGES
from webapp.interface import gettext

SHORT = {
    "html": "HTML",
    "ttml": "TTML",
    "eaf": "ELAN",
    "textgrid": "Praat",
    "rttm": "RTTM",
    "ctm": "CTM",
    "audacity": "Audacity",
    "otio": "OpenTimelineIO",
    "json": "JSON",
}
"""What a list calls a format whose title says more."""
COMMON = ("pdf", "docx", "txt", "srt", "vtt")


@dataclass(frozen=True, slots=True)
class Offer:
    name: str
    """In the address."""
    title: str
    use: str


@dataclass(frozen=True, slots=True)
class Offers:
    """All formats that there are, each once."""

    common: tuple[Offer, ...]
    groups: tuple[tuple[str, tuple[Offer, ...]], ...]
    everything: Offer
    ranges: Mapping[str, tuple[int, int]]
    """The least and the most of each number."""

    @property
    def all(self) -> tuple[tuple[str, str], ...]:
        """Each with its title, as a list to choose from has them."""
        grouped = (offer for _, group in self.groups for offer in group)
        return tuple((offer.name, offer.title) for offer in (*self.common, *grouped, self.everything))


@dataclass(frozen=True, slots=True)
class Wish:
    """What there is to choose of one programme."""

    has_translation: bool
    has_letters: bool


def offers() -> Offers:
    """Return what is offered, in the reader's language."""
    uses = _uses()
    return Offers(
        common=tuple(_offer(name, uses) for name in COMMON if name in FORMATS),
        groups=tuple(
            (title, tuple(_offer(name, uses) for name in names if name in FORMATS))
            for title, names in _groups()
            if any(name in FORMATS for name in names)
        ),
        everything=Offer(ALL, "ZIP", gettext("all of these in one file")),
        ranges=RANGES,
    )


def _offer(name: str, uses: Mapping[str, str]) -> Offer:
    titles = SHORT | {
        "txt": gettext("Plain text"),
        "chapters": gettext("Chapters"),
        "webannotation": gettext("Annotations"),
    }
    return Offer(name, titles.get(name, FORMATS[name].title), uses[name])


def _groups() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        (gettext("To read"), ("odt", "html", "md")),
        (gettext("Captions"), ("ttml", "ebu-tt-d")),
        (gettext("Research"), ("csv", "tsv", "eaf", "textgrid", "rttm", "ctm")),
        (gettext("Sound and video editing"), ("audacity", "otio")),
        (gettext("For programs"), ("json", "chapters", "webannotation")),
    )


def _uses() -> Mapping[str, str]:
    return {
        "pdf": gettext("to print and to cite"),
        "docx": gettext("for word processors"),
        "odt": gettext("for LibreOffice"),
        "txt": gettext("the words and who says them"),
        "md": gettext("for notes and wikis"),
        "html": gettext("a page to keep, which plays the sound file beside it"),
        "srt": gettext("captions for video programs"),
        "vtt": gettext("captions for the web"),
        "ttml": gettext("captions for streaming services"),
        "ebu-tt-d": gettext("captions for European broadcasters"),
        "csv": gettext("a table for spreadsheets"),
        "tsv": gettext("a table parted by tabs"),
        "eaf": gettext("to annotate"),
        "textgrid": gettext("to measure speech"),
        "rttm": gettext("who speaks when, to compare programs"),
        "ctm": gettext("each word and its time, to compare programs"),
        "audacity": gettext("labels beside the sound"),
        "otio": gettext("a time line to cut by"),
        "json": gettext("words, times and doubts for programs"),
        "chapters": gettext("chapters for podcast programs"),
        "webannotation": gettext("by the W3C’s model"),
    }
