"""`python -m webapp.public EDITION`: the public site's process. It imports nothing that knows the archive."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from pathlib import Path

import click

from media.errors import MuragatError
from media.wordless import log_to_standard_error
from webapp.listen import listen
from webapp.public.app import create_public
from webapp.public.contact import Contact
from webapp.public.site_address import SiteAddress
from webapp.public.sound_elsewhere import SoundElsewhere

MAX_BODY_BYTES = 1 << 16
"""The site takes no more than a harvester's form, and anybody may send one."""


@click.command()
@click.argument("edition", type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65_535), default=8000, show_default=True)
@click.option(
    "--address", help="That others know the site by, as https://archive.example; else what a request asks for."
)
@click.option(
    "--sound-at",
    metavar="ADDRESS",
    help="Where sound is that is not in EDITION, as https://sound.example/edition/sound; no clips are cut then.",
)
@click.option("--contact", metavar="MAIL", help="Where readers write of errors, as corrections@archive.example.")
@click.option("--with-parent", is_flag=True, help="End when standard input closes, that is when the parent is gone.")
def main(
    edition: Path,
    host: str,
    port: int,
    address: str | None,
    sound_at: str | None,
    contact: str | None,
    with_parent: bool,
) -> None:
    """Serve the public site of an EDITION."""
    if with_parent:
        # Ctrl-C reaches every process of the terminal; the parent ends this one in its own order.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
    log_to_standard_error(logging.WARNING)
    try:
        known = SiteAddress.parse(address) if address else None
        elsewhere = SoundElsewhere.parse(sound_at) if sound_at else None
        app = create_public(edition, known, elsewhere, Contact.parse(contact) if contact else None)
        listen(app, "The public site", host, port, max_body_bytes=MAX_BODY_BYTES)
    except MuragatError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(0)


def _end_with_parent() -> None:
    # Unbuffered: a thread that waits inside a buffer's lock makes the interpreter's end a crash.
    while os.read(0, 1):
        continue
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
