"""Every edit of a passage is stored once, over what was seen alone, and what cannot be stored comes back whole."""

from __future__ import annotations

import pytest

from tests.webapp.editor.conftest import FIRST, Window, name
from transcribe.translation.records import sources_sha256
from webapp.audit import entries
from webapp.english import english_of, fresh_english, write_english

Windows = tuple[Window, Window]


def test_a_patch_is_stored_with_times_and_says_its_new_etag(windows: Windows) -> None:
    one, _ = windows
    answer = one.words("бір екі үш төрт бес жеті сегіз тоғыз")
    assert answer.status_code == 200
    (told,) = answer.json["segments"]
    assert answer.headers["ETag"] == f'"{told["tag"]}"' == f'"{one.tag()}"'
    assert told["text"] == one.texts()[0] == "бір екі үш төрт бес жеті сегіз тоғыз"
    assert told["by"] == "journalist"
    assert len(told["times"].split()) == 8
    words = one.segments()[0].words
    assert [word.start_ms for word in words] == sorted(word.start_ms for word in words)
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_sent_twice_is_done_once(windows: Windows) -> None:
    one, two = windows
    segment = one.segments()[0]
    body = {"operation": name(), "text": "бір"}
    first = one.patch(segment.segment_id, body, one.tag())
    two.words("бір екі")
    again = one.patch(segment.segment_id, body, first.json["segments"][0]["tag"])
    assert (first.status_code, again.status_code) == (200, 200)
    assert one.texts()[0] == "бір екі"  # The second sending took nothing of the other's away.
    assert one.edits() == 2
    assert two.patch(segment.segment_id, body, two.tag()).status_code == 422  # A name is its person's.


def test_other_words_under_a_name_that_is_done_are_words_of_their_own(windows: Windows) -> None:
    """Two windows had one name for two things: a browser had doubled one with all that it kept."""
    one, _ = windows
    segment, seen = one.segments()[0], one.tag()
    operation = name()
    assert one.patch(segment.segment_id, {"operation": operation, "text": "бір"}, seen).status_code == 200
    other = {"operation": operation, "text": "бір екі"}
    refused = one.patch(segment.segment_id, other, seen)
    assert (refused.status_code, refused.json["yours"], refused.json["theirs"]["text"]) == (412, "бір екі", "бір")
    assert one.patch(segment.segment_id, other, one.tag()).status_code == 200
    assert one.patch(segment.segment_id, other, seen).status_code == 200, "sent again, it stands so already"
    assert (one.texts()[0], one.edits()) == ("бір екі", 2)


def test_of_two_who_change_one_passage_the_second_sees_both(windows: Windows) -> None:
    one, two = windows
    seen = two.tag()
    one.words("олардікі")
    answer = two.words("менікі", seen=seen)
    assert answer.status_code == 412
    told = answer.json
    assert (told["yours"], told["theirs"]["text"], told["by"]) == ("менікі", "олардікі", "journalist")
    assert answer.headers["ETag"] == f'"{one.tag()}"'
    assert one.texts()[0] == "олардікі"
    assert two.words("менікі", seen=told["theirs"]["tag"]).status_code == 200


def test_words_and_speaker_are_in_nobodys_way(windows: Windows) -> None:
    one, two = windows
    seen = two.tag()
    one.words("бір екі")
    answer = two.patch(two.segments()[0].segment_id, {"operation": name(), "speaker": "Дана"}, seen)
    assert answer.status_code == 200
    assert (two.segments()[0].text, two.segments()[0].speaker) == ("бір екі", "Дана")


def test_a_passage_that_was_taken_out_gives_the_words_back_and_can_be_revived(windows: Windows) -> None:
    one, two = windows
    segment, seen = two.segments()[1], two.tag(1)
    assert one.act("take-out", 1).status_code == 200
    answer = two.patch(segment.segment_id, {"operation": name(), "text": "менікі"}, seen)
    assert answer.status_code == 410
    assert (answer.json["yours"], answer.json["by"]) == ("менікі", "journalist")
    body = {"operation": name(), "text": "менікі", "revive": True}
    assert two.patch(segment.segment_id, body, seen).status_code == 200
    assert two.texts() == [FIRST, "менікі", FIRST]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("а" * 1_000_000, 413, "at most 10000 characters, these are 1000000"),
        ("сөз\u0007", 422, "character that nobody can see"),
        ("сөз\u202e", 422, "character that nobody can see"),
    ],
)
def test_what_cannot_be_kept_comes_back_whole(windows: Windows, text: str, status: int, said: str) -> None:
    one, _ = windows
    answer = one.words(text)
    assert answer.status_code == status
    assert said in answer.json["sentence"]
    assert answer.json["yours"] == text
    assert one.edits() == 0


