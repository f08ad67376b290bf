"""Whatever a file holds, the answer is a transcript or one sentence: never a crash, a hang, or another file's text."""

from __future__ import annotations

import io
import json
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import UnreadableFile
from tests.transcribe.test_formats import export as as_export
from transcribe.errors import BadTranscript, UnknownTranscript
from transcribe.formats import render
from transcribe.incoming import read_transcript_file
from transcribe.incoming.file import MOST_BYTES
from transcribe.incoming.place import has_times, place
from transcribe.records import Segment, Word, WordsBy

REFUSALS = (UnreadableFile, BadTranscript)


def tried(data: bytes) -> str | None:
    """Read a file as it would come in; returns the sentence with which it is refused."""
    try:
        found = read_transcript_file(data, "a file").found
        if has_times(found):
            place(found, duration_ms=60_000, sound_sha256="ab" * 32, words_by=WordsBy.UNKNOWN)
    except REFUSALS as error:
        return str(error)
    return None


def a_document(text: str, *, name: str = "word/document.xml", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr(name, text)
    return packed.getvalue()


def paragraph(*runs: str) -> str:
    return f'<w:document xmlns:w="w"><w:body><w:p>{"".join(runs)}</w:p></w:body></w:document>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


SEGMENTS = (
    Segment("s1", 1_000, 2_000, (Word("Сөз", 1_000, 1_500, 0.9), Word("<b>", 1_500, 2_000, 0.9)), "A & B"),
    Segment("s2", 5_000, 6_000, (Word("тағы.", 5_000, 6_000, 0.9),), "S2", "ru"),
)
WORD = {"word": " сөз", "start": 0, "end": 1, "probability": 0.5}
WHISPER = {"text": "a", "segments": [{"seek": 0, "start": 0, "end": 1, "text": " сөз", "words": [WORD]}]}
TOKEN = {"text": " сөз", "offsets": {"from": 0, "to": 9}, "p": 1}
ENTRY = {"offsets": {"from": 0, "to": 10}, "text": " сөз", "tokens": [TOKEN]}
CPP = {"systeminfo": "", "params": {"model": "m"}, "result": {"language": "kk"}, "transcription": [ENTRY]}
ITEM = {"type": "pronunciation", "alternatives": [{"confidence": "1", "content": "a"}], "start_time": "0"}
AWS = {"results": {"transcripts": [], "items": [ITEM | {"end_time": "1"}]}}
OURS = ("vtt", "srt", "ttml", "ebu-tt-d", "txt", "csv", "json", "docx", "eaf", "textgrid")
FILES = [
    *(render(name, as_export(SEGMENTS)) for name in OURS),
    *(json.dumps(each, ensure_ascii=False).encode() for each in (WHISPER, CPP, AWS)),
    b"Aigul  0:05\nGood day.\n\nBek  0:09\nThank you.",
    "Қазақ тілінде жазылған мәтін осы. Өзендер мен көлдер.".encode("utf-16"),
]


@pytest.mark.parametrize("number", range(len(FILES)))
def test_a_file_cut_off_anywhere_is_read_or_refused_in_a_sentence(number: int) -> None:
    data = FILES[number]
    assert tried(data) is None
    step = max(1, len(data) // 60)
    for end in range(0, len(data), step):
        refused = tried(data[:end])
        assert refused is None or "\n" not in refused


@given(st.sampled_from(FILES), st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=6)), max_size=6))
@settings(max_examples=150, deadline=None)
def test_a_file_with_bytes_by_chance_in_it(data: bytes, changes: list[tuple[float, bytes]]) -> None:
    for place_of, piece in changes:
        at = int(place_of * len(data))
        data = data[:at] + piece + data[at + len(piece) :]
    assert tried(data) is None or tried(data)


@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
)
@settings(max_examples=150, deadline=None)
def test_bytes_by_chance(data: bytes) -> None:
    refused = tried(data)
    assert refused is None or refused


FIELDS = (
    *("start", "end", "text", "word", "words", "speaker", "segments", "timestamp", "tokens", "offsets", "from", "to"),
    *("items", "alternatives", "content", "type", "probability", "name", "language", "p", "sentence", "format"),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.sampled_from(["", "0", "1.5", "сөз", "\ud83d"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5)),
    max_leaves=12,
)


