"""One's own tokens: by them a script acts for one, by less than one may do oneself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.errors import BadToken, NotFresh, SignInRefused, TokenExists, TooManySignIns
from webapp.interface import gettext
from webapp.newsroom.people.fresh import require_own_password
from webapp.newsroom.request import database, user
from webapp.newsroom.sentences import sentence
from webapp.people.tokens import MOST_DAYS, USUAL_DAYS, Scope, Token, end_token, make_token, tokens_of
from webapp.people.ways_in import ways_in


@dataclass(frozen=True, slots=True)
class Choice:
    """A scope as the form offers it."""

    scope: Scope
    title: str
    explained: str


def tokens() -> str:
    """Show one's own tokens, and the form for a new one."""
    return _page({}, {})


def make_own_token() -> AnyResponse:
    """Make a token, and show it this once.

    :raise 422: it cannot be made so, or the password is not right; the form comes back as it was filled in.
    :raise 429: too many guesses at the password.
    """
    try:
        require_own_password(request.form.get("password", ""))
        made, text = make_token(
            database(),
            user(),
            request.form.get("name", ""),
            _scopes(),
            request.form.get("days", 0, type=int),
        )
    except (SignInRefused, NotFresh) as error:
        problem = gettext("This is not your password.") if isinstance(error, SignInRefused) else sentence(error)
        return _again({"password": problem})
    except TooManySignIns as error:
        response = _again({"password": sentence(error)}, HTTPStatus.TOO_MANY_REQUESTS)
        response.headers["Retry-After"] = str(error.retry_after_s)
        return response
    except TokenExists:
        return _again({"name": gettext("You have a token of this name; choose another, or end that one first.")})
    except BadToken as error:
        return _again({_field(): _problem(error)})
    page = render_template("newsroom/token_made.html", token=made, text=text, titles=_titles())
    return make_response(page, HTTPStatus.CREATED)


def end_own_token(token_id: str) -> AnyResponse:
    """End one of one's own tokens.

    :raise 404: there is none of this id.
    """
    end_token(database(), user(), token_id)
    flash(gettext("The token is ended. What it did stays."))
    return redirect(url_for("tokens"), HTTPStatus.SEE_OTHER)


def scope_choices() -> tuple[Choice, ...]:
    """Return what a token may be used for, in the reader's language."""
    return (
        Choice(Scope.READ, gettext("Read"), gettext("Look at everything that you see.")),
        Choice(
            Scope.EDIT,
            gettext("Edit"),
            gettext("Bring programmes, change facts, summary and words, ask the machine for its work."),
        ),
        Choice(
            Scope.REVIEW,
            gettext("Review"),
            gettext("Decide about links and what is to be checked, comment, approve."),
        ),
        Choice(Scope.PUBLISH, gettext("Publish"), gettext("Publish and withdraw.")),
        Choice(Scope.REDACT, gettext("Redact"), gettext("See and decide what is kept from the public.")),
        Choice(Scope.PEOPLE, gettext("People"), gettext("Assign programmes; for admins also accounts and the audit.")),
    )


def _titles() -> Mapping[Scope, str]:
    return {each.scope: each.title for each in scope_choices()}


def _scopes() -> list[Scope]:
    chosen = set(request.form.getlist("scope"))
    return [each for each in Scope if each.value in chosen]


def _field() -> str:
    """Return the field that a refused token was refused for."""
    if not _scopes():
        return "scope"
    return "days" if not 1 <= request.form.get("days", 0, type=int) <= MOST_DAYS else "name"


def _problem(error: BadToken) -> str:
    problems = {
        "scope": gettext("Choose at least one thing that it may be used for."),
        "days": gettext("A token ends after 1 to %(most)s days.") % {"most": MOST_DAYS},
    }
    return problems.get(_field()) or sentence(error)


def _again(problems: Mapping[str, str], code: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> AnyResponse:
    return make_response(_page(problems, request.form), code)


def _page(problems: Mapping[str, str], typed: Mapping[str, str]) -> str:
    db, person = database(), user()
    own: tuple[Token, ...] = tokens_of(db, person)
    return render_template(
        "newsroom/tokens.html",
        live=[each for each in own if each.is_live()],
        over=[each for each in own if not each.is_live()],
        titles=_titles(),
        choices=scope_choices(),
        chosen=_scopes() if typed else [Scope.READ],
        has_password=ways_in(db, person).has_password,
        problems=problems,
        typed=typed,
        days=typed.get("days", USUAL_DAYS),
        most_days=MOST_DAYS,
    )
