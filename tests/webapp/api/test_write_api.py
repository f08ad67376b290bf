"""A script does what people do on the pages: from a file to a published programme, and every change on the way."""

from __future__ import annotations

import hashlib
import io
import threading
import wave
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from tests.webapp.api.asking import Script, script
from tests.webapp.desk import Desk, with_a_second_run, with_a_translation
from tests.webapp.linked import with_links
from webapp.audit import verify
from webapp.people.tokens import Scope
from webapp.review import ReviewState, state


def a_sound(seconds: float = 0.5) -> bytes:
    """Return a WAV file that no other is equal to."""
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\x00\x10\x00\xf0" * int(8_000 * seconds))
    return written.getvalue()


def bring(who: Script, place: str, sound: bytes, said: str | None = None) -> int:
    address = f"{place}/sound?sha256={said or hashlib.sha256(sound).hexdigest()}&file_name=tone.wav"
    answer = who.ask("POST", address, data=sound, content_type="application/octet-stream")
    return answer.status_code


def test_a_past_without_end_is_answered_with_its_newest_hundred(desk: Desk) -> None:
    with closing(desk.open()) as db, db.conn:
        row = "INSERT INTO review_event (programme_id, kind, user_name, reason, created_at) VALUES (?, ?, ?, ?, ?)"
        for number in range(150):
            decided = (desk.programme_id, "withdrawn", "approver", str(number), "2026-11-26T10:00:00.000Z")
            db.conn.execute(row, decided)
    events = script(desk, "approver").get(f"{desk.address}/review")["events"]
    assert [each["reason"] for each in events] == [str(number) for number in range(149, 49, -1)]


def test_who_asks(desk: Desk) -> None:
    told = script(desk, "journalist", [Scope.READ, Scope.EDIT], "import").get("/me")
    assert (told["person"], told["role"], told["token"]) == ("journalist", "journalist", "import")
    assert told["scopes"] == ["read", "edit"]


def test_programme_is_made_with_its_sound_and_stands_in_the_queue(desk: Desk) -> None:
    who = script(desk, "contributor_other")
    new = {"facts": {"title": "Жаңа", "language": "kk", "topics": "су; жер"}, "summary": "It is new.", "script": "Сөз."}
    answer = who.ask("POST", "/programmes", new, headers={"Idempotency-Key": "new"})
    assert answer.status_code == 201
    made = answer.json
    place = answer.headers["Location"].partition("/api/v1")[2]
    assert who.get(place) == made
    assert made["facts"]["topics"] == "су; жер"
    assert (made["state"], made["has_summary"], made["has_script"]) == ("unreviewed", True, True)
    sound = a_sound()
    assert [bring(who, place, sound) for _ in range(2)] == [201, 200], "the same again changes nothing"
    (recording,) = who.get(f"{place}/recordings")["recordings"]
    assert (recording["sha256"], recording["duration_ms"]) == (hashlib.sha256(sound).hexdigest(), 500)
    assert {job["kind"] for job in who.get(f"{place}/jobs")["jobs"]} == {"prepare", "align", "link"}
    other = script(desk, "contributor_owner")
    assert other.refused("GET", place)["status"] == 404
    assert bring(other, f"/programmes/{desk.programme_id}", sound) == 409


def test_sound_that_is_not_what_was_said_is_not_kept(desk: Desk, admin: Script, place: str) -> None:
    before = admin.get(f"{place}/recordings")
    kept = sorted(desk.archive.root.rglob("*"))
    assert bring(admin, place, a_sound(), said="0" * 64) == 422
    assert bring(admin, place, b"no sound at all") == 422
    assert bring(admin, place, b"") == 422
    assert admin.get(f"{place}/recordings") == before
    assert sorted(desk.archive.root.rglob("*")) == kept


