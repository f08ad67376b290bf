"""The newsroom: what the staff see. Private by default; see `webapp.newsroom.guard` for what is not."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect

from media.archive import Archive
from media.text_file import MAX_TEXT_BYTES
from webapp.headers import protect
from webapp.interface import setup_interface
from webapp.newsroom import failures
from webapp.newsroom.api import routes as api
from webapp.newsroom.check_words import setup_check_words
from webapp.newsroom.cookie import setup_cookie
from webapp.newsroom.editor.routes import setup_editor
from webapp.newsroom.guard import require_sign_in
from webapp.newsroom.kept_connections import KeptConnections
from webapp.newsroom.link_words import setup_link_words
from webapp.newsroom.people.words import setup_people_words
from webapp.newsroom.redacting.sentences import setup_redacting
from webapp.newsroom.request import NewsroomRequest, give_connection
from webapp.newsroom.routes import ROUTES
from webapp.newsroom.secret import secret_key
from webapp.newsroom.uploading.views import setup_uploads
from webapp.newsroom.words import setup_words
from webapp.people.settings import NO_SETTINGS, Settings
from webapp.request_log import log_requests
from webapp.static_files import serve_static, static_path
from webapp.uploads.store import MAX_UPLOAD_BYTES, Uploads

MAX_FORM_BYTES = 4 * MAX_TEXT_BYTES
"""Of every form without files: a text of the largest size, and a form writes each byte of Cyrillic as three."""


class Newsroom(Flask):
    request_class = NewsroomRequest


def create_newsroom(archive: Archive, edition: Path, settings: Settings = NO_SETTINGS) -> Flask:
    """Return the staff's app of an archive; what it publishes goes into the edition."""
    app = Newsroom("webapp", static_url_path=static_path())
    app.config["ARCHIVE"] = archive
    app.config["KEPT_CONNECTIONS"] = KeptConnections(archive)
    app.config["EDITION"] = edition
    app.config["SETTINGS"] = settings
    app.config["MAX_CONTENT_LENGTH"] = MAX_FORM_BYTES
    app.config["MAX_UPLOAD_BYTES"] = MAX_UPLOAD_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_FORM_BYTES
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # An edit that took an hour must still be saved.
    app.config["WTF_CSRF_SSL_STRICT"] = False  # It asks for a referrer, and our pages send none.
    log_requests(app, each=True)
    setup_cookie(app, secret_key(archive), is_behind_tls=settings.is_behind_tls)
    protect(app, private=True, is_behind_tls=settings.is_behind_tls)
    setup_interface(app)
    serve_static(app)
    setup_words(app)
    setup_link_words(app)
    setup_redacting(app)
    setup_people_words(app)
    setup_check_words(app)
    setup_editor(app)
    setup_uploads(app, Uploads(archive))
    # Before CSRFProtect, which reads the whole form: nobody uploads a gigabyte before we know who they are.
    app.before_request(require_sign_in)
    CSRFProtect(app).exempt(api.blueprint)  # It takes no cookie for anybody: see `webapp.newsroom.api.door`.
    app.teardown_appcontext(give_connection)
    for rule, method, view in ROUTES:
        app.add_url_rule(rule, view.__name__, view, methods=[method])
    failures.register(app)
    api.register(app)
    return app
