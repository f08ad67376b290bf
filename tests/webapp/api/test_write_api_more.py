"""What people do at the desk beside words and links: cut, check, talk, assign, replace, keep back, look back."""

from __future__ import annotations

from contextlib import closing

import pytest

from tests.webapp.api.asking import Script, script
from tests.webapp.desk import Desk, with_a_second_run
from tests.webapp.linked import with_links
from webapp.accounts import get_user
from webapp.people.tokens import Scope
from webapp.redaction.vault import KEY_VARIABLE, new_key


def test_segments_are_split_joined_taken_out_and_it_is_undone(desk: Desk, admin: Script, place: str) -> None:
    one = f"{place}/segments/{desk.segment_id}"
    whole = admin.get(one)
    split = admin.change("POST", f"{one}/split", {"words": 2, "mark": "abcdefgh"}, seen_at=one)
    first, second = split.json["segments"]
    assert (first["id"], f"{first['text']} {second['text']}") == (desk.segment_id, whole["text"])
    after = admin.ask("GET", f"{place}/segments/{second['id']}").headers["ETag"]
    joining = {"next_id": second["id"], "next_etag": after}
    assert admin.refused("POST", f"{one}/join", joining)["status"] == 428
    stale = admin.change("POST", f"{one}/join", joining | {"next_etag": '"0"'}, seen_at=one)
    assert stale.status_code == 412, "the other one is named too"
    joined = admin.change("POST", f"{one}/join", joining, seen_at=one).json
    assert (joined["segments"][0]["text"], joined["gone"]) == (whole["text"], [second["id"]])
    assert admin.refused("GET", f"{place}/segments/{second['id']}")["status"] == 404
    gone = admin.change("DELETE", one, None, seen_at=one).json
    assert gone["gone"] == [desk.segment_id]
    assert desk.segment_id not in [each["segment"]["id"] for each in admin.get(f"{place}/segments")["segments"]]
    back = admin.do("POST", f"{place}/edits/{gone['number']}/undo")
    assert back["segments"][0]["text"] == whole["text"]
    assert admin.refused("POST", f"{place}/edits/99/undo")["status"] == 404


def test_somebody_vouches_for_a_segment(desk: Desk, admin: Script, place: str) -> None:
    one = f"{place}/segments/{desk.segment_id}"
    assert admin.change("POST", f"{one}/check", {}, seen_at=one).json["is_checked"] is True
    assert admin.change("POST", f"{one}/check", {"take_back": True}, seen_at=one).json["is_checked"] is False
    assert admin.refused("POST", f"{one}/check", {})["status"] == 428


def test_comments(desk: Desk, admin: Script, place: str) -> None:
    journalist = script(desk, "journalist")
    thread = admin.do("POST", f"{place}/comments", {"text": "Is this the name?", "segment_id": desk.segment_id})
    assert thread["quote"] == admin.get(f"{place}/segments/{desk.segment_id}")["text"]
    one = f"{place}/comments/{thread['id']}"
    assert admin.do("POST", f"{one}/settle", {"is_open": False})["settled_by"] == "admin"
    answered = journalist.do("POST", f"{one}/answers", {"text": "It is."})
    assert (answered["is_open"], [each["author"] for each in answered["comments"]]) == (True, ["admin", "journalist"])
    mine = answered["comments"][1]
    edit = {"text": "It is not.", "seen_text_id": mine["text_id"]}
    assert admin.refused("PATCH", f"{one}/{mine['id']}", edit)["status"] == 403
    assert journalist.do("PATCH", f"{one}/{mine['id']}", edit)["comments"][1]["text"] == "It is not."
    assert journalist.refused("PATCH", f"{one}/{mine['id']}", edit | {"text": "?"})["status"] == 412
    assert admin.do("DELETE", f"{one}/{mine['id']}")["comments"][1]["text"] is None
    assert len(admin.get(f"{place}/comments")["threads"]) == 1
    assert admin.refused("POST", f"{place}/comments", {"text": "x", "segment_id": "nobody"})["status"] == 422
    assert admin.refused("POST", f"{place}/comments", {"text": " "})["status"] == 422


