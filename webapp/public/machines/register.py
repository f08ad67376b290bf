"""Puts the machines' routes into the public app."""

from __future__ import annotations

from flask import Flask, request

from webapp.public.machines import sitemap
from webapp.public.machines.api import routes as api
from webapp.public.machines.catalogue import routes as catalogue
from webapp.public.machines.feeds import routes as feeds
from webapp.public.machines.harvest import routes as harvest
from webapp.public.machines.iiif import routes as iiif

PLACES = ("/api", "/feeds", "/iiif", "/oai")
"""Under which only programs ask, also for what is not there or cannot be done."""
BLUEPRINTS = (api.blueprint, catalogue.blueprint, feeds.blueprint, harvest.blueprint, iiif.blueprint, sitemap.blueprint)
NAMES = frozenset(blueprint.name for blueprint in BLUEPRINTS)


def register(app: Flask) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(api.pages)


def is_for_machines() -> bool:
    """Return whether who asks is a program: told of errors in JSON, and heard also from a page of another site."""
    if request.blueprint is None:  # No route was found.
        return any(f"{request.path}/".startswith(f"{place}/") for place in PLACES)
    return request.blueprint in NAMES
