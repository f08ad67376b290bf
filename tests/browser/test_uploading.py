"""A recording goes out while its form is filled in: paused, gone on with after a reload, and through a broken line."""

from __future__ import annotations

import base64
import hashlib
import random
import wave
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from media.catalogue import list_programmes, recordings_of
from tests.browser.conftest import listening, visiting
from tests.webapp.desk import Desk, make_desk
from tests.webapp.uploading.cutting import cutting

# Waitress leaves it to Python to close what it had kept of a request whose line broke.
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 400_000}
FAST = SLOW | {"uploadThroughput": -1}
OFFLINE = SLOW | {"offline": True}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return make_desk(tmp_path_factory.mktemp("sending"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "Ауыл таңы.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(random.Random(1).randbytes(4_000_000))
    return path


@pytest.fixture
def page(chromium: Browser, desk: Desk) -> Iterator[Page]:
    with listening(desk.app) as address, visiting(chromium, base_url=address) as page:
        page.context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": address}])
        yield page


class Line:
    """A line that can be made slow, or cut."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Network.enable")
        self.shape(SLOW)

    def shape(self, line: dict[str, object]) -> None:
        self._session.send("Network.emulateNetworkConditions", line)


def test_it_is_paused_gone_on_with_after_a_reload_and_added(page: Page, desk: Desk, sound: Path) -> None:
    page.goto("/add")
    line = Line(page)
    page.set_input_files("#sound", sound)
    field = page.locator("[data-upload]")
    expect(field.get_by_role("status")).to_have_text("The file is being sent; you can fill in the rest meanwhile.")
    expect(field.get_by_text(" of 4 MB")).not_to_have_text("0%: 0 of 4 MB")
    page.wait_for_timeout(900)
    field.get_by_role("button", name="Pause").click()
    expect(field.get_by_role("button", name="Go on")).to_be_visible()
    page.reload()
    expect(field).to_contain_text("of “Ауыл таңы.wav” is here from before")
    page.get_by_label("Title").fill("Ауыл таңы")
    page.set_input_files("#sound", sound)
    # It is sent on; who presses “Add” before all is there waits for it.
    page.get_by_role("button", name="Add", exact=True).click()
    expect(field.get_by_role("status")).to_contain_text("as soon as the file is here")
    line.shape(FAST)
    page.wait_for_url("**/programmes/*")
    with closing(desk.open()) as db:
        (recording,) = recordings_of(db, list_programmes(db)[0].programme_id)
        assert (recording.sha256, recording.file_name) == (hashlib.sha256(sound.read_bytes()).hexdigest(), sound.name)
        assert db.table("upload").count == 0
        begun = db.execute("SELECT count(*) FROM audit WHERE action = 'upload begun'").fetchone()[0]
    assert begun == 1


def test_a_line_that_breaks_comes_back_by_itself(chromium: Browser, desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "other.wav"
    with wave.open(str(other), "wb") as file:
        file.setparams((1, 2, 44_100, 0, "NONE", ""))
        file.writeframes(random.Random(2).randbytes(3_000_000))
    with listening(desk.app) as address, chromium.new_context(base_url=address, locale="en-GB") as context:
        context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": address}])
        page = context.new_page()
        page.goto("/add")
        line = Line(page)
        page.set_input_files("#sound", other)
        said = page.locator("[data-upload]").get_by_role("status")
        expect(said).to_contain_text("being sent")
        page.wait_for_timeout(500)
        line.shape(OFFLINE)
        expect(said).to_contain_text("goes on by itself")
        page.get_by_label("Title").fill("Басқа")
        page.get_by_role("button", name="Add", exact=True).click()
        expect(said).to_contain_text("The programme is not added yet")
        line.shape(FAST)
        page.wait_for_url("**/programmes/*")
        page.goto("/add")
        page.set_input_files("#sound", {"name": "third.wav", "mimeType": "audio/wav", "buffer": b"RIFF"})
        expect(said).to_have_text("“third.wav” is here.")
        page.get_by_role("button", name="Take another file").click()
        expect(page.locator("[data-part=panel]")).to_be_hidden()
    with closing(desk.open()) as db:
        assert db.table("upload").count == 0


CLIENT = Path(__file__).resolve().parents[1] / "data" / "tus-js-client" / "tus.min.js"
PIECE_BYTES = 20_000
SEND = """async ({ data, place, piece }) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  const token = document.querySelector("[name=csrf_token]").value;
  return await new Promise((resolve, reject) => {
    const upload = new tus.Upload(new Blob([bytes]), {
      endpoint: place, chunkSize: piece, retryDelays: Array(200).fill(0), headers: { "X-CSRFToken": token },
      metadata: { filename: "ауыл.wav" }, storeFingerprintForResuming: false,
      onError: (error) => reject(error), onSuccess: () => resolve(upload.url),
    });
    upload.start();
  });
}"""
END = """async (address) => {
  const token = document.querySelector("[name=csrf_token]").value;
  await tus.Upload.terminate(address, { headers: { "X-CSRFToken": token } });
}"""


def abort_often(chromium: Browser, desk: Desk, pieces: int, cuts: int) -> None:
    data = random.Random(3).randbytes(pieces * PIECE_BYTES)
    with listening(desk.app) as address, cutting(int(address.rpartition(":")[2]), 2 * PIECE_BYTES) as line:
        context = chromium.new_context(base_url=line.address, locale="en-GB")
        context.add_cookies([{"name": "newsroom", "value": desk.cookies["journalist"], "url": line.address}])
        page = context.new_page()
        page.set_default_timeout(0)
        page.route("**/static/js/tus-js-client.js", lambda route: route.fulfill(path=CLIENT))
        page.goto("/add")
        page.add_script_tag(url="/static/js/tus-js-client.js")
        line.cuts_left = cuts
        sent = {"data": base64.b64encode(data).decode(), "place": "/uploads", "piece": PIECE_BYTES}
        url = page.evaluate(SEND, sent)
        assert line.cuts >= cuts
        with closing(desk.open()) as db:
            (row,) = db.query("SELECT * FROM upload WHERE sha256 IS NOT NULL")
        assert url.endswith(row["upload_id"])
        assert (row["sha256"], row["file_name"]) == (hashlib.sha256(data).hexdigest(), "ауыл.wav")
        assert (desk.archive.uploads / row["upload_id"]).read_bytes() == data
        page.evaluate(END, url)
        with closing(desk.open()) as db:
            assert list(db.query("SELECT * FROM upload WHERE sha256 IS NOT NULL")) == []
        context.close()


def test_the_reference_client_over_a_line_that_breaks(chromium: Browser, desk: Desk) -> None:
    abort_often(chromium, desk, pieces=14, cuts=5)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_the_reference_client_over_a_line_that_breaks_a_thousand_times(chromium: Browser, desk: Desk) -> None:
    abort_often(chromium, desk, pieces=1_200, cuts=1_000)
