"""tus 1.0: what is answered for is there, what is refused changes nothing, and nobody sees what is another's."""

from __future__ import annotations

import hashlib
import random
import shutil
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from werkzeug.test import TestResponse

from tests.webapp.desk import Desk, make_desk
from tests.webapp.uploading.sending import SPEAKS, STREAM, Sender, by_session, by_token, checksum
from webapp.accounts import get_user
from webapp.newsroom.app import create_newsroom
from webapp.newsroom.uploading.views import UPLOADS
from webapp.people.tokens import Scope
from webapp.uploads import store
from webapp.uploads.store import Uploads

DATA = random.Random(5).randbytes(50_000)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = make_desk(tmp_path_factory.mktemp("tus"))
    desk.app.config["API_RATE"].most = 10**9
    return desk


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db
        db.execute("DELETE FROM upload")
        shutil.rmtree(desk.archive.uploads, ignore_errors=True)
        desk.app.config[UPLOADS] = Uploads(desk.archive)


@pytest.fixture(params=["session", "token"])
def sender(desk: Desk, db: Database, request: pytest.FixtureRequest) -> Sender:
    return by_session(desk) if request.param == "session" else by_token(desk)


def row(db: Database) -> dict[str, object]:
    (found,) = db.query("SELECT * FROM upload")
    return found


def kept(desk: Desk, db: Database) -> bytes:
    """Return what is here of the one upload, as its row says."""
    found = row(db)
    path = desk.archive.uploads / str(found["upload_id"])
    return path.read_bytes()[: int(str(found["offset_bytes"]))]


def test_it_comes_in_pieces_and_its_hash_is_taken_as_they_come(sender: Sender, desk: Desk, db: Database) -> None:
    begun = sender.begin(len(DATA), "ауыл.wav")
    assert (begun.status_code, begun.headers["Upload-Offset"], begun.headers["Tus-Resumable"]) == (201, "0", "1.0.0")
    address = begun.headers["Location"]
    for start in range(0, len(DATA), 17_000):
        piece = DATA[start : start + 17_000]
        assert sender.offset(address) == start
        sent = sender.send(address, start, piece, **checksum(piece, "sha1" if start else "sha256"))
        assert (sent.status_code, sent.headers["Upload-Offset"]) == (204, str(start + len(piece)))
        assert "GMT" in sent.headers["Upload-Expires"]
    found = row(db)
    assert (found["sha256"], found["file_name"]) == (hashlib.sha256(DATA).hexdigest(), "ауыл.wav")
    assert kept(desk, db) == DATA
    head = sender.ask("HEAD", address)
    assert (head.headers["Upload-Length"], head.headers["Cache-Control"], head.data) == ("50000", "no-store", b"")
    assert sender.ask("DELETE", address).status_code == 204
    assert sender.ask("HEAD", address).status_code == 404
    assert list(desk.archive.uploads.iterdir()) == []


def test_the_hash_is_caught_up_with_after_a_restart(desk: Desk, db: Database) -> None:
    address = (before := by_token(desk)).begin(len(DATA)).headers["Location"]
    before.send(address, 0, DATA[:20_000])
    path = desk.archive.uploads / str(row(db)["upload_id"])
    with path.open("ab") as file:  # Bytes that came after the last answer, and that a power cut left.
        file.write(b"\0" * 9_000)
    again = create_newsroom(desk.archive, desk.edition)
    after = Sender(again.test_client(), before.place, before.lets_in)
    assert after.offset(address) == 20_000
    assert after.send(address, 20_000, DATA[20_000:]).status_code == 204
    assert row(db)["sha256"] == hashlib.sha256(DATA).hexdigest()
    assert path.read_bytes() == DATA


def refused(sender: Sender, address: str) -> list[tuple[int, TestResponse]]:
    """Return what must be refused while the first 100 of 1000 bytes are here, each with its status."""
    piece = DATA[100:200]
    said = {"Upload-Offset": "100", "Content-Type": STREAM}
    return [
        (409, sender.send(address, 0, DATA[:100])),  # again
        (409, sender.send(address, 200, DATA[200:300])),  # too early
        (400, sender.send(address, 100, piece, **{"Upload-Offset": "-1"})),
        (400, sender.send(address, 100, piece, **{"Upload-Offset": "100.0"})),
        (400, sender.send(address, 100, piece, **{"Upload-Offset": "٣"})),
        (413, sender.send(address, 100, DATA[100:1_101])),  # past the end that was announced
        (415, sender.send(address, 100, piece, **{"Content-Type": "application/octet-stream"})),
        (412, sender.ask("PATCH", address, said, data=piece)),
        (412, sender.ask("PATCH", address, said | {"Tus-Resumable": "0.2.2"}, data=piece)),
        (460, sender.send(address, 100, piece, **checksum(b"another"))),
        (460, sender.send(address, 100, piece, **checksum(b"another", "sha1"))),
        (400, sender.send(address, 100, piece, **{"Upload-Checksum": "md5 1B2M2Y8AsgTpgAmY7PhCfg=="})),
        (400, sender.send(address, 100, piece, **{"Upload-Checksum": "sha256 !!"})),
        (400, sender.send(address, 100, piece, **{"Upload-Checksum": "sha256 AAAA"})),
        (405, sender.ask("POST", address)),
        (405, sender.ask("POST", address, SPEAKS | {"X-HTTP-Method-Override": "GET"})),
    ]


