"""The engines of this machine: whatever is registered under the entry points ``muragat.engines``, ours and others'."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

from transcribe.engines.plugin import EnginePlugin
from transcribe.engines.protocol import Engine
from transcribe.errors import EngineUnavailable

GROUP = "muragat.engines"


@cache
def engines() -> Mapping[str, EnginePlugin]:
    """Return what every registered engine says of itself, by its name, in alphabetical order.

    :raises EngineUnavailable: a plug-in cannot be imported, or is none.
    """
    found: dict[str, EnginePlugin] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            plugin = entry.load()
        except Exception as error:  # whatever somebody else's module raises
            raise EngineUnavailable(
                f"The plug-in {entry.value} of the engine {entry.name} cannot be used ({error!r}); "
                f"uninstall its package or install it anew."
            ) from error
        if not isinstance(plugin, EnginePlugin):
            raise EngineUnavailable(
                f"{entry.value}, registered as the engine {entry.name}, is no EnginePlugin; uninstall its package."
            )
        found[entry.name] = plugin
    return found


def get_engine(name: str) -> EnginePlugin:
    """:raises EngineUnavailable: no engine of this name is registered."""
    plugin = engines().get(name)
    if plugin is None:
        raise EngineUnavailable(
            f"There is no engine “{name}”; choose {' or '.join(engines()) or 'one after installing muragat anew'}, "
            "and see “muragat doctor”."
        )
    return plugin


def is_installed(name: str) -> bool:
    """Tell whether an engine is registered and its library is there."""
    return name in engines() and find_spec(engines()[name].package) is not None


def require_engine(name: str) -> EnginePlugin:
    """:raises EngineUnavailable: no engine of this name is registered, or its library is missing."""
    plugin = get_engine(name)
    if not is_installed(name):
        raise EngineUnavailable(f"The engine “{name}” is not installed; do “pip install {plugin.install}”.")
    return plugin


def require_gpu(name: str) -> None:
    """:raises EngineUnavailable: no engine of this name is registered, or it cannot use a graphics processor."""
    if not get_engine(name).load_on_gpu:
        able = [other for other, plugin in engines().items() if plugin.load_on_gpu]
        raise EngineUnavailable(
            f"The engine {name} computes on processors alone; leave out --gpu, or name "
            f"{' or '.join(able) or 'a plug-in that can'} with --model."
        )


def load_engine(name: str, path: Path, threads: int, *, gpu: bool = False) -> Engine:
    """Return an engine with its model loaded, in this process.

    :param gpu: on a graphics processor.
    :raises EngineUnavailable: no engine of this name is registered, or it cannot use such a processor.
    :raises ImportError: its library is not installed.
    """
    if gpu:
        require_gpu(name)
    plugin = get_engine(name)
    module, _, function = (plugin.load_on_gpu if gpu else plugin.load).partition(":")
    engine: Engine = getattr(import_module(module), function)(path, threads)
    return engine
