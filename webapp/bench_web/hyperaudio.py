"""The same words in the page of hyperaudio-lite, as its own demo writes one: a span a word."""

from __future__ import annotations

import gzip
from html import escape
from pathlib import Path

from webapp.edition.layout import Layout
from webapp.edition.records import EditionDocument, EditionSegment

NAME = "hyperaudio-lite"
PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title>
<style>
#hypertranscript {{ height: 80vh; overflow-y: scroll; max-width: 40rem; line-height: 1.5; }}
.hyperaudio-transcript .read {{ color: #000; }}
.hyperaudio-transcript .active > .active {{ color: #000; background: #ccf; }}
.hyperaudio-transcript .unread {{ color: #777; }}
[data-m] {{ cursor: pointer; }}
</style></head>
<body>
<audio id="hyperplayer" class="hyperaudio-player" src="{sound}" controls></audio>
<div id="hypertranscript" class="hyperaudio-transcript"><article><section>
{paragraphs}
</section></article></div>
<script src="hyperaudio-lite.js"></script>
<script>
new HyperaudioLite({{ transcript: "hypertranscript", player: "hyperplayer", autoScroll: true, playOnClick: true }});
</script>
</body></html>
"""
WORDS = "#hypertranscript [data-m]"
GZIP_LEVEL = 5


def write_peer(directory: Path, layout: Layout, document: EditionDocument, script: Path) -> str:
    """Write the peer's page with its script and sound into a directory; returns the page's name.

    :param script: the peer's ``hyperaudio-lite.js``, wherever the person who measures keeps it.
    :raises OSError: it cannot be read.
    """
    (directory / "hyperaudio-lite.js").write_bytes(script.read_bytes())
    sound = document.sound
    if sound:
        path = layout.sound_path(sound.sha256)
        (directory / path.name).symlink_to(path.absolute())
    segments = document.transcript.segments if document.transcript else ()
    page = PAGE.format(
        language=document.facts.language,
        title=escape(document.facts.title),
        sound=f"{sound.sha256}.m4a" if sound else "",
        paragraphs="\n".join(map(_paragraph, segments)),
    )
    (directory / "peer.html").write_text(page)
    (directory / "peer.html.gz").write_bytes(gzip.compress(page.encode(), GZIP_LEVEL, mtime=0))
    return "peer.html"


def _paragraph(segment: EditionSegment) -> str:
    spans = (
        f'<span data-m="{word.start_ms}" data-d="{word.end_ms - word.start_ms}">{escape(word.text)} </span>'
        for word in segment.words
    )
    return f"<p>{''.join(spans)}</p>"
