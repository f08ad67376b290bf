"""`python -m webapp.bench_web.plain_files DIRECTORY`: its files and nothing else, by waitress, as plainly as it goes.

The peer that our sound route is measured beside where nginx is not installed, and the host of another player's page.
Not for the public: it looks at no header but Range, and says so by listening on this machine alone.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import waitress

from webapp.listen import THREADS

HOST = "127.0.0.1"
RANGE = re.compile(r"bytes=(\d+)-(\d*)")
BLOCK_BYTES = 1 << 16
TYPES = {".m4a": "audio/mp4", ".html": "text/html; charset=utf-8", ".js": "text/javascript"}
GZIPPED = ".gz"


class PlainFiles:
    """A WSGI application: a file, or one range of it."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        path = self._directory / Path(environ["PATH_INFO"]).name
        if not path.is_file():
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        headers = [("Content-Type", TYPES.get(path.suffix, "application/octet-stream")), ("Accept-Ranges", "bytes")]
        gzipped = path.with_name(path.name + GZIPPED)
        if gzipped.exists():
            path = gzipped
            headers.append(("Content-Encoding", "gzip"))
        size = path.stat().st_size
        file = path.open("rb")
        asked = RANGE.fullmatch(environ.get("HTTP_RANGE", ""))
        if not asked:
            start_response("200 OK", [*headers, ("Content-Length", str(size))])
            return environ["wsgi.file_wrapper"](file, BLOCK_BYTES)  # type: ignore[no-any-return]
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
        headers += [("Content-Length", str(last - first + 1)), ("Content-Range", f"bytes {first}-{last}/{size}")]
        start_response("206 Partial Content", headers)
        # Waitress sends a file from where it stands, as much as Content-Length says, and needs no thread for it.
        file.seek(first)
        return environ["wsgi.file_wrapper"](file, BLOCK_BYTES)  # type: ignore[no-any-return]


def main(directory: Path) -> None:
    server = waitress.create_server(PlainFiles(directory), host=HOST, port=0, threads=THREADS)
    sys.stderr.write(f"http://{HOST}:{server.effective_port}\n")
    sys.stderr.flush()
    server.run()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
