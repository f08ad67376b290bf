"""What the gate looks for: all that is surely somebody's, what masks cover, and what somebody has let through."""

from __future__ import annotations

import dataclasses

import msgspec
import pytest

from media.records import Covers, Probe, Recording, Span
from tests.webapp.editions import MADE_AT
from tests.webapp.redaction.kept_back import KEY
from tests.webapp.redaction.test_apply import content_of, person, stretch
from webapp.gate.kept_back import Dismissed, KeptBack, kept_back
from webapp.redaction.find import quote_of
from webapp.redaction.flows import Flow, text_tokens, transcript_flow
from webapp.redaction.records import Decision, Quote, Redaction, RowKind, SealedRow, Where
from webapp.redaction.rows import Said
from webapp.redaction.vault import KEY_VARIABLE, Vault
from webapp.review import Content

RECORDING = Recording("r1", "p1", "0" * 64, "a.wav", 1, Probe("wav", "pcm_s16le", 1, 48_000, 60_000), MADE_AT, "1" * 64)


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, KEY)


def guard(content: Content, *standing: Redaction, decided: dict[tuple[str, Quote], Decision] | None = None) -> KeptBack:
    vault = Vault.from_environment()
    said = [
        (each.redaction_id, RowKind(each.kind.value), Said(replacement="[x]", names=each.names, span=each.span))
        for each in standing
    ]
    said += [(owner, RowKind(what.value), Said(quote=quote)) for (owner, quote), what in (decided or {}).items()]
    rows = tuple(
        SealedRow(
            f"row{n}", "p1", owner, kind, "me", "", vault.key_id, vault.seal(msgspec.json.encode(each), f"row{n}")
        )
        for n, (owner, kind, each) in enumerate(said)
    )
    return kept_back(dataclasses.replace(content, redactions=rows))


def spoken(words: str, **facts: str) -> Content:
    return dataclasses.replace(content_of(words, None, **({"title": "Әңгіме"} | facts)), recording=RECORDING)


def test_a_sweep_looks_for_what_is_surely_theirs_and_for_each_person_apart() -> None:
    found = guard(spoken("бір екі"), person("Анна Ли"), person("Берік", redaction_id="x2"))
    assert [name.text for name in found.names] == ["Анна Ли", "Берік"]
    assert "Ли" not in {alias.text.title() for name in found.names for alias in name.aliases}, "it is a word too"
    assert any(each.alias.text == "ли" and not each.is_sure for each in found.wanted)
    assert {each.owner for each in found.wanted} == {"x1", "x2"}


def test_strictly_nobody_has_let_anything_through() -> None:
    content = spoken("Роза гүлі ашылды")
    assert content.text
    quote = quote_of(transcript_flow(content.text), 0, 1)
    found = guard(content, person("Роза"), decided={("x1", quote): Decision.DISMISSED})
    assert found.redactions.decisions == {("x1", quote): Decision.DISMISSED}
    assert found.strictly.decisions == {("x1", quote): Decision.CONFIRMED}
    assert found.strictly.standing == found.redactions.standing


def test_only_what_is_heard_and_was_let_through_may_be_heard() -> None:
    content = spoken("Роза гүлі ашылды кеше Роза апай келді", title="Роза")
    assert content.text
    flow = transcript_flow(content.text)
    let_through, kept = quote_of(flow, 0, 1), quote_of(flow, 4, 5)
    title = quote_of(Flow(Where.FACTS, "title", tuple(text_tokens("Роза"))), 0, 1)
    decided = {("x1", let_through): Decision.DISMISSED, ("x1", title): Decision.DISMISSED}
    found = guard(content, person("Роза"), decided={**decided, ("x1", kept): Decision.CONFIRMED})
    assert found.dismissed == (Dismissed("x1", Span(0, 400)),)


def test_what_a_mask_covers_and_is_said_nowhere_near() -> None:
    """Words of four letters at least, most of whose time is covered: of a shorter one most is heard, or anywhere."""
    words = "Шымкент бұл бұл Айгүл Арал қала Тараз "
    found = guard(spoken(words + "мен " * 20 + "Отырар"), stretch(1_300, 2_500))
    (covered,) = found.covered
    assert covered.span == Span(1_000, 3_000)
    assert covered.words == ("Айгүл", "Арал", "Тараз", "қала")
    again = guard(spoken(words + "Айгүл Отырар"), stretch(1_300, 2_500))
    assert again.covered[0].words == ("Арал", "Тараз", "қала"), "it is said beside the mask, rightly"
    far = guard(spoken(words + "мен " * 10 + "Айгүл"), stretch(1_300, 2_500))
    assert "Айгүл" in far.covered[0].words


def test_a_programme_without_sound_has_nothing_to_cover() -> None:
    found = guard(dataclasses.replace(spoken("бір Айгүл екі"), recording=None), person("Айгүл"))
    assert found.covers == Covers()
    assert found.covered == ()
    assert found.needs_check
    assert not guard(spoken("бір")).needs_check
    assert guard(spoken("бір"), stretch(0, 400)).needs_check
