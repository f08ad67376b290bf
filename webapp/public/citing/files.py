"""A reference as a file for programs that keep references: BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.public.citing.reference import RECORDING, Reference

_TEX = {
    "\\": r"\textbackslash{}",
    # BibTeX counts every brace, those behind a backslash too.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{each: f"\\{each}" for each in "&%$#_"},
}


@dataclass(frozen=True, slots=True)
class Form:
    """One kind of file."""

    name: str
    media_type: str
    write: Callable[[Reference], str]


def bibtex(reference: Reference) -> str:
    """Return the reference as an entry of BibTeX and biblatex, UTF-8."""
    when = reference.when
    fields = {
        # A second pair of braces: capitals stay as they are, and no name is taken apart.
        "author": " and ".join(f"{{{_tex(name)}}}" for name in reference.authors),
        "title": f"{{{_tex(reference.title)}}}",
        "howpublished": _tex(", ".join(filter(None, (reference.medium, reference.series)))),
        "publisher": f"{{{_tex(reference.publisher)}}}" if reference.publisher else "",
        "year": str(when.year) if when else "",
        "month": str(when.month) if when and when.month else "",
        "date": when.isoformat() if when else "",
        "version": str(reference.version),
        "url": reference.url.replace("{", "%7B").replace("}", "%7D"),
        "urldate": reference.accessed.isoformat(),
        "language": reference.language,
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{reference.key},", *lines, "}", ""))


def ris(reference: Reference) -> str:
    """Return the reference as RIS: lines that end with CR LF, each a tag and a text."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris_lines(reference))


def csl_json(reference: Reference) -> str:
    """Return the reference as CSL-JSON, the form that citeproc and Zotero read."""
    when = reference.when
    item = {
        "id": reference.key,
        "type": "song" if reference.medium == RECORDING else "broadcast",  # As CSL calls a recording of sound.
        "title": reference.title,
        "author": [{"literal": name} for name in reference.authors],
        "container-title": reference.series,
        "publisher": reference.publisher,
        "issued": {"date-parts": [when.parts]} if when else None,
        "accessed": {"date-parts": [[reference.accessed.year, reference.accessed.month, reference.accessed.day]]},
        "medium": reference.medium,
        "version": str(reference.version),
        "language": reference.language,
        "URL": reference.url,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


FORMS = {
    "bib": Form("BibTeX", "application/x-bibtex", bibtex),
    "ris": Form("RIS", "application/x-research-info-systems", ris),
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", csl_json),
}
"""By the end of the file's name."""


def _tex(text: str) -> str:
    return "".join(_TEX.get(each, each) for each in text)


def _ris_lines(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "SOUND"
    yield "ID", reference.key
    yield "TI", reference.title
    for name in reference.authors:
        # A comma would part a family name from a given one; who is meant is not for a machine to say.
        yield "AU", name.replace(",", " ").replace("  ", " ")
    if reference.series:
        yield "T2", reference.series
    if reference.publisher:
        yield "PB", reference.publisher
    if reference.when:
        yield "PY", str(reference.when.year)
        yield "DA", _slashes(*reference.when.parts)
    accessed = reference.accessed
    yield "Y2", _slashes(accessed.year, accessed.month, accessed.day)
    yield "ET", f"version {reference.version}"
    if reference.language:
        yield "LA", reference.language
    yield "M3", reference.medium
    yield "UR", reference.url
    yield "ER", ""


def _slashes(year: int, *others: int) -> str:
    """Return ``2025/03/01``; what is not known of it is left out, as the format has it."""
    return "/".join((f"{year:04}", *(f"{part:02}" for part in others)))
