"""The bundled programmes as heard without an error, and their summaries."""

from __future__ import annotations

from pathlib import Path

from tests.transcribe.linking.heard import read_aloud
from transcribe.linking.claims import split_claims
from transcribe.linking.embeddings import Embedder
from transcribe.linking.evidence import gather
from transcribe.linking.link import Linker
from transcribe.records import Link, Segment

PLACE = Path(__file__).resolve().parents[3] / "webapp" / "demo" / "programmes"
LANGUAGES = {"saxaul": "kk", "reels": "en"}


def summary_of(name: str) -> str:
    return (PLACE / f"{name}.summary.txt").read_text("utf-8")


def segments_of(name: str, probability: float | None = None) -> tuple[Segment, ...]:
    if name == "saxaul":
        lines = (PLACE / "saxaul.script.txt").read_text("utf-8").splitlines()
    else:
        dialogue = (PLACE / "reels.dialogue.txt").read_text("utf-8").splitlines()
        lines = [line.partition(": ")[2] for line in dialogue]
    return read_aloud([line for line in lines if line.strip()], probability)


def link(
    segments: tuple[Segment, ...],
    language: str,
    summary: str,
    embedder: Embedder | None,
    *,
    words_are_known: bool = True,
) -> tuple[Link, ...]:
    linker = Linker(
        heard=gather(segments, language),
        summary_language="en",
        embedder=embedder,
        words_are_known=words_are_known,
        link_id=str,
    )
    return linker.link(split_claims(summary), lambda done, total: None).links


def link_demo(name: str, summary: str, embedder: Embedder | None) -> tuple[Link, ...]:
    return link(segments_of(name), LANGUAGES[name], summary, embedder)