def test_what_is_refused_changes_nothing(sender: Sender, desk: Desk, db: Database) -> None:
    address = sender.begin(1_000).headers["Location"]
    sender.send(address, 0, DATA[:100])
    before = row(db)
    for expected, answer in refused(sender, address):
        assert answer.status_code == expected, (expected, answer.status_code, answer.text)
        assert answer.headers["Tus-Resumable"] == "1.0.0"
        if expected == 412:
            assert answer.headers["Tus-Version"] == "1.0.0"
    assert row(db) == before
    assert kept(desk, db) == DATA[:100]
    assert sender.send(address, 100, DATA[100:1_000]).status_code == 204
    assert kept(desk, db) == DATA[:1_000]


CANNOT_BEGIN: tuple[tuple[dict[str, str], int], ...] = (
    ({"Upload-Length": ""}, 400),
    ({"Upload-Length": "-5"}, 400),
    ({"Upload-Length": "many"}, 400),
    ({"Upload-Length": "9" * 40}, 400),
    ({"Upload-Length": str((2 << 30) + 1)}, 413),
    ({"Upload-Defer-Length": "1"}, 400),
    ({"Upload-Metadata": "filename %%%"}, 400),
    ({"Upload-Metadata": "filename " + "QUFB" * 5_000}, 400),
    ({"Tus-Resumable": "2.0.0"}, 412),
)


def test_what_cannot_begin(desk: Desk, db: Database) -> None:
    sender = by_token(desk)
    for headers, status in CANNOT_BEGIN:
        answer = sender.begin(100, **headers)
        assert answer.status_code == status, (headers, answer.text)
    assert db.table("upload").count == 0
    assert not desk.archive.uploads.is_dir() or list(desk.archive.uploads.iterdir()) == []


NAMES: tuple[tuple[str | bytes, str], ...] = (
    ("../../../etc/passwd", "passwd"),
    ("C:\\radio\\эфир.wav", "эфир.wav"),
    ("a\0b.wav", "ab.wav"),
    ("\u202egnp.wav", "gnp.wav"),
    ("a\r\nSet-Cookie: x=1.wav", "aSet-Cookie: x=1.wav"),
    ("ә" * 2_000, "ә" * 200),
    ("..", "sound"),
    ("", "sound"),
    (b"\xff\xfe.wav", "\ufffd\ufffd.wav"),
)


def test_a_name_is_a_label(desk: Desk, db: Database) -> None:
    sender = by_token(desk)
    for name, label in NAMES:
        address = sender.begin(10, name).headers["Location"]
        assert row(db)["file_name"] == label
        (path,) = desk.archive.uploads.iterdir()
        assert path.name == row(db)["upload_id"]
        assert path.name.isalnum()
        assert path.stat().st_mode & 0o077 == 0
        sender.ask("DELETE", address)


def test_what_is_anothers_is_not_there(sender: Sender, desk: Desk, db: Database) -> None:
    address = sender.begin(100).headers["Location"]
    before = row(db)
    for other in (by_session(desk, "admin"), by_token(desk, "admin"), by_token(desk, "journalist")):
        theirs = other.place + "/" + address.rpartition("/")[2]
        answers = [
            other.ask("HEAD", theirs),
            other.ask("GET", theirs),
            other.send(theirs, 0, DATA[:10]),
            other.ask("DELETE", theirs),
        ]
        nothing = other.ask("GET", other.place + "/f000000000000")
        assert [each.status_code for each in answers] == [404] * 4
        assert answers[1].data == nothing.data
        assert str(before["upload_id"]) not in other.ask("GET", other.place).text
    assert row(db) == before
    assert str(before["upload_id"]) in sender.ask("GET", sender.place).text


def test_who_may_not_edit_by_token_uploads_nothing(desk: Desk, db: Database) -> None:
    assert by_token(desk, "admin", Scope.READ, Scope.PUBLISH).begin(10).status_code == 403
    assert Sender(desk.app.test_client(), "/api/v1/uploads").begin(10).status_code == 401
    assert Sender(desk.app.test_client(), "/uploads").begin(10).status_code == 401


def test_a_page_of_another_site_cannot_upload_for_who_is_signed_in(desk: Desk, db: Database) -> None:
    own = by_session(desk)
    address = own.begin(100).headers["Location"]
    other = Sender(own.client, own.place)
    answers = [other.begin(10), other.send(address, 0, DATA[:10]), other.ask("DELETE", address)]
    assert [each.status_code for each in answers] == [400] * 3
    assert row(db)["offset_bytes"] == 0
    for each in answers:
        assert "Access-Control-Allow-Origin" not in each.headers


def test_a_session_has_no_say_at_the_api_and_the_api_none_at_pages(desk: Desk, db: Database) -> None:
    session, token = by_session(desk), by_token(desk)
    assert Sender(session.client, token.place, session.lets_in).begin(10).status_code == 401
    assert Sender(desk.app.test_client(), session.place, token.lets_in).begin(10).status_code == 401


