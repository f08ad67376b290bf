"""The edition holds what was approved and nothing else, whole, and loses what was withdrawn."""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import durable
from media.database import utc_now
from media.records import Span
from tests.webapp.editions import MADE_AT, approved, found, linking, make_sound, programme_text
from tests.webapp.published import public_client
from transcribe.records import Candidate, DecisionKind, LinkDecision, Omitted, Part, PartKind, Segment, Verdict
from transcribe.translation.records import Translated, TranslatedSegment, Translation, sources_sha256
from webapp.edition import index as edition_index
from webapp.edition import store
from webapp.edition.fold import fold, fold_words
from webapp.edition.index import open_index, rebuild_index
from webapp.edition.layout import Layout, read_document, read_tombstone
from webapp.edition.records import ChangedPart, Maker, PublicReason
from webapp.edition.render import Approved, render_document
from webapp.edition.store import SoundFiles, add_version, block, edition_writer, published_versions, remove_blocked
from webapp.edition.words import Words
from webapp.errors import NotApproved, NotPublished, SoundNotReady
from webapp.leaks.names import parse_names
from webapp.leaks.sweep import sweep as sweep_for_names
from webapp.public.finding.search import Query
from webapp.public.reading.view import programme_view


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(tmp_path / "edition")


def bytes_of(layout: Layout) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(layout.root.rglob("*")) if path.is_file())


def test_published_programme_is_listed_searched_and_named_by_its_hash(layout: Layout) -> None:
    with edition_writer(layout):
        document = add_version(layout, approved("p1"), None)
    assert document.version == 1
    (path,) = layout.document_paths()
    assert hashlib.sha256(path.read_bytes()).hexdigest() == path.stem
    assert read_document(path) == document
    assert found(layout, "облысы") == ["p1"]
    assert found(layout, "village") == ["p1"]


def test_the_same_again_makes_no_version(layout: Layout) -> None:
    with edition_writer(layout):
        first = add_version(layout, approved("p1"), None)
        later = dataclasses.replace(approved("p1"), approved_at="2026-11-21T00:00:00.000Z")
        assert add_version(layout, later, None) == first
    assert published_versions(layout, "p1").keys() == {1}


def test_version_says_what_differs_from_the_one_before(layout: Layout, tmp_path: Path) -> None:
    first = approved("p1")
    named = dataclasses.replace(first.programme, topics="Villages; Trees")
    sound = make_sound(tmp_path)
    with edition_writer(layout):
        said = [
            add_version(layout, each, files).changes
            for each, files in (
                (first, None),
                (dataclasses.replace(first, programme=named), None),
                (approved("p1", text="Қызылорда қаласы"), None),
                (approved("p1", text="Қызылорда қаласы", summary="A town plants trees."), None),
                (approved("p1", text="Қызылорда қаласы", summary="A town plants trees.", sound=sound.sound), sound),
            )
        ]
    assert said == [
        (),
        (ChangedPart.FACTS,),
        (ChangedPart.FACTS, ChangedPart.LINKS, ChangedPart.WORDS),
        (ChangedPart.SUMMARY,),
        (ChangedPart.SOUND,),
    ]
    assert read_document(layout.document_path("p1", published_versions(layout, "p1")[2])).facts.topics == (
        "Villages",
        "Trees",
    )


def test_translation_is_published_less_what_was_made_of_other_words() -> None:
    now = approved("p1", text=" ".join(f"сөз{number}" for number in range(24)))
    assert now.text
    first, second, third = now.text.segments

    def english(segment: Segment, text: str, sha256: str | None = None, *, is_original: bool = False) -> object:
        made_of = sha256 or sources_sha256([segment])
        return TranslatedSegment(
            segment.start_ms, segment.end_ms, text, (segment.segment_id,), made_of, "kk", is_original
        )

    translation = Translation(
        "x1",
        "p1",
        now.text.sha256,
        Translated("text", "opus", "1", "/srv/secret/opus-kk-en", "0" * 64),
        (english(first, "A word"), english(second, "Secretname", "0" * 64), english(third, "same", is_original=True)),
        MADE_AT,
    )
    document = render_document(dataclasses.replace(now, translation=translation), 1, MADE_AT)
    (layer,) = document.translations
    assert (layer.language, layer.maker, layer.machine) == ("en", Maker.MACHINE, "opus 1, opus-kk-en")
    assert [(each.start_ms, each.end_ms, each.text) for each in layer.segments] == [
        (first.start_ms, first.end_ms, "A word")
    ]


