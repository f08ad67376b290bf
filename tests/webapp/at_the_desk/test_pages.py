"""The desk's pages as a browser without JavaScript uses them: what waits, who works on it, decisions, the report."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, get_programme, set_facts
from media.database import utc_now
from media.language import UNDETERMINED
from media.records import DATES, KEPT
from tests.transcribe.texts import type_words
from tests.webapp.command_line import Muragat
from tests.webapp.desk import Desk, Visitor, fill, hidden, look_for_summary
from tests.webapp.editions import PROVENANCE
from tests.webapp.linked import with_links
from transcribe import jobs
from transcribe.editing.seen import tag_of
from transcribe.records import Doubt, Segment, Verdict, Word
from transcribe.revise import current_text
from transcribe.transcripts import RECOGNISED, NewRun, store_transcript
from webapp.accounts import get_user
from webapp.audit import entries, verify
from webapp.desk.comments import About, write_comment
from webapp.edition.layout import Layout, read_tombstone
from webapp.edition.records import PublicReason
from webapp.editor.checks import check
from webapp.errors import ApprovalRefused
from webapp.obstacles import ObstacleKind, obstacles
from webapp.people.assignments import assign, assigned_to
from webapp.review import ReviewState, approve, content, record_withdrawn, review, state


def part(page: str, name: str) -> str:
    """Return the part of the first page that has this name; empty where it is not there."""
    found = re.search(rf'<section aria-labelledby="{name}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def edit(db: Database, programme_id: str, segment_id: str) -> None:
    type_words(db, programme_id, segment_id, "Мүлде басқа сөз", "journalist")


def approve_here(desk: Desk, visitor: Visitor, **more: object) -> int:
    sent = {"seen": hidden(visitor.get(desk.address).text, "seen")} | more
    return visitor.post(f"{desk.address}/approve", sent).status_code


# What waits


def test_a_programme_goes_through_the_first_page(desk: Desk, db: Database) -> None:
    journalist, approver = desk.visitor("journalist"), desk.visitor("approver")
    assert "Сексеуіл" in part(journalist.get("/").text, "for-review")
    assert journalist.post(f"{desk.address}/ask").status_code == 303
    assert "journalist asked for an approval" in approver.get(desk.address).text
    page = approver.get("/").text
    assert "asked for by journalist" in part(page, "for-approval")
    assert "Сексеуіл" not in part(page, "for-review")
    assert approve_here(desk, approver) == 303
    assert "approved by approver" in part(approver.get("/").text, "for-publication")
    assert approver.post(f"{desk.address}/publish").status_code == 303
    assert "Сексеуіл" in part(approver.get("/").text, "published")
    assert approver.post(f"{desk.address}/withdraw", {"reason": "a wrong name"}).status_code == 303
    page = approver.get("/").text
    assert ("Сексеуіл" in part(page, "withdrawn"), part(page, "published")) == (True, "")
    assert part(desk.visitor("contributor_other").get("/").text, "withdrawn") == ""


def test_my_work_with_its_days_what_failed_and_what_is_out_of_date(desk: Desk, db: Database) -> None:
    assign(db, desk.programme_id, "journalist", "admin", "2026-01-01")
    later = fill(desk.archive, db, "contributor_owner")[0]
    assign(db, later, "journalist", "admin", "2999-01-01")
    mine = part(desk.visitor("journalist").get("/").text, "mine")
    assert mine.index("overdue since 1 January 2026") < mine.index("until 1 January 2999")
    assert "Nothing is assigned to you." in part(desk.visitor("admin").get("/").text, "mine")
    job = jobs.enqueue(db, "transcribe", later, {})
    db.table("job").update(job.job_id, {"state": "failed", "error": "The disk is full."})
    assert "Writing down what is said" in part(desk.visitor("journalist").get("/").text, "failed")
    assert part(desk.visitor("journalist_other").get("/").text, "failed") == ""
    jobs.retry(db, job.job_id)
    assert part(desk.visitor("journalist").get("/").text, "failed") == ""


def test_links_out_of_date_are_told_with_how_many(desk: Desk, db: Database) -> None:
    with_links(desk)
    text = current_text(db, desk.programme_id)
    for segment in text.segments:
        if "2018" in segment.text:
            type_words(db, desk.programme_id, segment.segment_id, "Мүлде басқа", "journalist")
            break
    assert re.search(r"\d sentence", part(desk.visitor("journalist").get("/").text, "stale"))
    kinds = {each.kind for each in obstacles(db, content(db, desk.programme_id))}
    assert ObstacleKind.STALE in kinds


def test_a_contradiction_is_told_though_the_words_there_have_changed(desk: Desk, db: Database) -> None:
    with_links(desk)
    for segment in current_text(db, desk.programme_id).segments:
        if "2018" in segment.text:
            edit(db, desk.programme_id, segment.segment_id)
    now = content(db, desk.programme_id)
    assert now.linking
    links = tuple(replace(link, verdict=Verdict.CONFLICTING) for link in now.linking.links)
    stood = obstacles(db, replace(now, linking=replace(now.linking, links=links)))
    (stale,) = (each for each in stood if each.kind is ObstacleKind.STALE)
    assert any("may say otherwise" in each.message for each in stood if each.where == stale.where)


def test_my_work_has_what_is_withdrawn_and_what_one_brought(desk: Desk, db: Database) -> None:
    brought = fill(desk.archive, db, "journalist_too")[0]
    set_facts(db, brought, {"title": "Өзім әкелген"})
    assert "Өзім әкелген" in part(desk.visitor("journalist_too").get("/").text, "mine")
    assert "Өзім әкелген" in desk.visitor("journalist_too").get("/programmes?person=journalist_too").text
    record_withdrawn(db, desk.programme_id, "approver", "a name")
    mine = part(desk.visitor("journalist").get("/").text, "mine")
    assert "Сексеуіл" in mine
    assert "withdrawn" in mine


def test_the_way_that_is_offered_beside_obstacles_is_to_check(desk: Desk, db: Database) -> None:
    type_words(db, desk.programme_id, desk.segment_id, "Басқа", "journalist")
    write_comment(db, desk.programme_id, get_user(db, "journalist"), "Is it so?", About())
    page = desk.visitor("approver").get(desk.address).text
    assert f'<a class="button" href="{desk.address}/check">' in page
    assert '<button class="plain">Approve all the same</button>' in page
    told = desk.visitor("journalist").get(desk.address).text
    assert "This stands against an approval" in told
    assert "You made the last change" not in told, "they cannot approve anyway"


def test_what_was_asked_for_is_sent_back_with_a_reason(desk: Desk, db: Database) -> None:
    journalist, approver = desk.visitor("journalist"), desk.visitor("approver")
    back = f"{desk.address}/send-back"
    assert approver.post(back, {"reason": "too early"}).status_code == 409
    journalist.post(f"{desk.address}/ask")
    assert journalist.post(back, {"reason": "no"}).status_code == 403
    assert approver.post(back, {"reason": " "}).status_code == 422
    assert approver.post(back, {"reason": "The <b>summary</b> lacks the year."}).status_code == 303
    assert part(approver.get("/").text, "for-approval") == ""
    mine = part(journalist.get("/").text, "mine")
    assert "Sent back by approver: The &lt;b&gt;summary&lt;/b&gt; lacks the year." in mine
    assert "approval refused" in [entry.action for entry in entries(db, desk.programme_id)]
    journalist.post(f"{desk.address}/ask")
    assert "asked for by journalist" in part(approver.get("/").text, "for-approval")
    assert "Sent back by" not in part(journalist.get("/").text, "mine")


NARROWED: tuple[tuple[dict[str, str], set[str]], ...] = (
    ({"q": "СЕКСЕУІЛ екі"}, {"Екінші сексеуіл"}),
    ({"q": "nothing"}, set()),
    ({"state": "approved"}, {"Екінші сексеуіл"}),
    ({"state": "waiting"}, {"Сексеуіл", "Third <b>one</b>"}),
    ({"state": "asked"}, set()),
    ({"language": "en"}, {"Third <b>one</b>"}),
    ({"series": "Ауыл"}, {"Third <b>one</b>"}),
    ({"person": "journalist_too"}, {"Сексеуіл"}),
    ({"person": "nobody"}, set()),
    ({"overdue": "on"}, {"Third <b>one</b>"}),
    ({"state": "odd", "page": "99999999999999999999"}, set()),
)


def test_programmes_are_found_and_narrowed(desk: Desk, db: Database) -> None:
    second, third = (fill(desk.archive, db, "contributor_other")[0] for _ in range(2))
    set_facts(db, second, {"title": "Екінші сексеуіл"})
    set_facts(db, third, {"title": "Third <b>one</b>", "language": "en", "series": "Ауыл"})
    approve(db, second, "approver")
    assign(db, third, "journalist", "admin", "2026-01-01")
    for asked, titles in NARROWED:
        answer = desk.visitor("admin").get("/programmes", query_string=asked)
        assert answer.status_code == 200
        found = re.findall(r"<h2><a [^>]*>(.*?)</a></h2>", answer.text)
        assert {title.replace("&lt;", "<").replace("&gt;", ">") for title in found} == titles, asked
        assert ("No programme is so." in answer.text) == (not titles), asked


def test_somebody_is_assigned_and_taken_off_on_the_page(desk: Desk, db: Database) -> None:
    admin = desk.visitor("admin")
    assert admin.post(f"{desk.address}/assign", {"name": "journalist_other", "due": "2026-01-02"}).status_code == 303
    assert "overdue" in admin.get(desk.address).text
    assert desk.visitor("journalist_other").get(desk.address).status_code == 200
    assert admin.post(f"{desk.address}/unassign", {"name": "journalist_other"}).status_code == 303
    assert desk.visitor("journalist_other").get(desk.address).status_code == 404
    assert admin.post(f"{desk.address}/unassign", {"name": "journalist_other"}).status_code == 303
    assert "Nobody of this name was assigned" in admin.get(desk.address).text
    odd_ones: tuple[dict[str, object], ...] = (
        {"name": "nobody"},
        {"name": "journalist_other", "due": "tomorrow"},
        {},
    )
    for odd in odd_ones:
        assert admin.post(f"{desk.address}/assign", odd).status_code == 422
    assert admin.post(f"{desk.address}/assign", {"name": "contributor_other"}).status_code == 403
    assert assigned_to(db, "journalist_other") == ()


# What stands against an approval


def test_all_that_stands_against_an_approval_is_said_at_once_and_overridden_in_writing(
    desk: Desk, db: Database
) -> None:
    with_links(desk)
    approver = desk.visitor("approver")
    write_comment(db, desk.programme_id, get_user(db, "journalist"), "Who is that?", About())
    jobs.enqueue(db, "link", desk.programme_id, {})
    stood = obstacles(db, content(db, desk.programme_id))
    assert {each.kind for each in stood} == {ObstacleKind.WORK, ObstacleKind.UNCHECKED, ObstacleKind.COMMENT}
    page = approver.get(desk.address).text
    assert "Approve all the same" in page
    assert "links#" in page
    with pytest.raises(ApprovalRefused) as refused:
        approve(db, desk.programme_id, "approver", "  ")
    assert all(each.sentence in str(refused.value) for each in stood)
    assert approve_here(desk, approver) == 409
    assert state(db, desk.programme_id) is not ReviewState.APPROVED
    assert approve_here(desk, approver, reason="Checked on paper tonight.") == 303
    now = review(db, content(db, desk.programme_id))
    kept = now.overridden[now.events[0].review_event_id]
    assert [each.sentence for each in kept] == [each.sentence for each in stood]
    page = approver.get(desk.address).text
    assert "“Checked on paper tonight.”" in page
    assert "Comments that nobody has resolved: 1." in page, "as it stood then"
    assert "obstacles overridden" in [entry.action for entry in entries(db, desk.programme_id)]
    assert list(verify(db)) == []
    db.execute("UPDATE overridden SET reason = 'another'")
    assert any("was changed since" in fault.sentence for fault in verify(db))


def test_nobody_overrides_what_they_have_not_seen(desk: Desk, db: Database) -> None:
    approver, journalist = desk.visitor("approver"), get_user(db, "journalist")
    write_comment(db, desk.programme_id, journalist, "Which year?", About())
    page = approver.get(desk.address).text
    sent = {"seen": hidden(page, "seen"), "stood": hidden(page, "stood"), "reason": "The year is <right>."}
    write_comment(db, desk.programme_id, journalist, "Stop: this is another man!", About())
    refused = approver.post(f"{desk.address}/approve", sent)
    assert refused.status_code == 409
    assert "something else stands against it now" in refused.text
    assert 'value="The year is &lt;right&gt;."' in refused.text
    assert approver.post(f"{desk.address}/approve", sent | {"stood": hidden(refused.text, "stood")}).status_code == 303


def test_a_reason_without_an_obstacle_is_not_kept(desk: Desk, db: Database) -> None:
    assert approve(db, desk.programme_id, "approver", "just so").override is None
    assert db.table("overridden").count == 0


@pytest.mark.parametrize(("summary", "words"), [(None, True), ("It is early.", False)])
def test_sound_without_words_or_summary(desk: Desk, db: Database, summary: str | None, words: bool) -> None:
    pid = fill(desk.archive, db, "journalist")[0]
    if not words:
        db.execute("DELETE FROM transcript WHERE programme_id = ?", [pid])
    if not summary:
        db.execute("DELETE FROM link")
        db.execute("DELETE FROM linking")
        db.execute("DELETE FROM document WHERE programme_id = ?", [pid])
    kinds = [each.kind for each in obstacles(db, content(db, pid))]
    assert kinds == [ObstacleKind.NO_SUMMARY if words else ObstacleKind.NO_WORDS]
    assert approve(db, pid, "approver", "It is all there is.").override == "It is all there is."


def test_doubtful_words_and_gaps_stand_against_an_approval_until_somebody_reads_them(desk: Desk, db: Database) -> None:
    recording = content(db, desk.programme_id).recording
    assert recording
    said = (
        Segment("w1", 0, 400, (Word("анық", 0, 400, 0.9),)),
        Segment("w2", 400, 800, (Word("күмән", 400, 800, 0.1, Doubt.LOW_PROBABILITY),)),
        Segment("w3", 800, 1_200, (), doubts=(Doubt.GAP,)),
    )
    store_transcript(db, desk.programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, said))
    look_for_summary(db, desk.programme_id)
    stood = obstacles(db, content(db, desk.programme_id))
    assert [(each.kind, each.where) for each in stood] == [
        (ObstacleKind.GAP, "#t=0.8"),
        (ObstacleKind.DOUBTFUL, "#t=0.4"),
    ]
    assert stood[1].sentence == "Doubtful words that nobody has read: 1 of 2."
    for segment in said[1:]:
        check(db, desk.programme_id, segment.segment_id, "journalist", seen=tag_of(segment))
    assert obstacles(db, content(db, desk.programme_id)) == (), "somebody heard them and vouches for them"
    check(db, desk.programme_id, "w2", "journalist", seen=tag_of(said[1]), take_back=True)
    assert [each.kind for each in obstacles(db, content(db, desk.programme_id))] == [ObstacleKind.DOUBTFUL]
    edit(db, desk.programme_id, "w2")
    assert obstacles(db, content(db, desk.programme_id)) == ()


def test_a_language_that_only_the_machine_knows_stands_against_an_approval(desk: Desk, db: Database) -> None:
    recording = content(db, desk.programme_id).recording
    assert recording
    set_facts(db, desk.programme_id, {"language": UNDETERMINED}, user_name="journalist")
    said = (
        Segment("w1", 0, 400, (Word("да", 0, 400, 0.9),), language="ru"),
        Segment("w2", 400, 1_200, (Word("иә", 400, 1_200, 0.9),), language="kk"),
    )
    store_transcript(db, desk.programme_id, NewRun(recording.recording_id, RECOGNISED, PROVENANCE, said))
    look_for_summary(db, desk.programme_id)
    (stood,) = obstacles(db, content(db, desk.programme_id))
    assert (stood.kind, stood.where, stood.can_override) == (ObstacleKind.NO_LANGUAGE, "facts#language", True)
    visitor = desk.visitor("journalist")
    page = visitor.get(f"{desk.address}/facts").text
    assert "The machine heard: Kazakh, Russian." in page, "the longest first"
    sent = {"base": hidden(page, "base"), "language": "kk"}
    assert visitor.post(f"{desk.address}/facts", sent).status_code == 303
    assert obstacles(db, content(db, desk.programme_id)) == ()
    assert "The machine heard" not in visitor.get(f"{desk.address}/facts").text


def test_the_command_line_says_all_of_it_and_takes_the_reason(desk: Desk, db: Database) -> None:
    muragat = Muragat(desk.archive.root)
    write_comment(db, desk.programme_id, get_user(db, "journalist"), "Who is that?", About())
    refused = muragat("approve", desk.programme_id, "--as", "approver")
    assert refused.returncode == 1
    assert "- Comments that nobody has resolved: 1." in refused.stderr
    assert "--override" in refused.stderr
    assert "Traceback" not in refused.stderr
    muragat.done("approve", desk.programme_id, "--as", "approver", "--override", "Known.")
    assert review(db, content(db, desk.programme_id)).events[0].reason == "Known."
    muragat.done("publish", desk.programme_id, "--as", "approver")
    set_facts(db, desk.programme_id, {"author": "Another"})
    approve(db, desk.programme_id, "approver", "Known.")
    refused = muragat("publish", desk.programme_id, "--as", "approver")
    assert (refused.returncode, "--note" in refused.stderr) == (1, True)
    muragat.done("publish", desk.programme_id, "--as", "approver", "--note", "The author was not named.")


# Consent and corrections


def test_consent_taken_back_acts_at_once_and_is_answered_before_it_comes_back(desk: Desk, db: Database) -> None:
    approver = desk.visitor("approver")
    approve_here(desk, approver)
    approver.post(f"{desk.address}/publish")
    assert approver.post(f"{desk.address}/consent", {"reason": "Гүлнәр rang at nine"}).status_code == 303
    tombstone = read_tombstone(Layout(desk.edition), desk.programme_id)
    assert tombstone
    assert tombstone.reason is PublicReason.CONSENT
    assert "Гүлнәр" not in "".join(path.read_text("utf-8", "replace") for path in desk.edition.rglob("*.json"))
    assert state(db, desk.programme_id) is ReviewState.WITHDRAWN
    assert approve_here(desk, approver) == 409
    assert "took their consent back" in approver.get(desk.address).text
    assert approve_here(desk, approver, reason="They consent again, in writing.") == 303
    assert obstacles(db, content(db, desk.programme_id)) == ()
    assert list(verify(db)) == []


def test_consent_is_taken_back_of_what_was_withdrawn_for_another_reason(desk: Desk, db: Database) -> None:
    approver = desk.visitor("approver")
    assert (approve_here(desk, approver), approver.post(f"{desk.address}/publish").status_code) == (303, 303)
    assert approver.post(f"{desk.address}/withdraw", {"reason": "a wrong name"}).status_code == 303
    assert f'action="{desk.address}/consent"' in approver.get(desk.address).text
    assert approver.post(f"{desk.address}/consent", {"reason": "Гүлнәр rang at nine"}).status_code == 303
    assert ObstacleKind.CONSENT in {each.kind for each in obstacles(db, content(db, desk.programme_id))}


def test_consent_taken_back_before_it_was_public_stands_against_an_approval(desk: Desk, db: Database) -> None:
    approver = desk.visitor("approver")
    assert approver.post(f"{desk.address}/consent").status_code == 303
    assert state(db, desk.programme_id) is ReviewState.UNREVIEWED
    assert [each.kind for each in obstacles(db, content(db, desk.programme_id))] == [ObstacleKind.CONSENT]


def test_a_correction_asks_for_its_note_and_gives_back_what_was_typed(desk: Desk, db: Database) -> None:
    approver = desk.visitor("approver")
    approve_here(desk, approver)
    approver.post(f"{desk.address}/publish")
    set_facts(db, desk.programme_id, {"author": "Another"})
    approve_here(desk, approver)
    refused = approver.post(f"{desk.address}/publish", {"note": " "})
    assert refused.status_code == 422
    assert 'id="note-problem"' in refused.text
    long = "x<i>" * 100
    refused = approver.post(f"{desk.address}/publish", {"note": long})
    assert (refused.status_code, "x&lt;i&gt;x&lt;i&gt;" in refused.text) == (422, True)
    assert approver.post(f"{desk.address}/publish", {"note": "A name", "removed": "on"}).status_code == 303
    assert "Something was removed from this programme." in approver.get(desk.address).text
    assert "A name" not in "".join(path.read_text() for path in desk.edition.rglob("*.json"))


# The report


def test_the_report_says_what_was_checked_and_is_taken_along(desk: Desk, db: Database) -> None:
    with_links(desk)
    text = current_text(db, desk.programme_id)
    type_words(db, desk.programme_id, text.segments[-1].segment_id, "Соңғы сөз", "journalist")
    journalist = desk.visitor("journalist")
    page = journalist.get(f"{desk.address}/coverage").text
    assert f"1 of {len(text.segments)}" in page
    assert "not found" in page
    report = json.loads(journalist.get(f"{desk.address}/coverage.json").data)
    assert report["format"] == "muragat-coverage/1"
    assert report["sentences"]["verdicts"]["not found"] == 1
    assert (report["passages"], report["read_passages"]) == (len(text.segments), 1)
    assert report["languages_ms"].keys() == {"kk"}
    assert report["obstacles"]
    assert report["made_at"] <= utc_now()
    for name, media_type in (("html", "text/html"), ("csv", "text/csv"), ("jsonld", "application/ld+json")):
        answer = journalist.get(f"{desk.address}/links.{name}")
        assert answer.status_code == 200
        assert answer.mimetype == media_type
        assert "attachment" in answer.headers["Content-Disposition"]


def test_a_report_on_almost_nothing(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    bare = journalist.post("/add", {"title": "Bare", "language": "kk", "summary": "x"}).location
    add_document(db, bare.rpartition("/")[2], "summary", "It is early.", language="en")
    page = journalist.get(f"{bare}/coverage").text
    assert "There is no transcript yet." in page
    assert "has not looked for this summary" in page


# Bring


def test_every_fact_comes_in_by_one_form_and_what_was_read_of_files_comes_back(desk: Desk, db: Database) -> None:
    journalist = desk.visitor("journalist")
    given: dict[str, object] = {name: "Given" for name in KEPT if name not in {"language", *DATES}}
    given |= dict.fromkeys(DATES, "2026-11-24")
    refused = journalist.post(
        "/add", given | {"language": "kk", "aired": "yesterday", "summary_file": text("Read <b>")}
    )
    assert refused.status_code == 422
    assert "Read &lt;b&gt;</textarea>" in refused.text, "a file cannot be put back, its text can"
    assert "<details open>" in refused.text, "what is wrong is not folded away"
    page = journalist.post("/add", given | {"language": "kk", "summary": "Words."}).location
    programme = get_programme(db, page.rpartition("/")[2])
    assert [name for name in given if not getattr(programme, name)] == []
    assert '<option value="Given">' in journalist.get("/add").text, "a series is chosen again"
    assert '<option value="Given">' not in desk.visitor("contributor_other").get("/add").text


def text(words: str) -> tuple[io.BytesIO, str]:
    return io.BytesIO(words.encode()), "summary.txt"
