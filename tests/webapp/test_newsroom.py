"""The newsroom's pages, as a browser without JavaScript uses them."""

from __future__ import annotations

import io
import json
import math
import re
import struct
import wave
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.catalogue import current_document, current_recording, get_programme, list_programmes, recordings_of
from tests.webapp.desk import SUMMARY, Desk, hidden, make_desk
from transcribe.editing.seen import tag_of
from transcribe.editing.take_out import take_out
from transcribe.jobs import cancel, get_job, list_jobs
from transcribe.revise import current_text, revisions_of
from webapp.accounts import get_user
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.records import PublicReason
from webapp.people.assignments import may_see
from webapp.review import ReviewState, state


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_desk(tmp_path)


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    db = desk.open()
    yield db
    db.close()


def wav(pitch_hz: int = 440) -> tuple[io.BytesIO, str]:
    """Return a file of two seconds, as a form sends it."""
    data = io.BytesIO()
    with wave.open(data, "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        samples = (int(9000 * math.sin(2 * math.pi * pitch_hz * n / 16_000)) for n in range(32_000))
        file.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    data.seek(0)
    return data, "../Қызыл\u202e песня.wav"


def text_file(text: str, encoding: str = "utf-8") -> tuple[io.BytesIO, str]:
    return io.BytesIO(text.encode(encoding)), "summary.txt"


# Add


def test_a_contributor_adds_a_programme_and_the_machine_is_asked(desk: Desk, db: Database) -> None:
    contributor = desk.visitor("contributor_other")
    form = {"title": " Ауыл  таңы ", "language": "kk", "sound": wav(), "summary_file": text_file("It is early.\r\n")}
    answer = contributor.post("/add", form | {"series": "Өңір", "published": "2026-11-24", "aired": "1998"})
    assert answer.status_code == 303, answer.text
    programme = list_programmes(db)[0]
    assert (programme.title, programme.language, programme.series) == ("Ауыл таңы", "kk", "Өңір")
    assert answer.location == f"/programmes/{programme.programme_id}"
    recording = current_recording(db, programme.programme_id)
    assert recording
    assert recording.duration_ms == pytest.approx(2000, abs=50)
    summary = current_document(db, programme.programme_id, "summary")
    assert summary
    assert summary.text == "It is early.\n"
    kinds = [job.kind for job in reversed(list_jobs(db, programme.programme_id))]
    assert kinds == ["prepare", "transcribe", "link"]
    assert contributor.get(answer.location).status_code == 200
    assert not may_see(db, get_user(db, "contributor_owner"), programme.programme_id)
    assert not list(desk.archive.work.glob("tmp*")), "an upload leaves nothing behind"


def test_a_script_is_timed_not_guessed(desk: Desk, db: Database) -> None:
    form = {"title": "With a script", "language": "kk", "sound": wav(), "script": "Сексеуіл егеді."}
    desk.visitor("journalist").post("/add", form)
    assert [job.kind for job in reversed(list_jobs(db, list_programmes(db)[0].programme_id))] == ["prepare", "align"]


def test_a_summary_alone_waits_for_its_sound(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    page = journalist.post("/add", {"title": "Later", "language": "kk", "summary": "It is early."}).location
    pid = page.rpartition("/")[2]
    assert list_jobs(db, pid) == []
    assert journalist.post(f"{page}/sound", {"sound": wav()}).status_code == 303
    assert [job.kind for job in reversed(list_jobs(db, pid))] == ["prepare", "transcribe", "link"]
    assert len(recordings_of(db, pid)) == 1
    assert journalist.get(f"{page}/sound").status_code == 404, "not prepared yet"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "  "}, "title"),
        ({"published": "24.11.2026"}, "published"),
        ({"title": "а" * 501}, "title"),
        ({"language": "xx-nowhere"}, "language"),
        ({"summary": ""}, "sound"),
        ({"summary_file": text_file("x")}, "summary"),
        ({"summary": "", "summary_file": (io.BytesIO(b"\x00\x01\x02"), "x.txt")}, "summary"),
        ({"summary": "", "summary_file": text_file("қ", "utf-16-le")}, "summary"),
        ({"script": "Words without sound"}, "script"),
        ({"summary_language": "nowhere"}, "summary_language"),
        ({"sound": (io.BytesIO(b"not sound at all" * 100), "x.mp3")}, "sound"),
        ({"sound": (io.BytesIO(b""), "x.mp3")}, "sound"),
    ],
)
def test_what_cannot_be_used_comes_back_as_it_was_typed(
    desk: Desk, db: Database, change: dict[str, object], field: str
) -> None:
    before = len(list_programmes(db))
    form = {"title": "A & <b>title</b>", "language": "ru", "series": "Kept", "summary": "Typed\nwith care"} | change
    answer = desk.visitor("journalist").post("/add", form)
    assert answer.status_code == 422
    assert f'id="{field}-problem"' in answer.text
    assert answer.text.count('class="problem"') == 1
    if "title" not in change:
        assert 'value="A &amp; &lt;b&gt;title&lt;/b&gt;"' in answer.text
    if "summary" not in change:
        assert "Typed\nwith care</textarea>" in answer.text
    assert 'value="Kept"' in answer.text
    assert len(list_programmes(db)) == before
    assert not list(desk.archive.originals.rglob("*.making-*"))