def test_file_of_an_older_edition_opens(layout: Layout) -> None:
    """What the first versions of this program wrote: no lists of people, no translations, no changes, no reason."""
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    (path,) = layout.document_paths()
    old = msgspec.json.decode(path.read_bytes())
    for name in ("broadcaster", "service", "aired", "people", "places", "topics"):
        del old["facts"][name]
    del old["translations"], old["changes"], old["summary"]["omitted"]
    path.write_bytes(msgspec.json.encode(old))
    document = read_document(path)
    assert (document.facts.people, document.translations, document.changes) == ((), (), ())
    tombstone = layout.tombstone_path("p2")
    tombstone.parent.mkdir()
    tombstone.write_bytes(
        b'{"format":"muragat-withdrawn/1","programme_id":"p2","version":3,"withdrawn_at":"2026-11-20T08:00:00.000Z"}'
    )
    read = read_tombstone(layout, "p2")
    assert read
    assert read.reason is PublicReason.NEWSROOM


def test_new_text_is_a_new_version_and_the_old_is_not_found(layout: Layout) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1", text="Гүлнәр"), None)
        add_version(layout, approved("p1", text="Сексеуіл"), None)
    assert published_versions(layout, "p1").keys() == {1, 2}
    assert found(layout, "Гүлнәр") == []
    assert found(layout, "сексеуіл") == ["p1"]