def test_programmes_are_assigned(desk: Desk, place: str) -> None:
    approver, other = script(desk, "approver"), script(desk, "journalist_other")
    assert other.refused("GET", place)["status"] == 404
    sent = {"person": "journalist_other", "due": "2026-12-01"}
    assigned = approver.do("POST", f"{place}/assignments/assign", sent)["assignments"]
    assert ("journalist_other", "2026-12-01", "approver") in [(a["person"], a["due"], a["by"]) for a in assigned]
    assert other.get("/me/assignments")["assignments"][0]["programme_id"] == desk.programme_id
    assert other.get(place)["id"] == desk.programme_id
    approver.do("POST", f"{place}/assignments/unassign", {"person": "journalist_other"})
    assert other.refused("GET", place)["status"] == 404
    for wrong in ({"person": "nobody"}, {"person": "journalist", "due": "soon"}):
        assert approver.refused("POST", f"{place}/assignments/assign", wrong)["status"] == 422
    assert approver.refused("POST", f"{place}/assignments/assign", {"person": "contributor_owner"})["status"] == 403


def test_people_leave_and_their_work_is_handed_over(desk: Desk, admin: Script, place: str) -> None:
    with closing(desk.open()) as db:
        leaver = get_user(db, "journalist").user_id
    gone = script(desk, "journalist")
    assert [each["name"] for each in admin.get("/people")["people"]][:2] == ["admin", "approver"]
    assert admin.do("POST", f"/people/{leaver}/end")["ended_at"]
    assert gone.ask("GET", "/me").status_code == 401
    assert admin.refused("POST", f"/people/{leaver}/end")["status"] == 404
    (left,) = admin.get(f"/people/{leaver}/assignments")["assignments"]
    sent = {"to": "journalist_other", "programme_ids": [left["programme_id"]]}
    assert admin.do("POST", f"/people/{leaver}/hand-over", sent) == {"programmes": 1}
    assert script(desk, "journalist_other").get(place)["id"] == desk.programme_id


def test_what_is_to_be_checked(desk: Desk, admin: Script, place: str) -> None:
    with_a_second_run(with_links(desk))
    listed = admin.get(f"{place}/checks")
    item = next(each for each in listed["items"] if each["span"] and "heard so" in each["answers"])
    one = f"{place}/checks/{item['key']}"
    said = {"answer": "heard so", "seen_sha256": item["seen_sha256"]}
    assert admin.refused("POST", one, said)["type"] == "urn:muragat:problem:not-heard"
    done = admin.do("POST", one, said | {"heard_ms": item["span"]["start_ms"]})
    now = next(each for each in done["items"] if each["key"] == item["key"])
    assert (now["standing"], now["answered_by"]) == ("done", "admin")
    assert done["done"] == listed["done"] + 1
    again = admin.refused("POST", one, said | {"heard_ms": 0})
    assert again["status"] == 412
    assert admin.refused("POST", f"{place}/checks/nothing", said)["status"] == 412


def test_words_are_corrected_where_they_are_checked(desk: Desk, admin: Script, place: str) -> None:
    with_links(desk)
    item = next(
        each for each in admin.get(f"{place}/checks")["items"] if each["segment_ids"] and "corrected" in each["answers"]
    )
    one, segment = f"{place}/checks/{item['key']}", f"{place}/segments/{item['segment_ids'][0]}"
    now = admin.get(segment)
    said = {"answer": "corrected", "seen_sha256": item["seen_sha256"], "segment_id": now["id"], "text": "Басқа сөз"}
    assert admin.refused("POST", one, said | {"segment_words_sha256": "0" * 64})["type"].endswith("edit-conflict")
    assert admin.get(segment) == now
    admin.do("POST", one, said | {"segment_words_sha256": now["words_sha256"]})
    assert admin.get(segment)["text"] == "Басқа сөз"


