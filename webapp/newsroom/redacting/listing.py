"""What is kept back of a programme: the list, and the forms that add to it and lift from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypedDict

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from media.records import Span
from transcribe.records import Segment
from webapp.interface import gettext
from webapp.newsroom.redacting.asked import protected
from webapp.newsroom.redacting.sentences import said_of
from webapp.newsroom.request import archive, database, edition, user
from webapp.newsroom.typed_time import parse_time
from webapp.redaction.checked import clean_reason, clean_replacement
from webapp.redaction.errors import BadRedaction, NoRedactionKey, NoSuchPlace, WrongRedactionKey
from webapp.redaction.find import find_places, quote_of
from webapp.redaction.flows import transcript_flow
from webapp.redaction.late import keep_back
from webapp.redaction.opened import NOTHING, opened
from webapp.redaction.records import Likeness, Place, Quote, Redaction, Redactions
from webapp.redaction.sound import spans_of
from webapp.redaction.store import add_person, add_span, add_word, lift
from webapp.redaction.vault import Vault
from webapp.redaction.voices import forget_kept_back
from webapp.review import Content, content, review

PERSON, SPAN, WORDS = "person", "span", "words"
"""The forms."""
VOICE = "voice"
"""What of a stretch is kept back: it, or its voice alone."""


@dataclass(frozen=True, slots=True)
class Row:
    """One redaction, and at how many places it stands."""

    redaction: Redaction
    masked: int
    """Places that the public does not see."""
    open: int
    """Places that somebody must confirm or dismiss."""
    alike: int
    """Places that only look alike, and that nobody has looked at."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A form that came back: what was typed, and what is wrong with it."""

    form: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)

    def of(self, form: str) -> Typed:
        """Return this, as far as it is of a form."""
        return self if self.form == form else Typed()


def redactions(programme_id: str) -> str:
    """List what is kept back; ``?segment=`` names a passage of which words are to be kept back.

    :raise 404: no such programme, or not theirs, or they may not see that anything is.
    """
    protected(programme_id)
    return _page(programme_id, Typed())


def redact_person(programme_id: str) -> AnyResponse:
    """Keep a person back wherever one of their names stands.

    :raise 404: no such programme, or not theirs.
    :raise 409: there is no key to seal it with.
    :raise 422: what was typed cannot be used; it comes back as it was typed.
    """
    protected(programme_id)
    names = request.form.get("names", "").splitlines()
    return _keep(programme_id, PERSON, "names", lambda: add_person(database(), programme_id, names, **_said()))


def redact_span(programme_id: str) -> AnyResponse:
    """Keep a stretch of the sound back, and all that is said in it, or its voice; errors as of `redact_person`."""
    protected(programme_id)
    start_ms, end_ms = (parse_time(request.form.get(name, "")) for name in ("start", "end"))
    if start_ms is None or end_ms is None or end_ms <= start_ms:
        problem = gettext("Give a beginning and an end within the recording, such as 4:12 and 4:20.")
        return _refused(programme_id, SPAN, {"span": problem})
    span = Span(start_ms, end_ms)
    voice_only = request.form.get("how") == VOICE
    return _keep(
        programme_id,
        SPAN,
        "span",
        lambda: add_span(database(), programme_id, span, voice_only=voice_only, **_said()),
    )


def redact_words(programme_id: str) -> AnyResponse:
    """Keep words of one passage back, wherever they stand in it; errors as of `redact_person`."""
    protected(programme_id)
    words = request.form.get("words", "").split()
    quotes = tuple(quotes_in(content(database(), programme_id), request.form.get("segment", ""), words))
    if not quotes:
        return _refused(programme_id, WORDS, {"words": gettext("These words do not stand in this passage; copy them.")})

    def keep() -> None:
        for quote in quotes:
            add_word(database(), programme_id, quote, **_said())

    return _keep(programme_id, WORDS, "words", keep)


def lift_redaction(programme_id: str, redaction_id: str) -> AnyResponse:
    """Let the public read it again, once the programme is approved and published again.

    :raise 404: no such programme, or not theirs.
    :raise 409: nothing of this id is kept back.
    :raise 422: no reason is given.
    """
    protected(programme_id)
    try:
        lift(database(), programme_id, redaction_id, user().name, reason=request.form.get("reason", ""))
    except BadRedaction as error:
        return _refused(programme_id, redaction_id, {"reason": said_of(error)})
    flash(gettext("Lifted. It is public again when the programme is approved and published again."))
    return redirect(url_for("redactions", programme_id=programme_id), HTTPStatus.SEE_OTHER)