def test_asked_twice_under_one_key_is_made_once(desk: Desk) -> None:
    who, other = script(desk, "journalist"), script(desk, "approver")
    new, key = {"facts": {"title": "Once", "language": "en"}}, {"Idempotency-Key": "k-1"}
    answers = [who.ask("POST", "/programmes", new, headers=key) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert len({answer.json["id"] for answer in answers}) == 1
    otherwise = {"facts": {"title": "Other", "language": "en"}}
    assert who.refused("POST", "/programmes", otherwise, headers=key)["status"] == 422
    assert other.do("POST", "/programmes", new, headers=key)["id"] != answers[0].json["id"], "a key is one person's"
    again = who.ask("POST", "/programmes", new, headers={"Idempotency-Key": "k-2"})
    assert (again.status_code, again.json["id"] == answers[0].json["id"]) == (201, False), "the same words, and wanted"
    assert who.refused("POST", "/programmes", new, headers={"Idempotency-Key": "к"})["status"] == 400


def test_without_a_key_nothing_is_made_and_the_answer_says_what_to_send(desk: Desk, admin: Script) -> None:
    before = admin.get("/programmes")
    for _ in range(2):
        problem = admin.refused("POST", "/programmes", {"facts": {"title": "Twice", "language": "en"}})
        assert (problem["status"], problem["type"]) == (400, "urn:muragat:problem:no-idempotency-key")
        assert "Idempotency-Key" in problem["detail"]
    assert admin.get("/programmes") == before


def test_asked_by_many_at_once_under_one_key_is_made_once(desk: Desk) -> None:
    who, new = script(desk, "journalist"), {"facts": {"title": "At once", "language": "en"}}
    together = threading.Barrier(4)

    def ask(_: int) -> tuple[int, str]:
        own = Script(desk.app.test_client(), who.token)
        together.wait(60)
        answer = own.ask("POST", "/programmes", new, headers={"Idempotency-Key": "one"})
        return answer.status_code, answer.json["id"]

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(ask, range(4)))
    assert [status for status, _ in answers] == [200, 200, 200, 201]
    assert len({programme_id for _, programme_id in answers}) == 1


def test_facts(admin: Script, place: str) -> None:
    changed = admin.change("PATCH", f"{place}/facts", {"publisher": "Radio  Qala", "published": "2026-01-02"})
    assert changed.status_code == 200
    assert changed.json["publisher"] == "Radio Qala"
    assert changed.headers["ETag"] == admin.ask("GET", f"{place}/facts").headers["ETag"]
    gone = admin.change("PATCH", f"{place}/facts", {"publisher": None})
    assert (gone.json["publisher"], gone.json["published"]) == (None, "2026-01-02")
    for wrong in ({"published": "yesterday"}, {"title": ""}, {"colour": "red"}, {"title": 7}, {"language": "xx-xx-xx"}):
        assert admin.change("PATCH", f"{place}/facts", wrong).status_code == 422, wrong


def test_a_change_says_what_was_seen_and_gets_both_versions_where_it_is_another(admin: Script, place: str) -> None:
    seen = admin.ask("GET", f"{place}/facts").headers["ETag"]
    problem = admin.refused("PATCH", f"{place}/facts", {"author": "A"})
    assert (problem["status"], problem["type"]) == (428, "urn:muragat:problem:not-said-what-was-seen")
    for unseen, status in (("*", 428), (f"W/{seen}", 412), ('"other"', 412)):
        assert (
            admin.refused("PATCH", f"{place}/facts", {"author": "A"}, headers={"If-Match": unseen})["status"] == status
        )
    admin.do("PATCH", f"{place}/facts", {"author": "A"}, headers={"If-Match": seen})
    problem = admin.refused("PATCH", f"{place}/facts", {"author": "B"}, headers={"If-Match": seen})
    assert (problem["status"], problem["type"]) == (412, "urn:muragat:problem:stale")
    assert (problem["current"]["author"], problem["sent"]) == ("A", {"author": "B"})
    admin.do("PATCH", f"{place}/facts", problem["sent"], headers={"If-Match": problem["current_etag"]})
    assert admin.get(f"{place}/facts")["author"] == "B"


def test_summary_and_its_versions(admin: Script, place: str) -> None:
    first = admin.get(f"{place}/summary")
    made = admin.change("PUT", f"{place}/summary", {"text": "Another one.", "language": "en"})
    assert (made.status_code, made.json["text"]) == (200, "Another one.")
    versions = admin.get(f"{place}/summary/versions")["versions"]
    assert [each["id"] for each in versions] == [made.json["id"], first["id"]]
    assert admin.change("PUT", f"{place}/summary", {"text": "\x00"}).status_code == 422
    assert admin.change("PUT", f"{place}/summary", {"text": " "}).status_code == 422


def test_what_is_not_there_yet_is_made_only_where_it_is_said_so(admin: Script, place: str) -> None:
    assert admin.refused("GET", f"{place}/script")["status"] == 404
    sent = {"text": "Қызылорда облысы"}
    assert admin.refused("PUT", f"{place}/script", sent)["status"] == 428
    assert admin.refused("PUT", f"{place}/script", sent, headers={"If-Match": '"x"'})["status"] == 412
    none = {"If-None-Match": "*"}
    assert admin.do("PUT", f"{place}/script", sent, headers=none)["text"] == sent["text"]
    there = admin.refused("PUT", f"{place}/script", {"text": "Б"}, headers=none)
    assert (there["status"], there["current"]["text"]) == (412, sent["text"])


