"""The links of a programme in muragat's own JSON, with a version in ``format``.

The schema is docs/links.schema.json, made from these records; docs/links-json.md explains it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import msgspec

from media.records import Span
from transcribe.linking.decided.placed import PlacedLink
from transcribe.linking.reporting.coverage import Coverage
from transcribe.linking.reporting.report import Report
from transcribe.records import DecisionKind, LinkDecision, Part, PartKind, Verdict

FORMAT: Literal["muragat-links/1"] = "muragat-links/1"


@dataclass(frozen=True, slots=True)
class JsonSpan:
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class JsonAlternative:
    start_ms: int
    end_ms: int
    score: float


@dataclass(frozen=True, slots=True)
class JsonPart:
    kind: PartKind
    text: str
    start_char: int
    end_char: int
    verdict: Verdict
    heard: str
    span: JsonSpan | None


@dataclass(frozen=True, slots=True)
class JsonDecision:
    kind: DecisionKind
    spans: tuple[JsonSpan, ...]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class JsonLink:
    id: str
    sentence: str
    start_char: int
    end_char: int
    verdict: Verdict
    score: float
    spans: tuple[JsonSpan, ...]
    quote: str
    stale: bool
    parts: tuple[JsonPart, ...]
    alternatives: tuple[JsonAlternative, ...]
    decided: JsonDecision | None


@dataclass(frozen=True, slots=True)
class JsonOmitted:
    start_ms: int
    end_ms: int
    weight: float
    first_words: str
    english: str


@dataclass(frozen=True, slots=True)
class JsonMention:
    kind: PartKind
    text: str
    times: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class JsonCoverage:
    verdicts: dict[str, int]
    decided: int
    stale: int
    omitted: tuple[JsonOmitted, ...]
    unmentioned: tuple[JsonMention, ...]
    unheard: tuple[JsonPart, ...]


@dataclass(frozen=True, slots=True)
class JsonProgramme:
    id: str
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class JsonLinks:
    """One file."""

    format: Literal["muragat-links/1"]
    programme: JsonProgramme
    summary_id: str
    summary_language: str
    text_sha256: str
    linking_id: str
    made_at: str
    channels: tuple[str, ...]
    links: tuple[JsonLink, ...]
    coverage: JsonCoverage


def render(report: Report) -> str:
    """Return the file, indented by two spaces."""
    programme, linking = report.programme, report.linking
    record = JsonLinks(
        format=FORMAT,
        programme=JsonProgramme(programme.programme_id, programme.title, programme.language),
        summary_id=report.summary.document_id,
        summary_language=report.summary.language,
        text_sha256=report.text_sha256,
        linking_id=linking.linking_id,
        made_at=linking.created_at,
        channels=linking.channels,
        links=tuple(map(_link, report.links)),
        coverage=_coverage(report.coverage, report.links),
    )
    return msgspec.json.format(msgspec.json.encode(record), indent=2).decode() + "\n"


def schema() -> bytes:
    """Return the JSON Schema (draft 2020-12) of the format."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(JsonLinks)), indent=2) + b"\n"


def _link(placed: PlacedLink) -> JsonLink:
    link = placed.link
    return JsonLink(
        id=link.link_id,
        sentence=link.claim.text,
        start_char=link.claim.start_char,
        end_char=link.claim.end_char,
        verdict=link.verdict,
        score=link.score,
        spans=_spans(placed.spans),
        quote=link.quote,
        stale=placed.is_stale,
        parts=tuple(map(_part, link.parts)),
        alternatives=tuple(JsonAlternative(c.span.start_ms, c.span.end_ms, c.score) for c in link.alternatives),
        decided=_decision(link.decided) if link.decided else None,
    )


def _spans(spans: Iterable[Span]) -> tuple[JsonSpan, ...]:
    return tuple(JsonSpan(span.start_ms, span.end_ms) for span in spans)


def _part(part: Part) -> JsonPart:
    return JsonPart(
        kind=part.kind,
        text=part.text,
        start_char=part.start_char,
        end_char=part.end_char,
        verdict=part.verdict,
        heard=part.heard,
        span=JsonSpan(part.span.start_ms, part.span.end_ms) if part.span else None,
    )


def _decision(decision: LinkDecision) -> JsonDecision:
    return JsonDecision(decision.kind, _spans(decision.spans), decision.user_name, decision.created_at)


def _coverage(coverage: Coverage, links: Iterable[PlacedLink]) -> JsonCoverage:
    return JsonCoverage(
        verdicts={str(verdict): count for verdict, count in coverage.verdicts.items()},
        decided=coverage.decided,
        stale=sum(placed.is_stale for placed in links),
        omitted=tuple(
            JsonOmitted(o.span.start_ms, o.span.end_ms, o.weight, o.first_words, o.english) for o in coverage.omitted
        ),
        unmentioned=tuple(
            JsonMention(m.kind, m.text, m.times, m.span.start_ms, m.span.end_ms) for m in coverage.unmentioned
        ),
        unheard=tuple(map(_part, coverage.unheard)),
    )
