"""Which machines may be asked: only those of the public network, however their address is spelt."""

from __future__ import annotations

import ipaddress
import socket
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from urllib.parse import SplitResult, quote, urlsplit

from webapp.feeds.errors import BadAddress, Unreachable

PORTS = {"http": 80, "https": 443}
FIRST_FREE_PORT = 1024
MOST_CHARACTERS = 2_000
RESOLVE_S = 10.0
AS_IT_IS = "%/:=&?~+!$,;'@()*[]"
NONE = "This is not an address; write one like https://radio.example/feed.xml."
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Resolve = Callable[[str, int], Sequence[str]]
"""Takes the name of a host and a port, and returns its addresses."""
IsAllowed = Callable[[str], bool]
"""Takes an address, IPv4 or IPv6, and says whether it may be connected to."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect, and what to ask there."""

    scheme: str
    host: str
    """As it is named to the server, and in its certificate."""
    port: int
    path: str
    address: str
    """The one to connect to: the name is not looked up a second time, so that it cannot mean another machine then."""


def locate(url: str, resolve: Resolve, is_allowed: IsAllowed) -> Target:
    """Return where an address leads.

    :raises BadAddress: it may not be asked. :raises Unreachable: its name is not known.
    """
    parts = _split(url)
    host, port = (parts.hostname or "").encode("idna").decode().rstrip("."), parts.port or PORTS[parts.scheme]
    addresses = resolve(host, port)
    if not addresses:
        raise Unreachable(f"{host} is not known; check the address.")
    # One that is not public is enough: such a name is meant to lead inside.
    if not all(is_allowed(address) for address in addresses):
        raise BadAddress(f"{host} is not a machine of the public network, so it is not asked.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, quote(path, safe=AS_IT_IS), addresses[0])


HOST_AGENTS = frozenset({ipaddress.ip_address("168.63.129.16")})
"""Public by their number, and answered by the host of a rented machine (Azure's agent)."""


def is_public(address: str) -> bool:
    """Return whether an address is of the public network, also where it carries another in it."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_public(each) for each in _meant(found))


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    # fec0::/10 was for one site's own machines, and Python takes it for global.
    of_site = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or of_site or address in HOST_AGENTS)


def _meant(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    """Return what an address leads to: itself, or those that are written in it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    inner = [address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    return [address, *(each for each in inner if each)]


def look_up(host: str, port: int) -> Sequence[str]:
    """Ask the system for the addresses of a host.

    :raises Unreachable: it is not known, or nobody answers in time.
    """
    answer: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(list(dict.fromkeys(str(each[4][0]) for each in found)))
        except (OSError, UnicodeError) as error:
            answer.put(OSError(str(error)))

    # The system's own waiting cannot be ended: it is left alone.
    threading.Thread(target=ask, daemon=True).start()
    try:
        found = answer.get(timeout=RESOLVE_S)
    except Empty as error:
        raise Unreachable(f"Nobody says where {host} is; try again later.") from error
    if isinstance(found, OSError):
        raise Unreachable(f"{host} is not known; check the address.") from found
    return found


def _split(url: str) -> SplitResult:
    if len(url) > MOST_CHARACTERS or any(
        letter.isspace() or not letter.isprintable() or letter == "\\" for letter in url
    ):
        raise BadAddress(NONE)
    try:
        parts = urlsplit(url)
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError as error:
        raise BadAddress(NONE) from error
    if parts.scheme not in PORTS or not host:
        raise BadAddress("Only addresses that begin with https:// or http:// are asked.")
    if parts.username is not None or parts.password is not None:
        raise BadAddress("An address with a name or password in it is not asked: it would stand in lists and logs.")
    if port is not None and port not in PORTS.values() and port < FIRST_FREE_PORT:
        raise BadAddress(f"Port {port} is not one that a website has.")
    return parts
