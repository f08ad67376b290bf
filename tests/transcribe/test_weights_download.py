"""Downloads, from a real server on loopback: gone on with where they broke, believed only when their hash is right."""

from __future__ import annotations

import ast
import hashlib
import http.server
import json
import resource
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from media.errors import StorageFull
from tests.transcribe import checkpoints
from tests.transcribe.kazakh.phrases import GIGAAM
from transcribe.errors import WeightsCorrupt, WeightsMissing
from transcribe.models import Model, find_model
from transcribe.weights.add import ADDING, Hosts, Wish, add_model
from transcribe.weights.download import PART, TRIES, Digest, Downloader
from transcribe.weights.forms import Form, make
from transcribe.weights.hub import list_files
from transcribe.weights.known import KNOWN, OPENAI, HubFolder, OpenaiFile, known_model

CONTENT = np.random.default_rng(0).bytes(3_000_000)
SHA256 = Digest("sha256", hashlib.sha256(CONTENT).hexdigest())
COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Site:
    """What the server does."""

    files: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    breaks_after: list[int] = field(default_factory=list)
    """Each answer with a body takes the next of these: after so many bytes of it the line breaks."""
    fails: list[int] = field(default_factory=list)
    """Each request takes the next of these statuses, until there is none."""
    heeds_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    """(path, range) of each request."""
    address: str = ""


