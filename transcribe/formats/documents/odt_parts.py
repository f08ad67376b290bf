"""The other parts of an ODT: what it is called, how it looks, what stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from lxml import etree

from transcribe.formats.documents.odt_xml import MEDIA_TYPE, SPACES, VERSION, add, document, name
from transcribe.formats.documents.passages import plain
from transcribe.formats.export import DRAFT, Export


def written(root: etree._Element) -> bytes:
    """Return a part as it is packed."""
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def styles(export: Export) -> etree._Element:
    """Return how it looks, with the header and the footer of its pages."""
    root = etree.fromstring((files(__package__) / "odt_styles.xml").read_bytes())
    look = next(root.iter(name("style:default-style"))).find(name("style:text-properties"))
    for key, value in language_of(export.language).items():
        look.set(name(key), value)
    page = next(root.iter(name("style:master-page")))
    line = add(add(page, "style:header"), "text:p", {"text:style-name": "Header"}, plain(export.programme.title))
    if not export.for_publication:
        add(line, "text:tab")
        add(line, "text:span", {"text:style-name": "Alarm"}, DRAFT)
    said = f"Version {plain(export.version)}, {export.made_at[:10]}"
    line = add(add(page, "style:footer"), "text:p", {"text:style-name": "Header"}, said)
    add(line, "text:tab")
    add(line, "text:page-number", {"text:select-page": "current"}, "1").tail = " / "
    add(line, "text:page-count", text="1")
    return root


def language_of(tag: str) -> dict[str, str]:
    """Return what says in which language a text is: whatever its script, as OpenDocument parts them."""
    subtags = tag.split("-")
    region = next((each for each in subtags[1:] if len(each) == 2 and each.isalpha()), "none")  # noqa: PLR2004 a country
    return {
        "fo:language": subtags[0],
        "fo:country": region,
        "style:language-complex": subtags[0],
        "style:country-complex": region,
    }


def meta(export: Export) -> etree._Element:
    """Return what it is called; no author, no program, and no time but that of the words."""
    root = document("document-meta")
    about = add(root, "office:meta")
    add(about, "dc:title", text=plain(export.programme.title))
    add(about, "dc:description", text="\n".join(map(plain, export.head()[1:])))
    add(about, "dc:language", text=plain(export.language))
    for kind in ("meta:creation-date", "dc:date"):
        add(about, kind, text=export.made_at[:19])
    return root


def manifest(names: Sequence[str]) -> etree._Element:
    """Return the list of the parts."""
    spaces = {"manifest": SPACES["manifest"]}
    root = etree.Element(name("manifest:manifest"), {name("manifest:version"): VERSION}, nsmap=spaces)
    for path, kind in (("/", MEDIA_TYPE), *((each, "text/xml") for each in names)):
        add(root, "manifest:file-entry", {"manifest:full-path": path, "manifest:media-type": kind})
    return root
