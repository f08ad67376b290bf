"""The examples of docs/write-api.md are answered as it says."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from werkzeug.test import TestResponse

from tests.webapp.api.asking import Script, script
from tests.webapp.api.test_write_api import a_sound
from tests.webapp.desk import make_desk
from webapp.newsroom.api.operations import OPERATIONS
from webapp.newsroom.api.problems import SENTENCES, TYPES
from webapp.newsroom.api.rate import REQUESTS_A_MINUTE
from webapp.people.tokens import Scope

MANUAL = (Path(__file__).resolve().parents[3] / "docs" / "write-api.md").read_text()
SITE = "http://localhost"
FOLLOWED_BY_A_VALUE = {"-X": "method", "-H": "header", "-d": "data", "--data-binary": "file"}


def examples() -> Iterator[str]:
    for block in re.findall(r"```sh\n(.*?)```", MANUAL, re.DOTALL):
        yield from block.replace("\\\n", " ").strip().splitlines()


def run(who: Script, command: str, values: dict[str, str], sound: bytes) -> TestResponse:
    """Ask as curl would."""
    for name, value in values.items():
        command = command.replace(f"${name}", value.replace('"', '\\"') if f'"If-Match: ${name}"' in command else value)
    assert "$" not in command, command
    words, options, address = iter(shlex.split(command)[1:]), {"method": "GET", "data": b""}, ""
    headers: list[tuple[str, str]] = []
    for word in words:
        kind = FOLLOWED_BY_A_VALUE.get(word)
        if kind == "header":
            headers.append(tuple(next(words).split(": ", 1)))  # type: ignore[arg-type]
        elif kind == "file":
            options["data"] = sound if next(words).startswith("@") else b""
        elif kind:
            options[kind] = next(words)
        elif not word.startswith("-"):
            address = word
    return who.client.open(address.removeprefix(SITE), headers=headers, **options)


def test_examples(tmp_path: Path) -> None:
    desk = make_desk(tmp_path)
    who, sound, answers = script(desk), a_sound(), []
    values = {
        "NEWSROOM": SITE,
        "TOKEN": who.token,
        "ID": desk.programme_id,
        "SEGMENT": desk.segment_id,
        "SHA256": hashlib.sha256(sound).hexdigest(),
    }
    for command in examples():
        if "/sound?" in command:
            values["ID"] = answers[-1].json["id"]  # That programme's own sound is the one that it has.
        elif "/segments/" in command:
            values["ID"] = desk.programme_id
            seen = who.ask("GET", f"/programmes/{desk.programme_id}/segments/{desk.segment_id}")
            values["ETAG"] = seen.headers["ETag"]
        elif "/approve" in command:
            for job in who.get("/jobs")["jobs"]:
                who.ask("POST", f"/jobs/{job['id']}/cancel")
            values["CONTENT"] = who.get(f"/programmes/{desk.programme_id}")["content_sha256"]
        answer = run(who, command, values, sound)
        assert answer.status_code in {200, 201}, (command, answer.text)
        answers.append(answer)
    assert len(answers) == 15
    assert {operation.name for operation in OPERATIONS} >= {"bring_sound", "approve"}


def test_what_the_manual_says_of_scopes_errors_and_limits() -> None:
    assert re.findall(r"^\| `(\w+)` \|", MANUAL, re.MULTILINE) == [scope.value for scope in Scope]
    assert f"{REQUESTS_A_MINUTE}\ntimes a minute" in MANUAL
    assert f"`{TYPES}`" in MANUAL
    table = MANUAL.partition("| status |")[2]
    for status in SENTENCES:
        if status not in {405, 416}:
            assert str(status) in table


def test_every_operation_says_what_it_does() -> None:
    assert [each.name for each in OPERATIONS if not (each.summary and each.description.endswith("."))] == []
    assert len({each.name for each in OPERATIONS}) == len(OPERATIONS)
