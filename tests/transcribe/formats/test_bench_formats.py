"""Every format is measured, and what is made up for it is the same each time."""

from __future__ import annotations

from click.testing import CliRunner
from msgspec import json

from transcribe.bench_formats import FormatsBench, made_up
from transcribe.formats import FORMATS
from webapp.cli.main import cli


def test_every_format_is_measured_and_those_that_we_read_are_read() -> None:
    result = CliRunner().invoke(cli, ["bench", "formats", "--words", "30", "--rounds", "1", "--json"])

    made = json.decode(result.stdout, type=FormatsBench)
    assert [each.name for each in made.formats] == list(FORMATS)
    assert {"vtt", "srt", "ttml", "docx", "json", "eaf", "textgrid"} <= {
        each.name for each in made.formats if each.read_seconds is not None
    }
    assert all(each.size_bytes for each in made.formats)


def test_what_is_made_up_has_so_many_words_and_is_the_same_each_time() -> None:
    assert made_up(100) == made_up(100)
    assert sum(len(segment.words) for segment in made_up(100).segments) == 100