def test_words(desk: Desk, admin: Script, place: str) -> None:
    listed = admin.get(f"{place}/segments?limit=1")
    (first,) = listed["segments"]
    one = f"{place}/segments/{desk.segment_id}"
    response = admin.ask("GET", one)
    assert (response.json, response.headers["ETag"]) == (first["segment"], first["etag"])
    changed = admin.do("PATCH", one, {"text": "Басқа сөздер", "speaker": "Айгүл"}, headers={"If-Match": first["etag"]})
    assert (changed["text"], changed["speaker"], changed["edited_by"]) == ("Басқа сөздер", "Айгүл", "admin")
    problem = admin.refused("PATCH", one, {"text": "Менің сөзім"}, headers={"If-Match": first["etag"]})
    assert (problem["current"]["text"], problem["sent"]) == ("Басқа сөздер", {"text": "Менің сөзім"})
    assert admin.get(f"{place}")["edits"] == 1
    same = admin.change("PATCH", one, {"speaker": "Айгүл"})
    assert (same.status_code, admin.get(place)["edits"]) == (200, 1)
    assert admin.change("PATCH", one, {"text": "x\x07"}).status_code == 422
    assert admin.refused("GET", f"{place}/segments/nobody")["status"] == 404


def test_lists_go_on_where_they_ended(admin: Script, place: str) -> None:
    whole = admin.get(f"{place}/segments")["segments"]
    told, following = [], ""
    while following is not None:
        part = admin.get(f"{place}/segments?limit=1" + (f"&cursor={following}" if following else ""))
        told += part["segments"]
        following = part["next"]
    assert told == whole
    assert len(told) > 1
    for cursor in ("x", "W10", "WzEsMl0", "%F0%9F%98%80", "bnVsbA"):
        assert admin.refused("GET", f"{place}/segments?cursor={cursor}")["status"] == 400, cursor


def test_english_of_a_segment(desk: Desk, admin: Script, place: str) -> None:
    one = f"{place}/segments/{desk.segment_id}"
    words = admin.get(one)["words_sha256"]
    assert admin.refused("GET", f"{one}/english")["status"] == 404
    sent = {"text": "A village plants.", "words_sha256": words}
    assert admin.change("PUT", f"{one}/english", sent).json["is_stale"] is False
    admin.change("PATCH", one, {"text": "Басқа"})
    assert admin.get(f"{one}/english")["is_stale"] is True
    assert admin.change("PUT", f"{one}/english", sent | {"text": "A town plants."}).status_code == 200
    assert len(admin.get(f"{one}/english/versions")["versions"]) == 2


def test_speakers_get_names(desk: Desk, admin: Script, place: str) -> None:
    admin.change("PATCH", f"{place}/segments/{desk.segment_id}", {"speaker": "S1"})
    (voice,) = admin.get(f"{place}/speakers")["speakers"]
    assert (voice["speaker"], voice["is_named"]) == ("S1", False)
    named = admin.change("PATCH", f"{place}/speakers", {"names": {"S1": "Айгүл"}})
    assert named.json["speakers"][0]["speaker"] == "Айгүл"
    assert admin.refused("PATCH", f"{place}/speakers", {"names": {"Айгүл": "Б"}})["status"] == 428
    absent = admin.change("PATCH", f"{place}/speakers", {"names": {"S1": "Б", "Айгүл": "В"}})
    assert (absent.status_code, "is not in the words" in absent.json["detail"]) == (422, True)
    assert [each["speaker"] for each in admin.get(f"{place}/speakers")["speakers"]] == ["Айгүл"]


