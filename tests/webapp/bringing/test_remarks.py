"""What a reader of files remarks is said in the language of the page: of files themselves, as sentences may change."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from tests.transcribe.formats.test_textgrid import grid
from tests.transcribe.test_formats import export
from transcribe.formats import render
from transcribe.incoming import read_transcript_file
from transcribe.records import Segment, Word
from webapp.newsroom.remarks import remark

NAMED = "1\n00:00:00,100 --> 00:00:01,000\nАйгүл: Бір екі\n\n2\n00:00:01,000 --> 00:00:02,900\nАйгүл: Төрт бес\n"
STAMPED = "Interview of May\n\n[00:00:01] Бір екі\n\n[00:00:05] Төрт бес\n"
RUSSIAN = "1\n00:00:00,100 --> 00:00:01,000\nЭто передача о степи и о людях, которые там живут.\n"
LINES = [" ", "бір екі үш", "төрт бес", "алты жеті сегіз", "тоғыз он", "он бір", "он екі"]
ROLLED = "WEBVTT\n\n" + "\n\n".join(
    f"00:0{n}.000 --> 00:0{n + 1}.000\n{LINES[n]}\n{LINES[n + 1]}" for n in range(len(LINES) - 1)
)
WHISPER_CPP = {
    "params": {"model": "m", "language": "kk", "translate": True},
    "result": {"language": "kk"},
    "transcription": [{"text": " Hello", "offsets": {"from": 0, "to": 900}}],
}
OPENTRANSCRIBE = {
    "segments": [{"start": 0, "end": 1, "text": "Бір", "speaker": "A"}],
    "comments": [{"text": "why?", "timestamp": 1}],
}


def ours() -> bytes:
    made = json.loads(render("json", export((Segment("s1", 0, 900, (Word("Бір", 0, 900, 0.9),)),))))
    made["segments"][0] |= {"human": True}
    made["segments"][0]["words"][0] |= {"redacted": True}
    return json.dumps(made).encode()


FILES = [
    (NAMED.encode(), "Имена перед двоеточием", "“Айгүл”"),
    (STAMPED.encode(), "То, что стоит выше первого времени", "“Interview of May”"),
    (RUSSIAN.encode("cp1251"), "Буквы прочитаны как", "Windows-1251"),
    (ROLLED.encode(), "Субтитры, повторяющие", ""),
    (json.dumps(WHISPER_CPP).encode(), "Машину просили перевести", ""),
    (json.dumps(OPENTRANSCRIBE).encode(), "Не взято комментариев", "1"),
    (ours(), "В архиве, откуда это, люди исправили", "1 из "),
    (ours(), "Слов, убранных", "1"),
    (grid(("Mary", [(0, 1, "one")]), ("notes", [(0, 9, "noisy")])), "Слои приняты за говорящих", "Mary"),
    (grid(("Mary", [(0, 1, "one")]), ("notes", [(0, 9, "noisy")])), "Другие слои не взяты", "notes"),
    (grid(("A", [(0, 1, "a b"), (1, 2, "c")]), ("A - words", [(0, 1, "a"), (1, 2, "c")])), "В отрывках", "1 из 2"),
]


def told(remarks: tuple[str, ...], language: str) -> list[str]:
    with Flask("page").test_request_context(f"/?ui={language}"):
        return [remark(each) for each in remarks]


@pytest.mark.parametrize(("data", "said", "of_what"), FILES)
def test_remarks_of_a_file_are_said_in_the_language_of_the_page(data: bytes, said: str, of_what: str) -> None:
    remarks = read_transcript_file(data, "a").found.remarks
    english, here = told(remarks, "en"), told(remarks, "ru")
    assert [each for each in here if each.startswith(said) and of_what in each]
    assert not set(here) & set(english)


def test_of_many_names_only_that_there_are_more_is_said() -> None:
    assert told(("Other tiers were left out: a, b and 12 more.",), "kk") == ["Басқа қабаттар алынбады: a, b …."]
    assert told(("Of tomorrow.",), "kk") == ["Of tomorrow."]
