"""What anybody may send to the public site: nothing larger than a form, and nothing of it reaches the disk."""

from __future__ import annotations

import contextlib
import re
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.webapp.editions import approved
from webapp.edition.layout import Layout
from webapp.edition.store import add_version, edition_writer
from webapp.public.__main__ import MAX_BODY_BYTES
from webapp.serve import public_command

HOST = "127.0.0.1"
FORM = b"verb=Identify"
FORM_TYPE = "Content-Type: application/x-www-form-urlencoded"
PATIENCE_S = 5
PIECE_BYTES = 1 << 16
PIECES = 32


@dataclass(frozen=True)
class Server:
    process_id: int
    port: int

    @contextlib.contextmanager
    def asked(self, head: str, body: bytes = b"") -> Iterator[int]:
        """Give the status of the answer to a request, while the connection is open."""
        with socket.create_connection((HOST, self.port), PATIENCE_S) as sent:
            sent.sendall(f"POST /oai HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # It answered before it had heard all.
                sent.sendall(body)
            yield int(sent.recv(PIECE_BYTES).split()[1])

    def temporary_bytes(self) -> int:
        """Return how much it holds in files without a name."""
        held = 0
        for path in Path(f"/proc/{self.process_id}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):  # It was closed while it was looked at.
                held += path.stat().st_size if "(deleted)" in str(path.readlink()) else 0
        return held


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    layout = Layout(tmp_path_factory.mktemp("edition"))
    with edition_writer(layout):
        add_version(layout, approved(), None)
    command = public_command(layout.root, HOST, 0)
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        assert child.stderr
        said = re.search(r":(\d+)$", child.stderr.readline().strip())
        try:
            assert said
            yield Server(child.pid, int(said[1]))
        finally:
            child.terminate()


def test_a_form_is_taken(server: Server) -> None:
    full = FORM + b" " * (MAX_BODY_BYTES - len(FORM))
    for body in (FORM, full):
        with server.asked(f"{FORM_TYPE}\r\nContent-Length: {len(body)}", body) as status:
            assert status == 200


def test_more_is_refused_before_it_is_sent(server: Server) -> None:
    with server.asked(f"{FORM_TYPE}\r\nContent-Length: {MAX_BODY_BYTES + 1}") as status:
        assert status == 413


def test_more_in_pieces_is_refused_and_nothing_of_it_is_written(server: Server) -> None:
    piece = f"{PIECE_BYTES:x}\r\n".encode() + b"x" * PIECE_BYTES + b"\r\n"
    with server.asked(f"{FORM_TYPE}\r\nTransfer-Encoding: chunked", piece * PIECES) as status:
        assert status == 413
        assert server.temporary_bytes() <= MAX_BODY_BYTES