def test_sound_is_there_under_its_hash(layout: Layout, tmp_path: Path) -> None:
    files = make_sound(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p1", sound=files.sound), files)
    assert layout.sound_path(files.sound.sha256).read_bytes() == files.access.read_bytes()
    assert layout.peaks_path(files.sound.sha256).read_bytes() == files.peaks.read_bytes()


def test_damaged_sound_is_refused_and_nothing_is_public(layout: Layout, tmp_path: Path) -> None:
    files = make_sound(tmp_path)
    files.access.write_bytes(files.access.read_bytes()[:-1])
    with edition_writer(layout), pytest.raises(SoundNotReady):
        add_version(layout, approved("p1", sound=files.sound), files)
    assert published_versions(layout, "p1") == {}
    assert list(layout.sound.iterdir()) == []


def approved_again(programme_id: str) -> Approved:
    """Return a programme that was approved just now, after whatever was withdrawn before."""
    return dataclasses.replace(approved(programme_id), approved_at=utc_now())


def withdraw(layout: Layout, programme_id: str) -> None:
    block(layout, programme_id)
    remove_blocked(layout)


def test_withdrawn_programme_leaves_no_byte_of_its_text_or_sound(layout: Layout, tmp_path: Path) -> None:
    files = make_sound(tmp_path)
    with edition_writer(layout):
        add_version(layout, approved("p1", text="Жақсыбаева", summary="Secretname spoke.", sound=files.sound), files)
        add_version(layout, approved("p2"), None)
    assert "Жақсыбаева".encode() in bytes_of(layout)
    withdraw(layout, "p1")
    left = bytes_of(layout)
    for secret in ("Жақсыбаева", "жақсыбаева", "Secretname", "secretname"):
        assert secret.encode() not in left
    assert not layout.sound_path(files.sound.sha256).exists()
    tombstone = read_tombstone(layout, "p1")
    assert tombstone is not None
    assert tombstone.version == 1
    assert found(layout, "облысы") == ["p2"]


def test_withdrawn_programme_may_come_back_with_the_next_number(layout: Layout) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    withdraw(layout, "p1")
    with edition_writer(layout):
        assert add_version(layout, approved_again("p1"), None).version == 2
    assert read_tombstone(layout, "p1") is None
    assert found(layout, "облысы") == ["p1"]


def test_publishing_that_began_before_does_not_undo_a_withdrawal(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    block(layout, "p1")
    with edition_writer(layout), pytest.raises(NotApproved, match="approve it again"):
        add_version(layout, approved("p1"), None)
    assert read_tombstone(layout, "p1")

    with edition_writer(layout):
        again = approved_again("p1")
        add_version(layout, again, None)
        files = make_sound(tmp_path)
        longer = dataclasses.replace(approved_again("p1"), sound=files.sound)
        copy = store._copy_sound

        def withdrawn_meanwhile(layout: Layout, files: SoundFiles) -> None:
            copy(layout, files)
            block(layout, "p1")

        monkeypatch.setattr(store, "_copy_sound", withdrawn_meanwhile)
        with pytest.raises(NotApproved, match="withdrawn after"):
            add_version(layout, longer, files)
    assert read_tombstone(layout, "p1"), "whoever withdrew it was told that it is gone"
    with edition_writer(layout):
        pass
    assert published_versions(layout, "p1") == {}
    assert not layout.sound_path(files.sound.sha256).exists()


def test_withdrawal_while_the_index_is_made_anew_is_not_forgotten(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1", text="бірде Құпиябекова"), None)
        add_version(layout, approved("p2"), None)
    write = edition_index._write_words

    def withdrawn_meanwhile(layout: Layout, words: Words) -> str:
        block(layout, "p1")
        return write(layout, words)

    monkeypatch.setattr(edition_index, "_write_words", withdrawn_meanwhile)
    rebuild_index(layout)
    monkeypatch.undo()
    with edition_writer(layout):
        pass
    assert [leak.path for leak in sweep_for_names(layout.root, parse_names("Құпиябекова")) if leak.is_certain] == []


def test_what_a_killed_withdrawal_had_begun_to_write_is_no_programme(layout: Layout) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    block(layout, "p1")
    said = layout.blocked_path("p1").read_bytes()
    with edition_writer(layout):
        pass
    (layout.blocked / f"{durable.MAKING}0f").write_bytes(said)
    with edition_writer(layout):
        pass
    assert [path.name for path in layout.programmes.iterdir()] == ["p1"]
    assert not list(layout.root.rglob(f"{durable.MAKING}*"))


def test_a_kill_in_the_middle_of_a_withdrawal_leaves_it_on_no_page_and_in_no_search(layout: Layout) -> None:
    """Nothing is written at once: what is written first decides, and whoever writes next ends what was begun."""
    with edition_writer(layout):
        add_version(layout, approved("p1", text="бірде Құпиябекова"), None)
        add_version(layout, approved("p2", text="бірде басқа"), None)
    block(layout, "p1", PublicReason.CORRECTED)
    layout.tombstone_path("p1").unlink()
    client = public_client(layout.root)
    assert [client.get(f"/programmes/{each}").status_code for each in ("p1", "p2")] == [410, 200]
    assert "being corrected" in client.get("/programmes/p1").text
    assert 'status="deleted"' in client.get("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:muragat:p1").text
    assert found(layout, "бірде") == ["p2"]
    with edition_writer(layout):
        pass
    assert [path.name for path in layout.tombstone_path("p1").parent.iterdir()] == ["withdrawn.json"]
    assert not layout.blocked_programmes()
    assert client.get("/programmes/p1").status_code == 410


def test_withdrawal_is_not_lost_to_a_sweep(layout: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    move = durable.move_durably

    def swept_first(making: Path, path: Path) -> None:
        monkeypatch.undo()
        making.unlink()
        move(making, path)

    monkeypatch.setattr(durable, "move_durably", swept_first)
    block(layout, "p1")
    assert read_tombstone(layout, "p1")


def test_what_is_not_published_cannot_be_withdrawn(layout: Layout) -> None:
    with edition_writer(layout), pytest.raises(NotPublished, match="p9"):
        block(layout, "p9")


def test_lost_index_is_made_from_the_files(layout: Layout) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
        add_version(layout, approved("p2", text="Басқа сөз"), None)
    layout.index_path.unlink()
    with edition_writer(layout):
        pass
    assert found(layout, "облысы") == ["p1"]
    assert found(layout, "басқа") == ["p2"]


def test_index_cannot_be_written_by_a_reader(layout: Layout) -> None:
    with edition_writer(layout):
        add_version(layout, approved("p1"), None)
    connection = open_index(layout)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM programme")
    connection.close()


def test_summary_is_published_whole_in_order() -> None:
    summary = "Heading\n\nFirst sentence. Second one.\nThird, wrapped\nby an editor.\n\nLast."
    text = programme_text("p1", "бір екі үш төрт")
    one = approved("p1", summary=summary)
    assert one.summary is not None
    links = linking(text, one.summary, "Second one.", Span(0, 800))
    made = render_document(dataclasses.replace(one, text=text, linking=links), 1, "2026-11-24T00:00:00.000Z").summary
    assert made is not None
    said = " ".join(sentence.text for sentence in made.sentences)
    assert said.split() == summary.split()
    assert [sentence.paragraph for sentence in made.sentences] == sorted(s.paragraph for s in made.sentences)
    (linked,) = [sentence for sentence in made.sentences if sentence.spans]
    assert linked.text == "Second one."
    assert not linked.stale


def test_link_whose_words_were_changed_is_stale() -> None:
    text = programme_text("p1", "бір екі үш төрт")
    one = approved("p1", text="бір екі үш төрт")
    assert one.summary is not None
    links = dataclasses.replace(linking(text, one.summary, "A village plants trees.", Span(0, 800)), text_sha256="old")
    changed = dataclasses.replace(one, text=programme_text("p1", "бір алты үш төрт"), linking=links)
    same = dataclasses.replace(one, linking=links)
    for case, stale in ((changed, True), (same, False)):
        made = render_document(case, 1, "2026-11-24T00:00:00.000Z").summary
        assert made is not None
        assert made.sentences[0].stale is stale


def test_private_places_and_prompts_stay_private() -> None:
    one = approved("p1")
    assert one.text is not None
    made = dataclasses.replace(
        one.text.transcript.provenance, model="/home/desk/models/secret-place/kk-large", options={"prompt": "Гүлнәр"}
    )
    transcript = dataclasses.replace(one.text.transcript, provenance=made)
    edited = dataclasses.replace(one.text.segments[0], edited_by="aigul")
    text = dataclasses.replace(one.text, transcript=transcript, segments=(edited,))
    shown = repr(render_document(dataclasses.replace(one, text=text), 1, "2026-11-24T00:00:00.000Z"))
    assert "secret-place" not in shown
    assert "kk-large" in shown
    assert "Гүлнәр" not in shown
    assert "aigul" not in shown


def test_a_machine_whose_words_were_taken_over_is_named_without_its_place() -> None:
    before = approved(text="бір екі үш төрт бес алты жеті сегіз тоғыз")
    assert before.text
    first, second = before.text.segments
    other = dataclasses.replace(before.text.transcript.provenance, model="/srv/models/large-v3")
    taken = (first, dataclasses.replace(second, run=5))
    text = dataclasses.replace(before.text, segments=taken, other_runs={5: other})
    transcript = render_document(dataclasses.replace(before, text=text), 1, "").transcript
    assert transcript
    assert [made.model for made in transcript.others] == ["large-v3"]
    assert [segment.made_by for segment in transcript.segments] == [0, 1]


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(min_size=1), max_size=12))
def test_every_folded_word_is_found_where_it_stands(words: list[str]) -> None:
    folded = fold_words(words)
    assert folded.text == fold(" ".join(words)) or any(fold(word) == "" for word in words)
    for index, word in enumerate(words):
        term = fold(word)
        if term:
            assert index in folded.places(term, at_word_start=True)


@pytest.mark.parametrize(
    ("text", "folded"),
    [("ЁЛКА", "елка"), ("«Теңіз қайтпаса да»,", "теңіз қайтпаса да"), ("co\u00adop", "coop"), ("I\u0307", "i\u0307")],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_part_that_failed_is_published_with_what_is_heard_instead() -> None:
    one = approved(text="жыл " * 630 + "2008 жыл", summary="A village plants trees. Second one.")
    assert one.linking
    (link,) = one.linking.links
    part = Part(PartKind.NUMBER, "2006", 0, 4, Verdict.CONFLICTING, "2008", Span(252_000, 252_400))
    failed = dataclasses.replace(link, verdict=Verdict.CONFLICTING, parts=(part,))
    links = dataclasses.replace(one.linking, links=(failed,))
    document = render_document(dataclasses.replace(one, linking=links), 1, "2026-11-24T00:00:00.000Z")
    (said,) = [s for paragraph in programme_view(document, Query("", ())).paragraphs for s in paragraph if s.remarks]
    assert said.remarks == ("2006 is not heard; 2008 is, at 4:12",)


def test_what_a_person_confirmed_is_said_to_be_checked_without_other_places() -> None:
    one = approved(summary="A village plants trees. Second one.")
    assert one.linking
    (link,) = one.linking.links
    decision = LinkDecision("d1", "p1", "c1", DecisionKind.ACCEPT, link.spans, "aigul", "2026-11-25T00:00:00Z")
    decided = dataclasses.replace(link, alternatives=(Candidate(Span(0, 10), 0.2, "Қызылорда"),), decided=decision)
    for is_checked, finding, remarks in ((True, "Heard at", ("checked by the newsroom",)), (False, "Likely at", ())):
        links = dataclasses.replace(one.linking, links=(dataclasses.replace(decided, checked=is_checked),))
        document = render_document(dataclasses.replace(one, linking=links), 1, "2026-11-24T00:00:00.000Z")
        said = programme_view(document, Query("", ())).paragraphs[0][0]
        assert (said.finding, said.remarks, bool(said.others)) == (finding, remarks, not is_checked)


def test_what_the_summary_leaves_out_is_published_as_times_where_its_words_are_now() -> None:
    one = approved(
        text=" ".join(f"сөз{number}" for number in range(400)), summary="A village plants trees. It is early."
    )
    assert one.linking
    (link,) = one.linking.links
    left_out = (
        Omitted(Span(100_000, 140_000), 0.5, "сөз250 сөз251", "secret"),
        Omitted(Span(40_000, 80_000), 0.9, "сөз100"),
    )
    linking = dataclasses.replace(one.linking, omitted=left_out)
    assert omitted(dataclasses.replace(one, linking=linking)) == (Span(40_000, 80_000), Span(100_000, 140_000))
    decision = LinkDecision("d1", "p1", "c1", DecisionKind.ACCEPT, link.spans, "aigul", "2026-11-25T00:00:00Z")
    told = dataclasses.replace(link, spans=(Span(40_000, 80_000),), quote="", decided=decision)
    words = [word.text for segment in one.text.segments for word in segment.words][100:200] if one.text else []
    told = dataclasses.replace(told, quote=" ".join(words))
    linking = dataclasses.replace(linking, links=(told,))
    assert omitted(dataclasses.replace(one, linking=linking)) == (Span(100_000, 140_000),), "a person says it is told"


def omitted(one: Approved) -> tuple[Span, ...]:
    summary = render_document(one, 1, "2026-11-24T00:00:00.000Z").summary
    assert summary
    return summary.omitted
