"""What other packages register under entry points. One that is broken keeps no other from being used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from typing import Generic, TypeVar

Plugin = TypeVar("Plugin")


@dataclass(frozen=True, slots=True)
class Plugins(Generic[Plugin]):
    """The plug-ins of one group, by their names."""

    usable: Mapping[str, Plugin]
    broken: Mapping[str, str]
    """Why a plug-in cannot be used and what to do, a sentence."""


def load_plugins(group: str, what: str, kind: type[Plugin], first: str = "") -> Plugins[Plugin]:
    """Return the plug-ins of a group of entry points, in alphabetical order.

    :param what: a plug-in is of this group, for messages: “engine”.
    :param kind: what an entry point must name.
    :param first: the name of one that stands before the others.
    """
    usable: dict[str, Plugin] = {}
    broken: dict[str, str] = {}
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name != first, entry.name)):
        try:
            plugin = entry.load()
        except Exception as error:  # whatever somebody else's module raises
            broken[entry.name] = (
                f"The plug-in {entry.value} of the {what} {entry.name} cannot be used ({error!r}); "
                "uninstall its package or install it anew."
            )
            continue
        if isinstance(plugin, kind):
            usable[entry.name] = plugin
        else:
            broken[entry.name] = (
                f"{entry.value}, registered as the {what} {entry.name}, is no {kind.__name__}; uninstall its package."
            )
    return Plugins(usable, broken)
