"""What people keep back is stored sealed, decided place by place, and undone by rows alone."""

from __future__ import annotations

import dataclasses
import re
from itertools import product

import pytest
from sqlite_utils import Database

from media.catalogue import add_document, set_facts
from media.errors import UnknownProgramme
from media.records import Span
from tests.transcribe.texts import type_words
from tests.webapp.desk import Desk, with_a_translation
from tests.webapp.redaction.kept_back import KEY, NAME, OTHER_KEY, REASON, ROLE
from transcribe.restore import restore
from transcribe.revise import current_text
from webapp.accounts import get_user
from webapp.audit import entries, verify
from webapp.desk.comments import About, write_comment
from webapp.english import write_english
from webapp.errors import NotAllowed
from webapp.leaks.names import Alias, Name
from webapp.leaks.sweep import Sweep
from webapp.people.assignments import unassign
from webapp.redaction.elsewhere import private_places
from webapp.redaction.errors import BadRedaction, NoRedactionKey, NoSuchPlace, NotRedacted, WrongRedactionKey
from webapp.redaction.find import find_places, quote_of
from webapp.redaction.flows import Flow, text_tokens, transcript_flow
from webapp.redaction.opened import opened
from webapp.redaction.records import MASK, Decision, Likeness, Place, Redaction, Where
from webapp.redaction.rows import check_key, rows_of, seal_anew
from webapp.redaction.store import add_person, add_span, add_word, decide, lift
from webapp.redaction.vault import KEY_VARIABLE, Vault, new_key
from webapp.review import content


def keep(db: Database, desk: Desk, *names: str, replacement: str | None = ROLE, confirm: bool = False) -> Redaction:
    return add_person(
        db, desk.programme_id, names or (NAME,), "journalist", reason=REASON, replacement=replacement, confirm=confirm
    )


def places(db: Database, desk: Desk) -> tuple[Place, ...]:
    now = content(db, desk.programme_id)
    return find_places(now, opened(now.redactions))


def test_every_text_is_looked_through(db: Database, desk: Desk) -> None:
    keep(db, desk)
    found = {(place.quote.where, place.quote.words) for place in places(db, desk) if place.is_open}
    assert found == {
        (Where.FACTS, "Айгүлдің"),
        (Where.FACTS, "Айгүл Омарова"),
        (Where.SUMMARY, "Aigul Omarova"),
        (Where.TRANSCRIPT, "Айгүл Омарова,"),
        (Where.SPEAKERS, "Айгүл"),
        (Where.TRANSLATION, "Aygul Omarova"),
        (Where.ENGLISH, "Aigul Omarova,"),
    }


def test_decision_holds_until_the_words_around_are_edited(db: Database, desk: Desk) -> None:
    keep(db, desk)
    heard = next(place for place in places(db, desk) if place.quote.where is Where.TRANSCRIPT)
    decide(db, desk.programme_id, [heard.place_id], Decision.DISMISSED, "journalist")
    assert next(p for p in places(db, desk) if p.place_id == heard.place_id).decision is Decision.DISMISSED
    edited = "Менің есімім Айгүл Омарова, мен Аралдан келдім"
    type_words(db, desk.programme_id, desk.segment_id, edited, "journalist")
    again = next(place for place in places(db, desk) if place.quote.where is Where.TRANSCRIPT)
    assert again.decision is None
    assert again.place_id != heard.place_id
    with pytest.raises(NoSuchPlace, match="look at them again"):
        decide(db, desk.programme_id, [heard.place_id], Decision.CONFIRMED, "journalist")


def test_words_that_are_restored_are_what_was_decided_on(db: Database, desk: Desk) -> None:
    keep(db, desk)
    before = current_text(db, desk.programme_id)
    heard = next(place for place in places(db, desk) if place.quote.where is Where.TRANSCRIPT)
    decide(db, desk.programme_id, [heard.place_id], Decision.DISMISSED, "journalist")
    type_words(db, desk.programme_id, desk.segment_id, "Менің атым жоқ", "journalist")
    assert all(place.quote.where is not Where.TRANSCRIPT for place in places(db, desk))
    earlier = private_places(db, desk.programme_id, opened(rows_of(db, desk.programme_id)))
    assert NAME in {place.quote.words.strip(",.") for place in earlier if place.quote.where is Where.EARLIER}
    assert not any(place.is_asked for place in earlier)
    assert before.revision
    now = current_text(db, desk.programme_id)
    restore(db, desk.programme_id, before.revision.number, "journalist", base_sha256=now.sha256)
    again = next(place for place in places(db, desk) if place.quote.where is Where.TRANSCRIPT)
    assert (again.place_id, again.decision) == (heard.place_id, Decision.DISMISSED)


