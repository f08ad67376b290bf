"""What a summary says, one claim a sentence, under ids that outlive edits of its neighbours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter

from transcribe.linking.sentences import sentence_spans
from transcribe.records import Claim

ID_DIGITS = 12
QUOTE = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]|\"([^\"]+)\"|(?<!\w)‘([^‘’]{2,}(?:’\w[^‘’]*)*)’(?!\w)")
QUOTED_WORDS = 3
"""A phrase between quotation marks with fewer words is a title, a nickname or irony: no words that somebody spoke."""


def split_claims(summary: str) -> tuple[Claim, ...]:
    """Return the sentences of a summary in order, none for a text without words."""
    seen: Counter[str] = Counter()
    claims = []
    for position, (start, end) in enumerate(sentence_spans(summary)):
        said = summary[start:end]
        sense = _sense(said)
        claims.append(Claim(_claim_id(sense, seen[sense]), position, said, start, end))
        seen[sense] += 1
    return tuple(claims)


def quotes_of(claim: str) -> tuple[tuple[int, int], ...]:
    """Return where a claim quotes spoken words, without the quotation marks, in order."""
    spans = [quote.span(next(group for group in range(1, 6) if quote[group])) for quote in QUOTE.finditer(claim)]
    return tuple((start, end) for start, end in spans if len(claim[start:end].split()) >= QUOTED_WORDS)


def _sense(said: str) -> str:
    """Return the words without case and punctuation: a comma that comes or goes makes no new claim."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", said).casefold()))


def _claim_id(sense: str, occurrence: int) -> str:
    digest = hashlib.sha256(f"{occurrence}\n{sense}".encode()).hexdigest()
    return f"c{digest[:ID_DIGITS]}"
