"""What the pages call verdicts on links, their parts and people's decisions, in the reader's language."""

from __future__ import annotations

from flask import Flask

from transcribe.records import DecisionKind, Part, PartKind, Verdict
from webapp.interface import gettext

MARKS = {
    Verdict.SUPPORTED: "✓",
    Verdict.LIKELY: "✓",
    Verdict.PARTLY: "½",
    Verdict.CONFLICTING: "≠",
    Verdict.NOT_FOUND: "–",
    Verdict.CANNOT_TELL: "?",
}
"""Before the words, so that no verdict is told by colour alone."""


def setup_link_words(app: Flask) -> None:
    """Give an app's templates these words."""
    app.jinja_env.filters.update(verdict_name=verdict_name, verdict_mark=MARKS.__getitem__, part_told=part_told)
    app.jinja_env.filters.update(decision_name=decision_name)


def verdict_name(verdict: Verdict) -> str:
    return {
        Verdict.SUPPORTED: gettext("borne out"),
        Verdict.LIKELY: gettext("likely borne out"),
        Verdict.PARTLY: gettext("borne out in part"),
        Verdict.CONFLICTING: gettext("the sound may say otherwise"),
        Verdict.NOT_FOUND: gettext("not found"),
        Verdict.CANNOT_TELL: gettext("the machine cannot tell"),
    }[verdict]


def decision_name(kind: DecisionKind) -> str:
    return {
        DecisionKind.ACCEPT: gettext("confirmed"),
        DecisionKind.MOVE: gettext("moved"),
        DecisionKind.REJECT: gettext("place rejected"),
        DecisionKind.NO_SUPPORT: gettext("nothing bears it out"),
        DecisionKind.ADD: gettext("place added"),
        DecisionKind.REOPEN: gettext("reopened"),
    }[kind]


def part_told(part: Part) -> str:
    """Return what became of a name, number or quotation, without the time: the page links it."""
    said = f"“{part.text}”" if part.kind is PartKind.QUOTE else part.text
    match part.verdict:
        case Verdict.SUPPORTED:
            return gettext("%(said)s is heard") % {"said": said}
        case Verdict.CONFLICTING:
            return gettext("%(said)s is not heard; %(heard)s is") % {"said": said, "heard": part.heard}
        case Verdict.NOT_FOUND:
            return gettext("%(said)s is not heard") % {"said": said}
        case Verdict.LIKELY | Verdict.PARTLY:
            return gettext("%(said)s is likely what is said") % {"said": said}
        case Verdict.CANNOT_TELL:
            return gettext("%(said)s: the machine cannot tell") % {"said": said}
