"""Objects are judged as the editors of OCFL judge theirs, and whatever else a directory holds is no crash."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from media.ocfl.check import check_object, is_valid
from media.ocfl.inventory import check_inventory, read_inventory

GOOD, WARNED, BAD = "good-objects", "warn-objects", "bad-objects"


@pytest.fixture(scope="module")
def fixtures(shared_data: Path) -> Path:
    return shared_data / "ocfl" / "1.1"


def codes(path: Path) -> set[str]:
    return {problem.code for problem in check_object(path)}


def test_good_objects_are_valid(fixtures: Path) -> None:
    objects = list((fixtures / GOOD).iterdir())
    assert len(objects) == 12
    assert [path.name for path in objects if not is_valid(check_object(path))] == []


def test_objects_that_could_be_better_are_valid_and_it_is_said(fixtures: Path) -> None:
    objects = list((fixtures / WARNED).iterdir())
    assert len(objects) == 13
    for path in objects:
        assert is_valid(check_object(path)), path.name
        assert set(re.findall(r"W\d{3}", path.name)) <= codes(path)


def test_bad_objects_are_refused_for_what_they_are_called_after(fixtures: Path) -> None:
    objects = list((fixtures / BAD).iterdir())
    assert len(objects) > 45
    for path in objects:
        assert not is_valid(check_object(path)), path.name
        assert set(re.findall(r"E\d{3}", path.name)) <= codes(path), path.name


def lay(root: Path, change: Callable[[dict[str, Any]], None] = lambda _: None) -> Path:
    """Make an object of one version and one file; its inventory may be changed before it is written."""
    data = "Сексеуіл\n".encode()
    digest = hashlib.sha512(data).hexdigest()
    inventory: dict[str, Any] = {
        "id": "urn:muragat:p1",
        "type": "https://ocfl.io/1.1/spec/#inventory",
        "digestAlgorithm": "sha512",
        "head": "v1",
        "manifest": {digest: ["v1/content/a.txt"]},
        "versions": {
            "v1": {
                "created": "2026-11-26T10:00:00Z",
                "message": "first",
                "user": {"name": "Anar", "address": "mailto:anar@example.org"},
                "state": {digest: ["a.txt"]},
            }
        },
    }
    change(inventory)
    (root / "v1" / "content").mkdir(parents=True)
    (root / "v1" / "content" / "a.txt").write_bytes(data)
    (root / "0=ocfl_object_1.1").write_text("ocfl_object_1.1\n")
    written = json.dumps(inventory).encode()
    for place in (root, root / "v1"):
        (place / "inventory.json").write_bytes(written)
        (place / "inventory.json.sha512").write_text(f"{hashlib.sha512(written).hexdigest()} inventory.json\n")
    return root


def test_an_object_without_a_fault_has_none(tmp_path: Path) -> None:
    assert check_object(lay(tmp_path / "o")) == ()


@pytest.mark.parametrize("path", ["../../outside", "v1/content/../../../outside", "/etc/passwd", "v1/content/a\0b"])
def test_no_path_of_an_inventory_leads_outside(tmp_path: Path, path: str) -> None:
    (tmp_path / "outside").write_bytes("Сексеуіл\n".encode())

    def lead_outside(inventory: dict[str, Any]) -> None:
        (digest,) = inventory["manifest"]
        inventory["manifest"][digest] = [path]

    assert "E092" in codes(lay(tmp_path / "o", lead_outside))


def test_a_link_is_no_file_of_an_object(tmp_path: Path) -> None:
    root = lay(tmp_path / "o")
    content = root / "v1" / "content" / "a.txt"
    content.rename(tmp_path / "elsewhere")
    content.symlink_to(tmp_path / "elsewhere")
    assert "E092" in codes(root)


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    root = lay(tmp_path / "o")
    data = (root / "inventory.json").read_bytes().replace(b'"head": "v1"', b'"head": "v1", "head": "v1"')
    (root / "inventory.json").write_bytes(data)
    assert codes(root) == {"E033"}


def test_what_is_no_directory_or_an_empty_one_is_none(tmp_path: Path) -> None:
    assert codes(tmp_path / "nothing") == {"E003", "E063"}
    assert codes(tmp_path) == {"E003", "E063"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
NAMES = ("id", "type", "digestAlgorithm", "head", "manifest", "versions", "fixity", "contentDirectory")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.dictionaries(st.sampled_from(NAMES), json_values),
    st.dictionaries(st.sampled_from(["v1", "v2", "1"]), json_values),
)
def test_any_inventory_is_answered(inventory: dict[str, Any], versions: dict[str, Any]) -> None:
    assert not is_valid(tuple(check_inventory({**inventory, "versions": versions})))


@given(st.binary(max_size=200))
def test_any_bytes_are_an_inventory_or_not(data: bytes) -> None:
    found = None
    with suppress(ValueError):
        found = read_inventory(data)
    assert found is None or isinstance(found, dict)
