"""Sound of the edition that another host sends: a store that anybody may read, or a CDN before one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from webapp.errors import NotAnAddress


@dataclass(frozen=True, slots=True)
class SoundElsewhere:
    """Where whoever asks for sound that is not here is sent to."""

    base: str
    """What ``/sound/…`` is there, without a slash at its end."""

    @property
    def origin(self) -> str:
        """Scheme and host: from there pages may play sound."""
        parts = urlsplit(self.base)
        return f"{parts.scheme}://{parts.netloc}"

    def address_of(self, sha256: str) -> str:
        return f"{self.base}/{sha256}.m4a"

    @staticmethod
    def parse(text: str) -> SoundElsewhere:
        """Return what an address such as ``https://sound.example/edition/sound`` says.

        :raises NotAnAddress: it is none, or holds more than a host and a path, or what a policy's header cannot say.
        """
        try:
            parts = urlsplit(text)
            port = parts.port  # Read for its error: urlsplit itself takes any.
        except ValueError as error:
            raise _refusal(text) from error
        is_plain = text.isascii() and not any(letter in text for letter in "@;,'\"<>?# ") and text.isprintable()
        if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0 or not is_plain:
            raise _refusal(text)
        return SoundElsewhere(text.rstrip("/"))


def _refusal(text: str) -> NotAnAddress:
    return NotAnAddress(f"“{text}” is no address of sound; write one like https://sound.example/edition/sound.")
