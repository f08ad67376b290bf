"""Files fetched over https: gone on with where a line broke, and believed only when their hash is right."""

from __future__ import annotations

import hashlib
import http.client
import re
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from media.durable import move_durably
from media.fixity import file_sha256
from transcribe.errors import WeightsCorrupt, WeightsMissing

PART = ".part"
BLOCK_BYTES = 1 << 20
ANSWER_S = 60.0
TRIES = 4
"""In a row that bring nothing new."""
PAUSE_S = 1.0
LINE_BROKE = (http.client.HTTPException, ConnectionError, TimeoutError, ssl.SSLError, urllib.error.URLError)
PAST_THE_END = 416
SERVER_IS_AT_FAULT = 500

Progress = Callable[[str, int, int], None]
"""Takes a file's name, how many bytes of it are here, and how many it has; 0 where that is not known."""


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file's bytes must come to."""

    algorithm: str
    """``sha256``, or ``git``: the SHA-1 by which git names a file, which the hub gives for small ones."""
    value: str

    def matches(self, path: Path) -> bool:
        return self.value == (file_sha256(path) if self.algorithm == "sha256" else _git_name(path))


class _OnlyAllowed(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only where `Downloader` would go."""

    def __init__(self, check: Callable[[str], None]) -> None:
        self._check = check

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        self._check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Downloader:
    """Fetches by https alone."""

    def __init__(self, hosts: Collection[str], progress: Progress, pause_s: float = PAUSE_S) -> None:
        """:param hosts: the addresses that are asked first; one without https is believed only here, on loopback."""
        self._plain = {_origin(host) for host in hosts if urlsplit(host).hostname == "127.0.0.1"}
        self._progress = progress
        self._pause_s = pause_s
        self._opener = urllib.request.build_opener(_OnlyAllowed(self._check))

    def read(self, url: str, most_bytes: int) -> bytes:
        """Return what lies at an address.

        :raises WeightsMissing: it cannot be had, or is larger.
        """
        self._check(url)
        try:
            with self._opener.open(url, timeout=ANSWER_S) as answer:
                content: bytes = answer.read(most_bytes + 1)
                if len(content) < min(most_bytes, _left(answer)):
                    raise ConnectionError("the line broke")
        except LINE_BROKE as error:
            raise WeightsMissing(_sentence(url, error)) from error
        if len(content) > most_bytes:
            raise WeightsMissing(f"{_origin(url)} answers with far more than was asked for; try again later.")
        return content

    def fetch(self, url: str, target: Path, digest: Digest) -> None:
        """Bring a file here; what an earlier call brought of it is kept and gone on with.

        :raises WeightsMissing: it cannot be had now. :raises WeightsCorrupt: it is not what it must be.
        """
        if target.is_file() and digest.matches(target):
            return
        self._check(url)
        part = target.with_name(target.name + PART)
        self._persist(url, part, target.name)
        if not digest.matches(part):
            part.unlink()
            raise WeightsCorrupt(
                f"{target.name} from {_origin(url)} is not what it must be and was not kept; do the same again."
            )
        move_durably(part, target)

    def _persist(self, url: str, part: Path, name: str) -> None:
        """Try again as long as something comes."""
        fruitless = 0
        while True:
            before = _size(part)
            try:
                return self._continue(url, part, name)
            except LINE_BROKE as error:
                if isinstance(error, urllib.error.HTTPError) and error.code < SERVER_IS_AT_FAULT:
                    raise WeightsMissing(_sentence(url, error)) from error
                fruitless = 0 if _size(part) > before else fruitless + 1
                if fruitless >= TRIES:
                    raise WeightsMissing(_sentence(url, error)) from error
                time.sleep(self._pause_s * fruitless)

    def _continue(self, url: str, part: Path, name: str) -> None:
        """Ask for what is missing of a file, once."""
        have = _size(part)
        request = urllib.request.Request(url, headers={"Range": f"bytes={have}-"} if have else {})  # noqa: S310 (checked)
        try:
            answer = self._opener.open(request, timeout=ANSWER_S)
        except urllib.error.HTTPError as error:
            if error.code == PAST_THE_END and have:
                return  # it is whole, or the hash will show that it is not
            raise
        with answer, part.open("r+b" if have else "wb") as file:
            start = _start(answer, have)
            file.truncate(start)
            file.seek(start)
            self._copy(answer, file, name, start)

    def _copy(self, answer: http.client.HTTPResponse, file: IO[bytes], name: str, start: int) -> None:
        left = _left(answer)
        total = start + left if left else 0
        while block := answer.read(BLOCK_BYTES):
            file.write(block)
            self._progress(name, file.tell(), total)
        if file.tell() < total:
            raise ConnectionError("the line broke")

    def _check(self, url: str) -> None:
        if urlsplit(url).scheme != "https" and _origin(url) not in self._plain:
            raise WeightsMissing(
                f"{_origin(url)} is not asked, because it does not use https; bring the files yourself."
            )


def _start(answer: http.client.HTTPResponse, have: int) -> int:
    """Return from which byte on an answer goes: one that does not heed ranges begins anew."""
    found = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    return have if answer.status == http.HTTPStatus.PARTIAL_CONTENT and found and int(found[1]) == have else 0


def _left(answer: http.client.HTTPResponse) -> int:
    """Return how many bytes an answer says that it has, 0 where it does not."""
    said = answer.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() else 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _git_name(path: Path) -> str:
    head = f"blob {path.stat().st_size}\0".encode()
    return hashlib.sha1(head + path.read_bytes(), usedforsecurity=False).hexdigest()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _sentence(url: str, error: Exception) -> str:
    why = getattr(error, "reason", None) or error
    return f"{_origin(url)} gives nothing now ({why}); do the same again later, it goes on from there."
