"""The newsroom sees which feed brought a programme, and where its broadcaster writes of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from media.database import immediate
from tests.webapp.desk import make_desk
from webapp.feeds.records import Item
from webapp.feeds.store import add_feed, note_answer, note_taken, waiting


def test_the_origin_stands_beside_the_facts(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    journalist = desk.visitor("journalist")
    assert "A feed has brought it" not in journalist.get(desk.address).text
    with closing(desk.open()) as db:
        feed = add_feed(db, "https://radio.example/feed", "kk")
        item = Item("g", "https://radio.example/1.mp3", "<b>T</b>", link='https://radio.example/1?a="b"&c=<d>')
        note_answer(db, feed, None, [item], None, None)
        with immediate(db):
            note_taken(db, feed, waiting(db, feed, 1)[0], desk.programme_id, is_new=True)
    page = journalist.get(desk.address).text
    assert "A feed has brought it on " in page
    assert 'href="https://radio.example/1?a=&#34;b&#34;&amp;c=&lt;d&gt;" rel="noopener noreferrer external"' in page
