"""The translations of a programme as its page calls them."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.edition.records import EditionTranslation, Maker
from webapp.interface import gettext, language_name


@dataclass(frozen=True, slots=True)
class LayerView:
    name: str
    """Asked for by ``?layer=``."""
    language: str
    switch: str
    """Which language, and who made it."""
    title: str
    """Above its words: also whether anybody has checked it."""
    machine: str | None
    """Which machine, ``None`` where none made it."""


def layer_views(translations: tuple[EditionTranslation, ...]) -> tuple[LayerView, ...]:
    """Return the translations in the order in which the edition has them."""
    return tuple(_layer_view(each) for each in translations)


def _layer_view(translation: EditionTranslation) -> LayerView:
    said = {"language": language_name(translation.language)}
    if translation.maker is Maker.JOURNALIST:
        switch = title = gettext("%(language)s, by the newsroom") % said
    else:
        switch = gettext("%(language)s, by machine") % said
        title = gettext("%(language)s, machine translation, not checked") % said
    return LayerView(
        name=f"{translation.language}-{translation.maker}",
        language=translation.language,
        switch=_begun(switch),
        title=_begun(title),
        machine=translation.machine,
    )


def _begun(text: str) -> str:
    """Return a text as it stands at the beginning of a line: names of languages are no names in every language."""
    return text[:1].upper() + text[1:]


def shown_layer(layers: tuple[LayerView, ...], asked: str) -> str:
    """Return the number of the layer that is asked for by its name: ``1`` …, ``0`` for none of them, or ``all``."""
    if asked == "all" and layers:
        return asked if len(layers) > 1 else "1"
    return next((str(number) for number, layer in enumerate(layers, start=1) if layer.name == asked), "0")
