"""The addresses that IIIF resources have as their names."""

from __future__ import annotations

from media.records import Span
from webapp.public.machines.address import absolute


def manifest_address(programme_id: str) -> str:
    return absolute("iiif.manifest", programme_id=programme_id)


def canvas_name(programme_id: str) -> str:
    """Return the name of the one canvas: time, on which sound and words lie."""
    return manifest_address(programme_id).removesuffix("manifest.json") + "canvas"


def on_canvas(programme_id: str, span: Span) -> str:
    """Return the name of a span of the canvas, as a media fragment."""
    return f"{canvas_name(programme_id)}#{span.media_fragment()}"
