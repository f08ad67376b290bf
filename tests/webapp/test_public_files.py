"""Downloads: the words of exactly one published version, as files with sensible names."""

from __future__ import annotations

import io
import json

import msgspec
import pytest
import webvtt
from flask.testing import FlaskClient

from tests.webapp.published import REELS, SAXAUL, public_client, published_once
from transcribe.formats.json_transcript import JsonTranscript
from webapp.public.pages import file_size


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return public_client(published_once(tmp_path_factory).root)


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("vtt", "text/vtt; charset=utf-8"),
        ("srt", "application/x-subrip"),
        ("txt", "text/plain; charset=utf-8"),
        ("json", "application/json"),
    ],
)
def test_download(client: FlaskClient, name: str, media_type: str) -> None:
    response = client.get(f"/programmes/{SAXAUL}/transcript.{name}")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == media_type
    assert response.headers["Content-Disposition"] == f"attachment; filename=saxaul-on-the-sea-bed-v1.kk.{name}"
    assert "көшетжай" in response.text
    assert "DRAFT" not in response.text


def test_unchanged_download_is_not_sent_again(client: FlaskClient) -> None:
    place = f"/programmes/{SAXAUL}/transcript.vtt"
    first = client.get(place)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(f"/programmes/{SAXAUL}/transcript.srt")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_captions_hold_what_was_heard_and_say_whose_words_they_are(client: FlaskClient) -> None:
    text = client.get(f"/programmes/{SAXAUL}/transcript.vtt").text
    assert "Synthetic demo material" in text
    assert "Version 1," in text
    captions = webvtt.from_buffer(io.StringIO(text))
    said = " ".join(" ".join(caption.text.split()) for caption in captions)
    assert "Қызылорда облысы" in said
    assert "2018 жылы ауылдың" not in said, "nobody spoke it"


def test_json_says_the_version_and_names_nobody(client: FlaskClient) -> None:
    content = client.get(f"/programmes/{REELS}/transcript.json").data
    record = msgspec.json.decode(content, type=JsonTranscript)
    assert (record.version, record.for_publication) == ("2", True)
    assert record.segments[0].human
    assert not record.segments[1].human
    assert b"aigul" not in content
    assert json.loads(content)["format"] == "muragat-transcript/1"


def test_old_version_can_be_had(client: FlaskClient) -> None:
    old = client.get(f"/programmes/{REELS}/versions/1/transcript.txt")
    assert "filename=the-reels-under-the-stairs-v1.en.txt" in old.headers["Content-Disposition"]
    assert "corrected\n" not in old.text.partition("\n\n")[0]
    assert "# Version 1," in old.text


@pytest.mark.parametrize(
    ("size_bytes", "said"),
    [(1, "1 kB"), (27_300, "27 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (1_940_000, "1.9 MB")],
)
def test_size_is_said_in_the_unit_that_it_fills(size_bytes: int, said: str) -> None:
    assert file_size(size_bytes) == said