@given(st.sampled_from(["segments", "transcription", "results", "words", "chunks", "format"]), values, values)
@settings(max_examples=150, deadline=None)
def test_json_with_anything_in_it(name: str, value: object, other: object) -> None:
    content = {name: [value, other], "paragraphs": [other], "word_segments": value, "info": other, "params": value}
    if name == "results":
        content[name] = {"items": [value, other], "transcripts": other, "speaker_labels": value}
    if name == "format":
        content |= {"format": "muragat-transcript/1", "segments": value}
    refused = tried(json.dumps(content).encode())
    assert refused is None or refused


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n", "is empty"),
        (b"%PDF-1.7 x", "is a PDF"),
        (b"\xd0\xcf\x11\xe0" * 9, "old Word file"),
        (b"{\\rtf1 x}", "an RTF file"),
        (b"ID3\x03", "is a sound file"),
        (b"SQLite format 3\x00", "is a database"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"PK\x03\x04 word/ and no more", "cannot be unpacked"),
        (a_document("<w:document/>", name="word/other.xml"), "no Word document"),
        (a_document("<w:document"), "broken XML"),
        (a_document(paragraph()), "has no words in it"),
        (b'{"segments": [{"text": "a"', "broken JSON (at line 1)"),
        (b'{"segments": ' + b"[" * 100_000, "JSON too deep"),
        (b'{"segments": [{"text": "a", "start": ' + b"9" * 5_000 + b"}]}", "a number is too long"),
        (b'{"a": 1}', "no transcript that can be read"),
        (b"<html><body>Hello</body></html>", "no transcript that can be read"),
        (b"WEBVTT\n\n", "has no words in it"),
        (b"WEBVTT\n\n00:00:02.000 --> 00:00:01.000\nback", "ends before it starts"),
        (b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<v " * 10_000, "more than 20,000 characters"),
        (b'<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/passwd">]><tt><body>&a;</body></tt>', "document type"),
        (b"\xcf\xf0\xe8\xe2\xe5\xf2", "which older encoding"),
        (b"\xff\xfe\x00", "is broken"),
        (b"abc\x00\x01\x02\x03def\x04\x05", "is not a text"),
        (b"a" * 600, "A word has 600 letters"),
    ],
)
def test_a_wrong_file_gets_one_sentence(data: bytes, said: str) -> None:
    if said.startswith("A word"):
        data = b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + data
    refused = tried(data)
    assert refused
    assert said in refused
    assert "\n" not in refused


def test_a_document_that_is_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = a_document("<w:document>" + " " * (70 << 20))
    assert len(bomb) < 200_000
    began = time.process_time()
    assert "unpacks to more than 64 MiB" in str(tried(bomb))
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data", [b"a " * 4_100_000, b'{"a": [' + b"0," * 6_100_000 + b"0]}", b"<tt>" + b"<p/>" * 4_100_000]
)
def test_a_file_that_would_fill_the_memory_is_refused_unread(data: bytes) -> None:
    began = time.process_time()
    refused = tried(data)
    assert refused
    assert "parts, more than any transcript" in refused
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "data",
    [
        b"WEBVTT\n\n" + (b"00:00:01.000 --> 00:00:02.000\n" + b"<v <a" * 3_300 + b"\n\n") * 5,
        b"1\n00:00:01,000 --> 00:00:02,000\n" + b"{\\" * 9_000,
        (b"a" + b" " * 1_900 + b"b\n") * 200,
        (b"Name" + b" ," * 900 + b" 1:0\n") * 200,
        b"<!--" * 100_000,
        b"[" * 300_000,
        b"00:00:01,000 -->" * 20_000,
        ("«" * 100_000).encode("utf-16"),
    ],
)
def test_no_file_makes_a_pattern_hang(data: bytes) -> None:
    began = time.process_time()
    tried(data)
    assert time.process_time() - began < 3


def test_entities_are_not_expanded_into_words() -> None:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(9))
    bomb = f"<!DOCTYPE tt [{lol}]><tt><body><div><p>&l8;</p></div></body></tt>"
    assert "XML" in str(tried(bomb.encode()))
    assert "XML" in str(tried(a_document(f"<!DOCTYPE w [{lol}]>{paragraph(run('&l8;'))}")))
    outside = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "document type" in str(tried(a_document(outside + paragraph(run("&a;")))))