def test_words_are_replaced_where_they_were_chosen(desk: Desk, admin: Script, place: str) -> None:
    sought = {"find": "ауданы", "programme_id": desk.programme_id}
    found = admin.do("POST", "/replace/find", sought)
    (programme,) = found["programmes"]
    keys = [each["key"] for each in programme["places"]]
    (done,) = admin.do("POST", "/replace", sought | {"by": "облысы", "places": keys})["programmes"]
    assert (done["places"], done["lost"]) == (len(keys), 0)
    assert "облысы" in admin.get(f"{place}/segments/{desk.segment_id}")["text"]
    (again,) = admin.do("POST", "/replace", sought | {"by": "облысы", "places": keys})["programmes"]
    assert (again["places"], again["lost"]) == (0, len(keys))
    assert admin.refused("POST", "/replace/find", {"find": "x"})["status"] == 422
    assert admin.refused("POST", "/replace/find", {"find": "x", "programme_id": "nobody"})["status"] == 404
    assert script(desk, "contributor_other").refused("POST", "/replace/find", sought)["status"] == 404


def test_earlier_facts_and_summaries_stand_again(admin: Script, place: str) -> None:
    admin.change("PATCH", f"{place}/facts", {"author": "A"})
    admin.change("PATCH", f"{place}/facts", {"author": "B"})
    change = admin.get(f"{place}/facts/history")["changes"][0]
    assert (change["old"], change["new"], change["user_name"]) == ("A", "B", "admin")
    again = admin.change("POST", f"{place}/facts/history/{change['id']}/restore", None, seen_at=f"{place}/facts")
    assert again.json["author"] == "A"
    first = admin.get(f"{place}/summary")
    admin.change("PUT", f"{place}/summary", {"text": "Another one."})
    restore = f"{place}/summary/versions/{first['id']}/restore"
    assert admin.refused("POST", restore)["status"] == 428
    assert admin.change("POST", restore, None, seen_at=f"{place}/summary").json["text"] == first["text"]
    assert len(admin.get(f"{place}/summary/versions")["versions"]) == 3


def test_names_are_kept_back_and_contributors_are_told_nothing(
    desk: Desk, admin: Script, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY_VARIABLE, new_key())
    assert admin.get(f"{place}/redactions") == {"redactions": []}
    sent = {"names": ["Арал"], "reason": "She asked for it.", "replacement": "a place"}
    (kept,) = admin.do("POST", f"{place}/redactions/person", sent)["redactions"]
    assert kept["names"] == ["Арал"]
    places = [each for each in admin.get(f"{place}/redactions/places")["places"] if each["is_asked"]]
    assert places
    told = admin.do("POST", f"{place}/redactions/places", {"confirm": [each["id"] for each in places]})
    assert {each["decision"] for each in told["places"] if each["is_asked"]} == {"confirmed"}
    assert admin.refused("POST", f"{place}/redactions/places", {"confirm": ["nothing"]})["status"] == 409
    assert admin.refused("POST", f"{place}/redactions/person", sent | {"names": [" "]})["status"] == 422
    words = {"segment_id": desk.segment_id, "words": "no such words", "reason": "x"}
    assert admin.refused("POST", f"{place}/redactions/words", words)["status"] == 422
    owner = script(desk, "contributor_owner")
    assert owner.refused("GET", f"{place}/redactions")["status"] == 404
    told_owner = [owner.ask("GET", f"{place}{each}").text for each in ("", "/review", "/history?limit=200", "/checks")]
    assert not [each for each in told_owner if "redact" in each or "kept back" in each]
    assert admin.do("POST", f"{place}/redactions/{kept['id']}/lift", {"reason": "No more."}) == {"redactions": []}
    assert script(desk, "admin", [Scope.READ]).refused("GET", f"{place}/redactions")["status"] == 403


def test_consent_is_taken_back_and_an_approval_is_asked_for(desk: Desk, place: str) -> None:
    owner, approver = script(desk, "contributor_owner"), script(desk, "approver")
    assert owner.do("POST", f"{place}/ask")["state"] in {"unreviewed", "in_review"}
    taken = approver.do("POST", f"{place}/consent", {"reason": "The second speaker."})
    assert "consent" in " ".join(each["sentence"].lower() for each in taken["obstacles"])


def test_words_that_people_correct_again_and_again(admin: Script) -> None:
    assert admin.get("/glossary/suggestions?series=Nothing") == {"suggestions": []}
    sent = {"series": "Nothing", "suggestion": "0", "accept": True}
    assert admin.do("POST", "/glossary/suggestions", sent) == {"suggestions": []}
