"""Transcript formats, one module a format; docs/formats.md says what each keeps.

>>> render("vtt", export)                               # bytes of a WebVTT file
>>> render("srt", export, Options(guide=BBC))

A format is a module here with ``render(export, options) -> str | bytes`` and a line in `FORMATS`. It is given what
`prepare` has made of the record, so that it need not know of letters, translations, or who is to be named.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import Final

from transcribe.errors import UnknownFormat
from transcribe.formats.export import Export
from transcribe.formats.options import DEFAULT, Options
from transcribe.formats.prepare import prepare

Render = Callable[[Export, Options], str | bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """How a transcript leaves the archive."""

    name: str
    """On the command line and in addresses."""
    title: str
    """What the format is called."""
    ending: str
    """Of the file's name, as the programs that read it look for it; no two formats have the same."""
    media_type: str
    module: str
    """Of this package. It is loaded, and its library with it, when the format is first asked for."""
    takes: frozenset[str] = frozenset()
    """Names of `Options` that this format has a use for, beside those that `prepare` settles for all."""

    @property
    def render(self) -> Render:
        rendering: Render = import_module(f"{__name__}.{self.module}").render
        return rendering


CUT: Final = frozenset({"guide", "lines", "characters", "speed", "unit"})
"""How captions are cut."""
READ: Final = frozenset({"clean"})
"""How documents are read."""
OFFICE: Final = "application/vnd."
WORD: Final = "openxmlformats-officedocument.wordprocessingml.document"
FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        entry.name: entry
        for entry in (
            Format("vtt", "WebVTT", "vtt", "text/vtt", "vtt", CUT),
            Format("srt", "SubRip", "srt", "application/x-subrip", "srt", CUT),
            Format("ttml", "TTML, IMSC 1.1 text", "ttml", "application/ttml+xml", "ttml", CUT),
            Format("ebu-tt-d", "EBU-TT-D", "ebu-tt-d.xml", "application/ttml+xml", "ebu_tt_d", CUT),
            Format("txt", "Plain text", "txt", "text/plain", "txt"),
            Format("md", "Markdown", "md", "text/markdown", "documents.markdown", READ),
            Format("html", "HTML, beside the sound", "html", "text/html", "documents.page", READ),
            Format("csv", "CSV", "csv", "text/csv", "documents.csv_table"),
            Format("tsv", "TSV", "tsv", "text/tab-separated-values", "documents.tsv_table"),
            Format("docx", "Word", "docx", f"{OFFICE}{WORD}", "documents.word", READ),
            Format("pdf", "PDF", "pdf", "application/pdf", "documents.pdf", READ),
            Format("odt", "OpenDocument", "odt", f"{OFFICE}oasis.opendocument.text", "documents.odt", READ),
            Format("json", "muragat JSON", "json", "application/json", "json_transcript"),
            Format("eaf", "ELAN annotations", "eaf", "application/xml", "eaf"),
            Format("textgrid", "Praat TextGrid", "TextGrid", "text/plain", "textgrid"),
            Format("audacity", "Audacity labels", "labels.txt", "text/plain", "audacity", frozenset({"unit"})),
            Format("rttm", "RTTM, who speaks when", "rttm", "text/plain", "rttm"),
            Format("ctm", "CTM, words with times", "ctm", "text/plain", "ctm"),
            Format("chapters", "Podcast chapters", "chapters.json", "application/json+chapters", "chapters"),
            Format("webannotation", "W3C Web Annotations", "jsonld", "application/ld+json", "webannotation"),
            Format("otio", "OpenTimelineIO, for cutters", "otio", "application/json", "otio"),
        )
    }
)


def render(name: str, export: Export, options: Options = DEFAULT) -> bytes:
    """Return the transcript as a file of the named format; text is UTF-8.

    :raises UnknownFormat: there is no such format.
    :raises NoTranslation: a translation is wanted and there is none.
    """
    if name not in FORMATS:
        raise UnknownFormat(f"“{name}” is not a format; known are {', '.join(FORMATS)}.")
    rendered = FORMATS[name].render(prepare(export, options), options)
    return rendered.encode() if isinstance(rendered, str) else rendered


__all__ = ["DEFAULT", "FORMATS", "Export", "Format", "Options", "prepare", "render"]
