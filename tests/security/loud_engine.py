"""An engine that fails in the words that it is given, prints them, and notes how its process was started."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from transcribe.engines.plugin import EnginePlugin
from transcribe.engines.protocol import Samples
from transcribe.records import Hypothesis

NAME = "loud"
NOTES = "LOUD_ENGINE_NOTES"


class LoudEngine:
    name = NAME
    version = "1"

    def __init__(self, path: Path, threads: int) -> None:
        pass

    def recognise(
        self, sounds: Sequence[Samples], languages: Sequence[str], glossary: Sequence[str]
    ) -> tuple[Hypothesis, ...]:
        environment = "\n".join(f"{name}={value}" for name, value in os.environ.items())
        Path(os.environ[NOTES]).write_bytes(Path("/proc/self/cmdline").read_bytes() + b"\n" + environment.encode())
        Path(os.environ[NOTES]).with_suffix(".heard").write_text(" ".join(glossary))
        print(f"hints: {', '.join(glossary)}", file=sys.stderr, flush=True)  # noqa: T201 (as a library does)
        raise UnicodeEncodeError("ascii", " ".join(glossary), 0, 1, f"cannot say {glossary}")

    def detect_languages(self, sounds: Sequence[Samples]) -> tuple[Mapping[str, float], ...]:
        return tuple({"kk": 1.0} for _ in sounds)


PLUGIN = EnginePlugin(load="tests.security.loud_engine:LoudEngine", package="numpy", install="numpy")


def register(site: Path) -> None:
    """Write what pip would write of a package that registers this engine: whoever has ``site`` in its path has it."""
    metadata = site / "loud_engine-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: loud-engine\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text(f"[muragat.engines]\n{NAME} = tests.security.loud_engine:PLUGIN\n")