def test_what_was_before_and_what_is_said_of_it_is_listed_and_nobody_is_asked(db: Database, desk: Desk) -> None:
    """Earlier facts, translations and English, English for other words, and comments: all of it stays private."""
    pid = desk.programme_id
    set_facts(db, pid, {"series": "Омарованың ауылы"})
    set_facts(db, pid, {"series": "Ауыл"})
    with_a_translation(desk, "It is the last translation.")
    english = next(iter(content(db, pid).english.values()))
    write_english(
        db, pid, desk.segment_id, "I am.", "journalist", base_id=english.english_id, source_sha256=english.source_sha256
    )
    write_comment(db, pid, get_user(db, "journalist"), f"Ask {NAME} again.", About())
    keep(db, desk)
    found = private_places(db, pid, opened(rows_of(db, pid)))
    said = {(place.quote.where, place.quote.fact, place.quote.before, place.quote.words) for place in found}
    assert {
        (Where.EARLIER, "series", "", "Омарованың"),
        (Where.EARLIER, "", "", "Aygul Omarova"),
        (Where.EARLIER, "", "My name is", "Aigul Omarova,"),
        (Where.COMMENTS, "", "Ask", NAME),
    } <= said
    assert not any(place.is_asked for place in found)


def test_all_places_are_confirmed_at_once(db: Database, desk: Desk) -> None:
    keep(db, desk, confirm=True)
    assert {place.decision for place in places(db, desk) if place.is_asked} == {Decision.CONFIRMED}


def test_each_row_makes_the_content_another(db: Database, desk: Desk) -> None:
    hashes = [content(db, desk.programme_id).sha256]
    made = keep(db, desk)
    hashes.append(content(db, desk.programme_id).sha256)
    decide(db, desk.programme_id, [places(db, desk)[0].place_id], Decision.CONFIRMED, "journalist")
    hashes.append(content(db, desk.programme_id).sha256)
    lift(db, desk.programme_id, made.redaction_id, "journalist", reason="she asked to be named")
    hashes.append(content(db, desk.programme_id).sha256)
    assert len(set(hashes)) == len(hashes)
    kept = opened(rows_of(db, desk.programme_id))
    assert not kept
    assert [each.reason for each in kept.lifted] == ["she asked to be named"]
    with pytest.raises(NotRedacted, match="redactions"):
        lift(db, desk.programme_id, made.redaction_id, "journalist", reason="again")


def test_dismissal_is_not_taken_over_by_a_passage_that_came_in_before_it(db: Database, desk: Desk) -> None:
    pid, flower = desk.programme_id, "бір екі үш төрт Роза бес алты жеті сегіз"
    add_document(db, pid, "summary", flower, language="kk")
    add_person(db, pid, ["Роза"], "journalist", reason=REASON)
    (place,) = [each for each in places(db, desk) if each.quote.where is Where.SUMMARY]
    decide(db, pid, [place.place_id], Decision.DISMISSED, "journalist")
    (place,) = [each for each in places(db, desk) if each.quote.where is Where.SUMMARY]
    assert place.decision is Decision.DISMISSED
    add_document(db, pid, "summary", f"{flower} {flower}", language="kk")
    one, other = [each for each in places(db, desk) if each.quote.where is Where.SUMMARY]
    assert {one.decision, other.decision} == {None}
    ids = [one.place_id, other.place_id]
    decide(db, pid, ids, Decision.DISMISSED, "journalist")
    found = [each.decision for each in places(db, desk) if each.quote.where is Where.SUMMARY]
    assert found == [Decision.DISMISSED] * 2


