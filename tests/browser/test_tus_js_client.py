"""The reference client of tus, in Chromium, sends a file over a line that breaks at random bytes."""

from __future__ import annotations

import base64
import hashlib
import random
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import listening
from tests.webapp.desk import Desk, make_desk
from tests.webapp.uploading.cutting import cutting

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


def test_over_a_line_that_breaks(chromium: Browser, tmp_path: Path) -> None:
    abort_often(chromium, make_desk(tmp_path), pieces=12, cuts=8)


@pytest.mark.release
@pytest.mark.timeout(3600)
def test_over_a_line_that_breaks_a_thousand_times(chromium: Browser, tmp_path: Path) -> None:
    abort_often(chromium, make_desk(tmp_path), pieces=1_000, cuts=1_000)