def test_tracked_changes_and_hidden_parts_of_a_document() -> None:
    taken_out = f"<w:del><w:r><w:delText>жойылған</w:delText></w:r>{run('x')}</w:del>"
    field = "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    inside = paragraph(run("Сөз "), f"<w:ins>{run('қосылған')}</w:ins>", taken_out, run(" соңы."), field)
    found = read_transcript_file(a_document(inside), "a.docx").found
    assert [[word.text for word in segment.words] for segment in found.segments] == [["Сөз", "қосылған", "соңы."]]


def test_a_table_in_a_document_is_times_names_and_words() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc><w:p>{run(cell)}</w:p></w:tc>' for cell in cells)}</w:tr>"

    rows = row("0:01", "Айгүл", "Сәлем.") + row("0:05", "Бек", "Иә.")
    inside = f'<w:document xmlns:w="w"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>'
    found = read_transcript_file(a_document(inside), "a.docx").found
    heard = [(s.span and s.span.start_ms, s.speaker, [w.text for w in s.words]) for s in found.segments]
    assert heard == [(1_000, "Айгүл", ["Сәлем."]), (5_000, "Бек", ["Иә."])]


def test_tables_within_tables_and_boxes_within_paragraphs_are_read_once() -> None:
    """A kilobyte of them took a minute, and their words came as often as they were deep."""
    deep = 60
    words = [f"сөз{number}" for number in range(2_000)]
    paragraphs = "".join(f"<w:p>{run(word)}</w:p>" for word in words)
    for around in ("<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "<w:p><w:r><w:pict>{}</w:pict></w:r></w:p>"):
        before, after = around.split("{}")
        body = before * deep + paragraphs + after * deep
        document = a_document(f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>')
        started = time.process_time()
        found = read_transcript_file(document, "a.docx").found
        assert time.process_time() - started < 1
        assert [word.text for segment in found.segments for word in segment.words] == words


def test_what_lies_within_itself_many_times_is_read_once() -> None:
    """Read as often as it is deep, what fits into a file would fill the memory."""
    deep, words = 200, [f"w{number}" for number in range(2_000)]
    said = " ".join(f'<span data-m="{number}" data-d="1">{word}</span>' for number, word in enumerate(words))
    html = "<html><body><p>" + '<span data-m="1">' * deep + said + "</span>" * deep + "</p></body></html>"
    about = "<ttm:desc>" * deep + "<b>about</b>" * 40_000 + "</ttm:desc>" * deep
    ttml = (
        '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"><head><metadata>'
        f'{about}</metadata></head><body><div><p begin="1s" end="2s">{" ".join(words)}</p></div></body></tt>'
    )
    for name, text in (("a.html", html), ("a.ttml", ttml)):
        started = time.process_time()
        found = read_transcript_file(text.encode(), name).found
        assert time.process_time() - started < 1, name
        assert [word.text for segment in found.segments for word in segment.words] == words, name


@pytest.mark.parametrize(
    "encoding", ["cp1251", "koi8-r", "cp866", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_russian_in_every_encoding_that_it_comes_in(encoding: str) -> None:
    text = "Привет, мир! Это обычный русский текст о погоде и реках.\n\nЕщё одна строка."
    found = read_transcript_file(text.encode(encoding), "a").found
    assert " ".join(word.text for segment in found.segments for word in segment.words) == " ".join(text.split())
    assert bool(found.remarks) is (encoding in ("cp1251", "koi8-r", "cp866"))


def test_kazakh_of_before_unicode() -> None:
    text = "Қазақ тілінде жазылған мәтін осы. Өзендер мен көлдер туралы әңгіме."
    found = read_transcript_file(text.encode("kz1048"), "a").found
    assert " ".join(word.text for segment in found.segments for word in segment.words) == text
    assert found.remarks == ("Its letters were read as KZ-1048; look whether they are right.",)


@pytest.mark.parametrize(
    "text", ["ПРИВЕТ МИР ЭТО ТЕКСТ ИЗ ОДНИХ ЗАГЛАВНЫХ БУКВ", "Où était-ce déjà, à Besançon ou à Orléans été ?"]
)
def test_what_may_be_two_encodings_is_asked_about(text: str) -> None:
    with pytest.raises(UnreadableFile, match="cannot be told for sure"):
        read_transcript_file(text.encode("cp1251" if "П" in text else "cp1252"), "a")


def test_a_file_larger_than_any_transcript_is_not_read() -> None:
    with pytest.raises(UnreadableFile, match="larger than 64 MiB"):
        read_transcript_file(b"a" * (MOST_BYTES + 1), "a")
    assert issubclass(UnknownTranscript, BadTranscript)