def test_the_same_recording_is_found_and_whose_it_is_is_not_said(desk: Desk, db: Database) -> None:
    journalist, contributor = desk.visitor("journalist"), desk.visitor("contributor_other")
    first = journalist.post("/add", {"title": "First", "language": "kk", "sound": wav()}).location
    again = journalist.post("/add", {"title": "Second", "language": "kk", "sound": wav()})
    assert again.location == first
    assert "in the archive already" in journalist.get(first).text
    theirs = contributor.post("/add", {"title": "Third", "language": "kk", "sound": wav()})
    assert theirs.location == "/"
    assert "in the archive already" in contributor.get("/").text
    assert [p.title for p in list_programmes(db)].count("First") == 1
    assert not {"Second", "Third"} & {p.title for p in list_programmes(db)}
    for who, said in ((journalist, "as “First”; nothing was added"), (contributor, "already; nothing was added")):
        typed = {"title": "Fourth", "language": "kk", "sound": wav(), "summary": "An hour of work."}
        refused = who.post("/add", typed)
        assert (refused.status_code, said in refused.text) == (422, True)
        assert "An hour of work.</textarea>" in refused.text, "what was typed is not lost with the sound"
    assert "“First”" not in refused.text, "nor is it said whose it is"


# Look


def test_each_sees_what_is_theirs(desk: Desk) -> None:
    assert "Сексеуіл" in desk.visitor("contributor_owner").get("/").text
    assert "Сексеуіл" not in desk.visitor("contributor_other").get("/").text
    assert "Сексеуіл" in desk.visitor("journalist").get("/").text


def test_absent_and_forbidden_look_the_same(desk: Desk) -> None:
    stranger = desk.visitor("contributor_other")
    absent = stranger.get("/programmes/p00000000000a")
    forbidden = stranger.get(desk.address)
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert same(absent.text.replace("p00000000000a", desk.programme_id)) == same(forbidden.text)
    absent, forbidden = (stranger.post(f"/jobs/{job_id}/cancel") for job_id in ("j00000000000a", desk.job_id))
    assert (absent.status_code, forbidden.status_code) == (404, 404)
    assert same(absent.text.replace("j00000000000a", desk.job_id)) == same(forbidden.text)


