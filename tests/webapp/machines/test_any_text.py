"""Whatever text an edition holds, every format stays what it is: well-formed, valid, and in JSON the text itself."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.webapp.editions import approved
from tests.webapp.machines.schemas import faults
from webapp.edition.records import EditionDocument, EditionFacts, EditionSound
from webapp.edition.render import render_document
from webapp.public.app import create_public
from webapp.public.machines.catalogue.dublin_core import dublin_core
from webapp.public.machines.catalogue.ebucore import ebucore
from webapp.public.machines.catalogue.json_ld import json_ld
from webapp.public.machines.catalogue.pbcore import pbcore
from webapp.public.machines.catalogue.times import whole_seconds
from webapp.public.machines.feeds.atom import atom
from webapp.public.machines.feeds.chapters import chapters
from webapp.public.machines.feeds.listing import Feed
from webapp.public.machines.feeds.rss import rss
from webapp.public.machines.iiif.manifest import manifest
from webapp.public.machines.outline import CatalogueRecord, Outline
from webapp.public.machines.xml import clean, document
from webapp.public.shelf import Version

MOMENT = "2026-11-20T08:00:00.000Z"
FACTS = [
    each.name
    for each in dataclasses.fields(EditionFacts)
    if each.name not in {"programme_id", "language", "synthetic", "people", "places", "topics"}
]
# An edition is JSON in UTF-8, which has no halves of surrogate pairs; all else may stand in it.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_public(Path(tmp_path_factory.mktemp("edition")))


@st.composite
def documents(draw: st.DrawFn) -> EditionDocument:
    """Return a version in which any fact, name, word or sentence may be any text."""
    made = render_document(approved("p1", "x"), 1, MOMENT)
    lists = {name: tuple(draw(st.lists(TEXTS, max_size=2))) for name in ("people", "places", "topics")}
    facts = dataclasses.replace(made.facts, **{name: draw(TEXTS) for name in FACTS}, **lists)
    assert made.summary
    assert made.transcript
    sentences = tuple(dataclasses.replace(each, text=draw(TEXTS)) for each in made.summary.sentences)
    segments = tuple(dataclasses.replace(each, speaker=draw(TEXTS)) for each in made.transcript.segments)
    return dataclasses.replace(
        made,
        facts=facts,
        summary=dataclasses.replace(made.summary, sentences=sentences),
        transcript=dataclasses.replace(made.transcript, segments=segments),
    )


def record_of(made: EditionDocument) -> CatalogueRecord:
    speakers = tuple(each.speaker for each in made.transcript.segments if each.speaker) if made.transcript else ()
    told = Outline(
        made.facts,
        1,
        MOMENT,
        made.summary,
        made.sound,
        made.transcript is not None,
        speakers,
        (),
        made.changes,
        made.note,
    )
    return CatalogueRecord(told, (Version("p1", 1, "0" * 64, None, MOMENT),), ())


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(made=documents())
def test_formats_stand_any_text(app: Flask, made: EditionDocument) -> None:
    record = record_of(made)
    with app.test_request_context("/"):
        feed = Feed(
            made.facts.title, made.facts.title, "http://x/", "http://x/f", None, (record,), whole_seconds(MOMENT)
        )
        for schema, render in (("oai_dc", dublin_core), ("pbcore", pbcore), ("ebucore", ebucore)):
            content = document(render(record))
            assert faults(schema, content) == []
        for render_feed in (rss, atom):
            root = etree.fromstring(document(render_feed(feed)))
            title = root.find("{*}title") if root.tag != "rss" else root.find("channel/title")
            assert title is not None
            assert (title.text or "").split() == clean(made.facts.title).split()
        assert json.loads(msgspec.json.encode(json_ld(record)))["name"] == made.facts.title
        assert [each.title for each in chapters(made).chapters]


@settings(deadline=None)
@given(title=TEXTS)
def test_manifest_keeps_any_title(app: Flask, title: str) -> None:
    sound = EditionSound("0" * 64, 1, 3000)
    made = render_document(approved("p1", "x", sound=sound), 1, MOMENT)
    titled = dataclasses.replace(made, facts=dataclasses.replace(made.facts, title=title))
    with app.test_request_context("/"):
        assert json.loads(msgspec.json.encode(manifest(titled)))["label"] == {"none": [title]}