def test_links_are_decided(desk: Desk, admin: Script, place: str) -> None:
    with_links(desk)
    links = admin.get(f"{place}/links")["links"]
    claim = links[0]["link"]["claim_id"]
    unheard = admin.change(
        "POST", f"{place}/links/{claim}/decisions", {"kind": "no support"}, seen_at=f"{place}/links/{claim}"
    )
    assert unheard.status_code == 422, "nobody says so who has heard nothing"
    heard = {"kind": "no support", "heard_ms": 1000}
    decided = admin.change("POST", f"{place}/links/{claim}/decisions", heard, seen_at=f"{place}/links/{claim}")
    assert (decided.json["is_checked"], decided.json["decided"]["user_name"]) == (True, "admin")
    stale = admin.refused(
        "POST", f"{place}/links/{claim}/decisions", {"kind": "reopen"}, headers={"If-Match": links[0]["etag"]}
    )
    assert stale["status"] == 412
    beyond = {"kind": "move", "spans": [{"start_ms": 10**9, "end_ms": 10**9 + 5}]}
    answer = admin.change("POST", f"{place}/links/{claim}/decisions", beyond, seen_at=f"{place}/links/{claim}")
    assert answer.status_code == 422
    assert [each["kind"] for each in admin.get(f"{place}/link-decisions")["decisions"]] == ["no support"]


def test_runs_and_their_differences(desk: Desk, admin: Script, place: str) -> None:
    with_a_second_run(desk)
    assert [run["number"] for run in admin.get(f"{place}/runs")["runs"]] == [2, 1]
    found = admin.get(f"{place}/runs/2/differences")["differences"]
    first = found[0]
    one = f"{place}/runs/2/differences/{first['segment_id']}"
    assert admin.refused("POST", f"{one}/take-over", {"seen_sha256": "0"})["status"] == 412
    assert admin.do("POST", f"{one}/set-aside", {"seen_sha256": first["seen_sha256"]}) is None
    assert admin.get(f"{place}/runs/2/differences")["differences"][0]["set_aside_by"] == "admin"
    admin.do("POST", f"{one}/bring-back", {"seen_sha256": first["seen_sha256"]})
    assert admin.do("POST", f"{one}/take-over", {"seen_sha256": first["seen_sha256"]}) == {"places": 1}
    assert admin.do("POST", f"{place}/runs/2/differences/take-over")["places"] >= 0
    admin.do("POST", f"{place}/runs/2/set-aside")
    assert admin.get(f"{place}/runs/2/differences")["run_set_aside_by"] == "admin"
    assert admin.refused("GET", f"{place}/runs/9/differences")["status"] == 404


def test_edits_are_listed_and_restored(desk: Desk, admin: Script, place: str) -> None:
    one = f"{place}/segments/{desk.segment_id}"
    before = admin.get(one)["text"]
    admin.change("PATCH", one, {"text": "Басқа"})
    assert [edit["segments"] for edit in admin.get(f"{place}/edits")["edits"]] == [[desk.segment_id]]
    assert admin.get(f"{place}/edits/0")["segments"][0]["text"] == before
    seen = admin.get(place)["words_sha256"]
    assert admin.refused("POST", f"{place}/edits/0/restore", {"words_sha256": "0" * 64})["status"] == 412
    restored = admin.do("POST", f"{place}/edits/0/restore", {"words_sha256": seen})
    assert restored["words_sha256"] == admin.get(place)["words_sha256"] != seen
    assert admin.get(one)["text"] == before
    assert admin.refused("GET", f"{place}/edits/7")["status"] == 404


def test_files_and_translation(desk: Desk, admin: Script, place: str) -> None:
    with_a_translation(desk)
    assert admin.ask("GET", f"{place}/drafts/vtt").text.startswith("WEBVTT")
    assert admin.get(f"{place}/translation")["segments"][0]["is_stale"] is False
    assert b"not" in admin.ask("GET", f"{place}/translation/txt").data
    part = admin.ask("GET", f"{place}/sound", headers={"Range": "bytes=0-9"})
    assert (part.status_code, len(part.data)) == (206, 10)


def test_jobs(desk: Desk, admin: Script, place: str) -> None:
    one = f"/jobs/{desk.job_id}"
    assert admin.get("/jobs")["jobs"] == admin.get(f"{place}/jobs")["jobs"]
    assert admin.do("POST", f"{one}/priority", {"priority": "urgent"})["is_urgent"] is True
    assert admin.do("POST", f"{one}/cancel")["state"] == "cancelled"
    assert admin.refused("POST", f"{one}/cancel")["status"] == 409
    assert admin.do("POST", f"{one}/retry")["state"] == "queued"
    again = [admin.do("POST", f"{place}/jobs", {"kind": "link"})["id"] for _ in range(2)]
    assert again[0] == again[1], "the same waits already"
    assert admin.refused("POST", f"{place}/jobs", {"kind": "align"})["type"] == "urn:muragat:problem:no-script"
    assert admin.refused("POST", f"{place}/jobs", {"kind": "dance"})["status"] == 422
    assert admin.get(f"{one}/heard") == {"job_id": desk.job_id, "end_ms": 0, "segments": []}


