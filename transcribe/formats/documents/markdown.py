"""Markdown (CommonMark 0.31; a table, where a translation stands beside, as GitHub writes it).

Whatever is said stays text: all that Markdown would take for a mark is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transcribe.formats.documents.passages import Passage, has_doubts, passages
from transcribe.formats.export import DRAFT, Export
from transcribe.formats.options import Options
from transcribe.formats.xml_text import xml_text

MARKS = re.compile(r"[\\`*_{}\[\]<>&|~^$#:@]|(?<=[Ww]{3})\.")
"""Besides what begins a line: ``:`` and ``@`` and the point of ``www.`` would make links."""
LINE_MARKS = re.compile(r"^(\d{0,9})([-+.)=])")


def render(export: Export, options: Options) -> str:
    """Return the text, a paragraph a passage."""
    made = passages(export)
    title, *about = export.head()
    lines = [f"# {escaped(title) or '—'}", ""]
    lines += [f"- **{DRAFT}**" if line == DRAFT else f"- {escaped(line)}" for line in about]
    if has_doubts(made) and not options.clean:
        lines.append("- Words in *italics*: the machine is unsure of them")
    blocks = ["\n".join(lines)]
    if export.beside:
        blocks.append("\n".join(_table(made, options)))
    else:
        blocks += (f"{_name(passage, options)}{_words(passage, options)}" for passage in made)
    return "\n\n".join(blocks) + "\n"


def escaped(text: str) -> str:
    """Return a line that Markdown shows as it is."""
    plain = " ".join(xml_text(text).split())
    return LINE_MARKS.sub(r"\1\\\2", MARKS.sub(r"\\\g<0>", plain))


def _name(passage: Passage, options: Options) -> str:
    """Return what stands before the words: when, and who where somebody else begins."""
    said = [] if options.clean else [f"`{passage.clock}`"]
    said += [f"**{escaped(passage.speaker)}:**"] if passage.speaker and passage.is_turn else []
    return "".join(f"{each} " for each in said)


def _words(passage: Passage, options: Options) -> str:
    if not passage.tokens:
        return escaped(passage.note)
    return " ".join(
        f"*{escaped(run.text)}*" if run.is_unsure and not options.clean else escaped(run.text) for run in passage.runs
    )


def _table(made: tuple[Passage, ...], options: Options) -> Iterator[str]:
    yield "| Original | Translation |"
    yield "|---|---|"
    for passage in made:
        yield f"| {_name(passage, options)}{_words(passage, options)} | {escaped(passage.translated)} |"
