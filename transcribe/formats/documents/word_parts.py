"""The other parts of a DOCX: what it is called, how it looks, what stands on every page, what reviewers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files

from lxml import etree

from transcribe.formats.documents.passages import plain
from transcribe.formats.documents.word_text import W, add, paragraph, run, w
from transcribe.formats.export import DRAFT, Export, Remark
from transcribe.formats.xml_text import xml_text

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
CORE_KIND = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
DC, TERMS = "http://purl.org/dc/elements/1.1/", "http://purl.org/dc/terms/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
OF_PACKAGE = {"document": (f"{R}/officeDocument", "word/document.xml"), "core": (CORE_KIND, "docProps/core.xml")}
INITIALS = 3


def parts(export: Export, document: etree._Element, remarks: Sequence[Remark]) -> dict[str, bytes]:
    """Return all parts of the package by their names."""
    of_word = {
        "document": document,
        "styles": _styles(export),
        "settings": _settings(),
        "header": _header(export),
        "footer": _footer(export),
        **({"comments": _comments(remarks)} if remarks else {}),
    }
    return {
        "[Content_Types].xml": _written(_types(tuple(of_word))),
        "_rels/.rels": _written(_relations(OF_PACKAGE)),
        "docProps/core.xml": _written(_core(export)),
        **{f"word/{name}.xml": _written(part) for name, part in of_word.items()},
        "word/_rels/document.xml.rels": _written(
            _relations({name: (f"{R}/{name}", f"{name}.xml") for name in of_word if name != "document"})
        ),
    }


def _written(root: etree._Element) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _types(names: Sequence[str]) -> etree._Element:
    root = etree.Element(f"{{{TYPES}}}Types", nsmap={None: TYPES})
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    etree.SubElement(root, f"{{{TYPES}}}Default", Extension="rels", ContentType=rels)
    etree.SubElement(root, f"{{{TYPES}}}Default", Extension="xml", ContentType="application/xml")
    named = {
        f"/word/{name}.xml": f"{WORD_TYPE}.{'document.main' if name == 'document' else name}+xml" for name in names
    }
    for name, kind in {**named, "/docProps/core.xml": CORE_TYPE}.items():
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=name, ContentType=kind)
    return root


def _relations(targets: Mapping[str, tuple[str, str]]) -> etree._Element:
    root = etree.Element(f"{{{RELATIONS}}}Relationships", nsmap={None: RELATIONS})
    for name, (kind, target) in targets.items():
        etree.SubElement(root, f"{{{RELATIONS}}}Relationship", Id=name, Type=kind, Target=target)
    return root


def _core(export: Export) -> etree._Element:
    root = etree.Element(f"{{{CORE}}}coreProperties", nsmap={"cp": CORE, "dc": DC, "dcterms": TERMS, "xsi": XSI})
    etree.SubElement(root, f"{{{DC}}}title").text = plain(export.programme.title)
    etree.SubElement(root, f"{{{DC}}}description").text = "\n".join(map(plain, export.head()[1:]))
    etree.SubElement(root, f"{{{DC}}}language").text = plain(export.language)
    # An empty author is told apart from none: without one Word writes in whoever saves a copy.
    etree.SubElement(root, f"{{{DC}}}creator")
    for name in ("created", "modified"):
        moment = etree.SubElement(root, f"{{{TERMS}}}{name}", {f"{{{XSI}}}type": "dcterms:W3CDTF"})
        moment.text = _moment(export.made_at)
    etree.SubElement(root, f"{{{CORE}}}version").text = plain(export.version)
    return root


def _moment(made_at: str) -> str:
    """Return a moment to its second, as Word writes it."""
    return f"{made_at[:19]}Z"


def _styles(export: Export) -> etree._Element:
    root = etree.fromstring((files(__package__) / "word_styles.xml").read_bytes())
    for language in root.iter(w("lang")):
        language.set(w("val"), export.language)
    return root


def _settings() -> etree._Element:
    root = etree.Element(w("settings"), nsmap={"w": W})
    add(root, "defaultTabStop", val="709")
    compatible = etree.SubElement(root, w("compat"))
    uri = "http://schemas.microsoft.com/office/word"
    setting = {w("name"): "compatibilityMode", w("uri"): uri, w("val"): "15"}
    etree.SubElement(compatible, w("compatSetting"), setting)
    return root


def _header(export: Export) -> etree._Element:
    root = etree.Element(w("hdr"), nsmap={"w": W})
    line = paragraph(root, "Header", plain(export.programme.title))
    if not export.for_publication:
        etree.SubElement(etree.SubElement(line, w("r")), w("tab"))
        run(line, DRAFT, "Alarm", "en")
    return root


def _footer(export: Export) -> etree._Element:
    root = etree.Element(w("ftr"), nsmap={"w": W})
    line = paragraph(root, "Footer", f"Version {plain(export.version)}, {export.made_at[:10]}")
    etree.SubElement(etree.SubElement(line, w("r")), w("tab"))
    _field(line, "PAGE")
    run(line, " / ")
    _field(line, "NUMPAGES")
    return root


def _field(line: etree._Element, instruction: str) -> None:
    run(add(line, "fldSimple", instr=instruction), "1")


def _comments(remarks: Sequence[Remark]) -> etree._Element:
    root = etree.Element(w("comments"), nsmap={"w": W})
    for number, remark in enumerate(remarks):
        author = plain(remark.author)
        initials = "".join(word[0] for word in author.split())[:INITIALS].upper()
        comment = add(root, "comment", id=str(number), author=author, date=_moment(remark.made_at), initials=initials)
        for line in xml_text(remark.text).splitlines() or [""]:
            paragraph(comment, "CommentText", plain(line))
    return root