def test_what_is_no_patch_is_refused(windows: Windows) -> None:
    one, _ = windows
    segment_id = one.segments()[0].segment_id
    assert one.patch("s999", {"operation": name(), "text": "сөз"}, one.tag()).status_code == 409
    blind = one.patch(segment_id, {"operation": name(), "text": "сөз"}, "")
    assert (blind.status_code, blind.json["yours"]) == (428, "сөз")
    assert one.patch(segment_id, {"operation": name(), "txt": "сөз"}, one.tag()).status_code == 400
    assert one.patch(segment_id, {"operation": "Ә", "text": "сөз"}, one.tag()).status_code == 422
    assert one.edits() == 0


def test_whoever_is_signed_out_is_told_so_and_nothing_is_stored(windows: Windows) -> None:
    one, _ = windows
    one.visitor.client.delete_cookie("newsroom")
    assert one.words("сөз").status_code == 401
    assert one.texts()[0] == FIRST


def test_split_join_and_undo_by_names(windows: Windows) -> None:
    one, _ = windows
    operation = name()
    split = one.act("split", at=2, mark="piece000001", operation=operation)
    assert split.status_code == 200
    assert [each["text"] for each in split.json["segments"]] == ["бір екі", "үш төрт бес алты жеті сегіз"]
    assert one.undo(operation).status_code == 200
    assert one.texts() == [FIRST] * 3
    following = one.segments()[1].segment_id
    joined = one.act("join", next=following, next_seen=one.tag(1))
    assert joined.status_code == 200
    assert one.texts() == [f"{FIRST} {FIRST}", FIRST]
    assert one.act("split", at=99, mark="piece000002").status_code == 422
    assert one.undo(name()).status_code == 409


def test_a_check_holds_until_somebody_changes_what_was_checked(windows: Windows) -> None:
    one, two = windows
    checked = one.act("check")
    assert checked.json["segments"][0]["checked"]["by"] == "journalist"
    assert two.changes().json["checks"][0]["kind"] == "checked"
    changed = two.words("бір екі").json["segments"][0]
    assert changed["checked"] is None
    assert one.act("check", seen="stale-tag").status_code == 412
    one.act("check")
    one.act("check", take_back=True)
    with one.open() as db:
        said = [each.action for each in entries(db, one.programme_id) if each.action.startswith("passage")]
    assert said == ["passage checked", "passage checked", "passage taken back"]


def test_english_follows_what_it_was_written_for(windows: Windows) -> None:
    one, _ = windows
    first, second = one.segments()[:2]
    with one.open() as db:
        for segment, text in ((first, "One to eight."), (second, "Again.")):
            words = sources_sha256([segment])
            write_english(db, one.programme_id, segment.segment_id, text, "x", base_id=None, source_sha256=words)
    operation = name()
    one.act("join", next=second.segment_id, next_seen=one.tag(1), operation=operation)
    assert english(one) == {first.segment_id: "One to eight. Again."}
    one.undo(operation)
    assert english(one) == {first.segment_id: "One to eight.", second.segment_id: "Again."}


def english(window: Window) -> dict[str, str]:
    """Return what is English for the words as they stand."""
    with window.open() as db:
        written = english_of(db, window.programme_id)
    return {segment_id: each.text for segment_id, each in fresh_english(written, window.segments()).items()}


def test_windows_hear_of_one_another(windows: Windows) -> None:
    one, two = windows
    one.words("бір екі")
    first = one.segments()[0].segment_id
    one.changes(at=first, typing="true")
    told = two.changes().json
    assert [each["text"] for each in told["segments"]] == ["бір екі"]
    assert told["others"] == [
        {"user_name": "journalist", "segment_id": one.segments()[0].segment_id, "is_typing": True}
    ]
    assert two.changes(number=told["number"]).json["segments"] == []
    one.changes(leaving="true")
    assert two.changes().json["others"] == []


def test_the_page_lists_every_passage_and_leads_to_its_form(windows: Windows) -> None:
    one, _ = windows
    page = one.visitor.get(f"{one.address}/edit").text
    assert "<label" not in page, "a browser goes through all passages to each of them at every key"
    for segment in one.segments():
        assert f'data-id="{segment.segment_id}"' in page
        assert f"{one.address}/segments/{segment.segment_id}" in page
