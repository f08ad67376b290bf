"""A bag tells of itself whether it is whole, and what of it is not."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.bagit.check import check_bag
from media.bagit.make import make_bag

FILES = {"rows/a.jsonl": [b'{"a":', b"1}\n"], "originals/ff": [b"\0sound"]}


def bag(at: Path, files: Mapping[str, Iterable[bytes]]) -> Path:
    with make_bag(at / "bag", {"External-Identifier": "p1", "Note": "one\nPayload-Oxum: 0.0"}) as payload:
        for name, data in files.items():
            payload.put(name, data)
    return at / "bag"


def change(path: Path, data: bytes) -> None:
    path.chmod(0o600)
    path.write_bytes(data)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.binary(max_size=40), max_size=6), st.data())
def test_any_bag_is_whole_and_any_changed_byte_is_named(contents: list[bytes], data: st.DataObject) -> None:
    with TemporaryDirectory() as directory:
        root = bag(Path(directory), {f"rows/{number}": [each] for number, each in enumerate(contents)})
        assert check_bag(root) == ()
        path = data.draw(
            st.sampled_from(sorted(path for path in root.rglob("*") if path.stat().st_size and path.is_file()))
        )
        was = path.read_bytes()
        at = data.draw(st.integers(0, len(was) - 1))
        change(path, was[:at] + bytes([was[at] ^ 1]) + was[at + 1 :])
        assert any(path.name in sentence for sentence in check_bag(root))


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
def test_the_system_s_own_tool_reads_the_manifests(tmp_path: Path, algorithm: str) -> None:
    root = bag(tmp_path, FILES)
    for name in (f"manifest-{algorithm}.txt", f"tagmanifest-{algorithm}.txt"):
        done = subprocess.run([f"{algorithm}sum", "-c", "--strict", name], cwd=root, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_a_value_of_several_lines_is_one(tmp_path: Path) -> None:
    lines = (bag(tmp_path, FILES) / "bag-info.txt").read_text().splitlines()
    assert [line for line in lines if line.startswith("Payload-Oxum")] == ["Payload-Oxum: 14.2"]


def test_what_is_more_or_less_is_named(tmp_path: Path) -> None:
    root = bag(tmp_path, FILES)
    (root / "data" / "more").write_bytes(b"")
    (root / "data" / "originals" / "ff").unlink()
    (root / "manifest-sha512.txt").unlink()
    said = " ".join(check_bag(root))
    assert all(name in said for name in ("data/more", "data/originals/ff", "manifest-sha512.txt"))


def test_no_name_leads_outside(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    root = bag(tmp_path, FILES)
    for name in ("../secret", "data/../../secret", str(tmp_path / "secret"), "%2e%2e/secret"):
        change(root / "manifest-sha256.txt", f"{'0' * 64}  {name}\n".encode())
        assert any("not in the bag" in sentence for sentence in check_bag(root))
    (root / "data" / "link").symlink_to(tmp_path / "secret")
    assert check_bag(root) == ("data/link is a link, or no file; a bag has files alone.",)


def test_a_bag_that_was_stopped_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        bag(tmp_path, {"a": (bytes([1 // each]) for each in (1, 0))})
    assert list(tmp_path.iterdir()) == []


def test_a_directory_that_is_no_bag_is_none(tmp_path: Path) -> None:
    assert len(check_bag(tmp_path)) == len(check_bag(tmp_path / "absent")) == 1
