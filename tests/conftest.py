"""What every test may use: the shared recordings, the base weights, an archive of its own."""

from __future__ import annotations

import gc
import hashlib
import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from sqlite_utils import Database
from werkzeug.routing import Rule

from media.archive import Archive
from webapp.schema import SCHEMAS

# How long an example takes is the machine's business: a busy one is no failure.
settings.register_profile("patient", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

REPOSITORY = Path(__file__).resolve().parents[1]

LONGEST = (
    "tests/webapp/test_demo.py",
    "tests/browser/test_accessibility.py",
    "tests/faults/test_kills.py",
    "tests/transcribe/test_pipeline.py",
    "tests/transcribe/test_engines.py",
    "tests/browser/test_reading_page.py",
    "tests/security/test_access_matrix.py",
    "tests/browser/test_newsroom_desk.py",
    "tests/webapp/test_bench_web.py",
    "tests/faults/test_worker.py",
    "tests/browser/test_public_spans.py",
    "tests/transcribe/test_weights_add.py",
    "tests/browser/test_quoting_page.py",
    "tests/transcribe/test_models.py",
    "tests/browser/editor/test_cut_off.py",
    "tests/transcribe/test_align_long.py",
    "tests/browser/test_public_speed.py",
    "tests/media/test_ingest.py",
    "tests/webapp/test_cli.py",
    "tests/browser/test_public_player.py",
    "tests/webapp/test_bad_input.py",
    "tests/security/test_canaries.py",
    "tests/media/test_access.py",
    "tests/transcribe/test_bench_asr.py",
)
"""The files of tests that take longest, the longest first: begun last, one would go on alone after all others."""

RELEASE_LIMIT_S = 1_800
"""Of a test at full size that names none of its own."""


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let nothing be thrown away while all tests are found, nor what they are made of be looked through ever after."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {REPOSITORY / name: number for number, name in enumerate(LONGEST)}

    def key(item: pytest.Item) -> tuple[int, str]:
        # By chance, and the same each time: in the order of their names, three browsers would be at work at once.
        return place.get(item.path, len(place)), hashlib.sha256(item.path.name.encode()).hexdigest()

    items.sort(key=key)
    for item in items:
        if item.get_closest_marker("release") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(RELEASE_LIMIT_S))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real recordings and texts that are not part of the project."""
    place = Path(os.environ.get("MURAGAT_TEST_DATA", REPOSITORY.parent / "shared" / "data"))
    if not place.is_dir():
        pytest.skip(f"the shared recordings are not at {place}; set MURAGAT_TEST_DATA")
    return place


@pytest.fixture(scope="session", autouse=True)
def _translated_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let each template be translated once for all apps of all processes, not for each app anew."""
    kept = tmp_path_factory.getbasetemp().parent / "templates"
    kept.mkdir(exist_ok=True)
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(str(kept))


@pytest.fixture(scope="session", autouse=True)
def _compiled_routes() -> Iterator[None]:
    """Let what makes an address of a route be compiled once for all apps: a newsroom has 250, two functions for each.

    It is of the route's words alone where a rule has no defaults, and no host of its own.
    """
    compile_builder = Rule._compile_builder
    compiled: dict[tuple[str, bool | None, bool], Callable[..., tuple[str, str]]] = {}

    def builder(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults or rule.subdomain or rule.host:
            return compile_builder(rule, append_unknown)
        key = (rule.rule, rule.merge_slashes, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", builder)
        yield


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One models directory for the whole session: the weights are joined once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of an archive's database when it was just made: sixty migrations for each test would take a minute."""
    archive = Archive(tmp_path_factory.mktemp("new"))
    archive.create()
    archive.open(SCHEMAS).close()
    return archive.database_path.read_bytes()


@pytest.fixture
def archive(tmp_path: Path, models_dir: Path, new_database: bytes) -> Archive:
    archive = Archive(tmp_path / "archive")
    archive.root.mkdir()
    archive.models.symlink_to(models_dir)
    archive.create()
    archive.database_path.write_bytes(new_database)
    return archive


@pytest.fixture
def db(archive: Archive) -> Iterator[Database]:
    db = archive.open(SCHEMAS)
    yield db
    db.close()
