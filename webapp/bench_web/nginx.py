"""nginx on this machine alone, for the length of a measurement, where it is installed."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.site import END_S, HOST, Site

PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
"""Where systems put it that an ordinary PATH does not name."""
START_S = 5.0
CONFIG = """\
daemon off;
worker_processes auto;
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 100000000;
  default_type audio/mp4;
  client_body_temp_path {place}/body;
  proxy_temp_path {place}/proxy;
  fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi;
  scgi_temp_path {place}/scgi;
  server {{
    listen {host}:{port} backlog=1024;
    root "{root}";
  }}
}}
"""


def find_nginx() -> str | None:
    """Return where nginx is, ``None`` where it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path=PLACES)


def nginx_version(program: str) -> str:
    said = subprocess.run([program, "-v"], capture_output=True, check=False, text=True).stderr  # noqa: S603
    return said.strip().rpartition(": ")[2]


@contextmanager
def nginx_site(program: str, root: Path) -> Iterator[Site]:
    """Serve a directory by nginx with two workers on two cores and sendfile, until the block ends.

    :raises BenchFailed: it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="muragat-bench-") as directory:
        with socket.create_server((HOST, 0)) as free:
            port = int(free.getsockname()[1])
        config = Path(directory) / "nginx.conf"
        # As root it would give its workers to a user who cannot read a temporary directory.
        user = "user root;\n" if os.geteuid() == 0 else ""
        config.write_text(user + CONFIG.format(place=directory, host=HOST, port=port, root=root.absolute()))
        command = [program, "-p", directory, "-e", f"{directory}/error.log", "-c", str(config)]
        with subprocess.Popen(command, stdin=subprocess.DEVNULL) as child:  # noqa: S603
            try:
                _wait(child, port)
                yield Site(port)
            finally:
                child.terminate()
                child.wait(END_S)


def _wait(child: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + START_S
    while child.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise BenchFailed("nginx does not start; remove it from PATH to be measured beside waitress.")
