"""Names before a colon, as people and tools write who speaks where a format has no place for it: “Aigul: Good day.”

A colon also stands in what is said (“Note: …”), and a word must never be lost to a name. So a name counts only where
the file writes like this throughout: labels of machines always, others where they come again or most of the file has
one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transcribe.speakers.labels import AS_READ

LABEL = re.compile(
    r"\s*(?:[-–—]\s+)?(?:>>\s*)?(?:\[([^\[\]\n:]{1,60})\]:?|([^\W_][^\n:\[\]<>]{0,59}?):)(?:[ \t\u00a0]+(?=\S)|[ \t]*$)"
)
OF_MACHINES = re.compile(
    rf"(?:S|spk_?|SPEAKER[ _]?|Speaker |Спикер |Сөйлеуші )\d{{1,3}}|{AS_READ.pattern}|Unknown Speaker", re.IGNORECASE
)
MOST_NAME_WORDS = 4
THROUGHOUT = 0.5
"""So large a share of the paragraphs with a name before them is a way of writing."""
REMARK = re.compile(
    r"music|applause|laughter|noise|inaudible|silence|музыка|аплодисменты|смех|әуен|шапалақ|күлкі", re.IGNORECASE
)


def labels_of(texts: Sequence[str], *, is_ours: bool = False) -> frozenset[str]:
    """Return which names before a colon are speakers.

    :param texts: the paragraphs or cues of one file, in order.
    :param is_ours: whether we wrote it, who write every speaker so.
    """
    found = Counter(label for text in texts if (label := _label(text)))
    if not found:
        return frozenset()
    throughout = sum(found.values()) >= THROUGHOUT * sum(map(bool, texts))
    return frozenset(
        label for label, count in found.items() if is_ours or count > 1 or throughout or OF_MACHINES.fullmatch(label)
    )


def split_label(text: str, labels: frozenset[str]) -> tuple[str | None, str]:
    """Return who speaks, ``None`` where it is not said, and the words.

    :param labels: of `labels_of`.
    """
    label = _label(text)
    if label is None or label not in labels:
        return None, text
    found = LABEL.match(text)
    return label, text[found.end() :] if found else text


def _label(text: str) -> str | None:
    found = LABEL.match(text)
    if found is None:
        return None
    label = " ".join((found[1] or found[2]).split())
    words = label.split()
    if not words or len(words) > MOST_NAME_WORDS or not _is_name(label, words) or REMARK.search(label):
        return None
    return label


def _is_name(label: str, words: Sequence[str]) -> bool:
    """A name begins with a capital, and so do most of its words; a number alone is a time."""
    if OF_MACHINES.fullmatch(label):
        return True
    return label[0].isupper() and any(map(str.isalpha, label)) and sum(w[0].isupper() for w in words) * 2 >= len(words)