def test_one_person_has_room_for_so_much(desk: Desk, db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    sender, other = by_token(desk), by_token(desk, "journalist")
    monkeypatch.setattr(store, "MOST_OF_ONE_PERSON", 3)
    addresses = [sender.begin(10).headers["Location"] for _ in range(3)]
    refused = sender.begin(10)
    assert (refused.status_code, refused.json["type"]) == (429, "urn:muragat:problem:too-many-uploads")
    assert other.begin(10).status_code == 201
    sender.ask("DELETE", addresses[0])
    assert sender.begin(10).status_code == 201
    monkeypatch.setattr(store, "MOST_OF_ONE_PERSON", 30)
    monkeypatch.setattr(store, "MOST_BYTES_OF_ONE_PERSON", 1_000)
    assert sender.begin(971).status_code == 429
    assert sender.begin(970).status_code == 201


def test_a_disk_without_room_is_said_before_anything_comes(desk: Desk, db: Database) -> None:
    desk.app.config[UPLOADS] = Uploads(desk.archive, max_bytes=1 << 62)
    answer = by_session(desk).begin(1 << 58)
    assert (answer.status_code, answer.mimetype) == (507, "text/plain")
    assert db.table("upload").count == 0


def test_what_nobody_goes_on_with_is_removed(desk: Desk, db: Database) -> None:
    sender = by_token(desk)
    address = sender.begin(100).headers["Location"]
    db.execute("UPDATE upload SET expires_at_ms = 1")
    assert sender.ask("HEAD", address).status_code == 404
    assert sender.send(address, 0, DATA[:10]).status_code == 404
    assert sender.begin(20).status_code == 201
    assert row(db)["size_bytes"] == 20
    assert [path.name for path in desk.archive.uploads.iterdir()] == [row(db)["upload_id"]]


def test_of_two_who_send_the_same_piece_at_once_one_is_heard(desk: Desk, db: Database) -> None:
    address = by_token(desk).begin(len(DATA)).headers["Location"]
    pieces = [DATA, bytes(len(DATA))]
    statuses: list[tuple[int, bytes]] = []

    def send(piece: bytes) -> None:
        sender = Sender(desk.app.test_client(), "/api/v1/uploads", lets_in)
        statuses.append((sender.send(address, 0, piece[:30_000]).status_code, piece[:30_000]))

    lets_in = by_token(desk).lets_in
    threads = [threading.Thread(target=send, args=(piece,)) for piece in pieces * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(status for status, _ in statuses) == [204, *[409] * 7]
    assert kept(desk, db) == next(piece for status, piece in statuses if status == 204)


def test_options_tell_what_is_spoken(sender: Sender, desk: Desk) -> None:
    for address in (sender.place, f"{sender.place}/f1"):
        told = sender.ask("OPTIONS", address, {})
        assert told.headers["Tus-Version"] == "1.0.0"
        assert told.headers["Tus-Extension"] == "creation,checksum,expiration,termination"
        assert told.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
        assert told.headers["Tus-Max-Size"] == str(2 << 30)
    assert "Tus-Version" not in sender.ask("GET", sender.place, {}).headers
    assert "Tus-Resumable" not in desk.visitor("admin").get("/add").headers


def test_where_a_proxy_lets_no_patch_through(sender: Sender, desk: Desk, db: Database) -> None:
    address = sender.begin(10).headers["Location"]
    said = SPEAKS | {"Upload-Offset": "0", "Content-Type": STREAM, "X-HTTP-Method-Override": "PATCH"}
    assert sender.ask("POST", address, said, data=b"0123456789").status_code == 204
    assert kept(desk, db) == b"0123456789"
    assert sender.ask("POST", address, SPEAKS | {"X-HTTP-Method-Override": "DELETE"}).status_code == 204


def test_the_audit_says_who_brought_what_and_no_name_of_a_file(desk: Desk, db: Database) -> None:
    first = db.execute("SELECT max(number) FROM audit").fetchone()[0]
    sender = by_session(desk)
    sender.ask("DELETE", sender.whole(DATA[:10], "Сексеуіл Айдана.wav"))
    rows = db.execute("SELECT user_name, action FROM audit WHERE number > ?", [first]).fetchall()
    told = [(who, what) for who, what in rows if what.startswith("upload")]
    name = get_user(db, "contributor_owner").name
    assert told == [(name, "upload begun"), (name, "upload arrived"), (name, "upload ended")]
    page = desk.visitor("admin").get("/audit").text
    assert "A file has come whole" in page
    assert "upload" not in page.replace("/uploads", "")
    assert "Айдана" not in str(db.execute("SELECT * FROM audit WHERE number > ?", [first]).fetchall())


def test_an_account_that_ended_sends_nothing_more(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    sender = by_token(desk, "journalist")
    address = sender.begin(100).headers["Location"]
    with closing(desk.open()) as db:
        db.execute("UPDATE user SET disabled_at = created_at WHERE name = 'journalist'")
    assert sender.send(address, 0, DATA[:100]).status_code == 401