class Said(TypedDict):
    """What every form asks beside its own."""

    user_name: str
    reason: str
    authority: str
    replacement: str


def _said() -> Said:
    form = request.form
    return {
        "user_name": user().name,
        "reason": form.get("reason", ""),
        "authority": form.get("authority", ""),
        "replacement": form.get("replacement", ""),
    }


def _keep(programme_id: str, form: str, own_field: str, act: Callable[[], object]) -> AnyResponse:
    """Keep something back, show where it stands; a refusal is said at the field that it is about."""
    checks = {"reason": clean_reason, "replacement": _clean_replacement, own_field: None}
    for field_name, check in checks.items():
        try:
            if check:
                check(request.form.get(field_name, ""))
            else:
                keep_back(database(), edition(), programme_id, user().name, act)
                forget_kept_back(archive(), database())
        except (BadRedaction, NoSuchPlace) as error:
            return _refused(programme_id, form, {field_name: said_of(error)})
        except (NoRedactionKey, WrongRedactionKey) as error:
            return _refused(programme_id, form, {field_name: said_of(error)}, HTTPStatus.CONFLICT)
    flash(gettext("Kept back. Look through every place, and listen."))
    return redirect(url_for("redaction_places", programme_id=programme_id), HTTPStatus.SEE_OTHER)


def _clean_replacement(typed: str) -> str:
    return clean_replacement(typed, [name for name in request.form.get("names", "").splitlines() if name.strip()], ())


def _refused(
    programme_id: str, form: str, problems: Mapping[str, str], status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> AnyResponse:
    return make_response(_page(programme_id, Typed(form, request.form, problems)), status)


def _page(programme_id: str, typed: Typed) -> str:
    now = content(database(), programme_id)
    trouble, kept = "", NOTHING
    try:
        Vault.from_environment()  # Without a key it is said before somebody has typed a name, not after.
        kept = opened(now.redactions)
    except (NoRedactionKey, WrongRedactionKey) as error:
        trouble = said_of(error)
    places = find_places(now, kept)
    return render_template(
        "newsroom/redacting/redactions.html",
        programme=now.programme,
        recording=now.recording,
        rows=rows_of(kept, places),
        lifted=kept.lifted,
        open_places=sum(place.is_open for place in places),
        masked_ms=sum(span.end_ms - span.start_ms for span in spans_of(now, kept, places)),
        is_public=review(database(), now).public_since is not None,
        trouble=trouble,
        typed=typed,
        passage=_passage(now, typed.values.get("segment") or request.args.get("segment")),
    )


def _passage(now: Content, segment_id: str | None) -> Segment | None:
    """Return the passage of which words are to be kept back, ``None`` where none is named.

    :raise 404: there is no such passage.
    """
    if segment_id is None:
        return None
    segments = now.text.segments if now.text else ()
    found = next((segment for segment in segments if segment.segment_id == segment_id), None)
    if found is None:
        raise NotFound
    return found


def quotes_in(now: Content, segment_id: str, words: list[str]) -> Iterator[Quote]:
    """Yield where some words stand in a passage."""
    passage = _passage(now, segment_id)
    if now.text is None or passage is None or not words:
        return
    unit = now.text.segments.index(passage)
    flow = transcript_flow(now.text)
    texts = [token.text for token in flow.tokens]
    for first, token in enumerate(flow.tokens):
        end = first + len(words)
        if token.unit == unit and texts[first:end] == words and flow.tokens[end - 1].unit == unit:
            yield quote_of(flow, first, end)


def rows_of(kept: Redactions, places: tuple[Place, ...]) -> tuple[Row, ...]:
    """Return each redaction with how many places it has."""
    masked = Counter(place.redaction_id for place in places if place.is_masked)
    waiting = Counter(place.redaction_id for place in places if place.is_open)
    alike = Counter(
        place.redaction_id for place in places if place.likeness is Likeness.RESEMBLES and place.decision is None
    )
    return tuple(
        Row(each, masked[each.redaction_id], waiting[each.redaction_id], alike[each.redaction_id])
        for each in kept.standing
    )
