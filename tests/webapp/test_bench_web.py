"""The benchmark of the public site: what it makes is like an archive, and each part measures what it says, small."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.webapp.command_line import Muragat
from webapp.bench_web.bench import LONG, SHORT, Index, WebBench, add_programme, bench_web
from webapp.bench_web.corpus import Plan, make_document
from webapp.bench_web.errors import BenchFailed
from webapp.bench_web.hyperaudio import write_peer
from webapp.bench_web.making import Made, make_edition
from webapp.bench_web.page import measure_page
from webapp.bench_web.publishing import measure_publishing
from webapp.bench_web.queries import COMMON_EVERY, Asker, Words, sample_words
from webapp.bench_web.range_load import File, load
from webapp.bench_web.ranges import measure_ranges
from webapp.bench_web.report import as_json, as_table
from webapp.bench_web.searching import measure_search
from webapp.bench_web.site import listening, public_site, python_module
from webapp.bench_web.sound import add_sound
from webapp.bench_web.timing import spread
from webapp.bench_web.tongues import lexicon
from webapp.edition.index import ensure_index
from webapp.edition.layout import Layout
from webapp.edition.records import EditionDocument, EditionSound

PLAN = Plan(programmes=12, words_each=200)
AGREED = {"search_p95_ms", "facets_p95_ms", "publish_seconds", "release_seconds", "page_interactive_ms"}


class Small:
    """A small edition with a page to open."""

    def __init__(self, place: Path) -> None:
        self.layout = Layout(place)
        self.made: Made = make_edition(self.layout, PLAN)
        self.sound: EditionSound = add_sound(self.layout, 120_000)
        self.long: EditionDocument = add_programme(self.layout, LONG, 300, self.sound)
        self.short: EditionDocument = add_programme(self.layout, SHORT, 20, self.sound)
        ensure_index(self.layout)
        self.words: Words = sample_words(list(self.layout.document_paths()))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    return Small(tmp_path_factory.mktemp("bench") / "edition")


def said(document: EditionDocument) -> list[str]:
    assert document.transcript
    return [word.text for segment in document.transcript.segments for word in segment.words]


def test_programmes_are_the_same_on_every_machine() -> None:
    assert make_document(3, 100) == make_document(3, 100)
    assert said(make_document(3, 100)) != said(make_document(13, 100))


def test_a_programme_is_whole() -> None:
    document = make_document(0, 500)
    transcript, summary = document.transcript, document.summary
    assert transcript
    assert summary
    assert len(said(document)) == 500
    times = [(word.start_ms, word.end_ms) for segment in transcript.segments for word in segment.words]
    assert times == sorted(times)
    assert any(sentence.spans for sentence in summary.sentences)
    assert document.facts.people
    assert document.facts.aired


def test_few_words_are_common_and_many_are_rare() -> None:
    words = said(make_document(0, 20_000))
    assert words.count(lexicon("kk").stems[0]) > 500
    assert len(set(words)) > 4000


def test_edition_is_what_was_planned(small: Small) -> None:
    paths = list(small.layout.document_paths())
    assert small.made.programmes == 12
    assert len(paths) == 14
    assert small.made.words == sum(PLAN.words(number) for number in range(12))
    assert small.made.document_bytes > 50 * small.made.words


def test_questions_are_of_words_that_are_there_and_a_fifth_are_common(small: Small) -> None:
    pairs = [pair.split() for pair in Asker(small.words).two_words(100)]
    known = {form for forms in small.words.programmes for form in forms}
    assert {word for pair in pairs for word in pair} <= known
    assert sum(pair[0] in small.words.common for pair in pairs) >= 100 // COMMON_EVERY >= 20
    assert Asker(small.words).two_words(5) == Asker(small.words).two_words(5)


def test_percentiles_are_by_nearest_rank() -> None:
    found = spread([float(number) for number in range(1, 101)])
    assert found
    assert (found.count, found.p50_ms, found.p95_ms, found.max_ms) == (100, 50, 95, 100)
    assert spread([]) is None


def test_a_server_that_does_not_start_is_said(small: Small) -> None:
    with pytest.raises(BenchFailed, match="did not start"), listening(python_module("webapp.no_such_module")):
        pytest.fail("it started")


def test_a_wrong_answer_is_no_figure(small: Small) -> None:
    with public_site(small.layout) as site, pytest.raises(BenchFailed, match="404"):
        load(site, File("/sound/" + "0" * 64 + ".m4a", 1000), range_bytes=10, readers=1, seconds=0.1)


def test_too_little_room_is_said_before_anything_is_made() -> None:
    with pytest.raises(BenchFailed, match="TMPDIR"):
        bench_web(Plan(10**6, 10**9), 100, 1, None, pytest.fail)


def test_without_a_browser_the_page_is_left_out_in_one_sentence(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told: list[str] = []
    page = measure_page(
        small.layout, small.long, small.short, rounds=1, play_s=1, hyperaudio_script=None, say=told.append
    )
    assert page is None
    assert len(told) == 1
    assert "chromium" in told[0]


def test_peer_has_the_same_words(small: Small, tmp_path: Path) -> None:
    script = tmp_path / "theirs.js"
    script.write_text("class HyperaudioLite {}")
    (tmp_path / "site").mkdir()
    page = (tmp_path / "site" / write_peer(tmp_path / "site", small.layout, small.long, script)).read_text()
    assert page.count("data-m=") == len(said(small.long))


@pytest.fixture(scope="module")
def measured(small: Small) -> WebBench:
    told: list[str] = []
    page = measure_page(
        small.layout, small.long, small.short, rounds=1, play_s=0.5, hyperaudio_script=None, say=told.append
    )
    assert told == []
    ranges = measure_ranges(small.layout, small.sound, 0.1)
    search = measure_search(small.layout, small.words, 8)
    publishing = measure_publishing(small.layout, PLAN)
    return WebBench(small.made, Index(1.0, 1), search, publishing, page, ranges, 2)


def test_search_is_measured_with_its_snippets(measured: WebBench) -> None:
    assert measured.search.answered > 0.5
    for found in (measured.search.two_words, measured.search.facets, measured.search.phrases):
        assert found
        assert found.count == 8
        assert 0 < found.p50_ms <= found.p95_ms <= found.max_ms


def test_publishing_is_measured(measured: WebBench) -> None:
    figures = measured.publishing
    assert 0 < figures.publish_seconds < 10
    assert 0 < figures.block_seconds < 5
    assert min(figures.release_seconds, figures.version_seconds, figures.withdraw_seconds) > 0


def test_page_is_measured(measured: WebBench) -> None:
    assert measured.page
    ours = measured.page.browser.pages[0]
    assert 0 < ours.opened[0].first_byte_ms < ours.opened[0].interactive_ms < 30_000
    assert 1 < ours.played.frames_per_s < 200
    assert ours.found
    assert ours.found.worst_ms >= ours.found.median_ms > 0
    assert 3 < measured.page.transcript_bytes_a_word < 40
    assert measured.page.browser.shell_bytes > 50_000


def test_ranges_are_measured_beside_a_peer(measured: WebBench) -> None:
    assert [each.server for each in measured.ranges[:2]] == ["muragat", "waitress"]
    for each in measured.ranges:
        assert each.small_by_8.requests_per_s > 0
        assert each.beside_slow.unanswered == 0


def test_report_names_what_was_agreed(measured: WebBench) -> None:
    record = json.loads(json.dumps(as_json(measured), default=str))
    assert all(isinstance(record[name], float) for name in AGREED)
    assert f"| two words | 8 | {measured.search.two_words.p50_ms} |" in as_table(measured)  # type: ignore[union-attr]


@pytest.mark.release
def test_command_measures_all_and_leaves_nothing(tmp_path: Path) -> None:
    muragat = Muragat(tmp_path / "archive")
    work = tmp_path / "tmp"
    work.mkdir()
    options = ("--programmes", "4", "--words", "800", "--page-words", "300", "--rounds", "1", "--json")
    result = muragat("bench", "web", *options, environment={"TMPDIR": str(work)})
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout).keys() >= AGREED
    assert list(work.iterdir()) == []
