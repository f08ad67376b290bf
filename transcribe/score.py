"""How far a transcript is from its reference: word and character error rates."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from transcribe.normalise import spoken_words


@dataclass(frozen=True, slots=True)
class Score:
    """Errors of a hypothesis, after both texts went through `spoken_words`."""

    wer: float
    """Word errors by words of the reference; above 1 where more was put in than there was to say.

    An empty reference counts as one word, so that silence heard as silence is 0 and every invented word costs 1.
    """
    cer: float
    """The same by characters, one space between words."""
    reference_words: int
    hypothesis_words: int
    substitutions: int
    insertions: int
    deletions: int


def score(reference: str, hypothesis: str, language: str) -> Score:
    """Compare a hypothesis with its reference.

    :param language: of both texts, a BCP 47 tag; ``und`` where it is unknown.
    """
    true_words, heard_words = spoken_words(reference, language), spoken_words(hypothesis, language)
    operations = [edit.tag for edit in Levenshtein.editops(true_words, heard_words)]
    true_text, heard_text = " ".join(true_words), " ".join(heard_words)
    return Score(
        wer=_rate(len(operations), true_words),
        cer=_rate(Levenshtein.distance(true_text, heard_text), true_text),
        reference_words=len(true_words),
        hypothesis_words=len(heard_words),
        substitutions=operations.count("replace"),
        insertions=operations.count("insert"),
        deletions=operations.count("delete"),
    )


def _rate(errors: int, reference: Sequence[Hashable]) -> float:
    return errors / max(1, len(reference))
