"""A sentence of the summary as a page shows it: where the machine found it, or did not, in words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from media.records import Span
from transcribe.records import Verdict
from webapp.edition.records import EditionSentence, EditionTranscript
from webapp.interface import clock, gettext


@dataclass(frozen=True, slots=True)
class SentenceView:
    text: str
    finding: str | None
    """The verdict in words, without the times."""
    remarks: tuple[str, ...]
    times: tuple[Span, ...]
    """Where it was found, each beginning with a word."""
    others: tuple[Span, ...]
    """The next best places."""


class Starts:
    """When words begin, to link to a word rather than into one."""

    def __init__(self, transcript: EditionTranscript | None) -> None:
        segments = transcript.segments if transcript else ()
        self._starts_ms = sorted(word.start_ms for segment in segments for word in segment.words)

    def snap(self, span: Span) -> Span:
        """Return the span from its first whole word on; the span itself where no word begins in it."""
        index = bisect_left(self._starts_ms, span.start_ms)
        if index < len(self._starts_ms) and self._starts_ms[index] < span.end_ms:
            return Span(self._starts_ms[index], span.end_ms)
        return span


def sentence_view(sentence: EditionSentence, starts: Starts) -> SentenceView:
    """Return what is shown of a sentence. :param starts: of the transcript's words."""
    remarks: list[str] = []
    if sentence.verdict is not Verdict.NOT_FOUND:
        remarks += _failed(sentence)
    if sentence.confirmed:
        remarks.append(gettext("checked by the newsroom"))
    if sentence.stale:
        remarks.append(gettext("out of date: the words were corrected since"))
    return SentenceView(
        text=sentence.text,
        finding=_finding(sentence),
        remarks=tuple(remarks),
        times=tuple(map(starts.snap, sentence.spans)),
        others=() if sentence.confirmed else tuple(starts.snap(each.span) for each in sentence.alternatives),
    )


def _failed(sentence: EditionSentence) -> Iterator[str]:
    """Yield which names and numbers failed, and what is heard in their place."""
    for part in sentence.conflicts:
        said = {"said": part.text, "heard": part.heard}
        if part.span:
            at = clock(part.span.start_ms)
            yield gettext("%(said)s is not heard; %(heard)s is, at %(time)s") % (said | {"time": at})
        else:
            yield gettext("%(said)s is not heard; %(heard)s is") % said
    others = {part.text for part in sentence.conflicts}
    if missing := [text for text in sentence.missing if text not in others]:
        yield gettext("not heard there: %(words)s") % {"words": ", ".join(missing)}


def _finding(sentence: EditionSentence) -> str | None:
    match sentence.verdict:
        case None:
            return None
        case Verdict.SUPPORTED | Verdict.LIKELY:
            return gettext("Heard at") if sentence.confirmed else gettext("Likely at")
        case Verdict.PARTLY:
            return gettext("Partly at")
        case Verdict.CONFLICTING:
            return gettext("The sound may say otherwise at")
        case Verdict.CANNOT_TELL:
            return gettext("Perhaps at") if sentence.spans else gettext("The machine cannot tell")
        case Verdict.NOT_FOUND:
            return gettext("Not found in the sound")
