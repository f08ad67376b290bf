"""A real radio piece: its timed headings as the summary, linked to what the machine heard."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from sqlite_utils import Database

from media.archive import Archive
from media.catalogue import add_document, add_programme
from media.ingest import ingest_file
from media.records import Span
from transcribe.linking.run import latest_linking
from transcribe.pipeline import do_job

NAME = "en_radio_withgoodreason_ferdinand"
HEADING = re.compile(r"^(\d\d):(\d\d) (.+)$", re.MULTILINE)
END_MS = 312_000


def stretches(readme: str) -> dict[str, Span]:
    """Return each heading with the time until the next."""
    found = [(60_000 * int(m[1]) + 1000 * int(m[2]), m[3]) for m in HEADING.finditer(readme)]
    ends = [*found[1:], (END_MS, "")]
    return {heading: Span(start_ms, end_ms) for (start_ms, heading), (end_ms, _) in zip(found, ends, strict=True)}


@pytest.mark.release
def test_headings_land_in_their_stretch(
    archive: Archive, db: Database, shared_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    audio = shared_data / "audio"
    expected = stretches((audio / f"{NAME}.README.md").read_text("utf-8"))
    assert len(expected) == 9
    programme_id = add_programme(db, {"title": "Ferdinand", "language": "en"}).programme_id
    with (audio / f"{NAME}.mp3").open("rb") as source:
        ingest_file(archive, db, programme_id, source, f"{NAME}.mp3")
    add_document(db, programme_id, "summary", "\n".join(expected), language="en")
    for kind in ("transcribe", "link"):
        do_job(archive, db, kind, programme_id, {}, None)

    linking = latest_linking(db, programme_id)
    assert linking
    assert [link.claim.text for link in linking.links] == list(expected)
    right, lines = [], []
    for link in linking.links:
        # Nothing is offered where nothing speaks for a place: that is a miss.
        best = next(iter((*link.spans, *(candidate.span for candidate in link.alternatives))), Span(0, 0))
        right.append(best.overlap_ms(expected[link.claim.text]) > 0)
        lines.append(
            f"{'hit' if right[-1] else 'miss':5}{link.verdict:12} {best.media_fragment():17} {link.claim.text}"
        )
    lines.append(f"{sum(right)} of {len(right)} headings in the right stretch")
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *lines, ""]))
    assert sum(right) >= 6
