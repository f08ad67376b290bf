"""Puts the machines' routes into the public app."""

from __future__ import annotations

from flask import Flask, request

from webapp.public.machines import sitemap
from webapp.public.machines.api import routes as api
from webapp.public.machines.catalogue import routes as catalogue
from webapp.public.machines.feeds import routes as feeds
from webapp.public.machines.harvest import routes as harvest
from webapp.public.machines.iiif import routes as iiif

API = "/api/v1/"
BLUEPRINTS = (api.blueprint, catalogue.blueprint, feeds.blueprint, harvest.blueprint, iiif.blueprint, sitemap.blueprint)
OPEN_TO_OTHER_SITES = frozenset({"files", *(blueprint.name for blueprint in BLUEPRINTS)})
"""Whose answers a page of another site may read and play: what is public and the same for everybody."""


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(api.pages)


def is_for_machines() -> bool:
    """Return whether who asks is a program, which is told of errors in JSON rather than on a page."""
    names = {blueprint.name for blueprint in BLUEPRINTS}
    return request.blueprint in names or request.path.startswith(API)
