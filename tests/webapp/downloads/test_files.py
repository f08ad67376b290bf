"""Files of the public site and of the newsroom: each format, all in one ZIP, as they are wanted."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask.testing import FlaskClient

from media.errors import MuragatError
from tests.webapp.desk import Desk, make_desk, with_a_translation
from tests.webapp.published import GONE, REELS, SAXAUL, SUMMARY_ONLY, public_client, published_once
from transcribe.formats import FORMATS
from webapp.accounts import get_user
from webapp.cli.main import cli
from webapp.desk.comments import About, write_comment
from webapp.downloads.asked import NAMES
from webapp.public import downloads

PLACE = f"/programmes/{SAXAUL}/transcript"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published_once(tmp_path_factory).root


@pytest.fixture(scope="module")
def client(edition: Path) -> FlaskClient:
    return public_client(edition)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = with_a_translation(make_desk(tmp_path_factory.mktemp("drafts")))
    with closing(made.open()) as db:
        journalist = get_user(db, "journalist")
        write_comment(db, made.programme_id, journalist, "Is that the right village?", About(start_ms=0))
    return made


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_sent_with_its_name_and_asked_about_each_time(client: FlaskClient, name: str) -> None:
    response = client.get(f"{PLACE}.{name}")
    assert response.status_code == 200
    assert response.mimetype == FORMATS[name].media_type
    expected = f"attachment; filename=saxaul-on-the-sea-bed-v1.kk.{FORMATS[name].ending}"
    assert response.headers["Content-Disposition"] == expected
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.data
    again = client.get(f"{PLACE}.{name}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_zip_has_every_format_the_same_each_time(client: FlaskClient) -> None:
    response = client.get(f"{PLACE}.zip")
    packed = zipfile.ZipFile(io.BytesIO(response.data))
    stem = "saxaul-on-the-sea-bed-v1.kk"
    assert packed.namelist() == ["README.txt", *(f"{stem}.{each.ending}" for each in FORMATS.values())]
    assert packed.testzip() is None
    assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    said = packed.read("README.txt").decode()
    assert said.startswith("Saxaul on the sea bed\nSynthetic demo material")
    assert f"{stem}.vtt: WebVTT\n" in said
    assert re.search(r"plays beside it: [0-9a-f]{64}\.m4a, http://localhost/sound/[0-9a-f]{64}\.m4a$", said.strip())
    for name, each in FORMATS.items():
        assert packed.read(f"{stem}.{each.ending}") == client.get(f"{PLACE}.{name}").data, name


def test_wishes_are_fulfilled_and_each_has_its_etag(client: FlaskClient) -> None:
    plain = client.get(f"{PLACE}.vtt")
    latin = client.get(f"{PLACE}.vtt?letters=latin")
    assert "Qyzylorda oblysy" in latin.text
    assert "Қызылорда облысы" in plain.text
    english = client.get(f"{PLACE}.srt?text=translation")
    assert "Machine translation, not checked" in " ".join(english.text.split())
    assert "облысы" not in english.text
    assert len({plain.headers["ETag"], latin.headers["ETag"], client.get(f"{PLACE}.vtt?lines=1").headers["ETag"]}) == 3


def test_what_cannot_be_had_gets_one_sentence(client: FlaskClient) -> None:
    wrong = client.get(f"{PLACE}.srt?lines=9&ui=ru")
    assert wrong.status_code == 400
    assert "«lines» — целое число от 1 до 4." in wrong.text
    for idle in ("txt?lines=2", "pdf?guide=bbc", "csv?clean=yes", "json?unit=words", "audacity?speed=12"):
        refused = client.get(f"{PLACE}.{idle}&ui=en")
        assert refused.status_code == 400
        assert f"changes nothing in {idle.partition('?')[0]}; leave it out." in refused.text
    assert client.get(f"{PLACE}.zip?lines=1&clean=yes&unit=words").status_code == 200
    none = client.get(f"/programmes/{REELS}/transcript.srt?text=both&ui=en")
    assert none.status_code == 400
    assert "There is no translation of this programme" in none.text
    assert client.get(f"/programmes/{SUMMARY_ONLY}/transcript.zip").status_code == 404
    assert client.get(f"/programmes/{GONE}/transcript.zip").status_code == 410


def test_too_many_files_at_once_are_asked_to_come_again(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "WAIT_S", 0.01)
    place = f"{PLACE}.vtt?lines=3&characters=33"
    taken = [downloads.making.acquire(timeout=1) for _ in range(downloads.MOST_AT_ONCE)]
    assert all(taken)
    busy = client.get(place)
    for _ in taken:
        downloads.making.release()
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "5")
    assert client.get(place).status_code == 200


class Watched(threading.BoundedSemaphore):
    """One that says when somebody begins to wait."""

    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.is_waited_for = threading.Event()

    def acquire(self, blocking: bool = True, timeout: float | None = None) -> bool:
        if blocking:
            self.is_waited_for.set()
        return super().acquire(blocking, timeout)


def test_who_comes_while_others_are_served_waits_for_a_turn_and_a_crowd_does_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    making, waiting = Watched(1), Watched(1)
    monkeypatch.setattr(downloads, "making", making)
    monkeypatch.setattr(downloads, "waiting", waiting)
    monkeypatch.setattr(downloads, "WAIT_S", 60.0)
    place = f"{PLACE}.vtt?lines=3&characters=34"
    assert making.acquire(blocking=False)
    with ThreadPoolExecutor(1) as reader:
        served = reader.submit(lambda: client.application.test_client().get(place).status_code)
        assert making.is_waited_for.wait(60)
        crowd = client.get(f"{PLACE}.vtt?lines=3&characters=35").status_code
        making.release()
        assert (crowd, served.result()) == (503, 200)


def test_form_leads_to_the_address_of_the_file(client: FlaskClient) -> None:
    asked = "format=srt&text=&letters=latin&speakers=no&guide=bbc&lines=&characters=40&speed="
    response = client.get(f"/programmes/{SAXAUL}/versions/1/download?{asked}")
    assert response.status_code == 303
    place = f"/programmes/{SAXAUL}/versions/1/transcript.srt"
    assert response.location == f"{place}?guide=bbc&characters=40&speakers=no&letters=latin"
    assert client.get(response.location).status_code == 200
    for wrong in ("format=exe", "", "format=srt&lines=x"):
        assert client.get(f"/programmes/{SAXAUL}/download?{wrong}").status_code == 400


def test_page_offers_each_format_and_a_form(client: FlaskClient) -> None:
    page = client.get(f"/programmes/{SAXAUL}").text
    for name in NAMES:
        assert f'href="{PLACE}.{name}" download' in page
    assert f'action="/programmes/{SAXAUL}/download"' in page
    assert 'name="letters"' in page
    assert 'name="letters"' not in client.get(f"/programmes/{REELS}").text


def test_drafts_say_that_they_are_not_for_publication(desk: Desk) -> None:
    visitor = desk.visitor("journalist")
    for name in NAMES:
        response = visitor.client.get(f"{desk.address}/drafts/{name}")
        assert response.status_code == 200
        ending = "zip" if name == "zip" else FORMATS[name].ending
        assert response.headers["Content-Disposition"] == f"attachment; filename={desk.programme_id}-draft.{ending}"
        assert "no-store" in response.headers["Cache-Control"]
    packed = zipfile.ZipFile(io.BytesIO(response.data))
    assert "DRAFT, NOT FOR PUBLICATION" in packed.read("README.txt").decode()
    for name in ("vtt", "ttml", "txt", "md", "html", "csv", "eaf"):
        assert "NOT FOR PUBLICATION" in packed.read(f"{desk.programme_id}-draft.{FORMATS[name].ending}").decode(), name


def test_comments_are_for_reviewers_alone(desk: Desk) -> None:
    visitor, said = desk.visitor("journalist"), "Is that the right village?"
    checked, clean = (
        zipfile.ZipFile(io.BytesIO(visitor.client.get(f"{desk.address}/drafts/docx?clean={each}").data))
        for each in ("no", "yes")
    )
    texts = [b"".join(map(each.read, each.namelist())).decode("utf-8", "replace") for each in (checked, clean)]
    assert [said in text for text in texts] == [True, False]


def test_form_of_the_newsroom_gives_a_draft_or_one_sentence(desk: Desk) -> None:
    visitor = desk.visitor("journalist")
    got = visitor.client.get(f"{desk.address}/drafts?format=srt&text=translation&lines=1")
    assert got.status_code == 200
    assert "draft, not for" in got.text
    for wrong in ("format=exe", "format=srt&lines=9", "format=srt&colour=red"):
        refused = visitor.client.get(f"{desk.address}/drafts?{wrong}")
        assert refused.status_code == 400
    assert "“lines” is a whole number" in visitor.client.get(f"{desk.address}/drafts?format=srt&lines=9").text


def run(edition: Path, archive: Path, *arguments: str | Path) -> Result:
    place = ["--archive", str(archive), "--edition", str(edition)]
    return CliRunner().invoke(cli, [*place, "export", *map(str, arguments)])


def test_command_line_writes_what_is_public_as_the_site_does(
    edition: Path, client: FlaskClient, tmp_path: Path
) -> None:
    file = tmp_path / "all.zip"
    wanted = ("--public", "--address", "http://localhost", "--format", "zip", "-o", file, "--latin", "--guide", "bbc")
    assert run(edition, tmp_path / "no archive is read", SAXAUL, *wanted).exit_code == 0
    ours = zipfile.ZipFile(file)
    theirs = zipfile.ZipFile(io.BytesIO(client.get(f"{PLACE}.zip?letters=latin&guide=bbc").data))
    assert ours.namelist()[1:] == [f"{SAXAUL}-v1.{each.ending}" for each in FORMATS.values()]
    assert [ours.read(each) for each in ours.namelist()[1:]] == [theirs.read(each) for each in theirs.namelist()[1:]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody", "--public"), "nobody is not public; publish it first, or leave --public out for a draft."),
        ((GONE, "--public"), "gone was withdrawn; nothing of it is public."),
        ((SUMMARY_ONLY, "--public"), "summaryonly is public without words; there is nothing to write."),
        ((REELS, "--public", "--text", "both"), "There is no translation of it; ask for the original."),
        ((SAXAUL, "--address", "https://a.example"), "Only what is public has an address; give --public with it."),
        ((SAXAUL, "--public", "--run", "1"), "The edition has neither runs nor drafts of a translation"),
        ((SAXAUL, "--lines", "9"), "Invalid value for '--lines'"),
        ((SAXAUL, "--translation", "--format", "docx"), "for others give --text translation."),
    ],
)
def test_command_line_refuses_in_one_sentence(edition: Path, desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    result = run(edition, desk.archive.root, *arguments)
    assert result.exit_code != 0
    assert said in (str(result.exception) if isinstance(result.exception, MuragatError) else result.output)