class Handler(http.server.BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        site, path = self.site, self.path.partition("?")[0]
        wanted = self.headers.get("Range", "")
        site.asked.append((path, wanted))
        if site.fails:
            return self.send_error(site.fails.pop(0))
        if path in site.redirects:
            self.send_response(302)
            self.send_header("Location", site.redirects[path])
            return self.end_headers()
        if path not in site.files:
            return self.send_error(404)
        return self._send(site.files[path], int(wanted[6:-1]) if wanted and site.heeds_ranges else 0)

    def _send(self, content: bytes, start: int) -> None:
        if start and start >= len(content):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        most = self.site.breaks_after.pop(0) if self.site.breaks_after else len(content)
        self.wfile.write(content[start : start + most])
        self.close_connection = True
        return None

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    handler = type("OneSite", (Handler,), {"site": site})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as site:
        yield site


def downloader(site: Site) -> Downloader:
    return Downloader([site.address], lambda *_: None, pause_s=0)


def test_a_file_comes_whole(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    told = []
    Downloader([site.address], lambda *state: told.append(state)).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert told[-1] == ("x", len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


def test_what_is_here_already_is_not_asked_for(site: Site, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(CONTENT)
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert site.asked == []


def test_a_broken_line_is_gone_on_with(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    site.breaks_after = [1_000_000, 500_000]
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / "x").read_bytes() == CONTENT
    assert [wanted for _, wanted in site.asked] == ["", "bytes=1000000-", "bytes=1500000-"]


def test_a_later_call_goes_on_where_an_earlier_one_gave_up(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    site.breaks_after = [700_000] + [0] * TRIES
    with pytest.raises(WeightsMissing, match="do the same again later, it goes on from there"):
        downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / f"x{PART}").stat().st_size == 700_000
    site.asked.clear()
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert site.asked == [("/x", "bytes=700000-")]
    assert (tmp_path / "x").read_bytes() == CONTENT


def test_a_server_without_ranges_begins_anew(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    site.heeds_ranges = False
    site.breaks_after = [1_000_000]
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / "x").read_bytes() == CONTENT


def test_a_part_that_is_all_there_is_taken_as_it_is(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    (tmp_path / f"x{PART}").write_bytes(CONTENT)
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / "x").read_bytes() == CONTENT


@pytest.mark.parametrize("part", [b"", b"the beginning of something else", CONTENT + b"?"])
def test_other_bytes_are_refused_and_not_kept(site: Site, tmp_path: Path, part: bytes) -> None:
    site.files["/x"] = b"?" + CONTENT[1:]
    if part:
        (tmp_path / f"x{PART}").write_bytes(part)
    with pytest.raises(WeightsCorrupt, match="is not what it must be and was not kept"):
        downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_is_busy_is_asked_again(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    site.fails = [503, 500]
    downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert (tmp_path / "x").read_bytes() == CONTENT


def test_what_is_not_there_is_asked_for_once(site: Site, tmp_path: Path) -> None:
    with pytest.raises(WeightsMissing, match="Not Found"):
        downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert len(site.asked) == 1


@pytest.mark.parametrize("place", ["http://example.invalid/x", "ftp://example.invalid/x", "file:///etc/passwd"])
def test_only_https_is_asked(site: Site, tmp_path: Path, place: str) -> None:
    with pytest.raises(WeightsMissing, match="does not use https"):
        downloader(site).fetch(place, tmp_path / "x", SHA256)
    site.redirects["/x"] = place
    with pytest.raises(WeightsMissing):
        downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert list(tmp_path.iterdir()) == []


def test_no_redirect_is_followed_to_a_place_without_https(site: Site, tmp_path: Path) -> None:
    with serving() as elsewhere:
        elsewhere.files["/x"] = CONTENT
        site.redirects["/x"] = f"{elsewhere.address}/x"
        with pytest.raises(WeightsMissing, match="does not use https"):
            downloader(site).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
        assert elsewhere.asked == []
    assert list(tmp_path.iterdir()) == []


def test_loopback_without_https_is_believed_only_where_it_was_named(site: Site, tmp_path: Path) -> None:
    site.files["/x"] = CONTENT
    with pytest.raises(WeightsMissing, match="does not use https"):
        Downloader(["https://example.invalid"], lambda *_: None).fetch(f"{site.address}/x", tmp_path / "x", SHA256)
    assert site.asked == []


def offer(site: Site, repository: str, files: dict[str, bytes], **more: object) -> None:
    """Put a repository on the site, as the Hugging Face hub shows one: large files redirect to another place."""
    siblings = []
    for name, content in files.items():
        sibling: dict[str, object] = {"rfilename": name, "size": len(content)}
        if len(content) > 1_000_000:
            sibling |= {
                "blobId": "0" * 40,
                "lfs": {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 1},
            }
            site.redirects[f"/{repository}/resolve/{COMMIT}/{name}"] = f"{site.address}/cdn/{name}"
            site.files[f"/cdn/{name}"] = content
        else:
            sibling["blobId"] = hashlib.sha1(f"blob {len(content)}\0".encode() + content).hexdigest()  # noqa: S324
            site.files[f"/{repository}/resolve/{COMMIT}/{name}"] = content
        siblings.append(sibling)
    said = {"sha": COMMIT, "siblings": siblings, "cardData": {"license": "mit", "language": ["en"]}} | more
    site.files[f"/api/models/{repository}/revision/main"] = json.dumps(said).encode()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, base_model: Model) -> dict[str, bytes]:
    """The files of a small model as Systran's repositories have them."""
    tuned = checkpoints.write_hugging_face(
        tmp_path_factory.mktemp("tuned") / "tuned", checkpoints.hugging_face(), base_model.path
    )
    place = tmp_path_factory.mktemp("small")
    make(tuned, Form.HUGGING_FACE, place, "")
    files = {path.name: path.read_bytes() for path in sorted(place.iterdir())}
    return {"README.md": b"read me"} | files


def add(site: Site, models: Path, name: str = "small", engine: str = "faster-whisper") -> None:
    add_model(Wish(name, engine), models, lambda *_: None, Hosts(f"{site.address}/openai", site.address))


def test_a_model_of_the_hub_comes_by_name(site: Site, small: dict[str, bytes], tmp_path: Path) -> None:
    offer(site, "Systran/faster-whisper-small", small)
    site.breaks_after = [1_000_000, 100, 100]
    with pytest.raises(WeightsMissing, match="“muragat models add small”"):
        find_model("faster-whisper", "small", tmp_path)
    add(site, tmp_path)
    found = find_model("faster-whisper", "small", tmp_path)
    assert found.sha256 == hashlib.sha256(small["model.bin"]).hexdigest()
    record = json.loads((tmp_path / "small" / "muragat.json").read_text())
    assert record["licence"] == "mit"
    assert record["origin"].endswith(f"/Systran/faster-whisper-small/tree/{COMMIT}")
    assert [path.name for path in tmp_path.iterdir()] == ["small"]
    assert not any("README" in path for path, _ in site.asked)


def test_an_interrupted_model_is_gone_on_with(site: Site, small: dict[str, bytes], tmp_path: Path) -> None:
    offer(site, "Systran/faster-whisper-small", small)
    del site.files["/cdn/model.bin"]
    with pytest.raises(WeightsMissing):
        add(site, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [f"{ADDING}small"]
    with pytest.raises(WeightsMissing, match="not on this machine"):
        find_model("faster-whisper", "small", tmp_path)
    site.files["/cdn/model.bin"] = small["model.bin"]
    site.asked.clear()
    add(site, tmp_path)
    assert "config.json" not in {path.rpartition("/")[2] for path, _ in site.asked}  # it had come before
    assert find_model("faster-whisper", "small", tmp_path).path == tmp_path / "small"


STEPPE = "gigaam-multilingual-ctc"


def downloaded(models: Path) -> set[str]:
    return {path.name for path in (models / f"{ADDING}{STEPPE}" / "download").glob("*")}


def test_whole_files_that_could_not_be_tried_are_not_fetched_again(site: Site, tmp_path: Path) -> None:
    """Why an engine could not load them is not known: there may have been too little memory or time."""
    pytest.importorskip("onnx_asr")
    offer(site, f"istupakov/{STEPPE}-onnx", {"multilingual_ctc.onnx": b"?", "multilingual_vocab.txt": b"a 0"})
    for _ in range(2):
        with pytest.raises(WeightsCorrupt, match="The engine onnx-asr cannot load this model"):
            add(site, tmp_path, STEPPE, "onnx-asr")
        assert downloaded(tmp_path) == {"multilingual_ctc.onnx", "multilingual_vocab.txt"}
    assert [path.rpartition("/")[2] for path, _ in site.asked].count("multilingual_ctc.onnx") == 1


@contextmanager
def no_file_larger_than(size_bytes: int) -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size_bytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_whole_files_for_whose_model_there_is_no_room_are_not_fetched_again(site: Site, tmp_path: Path) -> None:
    pytest.importorskip("onnx_asr")
    files = {path.name: path.read_bytes() for path in GIGAAM.iterdir()}
    offer(site, f"istupakov/{STEPPE}-onnx", files)
    shutil.copytree(GIGAAM, tmp_path / f"{ADDING}{STEPPE}" / "download")
    with no_file_larger_than(10_000), pytest.raises(StorageFull, match="is full; make room"):
        add(site, tmp_path, STEPPE, "onnx-asr")
    assert downloaded(tmp_path) == files.keys()


def test_whole_files_of_which_no_model_can_be_made_are_not_kept(site: Site, tmp_path: Path) -> None:
    offer(site, "Systran/faster-whisper-small", {"model.bin": b"?" * 2_000_000})
    with pytest.raises(WeightsCorrupt, match="cannot be used"):
        add(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_taken_whose_name_leads_elsewhere(site: Site) -> None:
    names = ("multilingual_ctc.onnx", "multilingual/../../../evil_ctc.onnx", "multilingual\n_ctc.onnx")
    offer(site, "somebody/folder", dict.fromkeys(names, b"?"))
    listing = list_files(downloader(site), site.address, "somebody/folder", ("multilingual*_ctc.onnx",))
    assert [file.name for file in listing.files] == ["multilingual_ctc.onnx"]


def test_a_file_without_a_hash_is_refused(site: Site, small: dict[str, bytes], tmp_path: Path) -> None:
    offer(site, "Systran/faster-whisper-small", small, siblings=[{"rfilename": "model.bin"}])
    with pytest.raises(WeightsMissing, match=r"no hash for model\.bin, so it cannot be verified"):
        add(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("answer", [b"", b"[]", b"<html>", b'{"sha": "main", "siblings": []}', b"[" * 100_000])
def test_a_hub_that_talks_nonsense_is_not_believed(site: Site, tmp_path: Path, answer: bytes) -> None:
    site.files["/api/models/Systran/faster-whisper-small/revision/main"] = answer
    with pytest.raises(WeightsMissing, match="bring the files yourself"):
        add(site, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_listing_that_breaks_off_is_not_believed(site: Site, small: dict[str, bytes], tmp_path: Path) -> None:
    offer(site, "Systran/faster-whisper-small", small)
    site.breaks_after = [100]
    with pytest.raises(WeightsMissing, match="gives nothing now"):
        add(site, tmp_path)


def test_a_checkpoint_of_openai_must_have_the_hash_that_is_written_here(site: Site, tmp_path: Path) -> None:
    known = known_model("tiny")
    assert known
    assert isinstance(known.place, OpenaiFile)
    site.files[f"/openai/{known.place.sha256}/tiny.pt"] = CONTENT
    with pytest.raises(WeightsCorrupt, match=r"tiny\.pt .* is not what it must be"):
        add(site, tmp_path, "tiny", "openai-whisper")
    assert list(tmp_path.iterdir()) == []


def table(package: str, file: str, name: str) -> dict[str, str]:
    """Return a table that is written in a library, without importing the library."""
    found = find_spec(package)
    assert found
    assert found.origin
    for node in ast.parse((Path(found.origin).parent / file).read_text()).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == name:
            return dict(ast.literal_eval(node.value))
    raise AssertionError(f"{package} has no {name}")


def known_to(engine: str) -> dict[str, OpenaiFile | HubFolder]:
    return {model.name: model.place for model in KNOWN if model.engine == engine}


def test_openai_whisper_knows_the_same_names_at_the_same_addresses() -> None:
    theirs = table("whisper", "__init__.py", "_MODELS")
    for name, address in theirs.items():
        known = known_model(name, "openai-whisper")
        assert known
        assert isinstance(known.place, OpenaiFile)
        assert known.place.url(OPENAI) == address
    assert known_to("openai-whisper").keys() <= theirs.keys()


def test_faster_whisper_knows_the_same_names_in_the_same_repositories() -> None:
    theirs = table("faster_whisper", "utils.py", "_MODELS")
    for name, repository in theirs.items():
        known = known_model(name, "faster-whisper")
        assert known
        assert isinstance(known.place, HubFolder)
        assert known.place.repository == repository
    assert known_to("faster-whisper").keys() <= theirs.keys()


def test_onnx_asr_knows_our_names_in_the_same_repositories() -> None:
    pytest.importorskip("onnx_asr")
    theirs = table("onnx_asr", "resolver.py", "model_repos")
    for name, place in known_to("onnx-asr").items():
        assert isinstance(place, HubFolder)
        assert place.repository == theirs[name]
