"""The engines of this machine: whatever is registered under the entry points ``muragat.engines``, ours and others'."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from transcribe.engines.plugin import EnginePlugin
from transcribe.engines.protocol import Engine
from transcribe.errors import EngineUnavailable
from transcribe.plugins import Plugins, load_plugins

GROUP = "muragat.engines"


@cache
def registered() -> Plugins[EnginePlugin]:
    """Return the engines of this machine and the plug-ins that are broken; looked for once."""
    return load_plugins(GROUP, "engine", EnginePlugin)


def engines() -> Mapping[str, EnginePlugin]:
    """Return what every registered engine says of itself, by its name, in alphabetical order."""
    return registered().usable


def broken_engines() -> Mapping[str, str]:
    """Return why an engine that is registered cannot be used, a sentence, by its name."""
    return registered().broken


def get_engine(name: str) -> EnginePlugin:
    """:raises EngineUnavailable: no engine of this name is registered, or its plug-in is broken."""
    if broken := broken_engines().get(name):
        raise EngineUnavailable(broken)
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
