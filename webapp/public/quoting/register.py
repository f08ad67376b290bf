"""Puts the routes of quotes into the public app."""

from __future__ import annotations

from flask import Flask

from webapp.public.quoting import embedding, oembed, pages, taking
from webapp.public.quoting.clips import Clips

IN_FRAMES_OF_OTHERS = frozenset({"embedding.embed"})
"""What other sites may show in a frame; all else they may not."""


OPEN_TO_OTHER_SITES = frozenset({taking.blueprint.name, oembed.blueprint.name})
"""Whose answers a page of another site may read and show."""


def register(app: Flask) -> None:
    app.extensions["clips"] = Clips()
    for blueprint in (pages.blueprint, taking.blueprint, embedding.blueprint, oembed.blueprint):
        app.register_blueprint(blueprint)