def test_from_words_to_the_public_and_back(desk: Desk, admin: Script, place: str) -> None:
    writer, approver = script(desk, "contributor_owner"), script(desk, "approver")
    writer.change("PATCH", f"{place}/segments/{desk.segment_id}", {"text": "Басқа сөздер"})
    job = writer.do("POST", f"{place}/jobs", {"kind": "link"})["id"]
    stands = approver.get(f"{place}/review")
    assert [each["kind"] for each in stands["obstacles"]] == ["the machine is at work"]
    refused = approver.refused("POST", f"{place}/approve", {"content_sha256": stands["content_sha256"]})
    assert (refused["status"], refused["type"]) == (409, "urn:muragat:problem:approval-refused")
    assert refused["obstacles"] == stands["obstacles"]
    assert refused["obstacles"][0]["sentence"].endswith(".")
    stale = approver.refused("POST", f"{place}/approve", {"content_sha256": "0" * 64})
    assert (stale["status"], stale["type"]) == (412, "urn:muragat:problem:changed-since")
    assert approver.refused("POST", f"{place}/publish", {})["type"] == "urn:muragat:problem:not-approved"
    approver.do("POST", f"/jobs/{job}/cancel")
    approved = approver.do("POST", f"{place}/approve", {"content_sha256": stands["content_sha256"]})
    assert approved["state"] == "approved"
    assert approver.do("POST", f"{place}/publish", {})["state"] == "published"
    assert [each["id"] for each in approver.get("/programmes?state=published")["programmes"]] == [desk.programme_id]
    assert approver.get("/programmes?state=approved")["programmes"] == []
    assert approver.get(f"{place}/coverage")["programme_id"] == desk.programme_id
    assert approver.refused("POST", f"{place}/withdraw", {"reason": " "})["status"] == 422
    gone = approver.do("POST", f"{place}/withdraw", {"reason": "a mistake", "public_reason": "error"})
    assert gone["state"] == "withdrawn"
    with closing(desk.open()) as db:
        assert state(db, desk.programme_id) is ReviewState.WITHDRAWN


def test_own_work_is_approved_only_with_a_reason(desk: Desk, admin: Script, place: str) -> None:
    admin.change("PATCH", f"{place}/facts", {"author": "A"})
    seen = admin.get(place)["content_sha256"]
    refused = admin.refused("POST", f"{place}/approve", {"content_sha256": seen})
    assert [each["kind"] for each in refused["obstacles"]] == ["own work"]
    done = admin.do("POST", f"{place}/approve", {"content_sha256": seen, "override": "nobody else is here"})
    assert done["events"][0]["reason"] == "nobody else is here"


def test_glossary_and_voices(desk: Desk, admin: Script) -> None:
    assert admin.do("POST", "/glossary", {"terms": ["Сексеуіл", "Арал"]})["terms"][1]["term"] == "Арал"
    assert admin.refused("POST", "/glossary", {"terms": ["x" * 200]})["status"] == 422
    assert len(admin.do("POST", "/glossary/remove", {"terms": ["арал"]})["terms"]) == 1
    assert admin.refused("POST", "/voices/forbid", {"series": "Ауыл"})["status"] == 409
    assert admin.do("POST", "/voices/allow", {"series": "Ауыл"})["series"][0]["allowed_by"] == "admin"
    assert admin.refused("POST", "/voices/forget", {"series": "Ауыл", "name": "Айгүл"})["status"] == 409
    assert admin.do("POST", "/voices/forbid", {"series": "Ауыл"}) == {"series": []}


def test_the_audit_says_by_which_token(desk: Desk, place: str) -> None:
    who = script(desk, "journalist", name="nightly import")
    who.change("PATCH", f"{place}/segments/{desk.segment_id}", {"text": "Басқа"})
    who.change("PATCH", f"{place}/facts", {"author": "A"})
    rows = who.get(f"{place}/history?limit=200")["entries"]
    by = {(row["person"], row["token"], row["action"]) for row in rows if row["token"]}
    token = "nightly import"
    assert ("journalist", token, "words") in by
    assert ("journalist", token, "facts") in by, "also where the table does not know who changed it"
    page = desk.visitor("journalist").get(f"{desk.address}/history").text
    assert "journalist, by the token “nightly import”" in page
    with closing(desk.open()) as db:
        assert list(verify(db)) == []
