"""The type of the option --engine."""

from __future__ import annotations

import click

from transcribe.engines.registry import broken_engines, engines
from transcribe.serving import AUTO


class EngineName(click.ParamType[str]):
    """``auto`` or the name of a registered engine; plug-ins are looked for only where one is named."""

    name = "engine"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        return "auto|NAME"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in (AUTO, *engines(), *broken_engines()):
            self.fail(f"There is no engine “{value}”; choose {', '.join((AUTO, *engines()))}.", param, ctx)
        return value