def test_word_that_is_kept_back_stays_so_where_the_same_passage_comes_in_before_it(db: Database, desk: Desk) -> None:
    pid, said = desk.programme_id, "бір екі үш төрт қайың бес алты жеті сегіз"
    add_document(db, pid, "summary", said, language="kk")
    flow = Flow(Where.SUMMARY, "", tuple(text_tokens(said)))
    add_word(db, pid, quote_of(flow, 4, 5), "journalist", reason=REASON)
    add_document(db, pid, "summary", f"{said} {said}", language="kk")
    found = [each for each in places(db, desk) if each.quote.where is Where.SUMMARY]
    assert [(each.is_masked, each.is_open) for each in found] == [(True, False), (True, True)]


def test_no_row_says_in_clear_what_is_kept_back(db: Database, desk: Desk) -> None:
    keep(db, desk, NAME, "Күнсұлу", replacement="қонақ", confirm=True)
    rows = list(db.query("SELECT * FROM redaction_row"))
    audited = [row for row in db.query("SELECT * FROM audit") if str(row["action"]).startswith("redaction")]
    assert len(rows) == len(audited) == 1 + sum(place.is_asked for place in places(db, desk))
    said = b"\n".join(str(value).encode() for row in audited for value in row.values())
    said += b"\n".join(value if isinstance(value, bytes) else str(value).encode() for r in rows for value in r.values())
    secret = Name(tuple(map(Alias, (NAME, "Омарова", "Күнсұлу", "қонақ", REASON))))
    assert list(Sweep([secret], resembling=False).bytes(said)) == []
    assert {len(row["sealed"]) % 512 for row in rows} == {28}, "a row's length tells how long what it says is"
    assert len({len(row["sealed"]) for row in rows}) == 1


def test_rows_are_only_added_and_audited(db: Database, desk: Desk) -> None:
    made = keep(db, desk)
    assert list(verify(db)) == []
    entry = entries(db, desk.programme_id)[-1]
    assert (entry.user_name, entry.action, entry.subject) == ("journalist", "redaction: person", made.redaction_id)
    with pytest.raises(Exception, match="only added to"):
        db.conn.execute("UPDATE redaction_row SET user_name = 'somebody'")


