"""Text from files: only text gets in."""

from __future__ import annotations

from pathlib import Path

import pytest

from media.errors import UnreadableFile
from media.text_file import MAX_TEXT_BYTES, decode_text, read_text

KAZAKH = "Қызылорда облысының Арал ауданында сексеуіл егілді.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_unicode_with_and_without_a_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "summary.txt"
    path.write_bytes(KAZAKH.encode(encoding))
    assert read_text(path) == KAZAKH


def test_lines_end_alike_wherever_they_were_written() -> None:
    assert decode_text(b"one\r\ntwo\rthree\n", "x") == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n\t \n", "empty"),
        ("Арал теңізі".replace("ң", "н").encode("cp1251"), "UTF-8"),
        (b"\xff\xfe\x41", "UTF-8"),
        (b"text \x00 more", "plain text"),
        (b"text \x1b[31m red", "plain text"),
        (b"{\\rtf1\\ansi And so, my fellow Americans}", "an RTF file; save it as plain text"),
        (b"%PDF-1.7 ", "a PDF"),
        (b"PK\x03\x04\x14\x00", "packed file, such as Word"),
        (b"a" * (MAX_TEXT_BYTES + 1), "larger than 4 MiB"),
    ],
)
def test_refuses_what_is_not_a_text(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says) as refusal:
        decode_text(data, "summary.txt")
    assert str(refusal.value).startswith("“summary.txt”")


def test_refuses_sound_given_as_a_summary(shared_data: Path) -> None:
    with pytest.raises(UnreadableFile, match="is not a"):
        read_text(shared_data / "audio" / "en_gentle_lucier.mp3")


def test_refuses_what_is_missing_or_a_directory(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_text(tmp_path / "nothing.txt")
    with pytest.raises(UnreadableFile, match="cannot be read"):
        read_text(tmp_path)
