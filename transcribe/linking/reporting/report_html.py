"""The links of a programme as one HTML file that needs nothing else: no script, no font, no network; for paper too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.reporting.coverage import Mention
from transcribe.linking.reporting.report import VERDICTS, Report, clock, part_sentence
from transcribe.records import LinkDecision, Omitted, PartKind, Verdict

MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.LIKELY: "✓?",
    Verdict.PARTLY: "½",
    Verdict.CONFLICTING: "≠",
    Verdict.NOT_FOUND: "–",
    Verdict.CANNOT_TELL: "?",
}
"""Before the words, so that no verdict is told by colour alone."""
DECIDED = {
    "accept": "confirmed by",
    "move": "moved by",
    "reject": "place rejected by",
    "no support": "listened to, no support found, by",
    "add": "place added by",
    "reopen": "reopened by",
}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.55 system-ui,sans-serif;margin:1.5rem auto;max-width:48rem;padding:0 1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.2rem}
ol,ul{padding-left:1.4rem}ol.links{list-style:none;padding:0}
ol.links>li{border-left:.3rem solid #8888;margin:1.3rem 0;padding-left:.8rem;break-inside:avoid}
ol.links>li.bad{border-color:#c0392b}ol.links>li.good{border-color:#2e7d32}
.sentence{font-weight:600;margin:0}.verdict{margin:.2rem 0}.small{font-size:.875rem}
.time{font-variant-numeric:tabular-nums;white-space:nowrap}
blockquote{margin:.4rem 0;padding-left:.8rem;border-left:1px solid #8888}
table{border-collapse:collapse}td,th{border:1px solid #8888;padding:.25rem .6rem;text-align:left}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}}
"""
_GOOD = frozenset((Verdict.SUPPORTED, Verdict.LIKELY))
_BAD = frozenset((Verdict.CONFLICTING, Verdict.NOT_FOUND))


def render(report: Report) -> str:
    """Return the page."""
    title = f"Links of “{report.programme.title}”"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{escape(title)}</title><style>{_STYLE}</style></head><body>
<h1>{escape(title)}</h1>
<p>Every sentence of the summary, and where the programme bears it out. What no person has confirmed was found by a
machine and may be wrong. Not for publication.</p>
<p class="small">Programme {escape(report.programme.programme_id)}; linked {escape(report.linking.created_at[:10])}
by {escape(", ".join(report.linking.channels) or "nothing")}.</p>
{_figures(report)}
<h2>Sentences</h2>
<ol class="links">
{"".join(_link(report, placed) for placed in report.links) or "<li>The summary has no sentence.</li>"}
</ol>
{_omitted(report.coverage.omitted, report.programme.language)}
{_lacking(report)}
</body></html>
"""


def _figures(report: Report) -> str:
    rows = [(VERDICTS[verdict], count) for verdict, count in report.coverage.verdicts.items() if count]
    rows += [("decided by people", report.coverage.decided)] if report.coverage.decided else []
    stale = sum(placed.is_stale for placed in report.links)
    rows += [("words changed since", stale)] if stale else []
    cells = "".join(f"<tr><th scope=row>{escape(name)}</th><td>{count}</td></tr>" for name, count in rows)
    return f"<table><caption class=small>Sentences</caption>{cells}</table>" if cells else ""


def _link(report: Report, placed: PlacedLink) -> str:
    link = placed.link
    kind = "" if placed.is_stale else "good" if link.verdict in _GOOD else "bad" if link.verdict in _BAD else ""
    quote = ""
    if placed.spans and link.quote:
        then = "<p class=small>The words then:</p>" if placed.is_stale else ""
        quote = f'{then}<blockquote lang="{escape(report.programme.language)}">{escape(link.quote)}</blockquote>'
    return f"""<li class="{kind}">
<p class="sentence" lang="{escape(report.summary.language)}">{escape(link.claim.text)}</p>
<p class="verdict">{MARKS[link.verdict]} {escape(VERDICTS[link.verdict].capitalize())}{_at(placed.spans)}</p>
{quote}<ul class="small">{"".join(f"<li>{item}</li>" for item in _remarks(placed))}</ul>
</li>
"""


def _at(spans: Iterable[Span]) -> str:
    times = ", ".join(_time(span) for span in spans)
    return f", {times}" if times else ""


def _time(span: Span) -> str:
    return f'<span class="time">{clock(span)}–{clock(Span(span.end_ms, span.end_ms))}</span>'


def _remarks(placed: PlacedLink) -> Iterator[str]:
    link = placed.link
    if placed.is_stale:
        yield "The words there have changed since: look at it again."
    yield from (escape(part_sentence(part)) for part in link.parts)
    if link.decided:
        yield _decided(link.decided)
    if link.alternatives:
        yield "Or perhaps at " + ", ".join(_time(candidate.span) for candidate in link.alternatives) + "."


def _decided(decision: LinkDecision) -> str:
    said = DECIDED[decision.kind].capitalize()
    return f"{said} {escape(decision.user_name)}, {escape(decision.created_at[:10])}."


def _omitted(omitted: Iterable[Omitted], language: str) -> str:
    items = "".join(
        f'<li>{_time(each.span)} <span lang="{escape(language)}">{escape(each.first_words)}</span>'
        + (f"<br><span class=small>By machine: {escape(each.english)}</span>" if each.english else "")
        + "</li>"
        for each in omitted
    )
    return f"<h2>Minutes that the summary leaves out</h2><ol>{items}</ol>" if items else ""


def _lacking(report: Report) -> str:
    coverage = report.coverage
    lists = (
        ("Names in the programme that the summary lacks", _mentions(coverage.unmentioned, PartKind.NAME)),
        ("Numbers in the programme that the summary lacks", _mentions(coverage.unmentioned, PartKind.NUMBER)),
        ("Names and numbers of the summary that are not heard", [escape(part_sentence(p)) for p in coverage.unheard]),
    )
    return "".join(
        f"<h2>{title}</h2><ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" for title, items in lists if items
    )


def _mentions(mentions: Iterable[Mention], kind: PartKind) -> list[str]:
    return [
        f"{escape(mention.text)} ({mention.times}×, first at {_time(mention.span)})"
        for mention in mentions
        if mention.kind is kind
    ]
