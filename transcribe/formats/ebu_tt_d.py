"""EBU-TT-D (EBU Tech 3380, version 1.0.1), in which European broadcasters distribute captions."""

from __future__ import annotations

from transcribe.formats.export import Export
from transcribe.formats.options import Options
from transcribe.formats.timed_text import TTM, add_agents, add_cues, add_look, child, document, written

EBUTTM = "urn:ebu:tt:metadata"
CONFORMS = "urn:ebu:tt:distribution:2018-04"
"""Of version 1.0.1; Tech 3380 asks for it where a document keeps to that version."""


def render(export: Export, options: Options) -> bytes:
    """Return an EBU-TT-D file; speakers as agents, and their names before the words where they begin."""
    root = document(export, ebuttm=EBUTTM)
    head = child(root, "head")
    rights = " ".join((export.programme.rights or "").split())
    if rights:
        child(head, "copyright", rights, TTM)
    metadata = child(head, "metadata")
    about = child(metadata, "documentMetadata", namespace=EBUTTM)
    child(about, "conformsToStandard", CONFORMS, EBUTTM)
    child(about, "documentIdentifier", f"{export.programme.programme_id}, {export.version}", EBUTTM)
    child(about, "documentOriginatingSystem", "muragat", EBUTTM)
    child(about, "documentRevisionDate", export.made_at[:10], EBUTTM)
    if export.programme.publisher:
        child(about, "documentPublisher", " ".join(export.programme.publisher.split()), EBUTTM)
    child(about, "documentUserDefinedArea", "\n".join(export.head()), EBUTTM)
    agents = add_agents(metadata, export)
    add_look(head, export)
    add_cues(root, export, options, agents)
    return written(root)
