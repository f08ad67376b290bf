"""What is kept of where somebody signed in: enough to say “that was not me”, too little to follow anybody by."""

from __future__ import annotations

import ipaddress

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser", "Yandex"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"))
SAFARI = ("Safari/", "Safari")
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
KEPT_BITS = {4: 24, 6: 48}
"""Of an address: of a house or an office, not of one machine in it."""


def browser_name(user_agent: str) -> str:
    """Return ``Firefox, Windows`` of what a browser calls itself; empty where it says nothing known."""
    # The order matters: nearly all of them also say that they are Chrome, or Safari.
    names = (next((name for mark, name in known if mark in user_agent), "") for known in ((*BROWSERS, SAFARI), SYSTEMS))
    return ", ".join(name for name in names if name)


def network_of(address: str | None) -> str:
    """Return an address without its last part; empty for this machine itself, where a proxy may stand."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return ""
    if found.is_loopback:
        return ""
    return str(ipaddress.ip_network((found, KEPT_BITS[found.version]), strict=False))
