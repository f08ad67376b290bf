"""What is kept back, unreadable to whoever has the disk and not the key (AES-256-GCM, NIST SP 800-38D)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from webapp.redaction.errors import NoRedactionKey, WrongRedactionKey

KEY_VARIABLE = "MURAGAT_REDACTION_KEY"
OTHER_KEY_VARIABLE = "MURAGAT_OTHER_REDACTION_KEY"
"""Of the archive from which a programme comes (`webapp.packing.locked`)."""
KEY_BYTES = 32
NONCE_BYTES, TAG_BYTES = 12, 16
PAD_BYTES = 512
"""Rows are as long as a multiple of it: how long a name is can not be told from how long its row is."""
PAD_MARK = b"\x80"
KEY_ID_CHARACTERS = 16


def new_key() -> str:
    """Return a new random key as it stands in the environment."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


class Vault:
    """Seals with the first of some keys, and opens with any of them."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        """:param keys: at least one, of `KEY_BYTES` each; the newest first."""
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self.key_id = _key_id(keys[0])
        """Of the key that seals."""
        self.salt = hmac.digest(keys[0], b"muragat places", "sha256")

    @classmethod
    def from_environment(cls, *, with_other: bool = False) -> Vault:
        """Return what seals with this archive's key.

        :param with_other: open also what the archive has sealed from which something comes.
        :raises NoRedactionKey: there is no key. :raises WrongRedactionKey: what is there is none.
        """
        written = _written(KEY_VARIABLE)
        if not written:
            raise NoRedactionKey(
                f"Names are kept back here and their list is sealed: set {KEY_VARIABLE} to its key (“muragat "
                "redaction-key” makes a first one), and start again."
            )
        keys = [_parse(key, KEY_VARIABLE) for key in written]
        if with_other:
            keys += [_parse(key, OTHER_KEY_VARIABLE) for key in _written(OTHER_KEY_VARIABLE)]
        return cls(keys)

    def seal(self, said: bytes, row_id: str) -> bytes:
        """:param row_id: the row that it is for; in another it does not open."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        padded = said + PAD_MARK
        padded += bytes(-len(padded) % PAD_BYTES)
        return nonce + self._ciphers[self.key_id].encrypt(nonce, padded, row_id.encode())

    def opens(self, key_id: str) -> bool:
        """Return whether the key of this id is among these."""
        return key_id in self._ciphers

    def open(self, sealed: bytes, row_id: str, key_id: str) -> bytes:
        """:raises WrongRedactionKey: its key is not among these, or the row was changed."""
        if key_id not in self._ciphers:
            raise WrongRedactionKey(
                f"{KEY_VARIABLE} lacks the key with which this archive's redactions were sealed; set it to that "
                "key, or name that key after the new one, and start again."
            )
        nonce, rest = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            padded = self._ciphers[key_id].decrypt(nonce, rest, row_id.encode())
        except InvalidTag as error:
            raise WrongRedactionKey(
                f"The redaction row {row_id} was changed or damaged; restore the archive's database from a backup."
            ) from error
        return padded[: padded.rindex(PAD_MARK)]


def has_key() -> bool:
    """Return whether the environment has a key of this archive."""
    return bool(_written(KEY_VARIABLE))


def has_other_key() -> bool:
    """Return whether the environment has a key of another archive."""
    return bool(_written(OTHER_KEY_VARIABLE))


def is_sealed(sealed: bytes) -> bool:
    """Return whether something is as long as what is sealed, which no text in clear is but by chance."""
    length = len(sealed) - NONCE_BYTES - TAG_BYTES
    return length > 0 and length % PAD_BYTES == 0


def _written(variable: str) -> list[str]:
    return os.environ.get(variable, "").replace(",", " ").split()


def _parse(written: str, variable: str) -> bytes:
    try:
        key = base64.b64decode(written.encode(), altchars=b"-_", validate=True)
    except (binascii.Error, UnicodeEncodeError) as error:
        raise _not_a_key(variable) from error
    if len(key) != KEY_BYTES:
        raise _not_a_key(variable)
    return key


def _not_a_key(variable: str) -> WrongRedactionKey:
    return WrongRedactionKey(
        f"{variable} holds something that is no key; “muragat redaction-key” makes one, and several have a comma "
        "between them, the newest first."
    )


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"muragat redaction key\n" + key).hexdigest()[:KEY_ID_CHARACTERS]