def same(page: str) -> str:
    """Return a page without its tokens, which tell in which second they were made."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", page)


def test_long_lists_have_pages(desk: Desk, db: Database) -> None:
    rows = ({"programme_id": f"p{n}", "title": f"No. {n}", "language": "kk"} for n in range(60))
    now = {"created_at": "2026-01-01T00:00:00.000Z", "updated_at": "2026-01-01T00:00:00.000Z"}
    db.table("programme").insert_all(row | now for row in rows)
    admin = desk.visitor("admin")
    assert admin.get("/programmes").text.count("<li>") == 50
    assert admin.get("/programmes?page=2").text.count("<li>") == 11
    for odd in ("0", "-1", "x", "9" * 5000):
        assert admin.get(f"/programmes?page={odd}").status_code == 200


def test_the_page_shows_words_findings_and_work(desk: Desk) -> None:
    page = desk.visitor("journalist").get(desk.address).text
    assert '<p data-w="400 400 400' in page
    assert ">Қызылорда " in page
    assert all(sentence in page for sentence in ("A village plants saxaul.", "It is early.", "cannot tell"))
    assert "faster-whisper 1.2.1" in page
    assert "Listening for known voices" in page
    assert f'href="{desk.address}/segments/{desk.segment_id}"' in page
    assert "An approver or an admin approves" in page
    assert "Approve as it stands" in desk.visitor("approver").get(desk.address).text


@pytest.mark.parametrize(("tag", "said"), [("kk", "Машинаның жұмысы"), ("ru", "Работа машины")])
def test_the_newsroom_speaks(desk: Desk, tag: str, said: str) -> None:
    assert said in desk.visitor("journalist").get(f"{desk.address}?ui={tag}").text


def test_languages_do_not_mix(desk: Desk) -> None:
    """Jinja applies a filter to a constant once for all readers, whoever comes first."""
    journalist = desk.visitor("journalist")
    titles = [
        re.search('<label for="title">(.*?)</label>', journalist.get(f"/add?ui={tag}").text)
        for tag in ("ru", "kk", "en")
    ]
    assert [title and title[1] for title in titles] == ["Название", "Атауы", "Title"]


def test_sound_is_sent_in_parts(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    whole = journalist.get(f"{desk.address}/sound")
    part = journalist.get(f"{desk.address}/sound", headers={"Range": "bytes=100-199"})
    assert (whole.status_code, part.status_code) == (200, 206)
    assert part.data == whole.data[100:200]
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(whole.data)}"
    beyond = journalist.get(f"{desk.address}/sound", headers={"Range": "bytes=99999999-"})
    assert beyond.status_code == 416
    for answer in (whole, part):
        answer.close()


def test_drafts(desk: Desk) -> None:
    journalist = desk.visitor("journalist")
    vtt = journalist.get(f"{desk.address}/drafts/vtt")
    assert vtt.text.startswith("WEBVTT")
    assert vtt.headers["Content-Disposition"] == f"attachment; filename={desk.programme_id}-draft.vtt"
    assert "Қызылорда" in json.dumps(journalist.get(f"{desk.address}/drafts/json").get_json(), ensure_ascii=False)
    assert journalist.get(f"{desk.address}/drafts/exe").status_code == 404


# Facts and summary


def test_facts_are_corrected(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    form = journalist.get(f"{desk.address}/facts").text
    change = {"title": "Жаңа атау", "language": "ru", "funder": "x", "base": hidden(form, "base")}
    assert journalist.post(f"{desk.address}/facts", change).status_code == 303
    programme = get_programme(db, desk.programme_id)
    assert (programme.title, programme.language, programme.funder) == ("Жаңа атау", "ru", "x")
    assert state(db, desk.programme_id) is ReviewState.IN_REVIEW
    refused = journalist.post(f"{desk.address}/facts", change | {"title": "", "published": "soon"})
    assert refused.status_code == 422
    assert 'value="soon"' in refused.text
    assert get_programme(db, desk.programme_id).title == "Жаңа атау"


def test_facts_changed_by_two_show_both(desk: Desk, db: Database) -> None:
    base = hidden(desk.visitor("journalist").get(f"{desk.address}/facts").text, "base")
    first = {"title": "First", "language": "kk", "base": base}
    assert desk.visitor("journalist").post(f"{desk.address}/facts", first).status_code == 303
    second = {"title": "Second", "language": "kk", "base": base}
    conflict = desk.visitor("admin").post(f"{desk.address}/facts", second)
    assert conflict.status_code == 412
    assert 'value="Second"' in conflict.text
    assert "<dd>First</dd>" in conflict.text
    assert get_programme(db, desk.programme_id).title == "First"
    again = second | {"base": hidden(conflict.text, "base")}
    assert desk.visitor("admin").post(f"{desk.address}/facts", again).status_code == 303
    assert get_programme(db, desk.programme_id).title == "Second"


def test_facts_changed_by_two_in_other_fields_keep_both(desk: Desk, db: Database) -> None:
    base = hidden(desk.visitor("journalist").get(f"{desk.address}/facts").text, "base")
    old = {"title": "Сексеуіл", "language": "kk", "base": base}
    for change in ({"title": "First"}, {"author": "Theirs", "title": "First"}):
        again = hidden(desk.visitor("journalist").get(f"{desk.address}/facts").text, "base")
        sent = old | change | {"base": again}
        assert desk.visitor("journalist").post(f"{desk.address}/facts", sent).status_code == 303
    assert desk.visitor("admin").post(f"{desk.address}/facts", old | {"funder": "Mine"}).status_code == 303
    now = get_programme(db, desk.programme_id)
    assert (now.title, now.author, now.funder) == ("First", "Theirs", "Mine")
    conflict = desk.visitor("admin").post(f"{desk.address}/facts", old | {"author": "Mine", "rights": "Mine too"})
    assert conflict.status_code == 412
    assert 'value="First"' in conflict.text, "what was not touched is not put back"
    assert 'value="Mine"' in conflict.text
    assert "<dd>Theirs</dd>" in conflict.text


def test_facts_sent_unchanged_change_nothing(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    same = {"title": "Сексеуіл", "language": "kk", "series": "", "base": "old"}
    assert journalist.post(f"{desk.address}/facts", same).status_code == 303
    assert state(db, desk.programme_id) is ReviewState.UNREVIEWED


def test_a_summary_is_rewritten_and_looked_for_again(desk: Desk, db: Database) -> None:
    cancel(db, desk.job_id)
    journalist = desk.visitor("journalist")
    base = hidden(journalist.get(f"{desk.address}/summary").text, "base")
    change = {"summary": "\r\nIt is late.\r\n\r\nVery.", "summary_language": "en", "base": base}
    assert journalist.post(f"{desk.address}/summary", change).status_code == 303
    summary = current_document(db, desk.programme_id, "summary")
    assert summary
    assert summary.text == "\nIt is late.\n\nVery."
    assert journalist.get(f"{desk.address}/summary").text.count("\n\nIt is late.\n\nVery.</textarea>") == 1
    assert [job.state for job in list_jobs(db, desk.programme_id)] == ["queued", "cancelled"]
    journalist.post(f"{desk.address}/summary", change)
    assert db.table("document").count == 2, "the same again is no new summary"


def test_a_summary_changed_by_two_shows_both(desk: Desk, db: Database) -> None:
    base = hidden(desk.visitor("journalist").get(f"{desk.address}/summary").text, "base")
    one = {"summary": "Theirs.", "base": base}
    two = {"summary": "Mine & <mine>.", "base": base}
    assert desk.visitor("journalist").post(f"{desk.address}/summary", one).status_code == 303
    conflict = desk.visitor("admin").post(f"{desk.address}/summary", two)
    assert conflict.status_code == 412
    assert "Mine &amp; &lt;mine&gt;.</textarea>" in conflict.text
    assert '<blockquote class="theirs" lang="en">Theirs.</blockquote>' in conflict.text
    again = two | {"base": hidden(conflict.text, "base")}
    assert desk.visitor("admin").post(f"{desk.address}/summary", again).status_code == 303
    assert [row["text"] for row in db.table("document").rows] == [SUMMARY, "Theirs.", "Mine & <mine>."]


@pytest.mark.parametrize("text", ["", "  \n ", "with \x07 in it"])
def test_a_summary_that_is_none_is_refused(desk: Desk, db: Database, text: str) -> None:
    answer = desk.visitor("journalist").post(f"{desk.address}/summary", {"summary": text})
    assert answer.status_code == 422
    assert db.table("document").count == 1


def test_a_form_that_is_sent_twice_makes_one_programme(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    once = hidden(journalist.get("/add").text, "once")
    form = {"title": "Later", "language": "kk", "summary": "It is early.", "once": once}
    before = db.table("programme").count
    first, again = (journalist.post("/add", form) for _ in range(2))
    assert (first.status_code, again.status_code, again.location) == (303, 303, first.location)
    assert db.table("programme").count == before + 1
    other = journalist.post("/add", form | {"title": "Another"}).location
    assert other != first.location, "who went back and typed another loses nothing"
    assert (
        journalist.post("/add", form | {"once": hidden(journalist.get("/add").text, "once")}).location != first.location
    )


# Words


def edit_form(desk: Desk, actor: str, segment_id: str) -> dict[str, object]:
    page = desk.visitor(actor).get(f"{desk.address}/segments/{segment_id}").text
    return {"base": hidden(page, "base")}


def test_words_are_corrected(desk: Desk, db: Database) -> None:
    address = f"{desk.address}/segments/{desk.segment_id}"
    page = desk.visitor("journalist").get(address).text
    assert "Қызылорда облысы Арал ауданы сексеуіл егеді . Бұл</textarea>" in page
    assert f'src="{desk.address}/sound#t=0,3.2"' in page
    form = edit_form(desk, "journalist", desk.segment_id) | {"text": "Қызылорда  қаласы\nАрал ауданы"}
    answer = desk.visitor("journalist").post(address, form)
    assert answer.status_code == 303
    assert answer.location == f"{desk.address}#t=0"
    text = current_text(db, desk.programme_id)
    assert text.segments[0].text == "Қызылорда қаласы Арал ауданы"
    assert text.segments[0].edited_by == "journalist"
    assert "last corrected by journalist" in desk.visitor("admin").get(address).text


def test_who_mends_what_was_refused_takes_nothing_away_that_others_saved_meanwhile(desk: Desk, db: Database) -> None:
    passage = f"segments/{desk.segment_id}"
    mine, theirs = desk.visitor("journalist"), desk.visitor("journalist_too")
    for form, sent_to, seen, bad, good, other in (
        ("facts", "facts", ["base"], {"title": ""}, {"title": "Mine"}, {"title": "Theirs"}),
        ("summary", "summary", ["base"], {"summary": ""}, {"summary": "Mine."}, {"summary": "Theirs."}),
        (passage, passage, ["base"], {"text": "a\x07b"}, {"text": "Менің"}, {"text": "Олардың"}),
        (
            passage,
            f"{passage}/english",
            ["english_base", "english_source"],
            {"english": "a\x07b"},
            {"english": "Mine."},
            {"english": "Theirs."},
        ),
    ):
        page = mine.get(f"{desk.address}/{form}").text
        first = {"language": "kk"} | {name: hidden(page, name) for name in seen}
        assert theirs.post(f"{desk.address}/{sent_to}", first | other).status_code == 303
        refused = mine.post(f"{desk.address}/{sent_to}", first | bad)
        assert refused.status_code == 422
        again = {"language": "kk"} | {name: hidden(refused.text, name) for name in seen}
        assert mine.post(f"{desk.address}/{sent_to}", again | good).status_code == 412, sent_to
    assert get_programme(db, desk.programme_id).title == "Theirs"
    assert current_text(db, desk.programme_id).segments[0].text == "Олардың"


def test_saving_goes_on_to_the_next(desk: Desk, db: Database) -> None:
    first, second = (segment.segment_id for segment in current_text(db, desk.programme_id).segments[:2])
    form = edit_form(desk, "journalist", first) | {"text": "Бірінші", "on": "1"}
    answer = desk.visitor("journalist").post(f"{desk.address}/segments/{first}", form)
    assert answer.location == f"{desk.address}/segments/{second}"
    last = current_text(db, desk.programme_id).segments[-1].segment_id
    end = desk.visitor("journalist").post(
        f"{desk.address}/segments/{last}", edit_form(desk, "journalist", last) | {"text": "Соңғы", "on": "1"}
    )
    assert end.location.startswith(f"{desk.address}#t=")


def test_words_changed_by_two_show_both_and_lose_neither(desk: Desk, db: Database) -> None:
    address = f"{desk.address}/segments/{desk.segment_id}"
    base = edit_form(desk, "journalist", desk.segment_id)
    assert desk.visitor("journalist").post(address, base | {"text": "Олардың сөзі"}).status_code == 303
    conflict = desk.visitor("journalist_too").post(address, base | {"text": "Менің <b>сөзім</b>"})
    assert conflict.status_code == 412
    assert '<blockquote class="theirs" lang="kk">Олардың сөзі</blockquote>' in conflict.text
    assert "Менің &lt;b&gt;сөзім&lt;/b&gt;</textarea>" in conflict.text
    assert "journalist has changed these words" in conflict.text
    assert current_text(db, desk.programme_id).segments[0].text == "Олардың сөзі"
    again = {"base": hidden(conflict.text, "base"), "text": "Екеуі де"}
    assert desk.visitor("journalist_too").post(address, again).status_code == 303
    assert [revision.changes[0].text for revision in revisions_of(db, desk.programme_id)] == [
        "Екеуі де",
        "Олардың сөзі",
    ]


def test_words_elsewhere_are_no_conflict(desk: Desk, db: Database) -> None:
    first, second = (segment.segment_id for segment in current_text(db, desk.programme_id).segments[:2])
    opened = [(each, edit_form(desk, "journalist", each)) for each in (first, second)]
    for (segment_id, form), text in zip(opened, ("Бірінші", "Екінші"), strict=True):
        answer = desk.visitor("journalist").post(f"{desk.address}/segments/{segment_id}", form | {"text": text})
        assert answer.status_code == 303
    assert [segment.text for segment in current_text(db, desk.programme_id).segments[:2]] == ["Бірінші", "Екінші"]


def test_a_form_takes_no_speaker_back_that_another_has_named(desk: Desk, db: Database) -> None:
    address = f"{desk.address}/segments/{desk.segment_id}"
    form = edit_form(desk, "journalist", desk.segment_id) | {"speaker": ""}
    named = edit_form(desk, "journalist_too", desk.segment_id) | {"speaker": "Дана"}
    words = current_text(db, desk.programme_id).segments[0].text
    assert desk.visitor("journalist_too").post(address, named | {"text": words}).status_code == 303
    assert desk.visitor("journalist").post(address, form | {"text": "Бірінші"}).status_code == 303
    first = current_text(db, desk.programme_id).segments[0]
    assert (first.text, first.speaker) == ("Бірінші", "Дана")


def test_words_typed_where_somebody_took_the_passage_out_come_back(desk: Desk, db: Database) -> None:
    form = edit_form(desk, "journalist", desk.segment_id)
    first = current_text(db, desk.programme_id).segments[0]
    take_out(db, desk.programme_id, desk.segment_id, "journalist_too", seen=tag_of(first))
    answer = desk.visitor("journalist").post(
        f"{desk.address}/segments/{desk.segment_id}", form | {"text": "Терілген сөз"}
    )
    assert answer.status_code == 410
    assert "Somebody has taken this passage out since you opened it" in answer.text
    assert f'href="{desk.address}">Back to the programme' in answer.text
    assert "Терілген сөз</textarea>" in answer.text


@pytest.mark.parametrize("text", ["бір\u202eекі", "x" * 10_001])
def test_words_that_cannot_be_kept_come_back(desk: Desk, db: Database, text: str) -> None:
    form = edit_form(desk, "journalist", desk.segment_id) | {"text": text}
    answer = desk.visitor("journalist").post(f"{desk.address}/segments/{desk.segment_id}", form)
    assert answer.status_code == 422
    assert f"{text}</textarea>" in answer.text
    assert revisions_of(db, desk.programme_id) == []


def test_words_of_no_segment_are_given_back(desk: Desk) -> None:
    answer = desk.visitor("journalist").post(f"{desk.address}/segments/s-none", {"base": "x", "text": "Терілген сөз"})
    assert answer.status_code in {404, 412}
    assert "Терілген сөз</textarea>" in answer.text
    assert desk.visitor("journalist").get(f"{desk.address}/segments/s-none").status_code == 404


def test_an_ended_session_gives_back_what_was_typed(desk: Desk, db: Database) -> None:
    address = f"{desk.address}/segments/{desk.segment_id}"
    journalist = desk.visitor("journalist")
    form = edit_form(desk, "journalist", desk.segment_id) | {"csrf_token": journalist.csrf(), "text": "Терілген <сөз>"}
    db.table("session").delete_where()
    answer = journalist.client.post(address, data=form)
    assert answer.status_code == 401
    assert "Терілген &lt;сөз&gt;</textarea>" in answer.text
    assert f'href="/sign-in?to={address}"' in answer.text


# Work


def test_progress_is_told(desk: Desk, db: Database) -> None:
    progress = {"state": "running", "done": 300_000, "total": 1_200_000, "speed": 6.0}
    db.table("job").update(desk.job_id, {"kind": "transcribe", "priority": 1} | progress)
    answer = desk.visitor("journalist").get(f"{desk.address}/progress")
    told = "25 %, 6 × real time, about 3 min left"
    polled = {"id": desk.job_id, "state": "running", "urgent": True, "percent": 25, "told": told}
    assert answer.get_json() == [polled]


def test_jobs_are_stopped_and_tried_again(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    assert journalist.post(f"/jobs/{desk.job_id}/cancel").location == desk.address
    assert get_job(db, desk.job_id).state == "cancelled"
    ended = journalist.post(f"/jobs/{desk.job_id}/cancel", {"page": "queue"})
    assert (ended.status_code, "or was started again" in ended.text) == (409, True)
    back = ended.text.partition("<main")[2]
    assert 'href="/jobs">Back to the machine’s work' in back
    assert f'href="{desk.address}">Back to the programme' in back
    assert "Back to the machine’s work" not in journalist.post(f"/jobs/{desk.job_id}/cancel").text
    assert journalist.post(f"/jobs/{desk.job_id}/retry").status_code == 303
    assert get_job(db, desk.job_id).state == "queued"


@pytest.mark.parametrize(("kind", "code"), [("transcribe", 303), ("align", 409), ("link", 303), ("rm -rf", 400)])
def test_jobs_are_asked_for(desk: Desk, kind: str, code: int) -> None:
    assert desk.visitor("journalist").post(f"{desk.address}/jobs", {"kind": kind}).status_code == code


# Decide


def test_from_words_to_the_public_and_back(desk: Desk, db: Database) -> None:
    approver = desk.visitor("approver")
    seen = hidden(approver.get(desk.address).text, "seen")
    assert approver.post(f"{desk.address}/approve", {"seen": seen}).status_code == 303
    assert state(db, desk.programme_id) is ReviewState.APPROVED
    assert approver.post(f"{desk.address}/publish").status_code == 303
    assert len(list(desk.edition.glob(f"programmes/{desk.programme_id}/*.json"))) == 1
    page = approver.get(desk.address).text
    assert "The public can read and hear it now" in page
    assert approver.post(f"{desk.address}/withdraw", {"reason": " "}).status_code == 422
    assert state(db, desk.programme_id) is ReviewState.PUBLISHED
    odd = {"reason": "a wrong name", "public_reason": "whim"}
    assert approver.post(f"{desk.address}/withdraw", odd).status_code == 422
    assert state(db, desk.programme_id) is ReviewState.PUBLISHED
    assert '<option value="consent">' in approver.get(desk.address).text
    told = {"reason": "a wrong name", "public_reason": "error"}
    assert approver.post(f"{desk.address}/withdraw", told).status_code == 303
    tombstone = read_tombstone(Layout(desk.edition), desk.programme_id)
    assert tombstone
    assert tombstone.reason is PublicReason.ERROR
    assert state(db, desk.programme_id) is ReviewState.WITHDRAWN
    assert "a wrong name" in approver.get(desk.address).text


def test_own_words_need_a_reason(desk: Desk, db: Database) -> None:
    form = edit_form(desk, "approver", desk.segment_id) | {"text": "Менің сөзім"}
    desk.visitor("approver").post(f"{desk.address}/segments/{desk.segment_id}", form)
    page = desk.visitor("approver").get(desk.address).text
    assert "You made the last change" in page
    seen = {"seen": hidden(page, "seen")}
    assert desk.visitor("approver").post(f"{desk.address}/approve", seen).status_code == 403
    assert desk.visitor("approver").post(f"{desk.address}/approve", seen | {"reason": "alone"}).status_code == 303
    assert state(db, desk.programme_id) is ReviewState.APPROVED


def test_what_changed_under_the_approver_is_not_approved(desk: Desk, db: Database) -> None:
    seen = hidden(desk.visitor("approver").get(desk.address).text, "seen")
    form = edit_form(desk, "journalist", desk.segment_id) | {"text": "Жаңа сөз"}
    desk.visitor("journalist").post(f"{desk.address}/segments/{desk.segment_id}", form)
    assert desk.visitor("approver").post(f"{desk.address}/approve", {"seen": seen}).status_code == 412
    assert desk.visitor("approver").post(f"{desk.address}/approve").status_code == 412
    assert state(db, desk.programme_id) is ReviewState.IN_REVIEW
