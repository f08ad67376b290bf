"""Lists and folders: what a row brings, what fails, what a second run finds, and what leads out of the folder."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import current_document, get_programme, list_programmes, recordings_of
from media.errors import UnreadableFile
from tests.webapp.editions import make_sound
from webapp.cli.importing import COMMANDS
from webapp.cli.place import Place
from webapp.cli.programmes import add
from webapp.importing.lists.bring import bring_entries
from webapp.importing.lists.folder import Defaults, entries_of_folder
from webapp.importing.lists.read import entries_of_list
from webapp.importing.lists.records import Entry, Outcome, Result
from webapp.importing.pages.records import Why
from webapp.importing.store import doubts_of

HEAD = ("Title", "Language", "Summary", "Published")
ROWS = (("Сексеуіл", "kk", "Ауыл сексеуіл егеді.", "2009-03-12"), ("Өзен", "Kazak", "Су аз.", "13.03.2009"))
PAGE = (
    "<h1>Salt</h1><p>Publisher: Quiet Council</p><p>Publication Date: 03/04/2009</p>"
    "<p>Salt has come down on the orchards again this year.</p><p>© Quiet Council</p>"
)


def written(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    return path


def brought(archive: Archive, db: Database, path: Path, *, dry_run: bool = False) -> list[Result]:
    return list(bring_entries(archive, db, entries_of_list(path), dry_run=dry_run))


def outcomes(results: Sequence[Result]) -> list[Outcome]:
    return [each.outcome for each in results]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_delimiter_and_encoding_are_found(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = ROWS if encoding != "cp1251" else (("Саксаул", "ru", "Аул сажает саксаул; воды мало.", "2009-03-12"),)
    path = written(tmp_path / "list.csv", (HEAD, *rows, ("", "", "", "")), delimiter, encoding)
    entries = list(entries_of_list(path))
    assert [(each.facts["title"], each.summary) for each in entries] == [(row[0], row[2]) for row in rows]
    assert [each.problem for each in entries] == [None] * len(rows)


def test_rows_are_brought_in_once(archive: Archive, db: Database, tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", (HEAD, *ROWS))
    assert outcomes(brought(archive, db, path, dry_run=True)) == [Outcome.FINE, Outcome.FINE]
    assert db.table("programme").count == 0
    first = brought(archive, db, path)
    assert outcomes(first) == [Outcome.ADDED, Outcome.ADDED]
    programme = get_programme(db, first[1].programme_id or "")
    assert (programme.title, programme.language, programme.published) == ("Өзен", "kk", "2009-03-13")
    more = written(tmp_path / "list.csv", (HEAD, ("Жаңа", "kk", "Жаңа сөз.", ""), *ROWS, ROWS[0]))
    again = brought(archive, db, more)
    assert outcomes(again) == [Outcome.ADDED, Outcome.THERE, Outcome.THERE, Outcome.THERE]
    assert [each.programme_id for each in again[1:3]] == [each.programme_id for each in first]
    assert db.table("programme").count == 3


def test_a_stopped_import_goes_on(archive: Archive, db: Database, tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", (HEAD, *((f"T{n}", "kk", f"Сөз {n}.", "") for n in range(9))))
    running = bring_entries(archive, db, entries_of_list(path))
    for _ in range(4):
        next(running)
    running.close()
    assert db.table("programme").count == 4
    assert outcomes(brought(archive, db, path)) == [Outcome.THERE] * 4 + [Outcome.ADDED] * 5


BAD_ROWS = {
    ("", "kk", "A.", ""): "needs a title",
    ("T", "", "A.", ""): "needs a language",
    ("T", "klingonese", "A.", ""): "language tag",
    ("T", "kk", "A.", "03/04/2009"): "not a date",
    ("T", "kk", "A.", "", "more"): "more cells",
    ("T", "kk", "A\0.", ""): "plain text",
}


def test_a_bad_row_is_said_and_the_rest_goes_on(archive: Archive, db: Database, tmp_path: Path) -> None:
    path = written(tmp_path / "list.csv", (HEAD, *BAD_ROWS, ROWS[0]))
    results = brought(archive, db, path)
    assert outcomes(results) == [Outcome.FAILED] * len(BAD_ROWS) + [Outcome.ADDED]
    for result, said in zip(results, BAD_ROWS.values(), strict=False):
        assert said in result.sentence
    assert [each.name for each in results] == [str(number) for number in range(2, len(BAD_ROWS) + 3)]


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (("Title", "Colour"), "“Colour” of list.csv is not a column"),
        (("Title", "title"), "twice"),
        (("Language", "Author"), "no column title"),
        ((), "empty"),
    ],
)
def test_a_bad_head_is_one_sentence(tmp_path: Path, head: tuple[str, ...], said: str) -> None:
    path = written(tmp_path / "list.csv", (head,) if head else ())
    with pytest.raises(UnreadableFile, match=said):
        entries_of_list(path)


@pytest.mark.parametrize(
    "name", ["../secret.txt", "/etc/hostname", "in/../../secret.txt", "link.txt", "..\\secret.txt"]
)
def test_no_file_outside_the_folder_is_read(archive: Archive, db: Database, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.txt").write_text("Secret.")
    folder = tmp_path / "list"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    path = written(folder / "list.csv", (("title", "language", "summary_file"), ("T", "kk", name)))
    (result,) = brought(archive, db, path)
    assert result.outcome is Outcome.FAILED
    assert "is not in" in result.sentence


def test_a_workbook(archive: Archive, db: Database, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Title", "Language", "Summary", "Published", "Notes", None])
    sheet.append(["Сексеуіл", "kk", "Сөз.", date(2009, 3, 12), 17.0, None])
    sheet.append([None])
    sheet.append(['=WEBSERVICE("http://127.0.0.1:9")', "kk", "=1+1", None, None, None])
    book.save(tmp_path / "list.xlsx")
    results = brought(archive, db, tmp_path / "list.xlsx")
    assert [(each.name, each.outcome) for each in results] == [("2", Outcome.ADDED), ("4", Outcome.ADDED)]
    first, second = (get_programme(db, each.programme_id or "") for each in results)
    assert (first.title, first.published, first.notes) == ("Сексеуіл", "2009-03-12", "17")
    assert second.title == '=WEBSERVICE("http://127.0.0.1:9")', "a formula is text"


def test_what_is_no_workbook_or_a_bomb_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.xlsx").write_text("title\n")
    with zipfile.ZipFile(tmp_path / "empty.xlsx", "w") as packed:
        packed.writestr("a.txt", "x")
    with zipfile.ZipFile(tmp_path / "bomb.xlsx", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        packed.writestr("xl/sharedStrings.xml", b"\0" * ((96 << 20) + 1))
    for name, said in (("text", "not a workbook"), ("empty", "save the list as CSV"), ("bomb", "unpacks to more")):
        with pytest.raises(UnreadableFile, match=said):
            entries_of_list(tmp_path / f"{name}.xlsx")


def test_a_folder_of_sounds_and_a_report(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    (folder / "2009").mkdir(parents=True)
    made = make_sound(tmp_path)
    (folder / "a.m4a").write_bytes(made.access.read_bytes())
    (folder / "a.txt").write_text("A village plants saxaul.\n")
    (folder / "a.script.TXT").write_text("Ауыл сексеуіл егеді.\n")
    (folder / "a.toml").write_text('title = "Сексеуіл"\nlanguage = "kk"\n')
    (folder / "facts.toml").write_text('series = "Ауыл"\n')
    (folder / "2009" / "b.MP3").write_bytes(b"no sound at all")
    (folder / "2009" / "b.html").write_text(PAGE)
    (folder / "2009" / "b_files").mkdir()
    (folder / "2009" / "b_files" / "c.mp3").write_bytes(b"of the site")
    (folder / "loop").symlink_to(folder)
    place = Place(archive, tmp_path / "edition")
    report = tmp_path / "report.json"
    result = CliRunner().invoke(add, [str(folder), "--language", "ru", "--report", str(report)], obj=place)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "added: 1, failed: 1"
    rows = json.loads(report.read_text())
    assert [(each["name"], each["outcome"]) for each in rows] == [("a.m4a", "added"), ("2009/b.MP3", "failed")]
    with place.open() as db:
        (programme,) = list_programmes(db)
        assert (programme.title, programme.language, programme.series) == ("Сексеуіл", "kk", "Ауыл")
        assert current_document(db, programme.programme_id, "summary")
        assert current_document(db, programme.programme_id, "script")
        (recording,) = recordings_of(db, programme.programme_id)
        assert recording.access_sha256
    refused = CliRunner().invoke(add, [str(folder), "--as", "aru"], obj=place)
    assert (refused.exit_code, "put title, summary, script and transcript" in refused.stderr) == (2, True)

    again = CliRunner().invoke(add, [str(folder), "--dry-run"], obj=place)
    assert "there already: 1" in again.stdout


def test_a_page_in_a_list_marks_what_its_row_does_not_say(archive: Archive, db: Database, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    head = ("page", "language", "published")
    path = written(tmp_path / "list.csv", (head, ("page.html", "kk", ""), ("page.html", "kk", "2009-04-03")))
    marked, said = brought(archive, db, path)
    assert marked.sentence == "To be checked: published."
    assert said.sentence == ""
    assert [each.unsure.why for each in doubts_of(db, marked.programme_id or "")] == [Why.TWO_READINGS]
    assert get_programme(db, said.programme_id or "").publisher == "Quiet Council"


def test_files_of_one_name_are_not_guessed(tmp_path: Path) -> None:
    for name in ("a.mp3", "a.wav", "a.txt", "b.mp3", "b.txt", "b.summary.txt", "c.mp3", "c.toml"):
        (tmp_path / name).write_text("title = 3 = 4")

    def unread(path: Path) -> dict[str, str]:
        raise UnreadableFile(f"{path.name} is not TOML.")

    found = {each.name: each for each in entries_of_folder(tmp_path, Defaults({}), unread)}
    assert "has the same name" in (found["a.mp3"].problem or "")
    assert "are both its summary" in (found["b.mp3"].problem or "")
    assert found["c.mp3"].problem == "c.toml is not TOML."


@pytest.mark.parametrize("is_left", [False, True])
def test_who_leaves_the_language_to_the_machine_says_so(tmp_path: Path, *, is_left: bool) -> None:
    """A folder was all of no language, which is noticed when it is public."""
    for name in ("a.mp3", "b.mp3", "b.html", "c.mp3", "c.toml"):
        (tmp_path / name).write_text("")
    defaults = Defaults({}, is_language_left=is_left)
    found = {each.name: each for each in entries_of_folder(tmp_path, defaults, lambda _: {"language": "kk"})}
    assert found["a.mp3"].facts.get("language") == ("auto" if is_left else None)
    assert ("Nobody says what is spoken" in (found["a.mp3"].problem or "")) is not is_left
    assert (found["b.mp3"].problem, found["b.mp3"].facts) == (None, {}), "its page may say it"
    assert (found["c.mp3"].problem, found["c.mp3"].facts["language"]) == (None, "kk")


def test_the_command_says_how_many_and_ends_by_whether_all_went_well(archive: Archive, tmp_path: Path) -> None:
    place = Place(archive, tmp_path / "edition")
    path = written(tmp_path / "list.csv", (HEAD, *ROWS, ("=1+1", "", "", "")))
    report = tmp_path / "report.csv"
    result = CliRunner().invoke(COMMANDS[0], [str(path), "--report", str(report), "--json"], obj=place)
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {"added": 2, "there already": 0, "would be added": 0, "failed": 1}
    rows = list(csv.reader(report.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[:2] for row in rows] == [["name", "outcome"], ["2", "added"], ["3", "added"], ["4", "failed"]]
    assert rows[3][3] == "'=1+1", "no spreadsheet runs a cell of the report"
    refused = CliRunner().invoke(COMMANDS[0], [str(path), "--to", "p1"], obj=place)
    assert refused.exit_code == 2


def many_rows(path: Path, count: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        file.write("title,language,summary,publisher\n")
        for number in range(count):
            file.write(f"Programme {number},kk,The village number {number} has no water and nobody says why.,Council\n")
    return path


def peak_bytes(archive: Archive, db: Database, path: Path) -> int:
    import tracemalloc

    tracemalloc.start()
    try:
        for result in bring_entries(archive, db, entries_of_list(path), dry_run=True):
            assert result.outcome is Outcome.FINE
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows(archive: Archive, db: Database, tmp_path: Path) -> None:
    peak_bytes(archive, db, many_rows(tmp_path / "warm.csv", 20))
    small = peak_bytes(archive, db, many_rows(tmp_path / "small.csv", 1000))
    large = peak_bytes(archive, db, many_rows(tmp_path / "large.csv", 2500))
    assert large < small + (128 << 10)


@pytest.mark.release
def test_memory_is_flat_on_a_hundred_thousand_rows(archive: Archive, db: Database, tmp_path: Path) -> None:
    small = peak_bytes(archive, db, many_rows(tmp_path / "small.csv", 1000))
    large = peak_bytes(archive, db, many_rows(tmp_path / "large.csv", 100_000))
    assert large < small + (256 << 10)


def test_an_entry_without_anything_is_said(archive: Archive, db: Database) -> None:
    (result,) = bring_entries(archive, db, [Entry("1", problem="Nothing here.")])
    assert (result.outcome, result.sentence) == (Outcome.FAILED, "Nothing here.")
