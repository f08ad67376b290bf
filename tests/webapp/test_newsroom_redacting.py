"""The pages of what is kept back: a person is found everywhere, looked through, and gone from what the public gets."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from media.catalogue import add_document, set_facts
from tests.security.test_oracles import bare
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, Visitor, make_desk
from tests.webapp.published import public_client
from tests.webapp.redaction.kept import KEY
from webapp.edition.publish import publish
from webapp.redaction.store import add_person
from webapp.redaction.vault import KEY_VARIABLE
from webapp.review import ReviewState, approve, state

NAME = "Шыңғырбай"
WHY = {"reason": "She asked.", "authority": "the woman herself", "replacement": "woman, 25"}


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = make_desk(tmp_path)
    with closing(made.open()) as db:
        pid = made.programme_id
        set_facts(db, pid, {"title": f"Сексеуіл, {NAME}"})
        add_document(db, pid, "summary", "Shynghyrbai plants saxaul.", language="en")
        type_words(db, pid, made.segment_id, f"{NAME} сексеуіл отырғызады", "journalist_too")
        type_words(db, pid, made.segment_id, f"{NAME} сексеуіл егеді", "journalist_too")
    return made


@pytest.fixture
def journalist(desk: Desk) -> Visitor:
    return desk.visitor("journalist")


def keep(desk: Desk, visitor: Visitor) -> str:
    """Keep the woman back; return the page of all places."""
    kept = visitor.post(f"{desk.address}/redactions/person", {"names": f"{NAME}\nТобылғы апа", **WHY})
    assert kept.status_code == 303
    return visitor.get(kept.location).text


def places(page: str) -> list[str]:
    """Return the ids of those about which somebody is asked."""
    return re.findall(r'<li id="([^"]+)">', page.partition("<h2>Elsewhere")[0])


def test_a_person_is_found_in_every_part_in_other_letters_too(desk: Desk, journalist: Visitor) -> None:
    page = keep(desk, journalist)
    for part in ("Facts", "Summary", "Transcript"):
        assert re.search(rf'<h3 id="part-\d">{part} ', page), part
    assert "<mark>Shynghyrbai</mark>" in page
    assert f"<mark>{NAME}</mark>" in page
    assert len(places(page)) == 3
    assert re.search(r'<h3 id="part-\d">Earlier words, facts and summaries ', page)
    listed = journalist.get(f"{desk.address}/redactions").text
    assert "Тобылғы апа" in listed
    assert "[woman, 25]" in listed
    assert "3 places wait" in listed


def test_places_are_confirmed_and_dismissed_one_by_one_and_all_of_a_part(desk: Desk, journalist: Visitor) -> None:
    first, second, third = places(keep(desk, journalist))
    address = f"{desk.address}/redactions/places"
    assert journalist.post(address, {"confirm": first, "shown": first}).status_code == 303
    assert journalist.post(address, {"dismiss": second, "shown": second}).status_code == 303
    assert journalist.post(address, {"all": "confirmed", "shown": third}).status_code == 303
    listed = journalist.get(f"{desk.address}/redactions").text
    assert "kept back at 2 places" in listed
    assert "cannot be approved before" not in listed
    gone = journalist.post(address, {"confirm": "nothing"})
    assert gone.status_code == 409
    assert "was changed since" in gone.text


def test_the_preview_is_what_the_public_will_read(desk: Desk, journalist: Visitor) -> None:
    keep(desk, journalist)
    page = journalist.get(f"{desk.address}/preview").text
    shown = page[page.index('class="as-public"') :]
    assert NAME not in shown
    assert "Shynghyrbai" not in shown
    assert shown.count("[woman, 25]") + shown.count("[woman,\xa025]") == 3
    assert 'class="kept-back"' in shown
    assert "Covered in the sound" in shown
    assert "Where nobody has measured when a word is said" in shown  # Somebody typed the passage anew.


def test_whoever_edits_sees_what_is_kept_back(desk: Desk, journalist: Visitor) -> None:
    keep(desk, journalist)
    for address in (desk.address, f"{desk.address}/segments/{desk.segment_id}"):
        page = journalist.get(address).text
        assert re.search(rf'class="kept-back"><span class="aside">\[kept back: </span>{NAME}<', page), address


def test_nobody_else_sees_that_anything_is(desk: Desk, journalist: Visitor) -> None:
    keep(desk, journalist)
    owner = desk.visitor("contributor_owner")
    for place in ("/redactions", "/redactions/places", "/preview"):
        refused = owner.get(f"{desk.address}{place}")
        absent = owner.get(f"/programmes/pnowhere{place}")
        assert refused.status_code == absent.status_code == 404
        # The page leads to itself in other languages.
        assert bare(refused.text, desk.programme_id) == bare(absent.text, "pnowhere")
    for place in ("", f"/segments/{desk.segment_id}", "/history"):
        page = owner.get(f"{desk.address}{place}").text
        assert "kept-back" not in page, place
        assert "redactions" not in page, place
    assert owner.post(f"{desk.address}/redactions/person", {"names": NAME, **WHY}).status_code == 404


def test_a_stretch_of_the_sound(desk: Desk, journalist: Visitor) -> None:
    address = f"{desk.address}/redactions/span"
    for start, end in (("", ""), ("0:02", "0:01"), ("nine", "ten"), ("1:00:00", "1:00:01")):
        refused = journalist.post(address, {"start": start, "end": end, **WHY})
        assert refused.status_code == 422, (start, end)
        assert f'value="{start}"' in refused.text
    assert journalist.post(address, {"start": "0:00.2", "end": "0:00.9", **WHY}).status_code == 303
    assert "From 0:00 to 0:00" in journalist.get(f"{desk.address}/redactions").text


def test_words_of_one_passage(desk: Desk, journalist: Visitor) -> None:
    form = journalist.get(f"{desk.address}/redactions?segment={desk.segment_id}").text
    assert f"{NAME} сексеуіл егеді" in form
    address = f"{desk.address}/redactions/words"
    refused = journalist.post(address, {"segment": desk.segment_id, "words": "nobody said", **WHY})
    assert refused.status_code == 422
    assert 'value="nobody said"' in refused.text
    assert journalist.post(address, {"segment": desk.segment_id, "words": "сексеуіл", **WHY}).status_code == 303
    assert "“сексеуіл”" in journalist.get(f"{desk.address}/redactions").text
    assert journalist.get(f"{desk.address}/redactions?segment=none").status_code == 404


def test_what_was_typed_comes_back(desk: Desk, journalist: Visitor) -> None:
    address = f"{desk.address}/redactions/person"
    for changed, field in (
        ({"names": " "}, "names"),
        ({"reason": ""}, "reason"),
        ({"replacement": NAME}, "replacement"),
    ):
        typed: dict[str, object] = {"names": NAME, **WHY, **changed}
        refused = journalist.post(address, typed)
        assert refused.status_code == 422, field
        assert f'id="person-{field}-problem"' in refused.text
        assert "the woman herself" in refused.text
    assert "Nothing is kept back" in journalist.get(f"{desk.address}/redactions").text


def test_without_a_key_nothing_is_stored_and_it_says_so(
    desk: Desk, journalist: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(KEY_VARIABLE)
    before_typing = journalist.get(f"{desk.address}/redactions").text
    assert "There is no key" in before_typing
    assert "Nothing is kept back" not in before_typing
    refused = journalist.post(f"{desk.address}/redactions/person", {"names": NAME, **WHY})
    assert refused.status_code == 409
    assert "There is no key" in refused.text
    assert NAME in refused.text


def test_lifting_takes_a_reason_and_is_kept(desk: Desk, journalist: Visitor) -> None:
    keep(desk, journalist)
    listed = journalist.get(f"{desk.address}/redactions").text
    (redaction_id,) = re.findall(r"redactions/(x\w+)/lift", listed)
    address = f"{desk.address}/redactions/{redaction_id}/lift"
    assert journalist.post(address, {"reason": ""}).status_code == 422
    assert journalist.post(address, {"reason": "She wants to be named."}).status_code == 303
    listed = journalist.get(f"{desk.address}/redactions").text
    assert "Nothing is kept back" in listed
    assert "She wants to be named." in listed
    assert journalist.post(address, {"reason": "again"}).status_code == 409


def test_a_public_programme_is_off_the_site_with_the_button(desk: Desk, journalist: Visitor) -> None:
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver", "test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
    public = public_client(desk.edition)
    assert NAME in public.get(desk.address).text
    assert "This programme is public" in journalist.get(f"{desk.address}/redactions").text
    # What is refused takes nothing off.
    assert journalist.post(f"{desk.address}/redactions/person", {"names": "", **WHY}).status_code == 422
    assert public.get(desk.address).status_code == 200
    keep(desk, journalist)
    assert public.get(desk.address).status_code == 410
    with closing(desk.open()) as db:
        assert state(db, desk.programme_id) is ReviewState.WITHDRAWN


def test_confirming_takes_off_what_the_public_has_though_the_archive_masks_it(desk: Desk, journalist: Visitor) -> None:
    with closing(desk.open()) as db:
        approve(db, desk.programme_id, "approver", "test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
        # As after a place was dismissed, published, and opened again by an edit: masked here, and read there.
        add_person(db, desk.programme_id, [NAME], "journalist", reason="She asked.")
    public = public_client(desk.edition)
    assert NAME in public.get(desk.address).text
    first, *_ = places(journalist.get(f"{desk.address}/redactions/places").text)
    assert journalist.post(f"{desk.address}/redactions/places", {"confirm": first}).status_code == 303
    assert public.get(desk.address).status_code == 410