def test_the_key_is_needed(db: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    check_key(db)
    keep(db, desk)
    monkeypatch.setenv(KEY_VARIABLE, "")
    with pytest.raises(NoRedactionKey, match=KEY_VARIABLE):
        check_key(db)
    assert content(db, desk.programme_id).sha256, "where a programme stands is known without the key"
    for wrong, error in ((OTHER_KEY, "lacks the key"), ("not a key", "no key"), ("YWJj", "no key")):
        monkeypatch.setenv(KEY_VARIABLE, wrong)
        with pytest.raises(WrongRedactionKey, match=error):
            check_key(db)


def test_key_is_rotated(db: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(db, desk)
    newer = new_key()
    monkeypatch.setenv(KEY_VARIABLE, f"{newer}, {KEY}")
    keep(db, desk, "Күнсұлу")
    assert seal_anew(db, Vault.from_environment()) == 1
    monkeypatch.setenv(KEY_VARIABLE, newer)
    check_key(db)
    assert [each.names[0] for each in opened(rows_of(db, desk.programme_id)).standing] == [NAME, "Күнсұлу"]
    assert list(verify(db)) == []


def test_row_put_in_place_of_another_does_not_open(db: Database, desk: Desk) -> None:
    keep(db, desk)
    keep(db, desk, "Күнсұлу")
    first, second = rows_of(db, desk.programme_id)
    with pytest.raises(WrongRedactionKey, match="changed or damaged"):
        opened((dataclasses.replace(first, sealed=second.sealed), second))


@pytest.mark.parametrize(
    ("names", "replacement", "error"),
    [
        ((), None, "Nobody is named"),
        (("", "  "), None, "Nobody is named"),
        (("…",), None, "two letters"),
        (("Я",), None, "two letters"),
        (("А" * 101,), None, "at most 100"),
        ((NAME,), "Айгүлдің анасы", "a role in its stead"),
        ((NAME,), "Aigul's mother", "a role in its stead"),
        ((NAME,), "w" * 50, "at most 40"),
        ((NAME,), "a\u202eb", "nobody can see"),
        (tuple(f"Нұр{chr(1072 + n % 30)}{n}" for n in range(51)), None, "at most 50"),
    ],
)
def test_what_cannot_be_kept_back(
    read_only: tuple[Desk, Database], names: tuple[str, ...], replacement: str | None, error: str
) -> None:
    desk, db = read_only
    with pytest.raises(BadRedaction, match=error):
        add_person(db, desk.programme_id, names, "admin", reason=REASON, replacement=replacement)
    assert rows_of(db, desk.programme_id) == ()


def test_replacement_is_in_brackets_and_tells_nobody_kept_back(db: Database, desk: Desk) -> None:
    assert keep(db, desk, replacement=None).replacement == MASK
    assert keep(db, desk, "Күнсұлу", replacement="her sister").replacement == "[her sister]"
    with pytest.raises(BadRedaction, match="a role in its stead"):
        keep(db, desk, "Ержан", replacement="Айгүлдің ағасы")
    with pytest.raises(BadRedaction, match="kept back already"):
        keep(db, desk, NAME.upper())
    with pytest.raises(BadRedaction, match="in the place of another"):
        keep(db, desk, "Sister")


@pytest.mark.parametrize(("span", "error"), [(Span(0, 60_000), "ends at 3.000 s"), (Span(500, 500), "no length")])
def test_stretch_that_is_none(read_only: tuple[Desk, Database], span: Span, error: str) -> None:
    desk, db = read_only
    with pytest.raises(BadRedaction, match=re.escape(error)):
        add_span(db, desk.programme_id, span, "admin", reason=REASON)


def test_word_is_kept_back_where_it_stands(db: Database, desk: Desk) -> None:
    text = content(db, desk.programme_id).text
    assert text
    quote = quote_of(transcript_flow(text), 5, 6)
    made = add_word(db, desk.programme_id, quote, "admin", reason=REASON)
    # Somebody typed the passage anew: it is said anywhere in it.
    assert (made.quote, made.span) == (quote, text.segments[0].span)
    (place,) = (each for each in places(db, desk) if each.likeness is not Likeness.COUNTERPART)
    assert (place.quote, place.is_masked, place.is_open) == (quote, True, False)
    with pytest.raises(NoSuchPlace, match="mark them again"):
        add_word(db, desk.programme_id, dataclasses.replace(quote, nth=1), "admin", reason=REASON)


def test_what_is_sent_twice_is_kept_back_once_so_that_one_lift_lifts_it(db: Database, desk: Desk) -> None:
    pid, span = desk.programme_id, Span(0, 500)
    made = add_span(db, pid, span, "journalist", reason=REASON)
    assert add_span(db, pid, span, "journalist", reason=REASON) == made
    assert db.table("redaction_row").count == 1
    others = [add_span(db, pid, span, "journalist", reason="other"), add_span(db, pid, span, "admin", reason=REASON)]
    assert made.redaction_id not in {each.redaction_id for each in others}, "another's reason is another's"
    lift(db, pid, made.redaction_id, "journalist", reason=REASON)
    assert add_span(db, pid, span, "journalist", reason=REASON).redaction_id != made.redaction_id, "lifted, and wanted"


def test_who_may_not_see_it_may_not_change_it(db: Database, desk: Desk) -> None:
    made = keep(db, desk)
    unassign(db, desk.programme_id, "journalist_too", "admin")
    nobodies = ("contributor_owner", "contributor_other", "journalist_too")
    for who, programme_id in product(nobodies, (desk.programme_id, "nobody")):
        with pytest.raises(NotAllowed, match="may not see what is kept back"):
            add_person(db, programme_id, ["Күнсұлу"], who, reason=REASON)
        with pytest.raises(NotAllowed, match="may not see what is kept back"):
            lift(db, programme_id, made.redaction_id, who, reason=REASON)
    with pytest.raises(UnknownProgramme):
        add_person(db, "nobody", ["Күнсұлу"], "admin", reason=REASON)
