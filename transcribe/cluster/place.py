"""Where the cluster's scheduler is and with which certificates it is spoken to; loads nothing heavy."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from transcribe.errors import BadCluster

SCHEDULER = "MURAGAT_SCHEDULER"
CERTIFICATES = "MURAGAT_CLUSTER_CERTS"
PLAIN = "plain"
"""In place of a folder of certificates: the connection is not encrypted and nobody is asked who they are."""
PORT = 8786

_ADDRESS = re.compile(r"(tls|tcp)://(\[[0-9a-f:.]+\]|[\w.-]+):(\d{1,5})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """A scheduler, as one of the cluster's machines reaches it."""

    address: str
    """``tls://HOST:PORT``, or ``tcp://…`` of this machine alone."""
    certificates: Path | None
    """A folder that “muragat cluster certs” made, ``None`` for a plain connection within this machine."""


def cluster_named(environment: Mapping[str, str]) -> ClusterPlace | None:
    """Return the cluster that the environment names, ``None`` where it names none.

    :raises BadCluster: what it says cannot be used.
    """
    address, certificates = environment.get(SCHEDULER, ""), environment.get(CERTIFICATES, "")
    if not address:
        if certificates:
            raise BadCluster(f"{CERTIFICATES} is set without {SCHEDULER}; set both, or neither.")
        return None
    if not certificates:
        raise BadCluster(
            f"{SCHEDULER} is set without {CERTIFICATES}; set it to the head's folder that “muragat cluster certs” made."
        )
    is_plain = certificates == PLAIN
    return cluster_at(address, None if is_plain else Path(certificates), plain=is_plain)


def cluster_at(address: str, certificates: Path | None, *, plain: bool) -> ClusterPlace:
    """Return the place of a scheduler.

    :param plain: a connection without encryption is meant; only within one machine.
    :raises BadCluster: the address is none, or is not to be used so.
    """
    found = _ADDRESS.fullmatch(address)
    if not found or not 0 < int(found[3]) < 1 << 16:
        raise BadCluster(f"“{address}” is no scheduler's address; write tls://HOST:{PORT}.")
    if found[1].lower() == "tls":
        if plain or certificates is None:
            raise BadCluster(f"{address} needs a folder of certificates; “muragat cluster certs” makes it.")
        return ClusterPlace(address, certificates)
    if not plain:
        raise BadCluster(f"{address} is not encrypted; write tls://… and name a folder of certificates.")
    if certificates:
        raise BadCluster(f"{address} uses no certificates; write tls://…, or leave them out.")
    require_loopback(found[2])
    return ClusterPlace(address, None)


def require_cluster() -> None:
    """:raises BadCluster: what a cluster needs is not installed."""
    if find_spec("distributed") is None:
        raise BadCluster("A cluster needs Dask; do “pip install 'muragat[cluster]'”.")


def require_loopback(host: str) -> None:
    """:raises BadCluster: a plain connection would leave this machine."""
    if host.lower() == "localhost":
        return
    try:
        is_here = ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        is_here = False
    if not is_here:
        raise BadCluster(
            f"A connection without encryption must not leave this machine, and {host} may be another; "
            "use 127.0.0.1, or certificates."
        )
