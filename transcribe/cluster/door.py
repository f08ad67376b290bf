"""The door of the cluster: TLS on both sides, and each side lets in only the roles that it deals with.

Dask asks of a certificate no more than that the authority made it. Here the role in it is looked at within the
handshake, before a byte of a message is read.
"""

from __future__ import annotations

import ssl
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from transcribe.cluster.certificates import AUTHORITY, CERTIFICATE, KEY, Role
from transcribe.cluster.library import Security
from transcribe.cluster.place import ClusterPlace
from transcribe.errors import BadCluster

LISTENS_TO: Mapping[Role, frozenset[Role]] = {
    Role.SCHEDULER: frozenset({Role.HEAD, Role.WORKER}),
    Role.WORKER: frozenset({Role.SCHEDULER}),
    Role.HEAD: frozenset(),
}
TURNS_TO: Mapping[Role, frozenset[Role]] = {
    Role.SCHEDULER: frozenset({Role.WORKER}),
    Role.WORKER: frozenset({Role.SCHEDULER}),
    Role.HEAD: frozenset({Role.SCHEDULER}),
}


def door_of(place: ClusterPlace, role: Role) -> Security:
    """Return what Dask opens and answers connections with.

    :raises BadCluster: the certificates cannot be used.
    """
    return Door(place.certificates, role) if place.certificates else Security()


def role_in(certificate: Mapping[str, Any] | None) -> Role | None:
    """Return the role that a peer's certificate names, as `ssl.SSLSocket.getpeercert` gives it."""
    parts = {name: value for ((name, value),) in (certificate or {}).get("subject", ())}
    try:
        return Role(parts.get("organizationalUnitName", ""))
    except ValueError:
        return None


class _Socket(ssl.SSLSocket):
    """Ends the handshake with who has another role than is expected."""

    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        role = role_in(self.getpeercert())
        context = self.context
        if not isinstance(context, _Context) or role not in context.expected:
            raise ssl.SSLCertVerificationError(ssl.SSL_ERROR_SSL, f"a certificate of the role {role} has no entry here")


class _Context(ssl.SSLContext):
    sslsocket_class = _Socket
    expected: frozenset[Role] = frozenset()


class Door(Security):  # type: ignore[misc]  # Dask is not typed
    """One machine's certificates, for the one role that they are made for."""

    __slots__: ClassVar[tuple[str, ...]] = ("_place", "_role")

    def __init__(self, place: Path, role: Role) -> None:
        """:raises BadCluster: the certificates cannot be used."""
        super().__init__(require_encryption=True)
        self._place = place
        self._role = role
        self._context(ssl.PROTOCOL_TLS_CLIENT, TURNS_TO[role])  # What is wrong with them is said now.

    def get_connection_args(self, role: str) -> dict[str, Any]:
        context = self._context(ssl.PROTOCOL_TLS_CLIENT, TURNS_TO[self._role])
        return {"ssl_context": context, "require_encryption": True, "extra_conn_args": {}}

    def get_listen_args(self, role: str) -> dict[str, Any]:
        context = self._context(ssl.PROTOCOL_TLS_SERVER, LISTENS_TO[self._role])
        return {"ssl_context": context, "require_encryption": True}

    def _context(self, protocol: int, expected: frozenset[Role]) -> ssl.SSLContext:
        key = self._place / KEY
        try:
            if stat.S_IMODE(key.stat().st_mode) & 0o077:
                raise BadCluster(f"Others can read the private key {key}; do “chmod 600 {key}”.")
            context = _Context(protocol)
            context.expected = expected
            context.minimum_version = ssl.TLSVersion.TLSv1_3
            context.check_hostname = False  # Machines of a cluster come and go; their role is in the certificate.
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self._place / AUTHORITY)
            context.load_cert_chain(self._place / CERTIFICATE, key)
        except OSError as error:  # ssl.SSLError is one
            raise BadCluster(
                f"The certificates in {self._place} cannot be used ({error.strerror or type(error).__name__}); copy "
                "there a folder that “muragat cluster certs” made."
            ) from error
        return context
