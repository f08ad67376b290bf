"""What people type about a redaction, checked before it is stored."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from media.records import Recording, Span
from webapp.leaks.letters import words_of
from webapp.leaks.names import Alias
from webapp.leaks.spots import Likeness, Spotter, Wanted
from webapp.redaction.errors import BadRedaction
from webapp.redaction.records import MASK, Redaction
from webapp.redaction.wanted import tells_words, wanted_in_names

MOST_NAMES = 50
MOST_NAME_CHARACTERS = 100
MOST_REPLACEMENT_CHARACTERS = 40
MOST_REASON_CHARACTERS = 1000
FEWEST_LETTERS = 2
OTHERS_PLACE = (
    "What stands in the place of another redaction holds this name, or these words; lift that one, and write a role "
    "there."
)


def clean_names(typed: Iterable[str]) -> tuple[str, ...]:
    """Return names as they are kept, each once.

    :raises BadRedaction: there is none, or one cannot be looked for.
    """
    names = tuple(dict.fromkeys(name for name in map(_clean, typed) if name))
    if not names:
        raise BadRedaction("Nobody is named; write the name that is to be kept back.")
    if len(names) > MOST_NAMES:
        raise BadRedaction(f"One person has at most {MOST_NAMES} names here; divide them between two redactions.")
    for name in names:
        if len(name) > MOST_NAME_CHARACTERS:
            raise BadRedaction(f"A name has at most {MOST_NAME_CHARACTERS} characters; shorten it.")
        words = Alias(name).words
        if not words or not all(words) or sum(map(len, words_of(name))) < FEWEST_LETTERS:
            raise BadRedaction(
                "A name needs two letters at least to be looked for; mark the places of a shorter one as words."
            )
    return names


def clean_replacement(typed: str | None, names: Sequence[str], standing: Sequence[Redaction], words: str = "") -> str:
    """Return what stands in the place of what is kept back: in brackets, so that nobody takes it for what was said.

    :param words: that it is to stand for, where these are kept back and no name.
    :raises BadRedaction: it is too long, or tells what is kept back.
    """
    text = _clean(typed or "").strip("[]").strip()
    replacement = f"[{text}]" if text else MASK
    if len(replacement) > MOST_REPLACEMENT_CHARACTERS:
        raise BadRedaction(
            f"What stands in its place has at most {MOST_REPLACEMENT_CHARACTERS} characters; shorten it."
        )
    wanted = wanted_in_names("", names) + [each for one in standing for each in wanted_in_names("", one.names)]
    quotes = [words, *(one.quote.words for one in standing if one.quote)]
    if text and (_tells([replacement], wanted) or any(tells_words(quote, text.split()) for quote in quotes)):
        raise BadRedaction(
            "What is to stand in its place holds a name, or words, that are kept back; write a role in its stead."
        )
    return replacement


def check_others(names: Sequence[str], standing: Sequence[Redaction]) -> None:
    """:raises BadRedaction: the names are kept back already, or what stands in another place tells them."""
    folded = {name.casefold() for name in names}
    for other in standing:
        if folded <= {name.casefold() for name in other.names}:
            raise BadRedaction("This person is kept back already; lift that redaction first to make another.")
    if _tells([other.replacement for other in standing], wanted_in_names("", names)):
        raise BadRedaction(OTHERS_PLACE)


def check_words(words: str, standing: Sequence[Redaction]) -> None:
    """:raises BadRedaction: what stands in another place tells the words."""
    if any(tells_words(words, other.replacement.strip("[]").split()) for other in standing):
        raise BadRedaction(OTHERS_PLACE)


def clean_reason(typed: str) -> str:
    """:raises BadRedaction: there is none, or it is too long."""
    reason = _clean(typed)
    if not reason:
        raise BadRedaction("Say why; the reason is kept sealed with the redaction.")
    if len(reason) > MOST_REASON_CHARACTERS:
        raise BadRedaction(f"The reason has at most {MOST_REASON_CHARACTERS} characters; shorten it.")
    return reason


def clean_authority(typed: str | None) -> str | None:
    """:raises BadRedaction: it is too long."""
    return clean_reason(typed) if typed and typed.strip() else None


def check_span(span: Span, recording: Recording | None) -> None:
    """:raises BadRedaction: nothing is heard there."""
    if recording is None:
        raise BadRedaction("The programme has no sound; a stretch of time can not be kept back.")
    if span.duration_ms == 0:
        raise BadRedaction("The stretch has no length; give a later end.")
    if span.end_ms > recording.duration_ms:
        seconds = recording.duration_ms / 1000
        raise BadRedaction(f"The sound ends at {seconds:.3f} s; give a stretch that lies within it.")


def _tells(texts: Sequence[str], wanted: Sequence[Wanted]) -> bool:
    spotter = Spotter(wanted)
    return any(spot.likeness is not Likeness.RESEMBLES for text in texts for spot in spotter.spots(text.split()))


def _clean(typed: str) -> str:
    """:raises BadRedaction: it holds a character that nobody can see."""
    text = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") for character in text):
        raise BadRedaction("What you wrote holds a character that nobody can see; type it anew.")
    return text
