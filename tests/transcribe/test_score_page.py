"""The page shows both texts whole, marks what differs not by colour alone, and holds nothing foreign."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from transcribe.scoring.page import ADDED, MISSING, REPLACED, score_page
from transcribe.scoring.score import compare

WORDS = st.lists(
    st.sampled_from(["sea", "Salt,", "25", "twenty-five", "1", "200", "—", "<script>", "&amp;", '"', "70%"]),
    max_size=40,
)


def page(reference: list[str], hypothesis: list[str]) -> str:
    comparison = compare(reference, hypothesis, "en")
    return score_page(comparison, reference, hypothesis, {"WER": "<0>"}, ("a<b>.txt", "h.txt"))


def columns(html: str) -> tuple[list[str], list[str]]:
    rows = re.findall(r"<tr><td>(.*?)</td><td>(.*?)</td></tr>", html.partition('class="sides"')[2])
    return [row[0] for row in rows], [row[1] for row in rows]


def words(cells: list[str]) -> list[str]:
    bare = re.sub(rf"<(del|ins)>[{REPLACED}{MISSING}{ADDED}](.*?)</\1>", r"\2", " ".join(cells))
    return unescape(bare).split()


@given(WORDS, WORDS)
def test_both_texts_are_there_whole_and_rows_stay_short(reference: list[str], hypothesis: list[str]) -> None:
    html = page(reference, hypothesis)
    left, right = columns(html)
    assert (words(left), words(right)) == (reference, hypothesis)
    assert "<script" not in html
    if reference == hypothesis:
        assert max((len(words([cell])) for cell in left), default=0) <= 16


@given(WORDS, WORDS)
def test_nothing_is_marked_where_and_only_where_nothing_differs(reference: list[str], hypothesis: list[str]) -> None:
    left, right = columns(page(reference, hypothesis))
    marked = "<del>" in "".join(left) or "<ins>" in "".join(right)
    assert marked == (compare(reference, hypothesis, "en").score().wer > 0)


def test_differences_have_signs() -> None:
    reference, heard = "The old sea has 25 <b> ships", "the sea had twenty-five <b> ships now"
    left, right = columns(page(reference.split(" "), heard.split(" ")))
    assert left == ["The <del>−old</del> sea <del>≠has</del> 25 &lt;b&gt; ships"]
    assert right == ["the sea <ins>≠had</ins> twenty-five &lt;b&gt; ships <ins>+now</ins>"]


def test_page_needs_nothing_from_elsewhere() -> None:
    html = page(["a"], ["b"])
    assert not re.search(r"(src|href|url|@import|<script|<link)", html)
    assert "a&lt;b&gt;.txt" in html
    assert "&lt;0&gt;" in html
