"""The words of the pages in English, Kazakh and Russian, and which of the three a reader gets.

English is what stands in templates and code; the others come from ``locale/<language>/*.po``, read once at start.
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from urllib.parse import quote, urlencode

from babel import Locale
from babel.core import parse_locale
from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, g, has_request_context, request

from media.records import Span

LANGUAGES = {"en": "English", "kk": "Қазақша", "ru": "Русский"}
CATALOGUES = Path(__file__).parent / "locale"
COOKIE = "ui"
COOKIE_SECONDS = 365 * 24 * 3600


def setup_interface(app: Flask) -> None:
    """Give an app's templates ``_``, ``ngettext``, the filters below and the reader's language."""
    for tag in LANGUAGES:
        translations(tag)  # A broken catalogue stops the start, not a page.
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(clock=clock, day=day, language_name=language_name, fragment=fragment)
    app.jinja_env.globals.update(interface_language=interface_language, interface_links=interface_links)
    app.after_request(_remember)


@cache
def translations(tag: str) -> NullTranslations:
    """Return the words of one language; English is its own translation."""
    words = NullTranslations()
    for path in sorted((CATALOGUES / tag).glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=tag, abort_invalid=True))
        compiled.seek(0)
        catalogue = GNUTranslations(compiled)
        catalogue.add_fallback(words)
        words = catalogue
    return words


def gettext(message: str) -> str:
    """Return the message in the reader's language."""
    return translations(interface_language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the message in the reader's language, in the form that the number asks for."""
    return translations(interface_language()).ngettext(singular, plural, number)


def interface_language() -> str:
    """Return ``en``, ``kk`` or ``ru``: asked for by ``?ui=``, remembered, or what the browser prefers."""
    if not has_request_context():
        return "en"
    if "interface_language" not in g:
        g.interface_language = _choose()
    return str(g.interface_language)


def _choose() -> str:
    for asked in (request.args.get("ui"), request.cookies.get(COOKIE)):
        if asked in LANGUAGES:
            return asked
    return request.accept_languages.best_match(LANGUAGES, "en")


def _remember(response: Response) -> Response:
    if response.mimetype != "text/html":  # No program keeps a cookie.
        return response
    response.vary.update(("Accept-Language", "Cookie"))
    asked = request.args.get("ui")
    if asked in LANGUAGES and asked != request.cookies.get(COOKIE):
        response.set_cookie(
            COOKIE, asked, max_age=COOKIE_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure
        )
    return response


def interface_links() -> list[tuple[str, str, str]]:
    """Return tag, own name and address of this page for each language."""
    links = []
    for tag, name in LANGUAGES.items():
        asked = {key: value for key, value in request.args.items() if key != "ui"} | {"ui": tag}
        links.append((tag, name, f"{quote(request.path)}?{urlencode(asked)}"))
    return links


def clock(time_ms: int) -> str:
    """Return ``1:02`` or ``1:02:03``."""
    minutes, second = divmod(time_ms // 1000, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour}:{minute:02}:{second:02}" if hour else f"{minute}:{second:02}"


def day(moment: str) -> str:
    """Return the day of an ISO 8601 date or time in the reader's words."""
    language = interface_language()
    of_day = date.fromisoformat(moment[:10])
    return unglued(format_date(of_day, "long", locale="en_GB" if language == "en" else language))


def some_day(moment: str) -> str:
    """Return a year (``2024``), a month of one (``2024-05``) or a day in the reader's words."""
    parts = moment.count("-")
    if parts != 1:
        return day(moment) if parts else moment
    language = interface_language()
    of_month = date.fromisoformat(f"{moment}-01")
    return unglued(format_date(of_month, "LLLL y", locale="en_GB" if language == "en" else language))


def unglued(text: str) -> str:
    """Return a text with whole spaces for narrow ones: CLDR's narrow space before “г.” is hardly seen in Literata."""
    return text.replace("\u202f", "\u00a0")


def today() -> str:
    """Return the day of this visit, ISO 8601, in UTC."""
    return datetime.now(UTC).date().isoformat()


def language_name(tag: str) -> str:
    """Return a language's name in the reader's language; the tag itself where there is none."""
    return language_name_in(interface_language(), tag)


def language_name_in(interface: str, tag: str) -> str:
    """Return a language's name in a language of the interface; the tag itself where there is none.

    The names are CLDR's. Not those of Babel's locales: a locale completes what a tag leaves open, so that ``und`` is
    English in the United States, and Kazakh in Latin letters is in Cyrillic ones.
    """
    try:
        language, territory, script, *_ = parse_locale(tag, sep="-")
    except ValueError:
        return tag
    names = Locale.parse(interface)
    subtags = [each for each in (script, territory) if each]
    for known in range(len(subtags), -1, -1):  # Simplified Chinese has a name of its own, Kazakh in Latin letters not.
        name = names.languages.get("_".join((language, *subtags[:known])))
        if name:
            more = ", ".join(names.scripts.get(each) or names.territories.get(each) or each for each in subtags[known:])
            return f"{name} ({more})" if more else name
    return tag


def fragment(span: Span) -> str:
    """Return ``t=12.3,15`` (W3C Media Fragments)."""
    return span.media_fragment()
