"""The public site: what was approved, to read and to hear."""

from __future__ import annotations

from pathlib import Path

from flask import Flask, request

from webapp.headers import protect
from webapp.interface import setup_interface
from webapp.public import downloads, errors, files, pages
from webapp.public.citing import routes as citing
from webapp.public.contact import Contact
from webapp.public.finding import pages as finding
from webapp.public.kept_pages import KeptPages
from webapp.public.machines import register as machines
from webapp.public.quoting import register as quoting
from webapp.public.site_address import SiteAddress, known_as
from webapp.public.sound_elsewhere import SoundElsewhere
from webapp.public.versions import pages as versions
from webapp.request_log import log_requests
from webapp.static_files import serve_static, static_path

OPEN_TO_OTHER_SITES = quoting.OPEN_TO_OTHER_SITES | {files.blueprint.name, downloads.blueprint.name}
"""Whose answers, beside those for machines, a page of another site may read and play: the same for everybody."""


def create_public(
    edition: Path,
    address: SiteAddress | None = None,
    sound_elsewhere: SoundElsewhere | None = None,
    contact: Contact | None = None,
) -> Flask:
    """Return the public app of an edition. It reads that directory, writes nothing, and knows no other.

    :param address: that others know the site by; without one it is what each request asks for.
    :param sound_elsewhere: where sound is that is not in the directory; without it all of it is there.
    :param contact: where readers write of errors; without one pages offer nothing.
    """
    app = Flask("webapp", static_url_path=static_path())
    app.config["EDITION"] = edition
    app.config["SOUND_ELSEWHERE"] = sound_elsewhere
    app.config["KEPT_PAGES"] = KeptPages()
    log_requests(app, each=False)
    protect(
        app,
        private=False,
        is_open_to_other_sites=_is_open_to_other_sites,
        in_frames_of_others=quoting.IN_FRAMES_OF_OTHERS,
        sound_from=sound_elsewhere.origin if sound_elsewhere else None,
    )
    setup_interface(app)
    serve_static(app)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(finding.blueprint)
    app.register_blueprint(files.blueprint)
    app.register_blueprint(downloads.blueprint)
    machines.register(app)
    quoting.register(app)
    app.register_blueprint(citing.blueprint)
    app.register_blueprint(versions.blueprint)
    errors.register(app)
    app.jinja_env.globals["contact"] = contact
    if address:
        app.wsgi_app = known_as(app.wsgi_app, address)  # type: ignore[assignment, method-assign]
    return app


def _is_open_to_other_sites() -> bool:
    return request.blueprint in OPEN_TO_OTHER_SITES or machines.is_for_machines()
