"""What the profiles of TTML have in common: times, lines, voices, languages."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from transcribe.formats.cues import Cue, cues, label
from transcribe.formats.export import Export, clock
from transcribe.formats.options import Options, Unit
from transcribe.formats.xml_text import xml_text
from transcribe.speakers.labels import called, machine_number, speakers_of

TT = "http://www.w3.org/ns/ttml"
TTS, TTP, TTM = f"{TT}#styling", f"{TT}#parameter", f"{TT}#metadata"
XML = "http://www.w3.org/XML/1998/namespace"
LANG, XML_ID = f"{{{XML}}}lang", f"{{{XML}}}id"
IN_LINE = frozenset((f"{{{TT}}}p", f"{{{TT}}}span", f"{{{TT}}}br"))
SPEAKER_ROLE = "x-speaker"
"""Of a name that stands before words and is not one of them."""
RIGHT_TO_LEFT = frozenset(("ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"))
STYLES = {
    "lines": {"fontFamily": "proportionalSansSerif", "fontSize": "100%", "lineHeight": "normal", "textAlign": "center"},
    "words": {"color": "#ffffff", "backgroundColor": "#000000"},
}
REGION = {"origin": "10% 10%", "extent": "80% 80%", "displayAlign": "after"}


def document(export: Export, **namespaces: str) -> etree._Element:
    """Return an empty document in the language of the words; times are those of the sound."""
    used: dict[str | None, str] = {None: TT, "tts": TTS, "ttp": TTP, "ttm": TTM}
    used.update(namespaces)
    root = etree.Element(f"{{{TT}}}tt", nsmap=used)
    root.set(LANG, export.language)
    root.set(f"{{{TTP}}}timeBase", "media")
    root.set(f"{{{TTP}}}cellResolution", "32 15")
    return root


def child(parent: etree._Element, name: str, text: str = "", namespace: str = TT, **attributes: str) -> etree._Element:
    """Add an element. :param attributes: of no namespace."""
    made = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    if text:
        made.text = xml_text(text)
    return made


def add_agents(metadata: etree._Element, export: Export) -> dict[str, str]:
    """Add who speaks, and return the id of each name. A label of the machine's making is a label, not a name."""
    ids: dict[str, str] = {}
    for number, speaker in enumerate(speakers_of(export.segments), start=1):
        ids[speaker] = f"speaker{number}"
        agent = child(metadata, "agent", namespace=TTM, type="person")
        agent.set(XML_ID, ids[speaker])
        kind = "full" if machine_number(speaker) is None else "alias"
        child(agent, "name", " ".join(called(speaker, export.language).split()), TTM, type=kind)
    return ids


def add_look(head: etree._Element, export: Export) -> None:
    """Add the styles and the region: white on black at the bottom, as both guides ask."""
    styling = child(head, "styling")
    for name, properties in STYLES.items():
        style = child(styling, "style")
        style.set(XML_ID, name)
        for each, value in properties.items():
            style.set(f"{{{TTS}}}{each}", value)
        if name == "lines" and export.language.partition("-")[0] in RIGHT_TO_LEFT:
            style.set(f"{{{TTS}}}direction", "rtl")
    region = child(child(head, "layout"), "region")
    region.set(XML_ID, "below")
    for each, value in REGION.items():
        region.set(f"{{{TTS}}}{each}", value)


def add_cues(root: etree._Element, export: Export, options: Options, agents: dict[str, str]) -> None:
    """Add a paragraph for each cue. With `Unit.WORDS` each word is a cue of its own."""
    made = cues(export, options, labelled=True, one_word=options.unit is Unit.WORDS)
    if not made:  # A division without a paragraph is not allowed everywhere, a document without a body is.
        return
    division = child(child(root, "body"), "div", style="lines", region="below")
    for number, cue in enumerate(made, start=1):
        paragraph = child(division, "p", begin=clock(cue.start_ms, "."), end=clock(cue.end_ms, "."))
        paragraph.set(XML_ID, f"cue{number}")
        if cue.segment.speaker:
            paragraph.set(f"{{{TTM}}}agent", agents[cue.segment.speaker])
        language = cue.segment.language
        if language and language != export.language:
            paragraph.set(LANG, language)
        _add_words(paragraph, cue, export.language)
        if cue.beside and export.beside:
            child(paragraph, "br")
            _add_lines(child(paragraph, "span", style="words"), cue.beside).set(LANG, export.beside.language)


def _add_words(paragraph: etree._Element, cue: Cue, language: str) -> None:
    name = label(cue.segment, language) if cue.begins_turn else ""
    first = cue.lines[0]
    if name and first.startswith(name):
        child(paragraph, "span", name, style="words").set(f"{{{TTM}}}role", SPEAKER_ROLE)
        first = first.removeprefix(name)
    _add_lines(child(paragraph, "span", style="words"), (first, *cue.lines[1:]))


def _add_lines(span: etree._Element, lines: Sequence[str]) -> etree._Element:
    span.text = xml_text(lines[0])
    for line in lines[1:]:
        child(span, "br").tail = xml_text(line)
    return span


def written(root: etree._Element) -> bytes:
    """Return the document as a file, UTF-8, an element a line down to paragraphs: a space within one would be shown."""
    for element in root.iter():
        if len(element) and not element.text and element.tag not in IN_LINE:
            element.text = "\n"
            for each in element:
                each.tail = "\n"
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return data + b"\n"
