"""Reference and hypothesis side by side, as one HTML file that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from transcribe.normalise import Spoken
from transcribe.scoring.score import Comparison, Stretch

ROW_WORDS = 12
"""A row ends at the next word that agrees."""
REPLACED, MISSING, ADDED = "≠", "−", "+"
"""Marks before a word, so that no difference is told by colour alone."""

_STYLE = """
:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #8888;padding:.4rem .6rem;text-align:left}
td,th{vertical-align:top}.sides td{width:50%}del,ins{border-radius:.2rem;font-weight:600;padding:0 .15rem}
del{background:#b0002022;text-decoration:line-through}ins{background:#00509022;text-decoration:underline}
.figures{width:auto;margin-bottom:1.5rem}
"""


@dataclass(frozen=True, slots=True)
class _Row:
    reference: slice
    hypothesis: slice


def score_page(
    comparison: Comparison,
    reference: Sequence[str],
    hypothesis: Sequence[str],
    figures: Mapping[str, str],
    names: tuple[str, str],
) -> str:
    """Return the page.

    :param reference: the words that were compared, as they are written.
    :param hypothesis: likewise.
    :param figures: what is measured → its value.
    :param names: of the two files.
    """
    marks = tuple(_marks(comparison, side, words) for side, words in enumerate((reference, hypothesis)))
    rows = "\n".join(
        f"<tr><td>{_cell(reference, marks[0], row.reference, 'del')}</td>"
        f"<td>{_cell(hypothesis, marks[1], row.hypothesis, 'ins')}</td></tr>"
        for row in _rows(comparison, len(reference), len(hypothesis))
    )
    measured = "".join(
        f"<tr><th scope=row>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in figures.items()
    )
    heads = "".join(
        f"<th scope=col>{head}: {escape(name)}</th>"
        for head, name in zip(("Reference", "Hypothesis"), names, strict=True)
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Score of {escape(names[1])}</title><style>{_STYLE}</style></head><body>
<h1>Score of {escape(names[1])}</h1>
<table class="figures">{measured}</table>
<p>Marked words differ: <del>{REPLACED}</del> and <ins>{REPLACED}</ins> stand for each other,
<del>{MISSING}</del> is missing in the hypothesis, <ins>{ADDED}</ins> is not in the reference.
What cannot be heard (case, punctuation, ё and е, digits or number words) makes no difference.</p>
<table class="sides"><thead><tr>{heads}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def _marks(comparison: Comparison, side: int, words: Sequence[str]) -> list[str]:
    """Return for each written word its mark, empty where it agrees."""
    marks = [""] * len(words)
    spoken, lone = ((comparison.reference, MISSING), (comparison.hypothesis, ADDED))[side]
    for stretch in comparison.stretches:
        ours, theirs = _sides(stretch, side)
        if stretch.agrees:
            continue
        for word in spoken[ours]:
            for place in range(word.first, word.last + 1):
                marks[place] = lone if theirs.start == theirs.stop else REPLACED
    return marks


def _sides(stretch: Stretch, side: int) -> tuple[slice, slice]:
    both = (stretch.reference, stretch.hypothesis)
    return both[side], both[1 - side]


def _rows(comparison: Comparison, reference_words: int, hypothesis_words: int) -> Iterator[_Row]:
    """Cut both texts at the same places: between two words that agree, every `ROW_WORDS` or a little later."""
    starts = (0, 0)
    for cut in _cuts(comparison):
        if max(cut[0] - starts[0], cut[1] - starts[1]) >= ROW_WORDS:
            yield _Row(slice(starts[0], cut[0]), slice(starts[1], cut[1]))
            starts = cut
    yield _Row(slice(starts[0], reference_words), slice(starts[1], hypothesis_words))


def _cuts(comparison: Comparison) -> Iterator[tuple[int, int]]:
    for stretch in comparison.stretches:
        if stretch.agrees:
            places = zip(
                _firsts(comparison.reference, stretch.reference),
                _firsts(comparison.hypothesis, stretch.hypothesis),
                strict=True,
            )
            yield from ((true, heard) for true, heard in places if true is not None and heard is not None)


def _firsts(spoken: Sequence[Spoken], places: slice) -> Iterable[int | None]:
    """Yield where each word is written, ``None`` where the word before is part of the same written one."""
    for place in range(places.start, places.stop):
        inside = place > 0 and spoken[place - 1].last >= spoken[place].first
        yield None if inside else spoken[place].first


def _cell(words: Sequence[str], marks: Sequence[str], row: slice, tag: str) -> str:
    pairs = zip(words[row], marks[row], strict=True)
    return " ".join(f"<{tag}>{mark}{escape(word)}</{tag}>" if mark else escape(word) for word, mark in pairs)
