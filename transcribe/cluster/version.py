"""Which release this is: machines of one cluster must be of the same."""

from __future__ import annotations

from importlib.metadata import version

MURAGAT = version("muragat")
