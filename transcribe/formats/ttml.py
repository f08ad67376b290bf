"""TTML: the text profile of IMSC 1.1 (W3C, https://www.w3.org/TR/ttml-imsc1.1/), which most services ask for."""

from __future__ import annotations

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.timed_text import TTM, TTP, add_agents, add_cues, add_look, child, document, written

PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"


def render(export: Export, options: Options) -> bytes:
    """Return a TTML file; speakers as agents, and their names before the words where they begin."""
    root = document(export)
    root.set(f"{{{TTP}}}contentProfiles", PROFILE)
    head = child(root, "head")
    metadata = child(head, "metadata")
    title, *about = export.head()
    child(metadata, "title", title, TTM)
    child(metadata, "desc", "\n".join(about), TTM)
    if export.programme.rights:
        child(metadata, "copyright", " ".join(export.programme.rights.split()), TTM)
    agents = add_agents(metadata, export)
    add_look(head, export)
    add_cues(root, export, options, agents)
    return written(root)
