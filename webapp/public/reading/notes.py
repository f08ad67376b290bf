"""What is said beside a passage: whose words it has where that is not said above, and what a machine doubts."""

from __future__ import annotations

from collections.abc import Iterator

from transcribe.records import Doubt, Provenance, WordsBy
from webapp.edition.records import EditionSegment
from webapp.interface import gettext
from webapp.whose_words import wrote


def notes_beside(segment: EditionSegment, makers: tuple[Provenance, ...], method: str) -> Iterator[str]:
    """Yield what is said beside a passage.

    :param makers: what made the transcript's runs (`EditionSegment.made_by`). :param method: of the transcript.
    """
    made = makers[segment.made_by]
    # Words that people wrote down are a person's from the beginning; that is said once, above.
    if segment.human and made.words_by is not WordsBy.HUMAN:
        yield gettext("corrected by the newsroom")
    elif segment.made_by and made.words_by is not None:
        yield wrote(made.words_by).rstrip(".")
    elif segment.made_by and (method == "aligned" or makers[0].words_by is not None):
        # Among a script's words or those of a file: what is said above of all is not so here.
        yield gettext("words by machine, not checked")
    yield from (doubt_name(doubt) for doubt in segment.doubts if doubt is not Doubt.SHARED_TIMES)  # Said once, above.


def doubt_name(doubt: Doubt) -> str:
    """Return what is said of a passage that a machine doubts."""
    return {
        Doubt.LOW_PROBABILITY: gettext("uncertain"),
        Doubt.LOOP: gettext("repeats itself, perhaps by mistake"),
        Doubt.INVENTED: gettext("perhaps invented by the machine"),
        Doubt.NO_SPEECH: gettext("perhaps no speech here"),
        Doubt.MUSIC: gettext("perhaps sung, or over loud music"),
        Doubt.NOT_SPOKEN: gettext("in the script, not heard"),
        Doubt.NOT_IN_SCRIPT: gettext("heard, not in the script"),
        Doubt.OTHER_LANGUAGE: gettext("perhaps in another language"),
        Doubt.OTHER_SCRIPT: gettext("not in the letters of its language"),
        Doubt.GAP: gettext("not recognised"),
        Doubt.PASSED_OVER: gettext("spoken, but not recognised"),
        Doubt.SHARED_TIMES: gettext("when each word is spoken is a guess"),
    }[doubt]
