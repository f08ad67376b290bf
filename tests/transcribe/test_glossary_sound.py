"""A name that Whisper spells wrongly comes right when the newsroom's glossary has it: real radio, real engine."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_programme
from media.ingest import ingest_file
from media.records import Span
from media.sound import SAMPLE_RATE_HZ, read_samples
from transcribe.glossary import add_terms
from transcribe.pipeline import do_job
from transcribe.transcripts import get_transcript

OPTIONS = {"engine": "faster-whisper", "model": "base", "speakers": "off"}
AUTHOR_IS_NAMED = Span(105_150, 114_000)
"""“But Munro Leaf, The Story of Ferdinand’s author, had not written …”"""


def test_a_series_glossary_puts_a_name_right(
    archive: Archive, db: Database, decoded: Callable[[str], Path], tmp_path: Path
) -> None:
    clip = tmp_path / "clip.wav"
    with wave.open(str(clip), "wb") as target:
        target.setparams((1, 2, SAMPLE_RATE_HZ, 0, "NONE", ""))
        samples = read_samples(decoded("en_radio_withgoodreason_ferdinand.mp3"), AUTHOR_IS_NAMED)
        target.writeframes((samples * 32_767).astype(np.int16).tobytes())
    facts = {"title": "Ferdinand", "language": "en", "series": "With Good Reason"}
    programme_id = add_programme(db, facts).programme_id
    with clip.open("rb") as source:
        ingest_file(archive, db, programme_id, source, clip.name)

    def heard() -> str:
        do_job(archive, db, "transcribe", programme_id, OPTIONS)
        return " ".join(segment.text for segment in get_transcript(db, programme_id).segments)

    add_terms(db, "Another series", ["Munro Leaf"])
    assert "Munro Leaf" not in heard()
    add_terms(db, "With Good Reason", ["Munro Leaf"])
    assert "Munro Leaf" in heard()
